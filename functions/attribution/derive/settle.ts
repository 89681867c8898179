import { openerOf } from '../../../shared/domain/enquiry.ts'
import type { AccountId, VisitorId } from '../../../shared/domain/ids.ts'
import type { ContactRef } from '../../../shared/domain/link.ts'
import type { Head, StoredViews, ViewChange } from '../../../shared/domain/view.ts'
import type { AttributionPorts } from '../deps.ts'
import { alignVisits } from './count-session.ts'
import { explore, type FormerVisitors } from './explore.ts'
import { planChanges } from './plan.ts'

/** Others who settle the same person at the same time make one start over; so many in a row is no accident. */
const maxTries = 25

/** Ids of the contacts of the enquiries that these heads and rows speak of: who belonged together before. */
const formerCompanions = ({ heads, enquiries }: StoredViews): string[] => [
  ...[...enquiries.values()].flatMap(({ enquiry }) => enquiry.contacts.map(({ id }) => id)),
  ...[...heads.values()].map(({ enquiryId }) => openerOf(enquiryId)),
]

function formerVisitors({ enquiries }: StoredViews): FormerVisitors {
  const former = new Map<string, Set<VisitorId>>()
  for (const { enquiry } of enquiries.values()) {
    for (const { contact, visitorId } of [...enquiry.evidence, ...enquiry.revoked]) {
      if (visitorId === undefined) continue
      former.set(contact, (former.get(contact) ?? new Set()).add(visitorId))
    }
  }
  return former
}

const replacesSomething = (change: ViewChange) => 'before' in change && change.before !== undefined

const refOf = ({ contact: id, kind, session, code, startedAt, openedAt }: Head): ContactRef => ({
  id,
  kind,
  at: startedAt ?? openedAt ?? '',
  ...(session !== undefined && { session }),
  ...(code !== undefined && { code }),
})

/**
 * Brings the views of some contacts, and of everybody who belongs or belonged to them, in line with the facts.
 * Order of arrival plays no part: all is derived anew from what the ledger says, compared with what stands, and
 * written only if nobody else wrote in between. The stored rows are read before the facts and the account's rules: who
 * is guarded by their stamps has then read facts at least as new.
 */
export async function settle(
  ports: AttributionPorts,
  account: AccountId,
  seeds: readonly ContactRef[],
): Promise<void> {
  for (let tries = 0; tries < maxTries; tries++) {
    const known = new Set(seeds.map(({ id }) => id))
    for (;;) {
      const stored = await ports.views.enquiries.read(account, [...known])
      const settings = await ports.ledger.accounts.get(account)
      if (!settings) throw new Error(`no account ${account}`)
      const { persons, turned, visitors } = await explore(
        ports,
        settings,
        [...seeds, ...[...stored.heads.values()].map(refOf)],
        formerVisitors(stored),
        (contact) => known.has(contact) && !stored.heads.has(contact),
      )
      const found = persons.flatMap(({ contacts }) => contacts.map(({ ref }) => ref.id))
      const unread = [...found, ...formerCompanions(stored)].filter((id) => !known.has(id))
      for (const id of unread) known.add(id)
      if (unread.length > 0) continue

      const changes = planChanges(settings, persons, stored)
      // Before the rows that tell what was there: whoever repeats this after a crash has to find it again.
      for (const { node, members } of visitors) await alignVisits(ports, account, node, members)
      if (changes.length > 0) {
        const isWritten = await ports.views.enquiries.apply(account, changes)
        // Overtaken, or written in the place of something, it is looked at again: facts may have come and gone since they
        // were read, and whoever found their result standing has left it so.
        if (!isWritten || changes.some(replacesSomething)) break
      }
      for (const { node, isSwitchboard } of turned) {
        await ports.views.links.noteSwitchboard(account, node, isSwitchboard)
      }
      return
    }
  }
  throw new Error(`contacts of ${account} could not be settled in ${maxTries} tries`)
}
