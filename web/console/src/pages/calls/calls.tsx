import { Page } from '../../parts/page.tsx'

export default function Calls() {
  return <Page title="Calls">…</Page>
}
