import { Page } from '../../parts/page.tsx'

export default function Welcome() {
  return <Page title="Welcome">…</Page>
}
