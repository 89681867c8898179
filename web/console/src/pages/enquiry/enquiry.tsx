import { Page } from '../../parts/page.tsx'

export default function Enquiry() {
  return <Page title="Enquiry">…</Page>
}
