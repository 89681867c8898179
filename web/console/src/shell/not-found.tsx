import { Link } from 'wouter'
import { Empty } from '../parts/empty.tsx'
import { Page } from '../parts/page.tsx'

export const NotFound = () => (
  <Page title="Not found">
    <Empty title="Nothing stands at this address.">
      It may have been moved, or the link is not whole. <Link href="/">Go to the overview</Link>, or press{' '}
      <kbd>/</kbd> to search.
    </Empty>
  </Page>
)
