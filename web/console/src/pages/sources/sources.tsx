import { Page } from '../../parts/page.tsx'

export default function Sources() {
  return <Page title="Sources">…</Page>
}
