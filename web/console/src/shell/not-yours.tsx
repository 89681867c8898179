import { Link } from 'wouter'
import type { Role } from '../api/me.ts'
import { Empty } from '../parts/empty.tsx'
import { Page } from '../parts/page.tsx'
import { homeOf } from './home.ts'

/** What somebody sees at the address of a page that the menu does not lead them to. */
export const NotYours = ({ role }: { readonly role: Role }) => (
  <Page title="Not a page of yours">
    <Empty title={`Your role, ${role}, has no part in this page.`}>
      An owner of the account can give you another role.{' '}
      <Link href={homeOf(role)}>Go to where you begin</Link>.
    </Empty>
  </Page>
)
