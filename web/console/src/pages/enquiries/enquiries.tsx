import { Page } from '../../parts/page.tsx'

export default function Enquiries() {
  return <Page title="Enquiries">…</Page>
}
