import { Page } from '../../parts/page.tsx'

export default function Journeys() {
  return <Page title="Journeys">…</Page>
}
