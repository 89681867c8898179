import { Page } from '../../parts/page.tsx'

export default function Desk() {
  return <Page title="Desk">…</Page>
}
