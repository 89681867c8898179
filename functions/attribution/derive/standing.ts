import { firstContactOf, openerOf } from '../../../shared/domain/enquiry.ts'
import type { AccountId, EnquiryId, PersonId, VisitorId } from '../../../shared/domain/ids.ts'
import type { ContactRef } from '../../../shared/domain/link.ts'
import type { ProgressRow } from '../../../shared/domain/progress.ts'
import type { CallRow, EnquiryRow, Head, Stamped, StoredViews } from '../../../shared/domain/view.ts'
import type { AttributionPorts } from '../deps.ts'

/** What the views say already of the contacts that are looked into, read bit by bit: each before its facts. */
export interface Standing {
  readonly stored: StoredViews
  /** How often there was something to read. */
  readonly steps: number
  /**
   * Reads what stands of these contacts, and of all who belonged together with them before.
   * @returns those that the views know, but for what was told already
   */
  read(contacts: readonly string[]): Promise<readonly ContactRef[]>
  /** Whether the views knew nothing of the contact when they were asked: none of its links is looked for. */
  isNew(contact: string): boolean
  /** The visitors that the contact's evidence led to when it was settled last. */
  visitorsOf(contact: string): Iterable<VisitorId>
}

const refOf = ({ contact: id, kind, session, code, startedAt, openedAt }: Head): ContactRef => ({
  id,
  kind,
  at: startedAt ?? openedAt ?? '',
  ...(session !== undefined && { session }),
  ...(code !== undefined && { code }),
})

export function createStanding(
  { enquiries: store }: AttributionPorts['views'],
  account: AccountId,
): Standing {
  const asked = new Set<string>()
  const heads = new Map<string, Stamped<Head>>()
  const enquiries = new Map<EnquiryId, Stamped<EnquiryRow>>()
  const calls = new Map<string, Stamped<CallRow>>()
  const progress = new Map<PersonId, Stamped<ProgressRow>>()
  const visitors = new Map<string, Set<VisitorId>>()
  let steps = 0

  async function readUnread(contacts: readonly string[]): Promise<ContactRef[]> {
    const unread = [...new Set(contacts)].filter((id) => !asked.has(id))
    if (unread.length === 0) return []
    for (const id of unread) asked.add(id)
    const fresh = await store.read(account, unread)
    const companions: string[] = []
    for (const [id, head] of fresh.heads) {
      heads.set(id, head)
      companions.push(openerOf(head.enquiryId))
    }
    for (const [id, call] of fresh.calls) calls.set(id, call)
    for (const [id, row] of fresh.progress) {
      progress.set(id, row)
      companions.push(...row.contacts.map((each) => each.id))
    }
    for (const [id, row] of fresh.enquiries) {
      enquiries.set(id, row)
      companions.push(firstContactOf(row.enquiry.person), ...row.enquiry.contacts.map((each) => each.id))
      for (const { contact, visitorId } of [...row.enquiry.evidence, ...row.enquiry.revoked]) {
        if (visitorId === undefined) continue
        visitors.set(contact, (visitors.get(contact) ?? new Set()).add(visitorId))
      }
    }
    return [...[...fresh.heads.values()].map(refOf), ...(await readUnread(companions))]
  }

  return {
    stored: { heads, enquiries, calls, progress },
    get steps() {
      return steps
    },
    async read(contacts) {
      const before = asked.size
      const refs = await readUnread(contacts)
      if (asked.size > before) steps += 1
      return refs
    },
    isNew: (contact) => asked.has(contact) && !heads.has(contact),
    visitorsOf: (contact) => visitors.get(contact) ?? [],
  }
}
