import { Link } from 'wouter'
import { Empty } from '../../parts/empty.tsx'
import { Section } from '../../parts/page.tsx'

/** Campaigns live where their codes are: one place to look for both. */
export default function Campaigns() {
  return (
    <Section title="Campaigns">
      <Empty title="Campaigns stand beside their codes.">
        What a code is worth, how long it is good and how often it may be used is set where you see how it
        does. <Link href="/codes">Open Codes</Link>
      </Empty>
    </Section>
  )
}
