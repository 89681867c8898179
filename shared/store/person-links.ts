import type { AccountId, EnquiryId } from '../domain/ids.ts'
import type { Instant } from '../domain/time.ts'
import { createLinkStore } from './link-store.ts'
import type { Table } from './table.ts'
import { viewKeys, viewPartitions } from './view-keys.ts'

/** Where a person's contacts meet in the views, and what is to go from there with the person. */
export function createPersonLinks(views: Table) {
  const links = createLinkStore(views)
  return {
    membersOf: links.membersOf,
    refOf: links.refOf,
    codesOf: links.codesOf,
    visitorsAt: links.visitorsAt,

    /** What met at a phone or an e-mail until then meets there no more: nothing is left that leads there. */
    async forget(account: AccountId, node: string, until: Instant): Promise<void> {
      const items = await views.query({ pk: viewPartitions.node(account, node) })
      const old = items.filter(({ at }) => at === undefined || (at as Instant) <= until)
      for (const item of old) await views.delete({ pk: item.pk, sk: item.sk })
    },

    /** What the enquiry said before tells what the person answered; what it says now is made of the facts. */
    async forgetRevisions(account: AccountId, enquiry: EnquiryId): Promise<void> {
      const { pk } = viewKeys.head(account, enquiry)
      for (const item of await views.query({ pk, prefix: 'revision#' })) {
        await views.delete({ pk: item.pk, sk: item.sk })
      }
    },
  }
}
export type PersonLinks = ReturnType<typeof createPersonLinks>
