import { Page } from '../../parts/page.tsx'

export default function Codes() {
  return <Page title="Codes">…</Page>
}
