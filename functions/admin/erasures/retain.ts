import { enquiryIdOf } from '../../../shared/domain/enquiry.ts'
import type { AccountId, EnquiryId } from '../../../shared/domain/ids.ts'
import { addDays, type Instant, utcDayOf } from '../../../shared/domain/time.ts'
import { eraseContact, eraseDeals, eraseHashes, scrubOf } from './erase.ts'
import { type FoundPerson, findPerson } from './find-person.ts'
import type { ErasureDeps } from './ports.ts'
import { type RetainDealDeps, retainDeals } from './retain-deals.ts'

export type RetainDeps = ErasureDeps & RetainDealDeps & { readonly newSalt: () => string }

/** Of one account in one sweep: the rest is the next one's. */
const enquiriesAtOnce = 500
const farFuture = '9999-12-31T23:59:59.999Z'

/**
 * Takes people's data out of the contacts that are older than the account keeps it. A person who has newer contacts keeps
 * the keyed hashes that tie them together, or the reports would change; they go with the last one's time.
 * @returns how many contacts were erased
 */
export async function retain(deps: RetainDeps): Promise<number> {
  const { privacy, accounts, now } = deps
  let erased = 0
  for (const { account, doneUntil = '', dealsUntil } of await privacy.retention.accounts()) {
    const { personalDataDays, createdAt } = (await accounts.get(account)) ?? {}
    if (personalDataDays === undefined || personalDataDays === null) continue
    const end = addDays(now(), -personalDataDays)
    await retainDeals(deps, account, { from: dealsUntil ?? createdAt ?? end, end })
    erased += await retainOf(deps, account, end, doneUntil)
  }
  return erased
}

async function retainOf(
  deps: ErasureDeps & { readonly newSalt: () => string },
  account: AccountId,
  end: Instant,
  doneUntil: string,
): Promise<number> {
  const { retention } = deps.privacy
  const days = (await retention.days(account)).filter((day) => day >= doneUntil && day <= utcDayOf(end))
  let erased = 0
  let left = enquiriesAtOnce
  let isWhole = true
  for (const day of days) {
    for (const { id, contacts } of await retention.enquiriesOf(account, day)) {
      if (!contacts.every(({ at }) => at <= end)) isWhole = false
      const old = contacts.filter(({ at }) => at <= end).map((contact) => contact.id)
      if (old.length === 0) continue
      if (left === 0) return erased
      const count = await retainEnquiry(deps, account, { id, contacts: old }, end)
      if (count > 0) left -= 1
      erased += count
    }
    // What is done with is not looked at again: an enquiry may still grow, and then its day is.
    if (isWhole) await retention.note(account, day)
  }
  return erased
}

async function retainEnquiry(
  deps: ErasureDeps & { readonly newSalt: () => string },
  account: AccountId,
  { id, contacts }: { readonly id: EnquiryId; readonly contacts: readonly string[] },
  end: Instant,
): Promise<number> {
  const { items, links, retention } = deps.privacy
  const marks = await retention.marks(account, contacts)
  if (marks.every((mark) => mark === 'whole')) return 0
  const person = await findPerson(deps, account, { nodes: [], contacts }, farFuture)
  const isOver = person.contacts.every(({ ref, enquiry }) => (contactAt(ref, enquiry) ?? farFuture) <= end)
  const known = new Map(contacts.map((contact, index) => [contact, marks[index]]))
  const due = person.contacts.filter(({ ref }) =>
    isOver ? known.get(ref.id) !== 'whole' : contacts.includes(ref.id) && known.get(ref.id) === undefined,
  )
  if (due.length === 0) return 0
  const owned: FoundPerson = isOver ? person : { ...person, nodes: [] }
  const scrub = scrubOf(deps, account, deps.newSalt(), owned)
  for (const contact of due) await eraseContact(deps, account, contact, scrub)
  if (isOver) {
    const places = [...person.nodes, ...due.map(({ ref }) => `contact:${ref.id}`)]
    await eraseDeals(deps, account, places, scrub)
    await eraseHashes(deps, account, person.nodes, end)
    for (const { ref } of due) await items.mark(account, ref.id, deps.now(), 'whole')
  }
  for (const enquiry of new Set([id, ...person.contacts.map(({ ref }) => enquiryIdOf(ref.id))])) {
    await links.forgetRevisions(account, enquiry)
  }
  return due.length
}

const contactAt = (
  ref: FoundPerson['contacts'][number]['ref'],
  enquiry: FoundPerson['contacts'][number]['enquiry'],
): Instant | undefined => enquiry?.contacts.find(({ id }) => id === ref.id)?.at ?? (ref.at || undefined)
