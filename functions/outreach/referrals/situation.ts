import { type Enquiry, enquiryIdOf } from '../../../shared/domain/enquiry.ts'
import { isStandIn } from '../../../shared/domain/erasure.ts'
import { identifies } from '../../../shared/domain/evidence.ts'
import type { FormFact } from '../../../shared/domain/fact.ts'
import type { AccountId, PersonalHash } from '../../../shared/domain/ids.ts'
import { type RewardSituation, referralOf } from '../../../shared/domain/referral.ts'
import type { ReferralDeps } from './ports.ts'

type Deps = Pick<ReferralDeps, 'codes' | 'ledger' | 'views'>
/** `phone:…` and `email:…`, with keyed hashes. */
export type FriendNode = `phone:${string}` | `email:${string}`

/** A chain of recommendations is followed so far: longer ones nobody makes to be rewarded by. */
const longestChain = 10
/** Of whoever recommends: as many of their contacts tell who they are. */
const mostContacts = 20

const phoneNode = (hash: PersonalHash | undefined): FriendNode | undefined =>
  hash === undefined ? undefined : `phone:${hash}`

/** What the enquiry's own contacts name their person by. */
export async function friendNodesOf(
  { ledger, views }: Deps,
  account: AccountId,
  { contacts }: Enquiry,
): Promise<FriendNode[]> {
  const { heads } = await views.enquiries.read(
    account,
    contacts.map(({ id }) => id),
  )
  const found = await Promise.all(
    contacts.map(async ({ id, kind }): Promise<(FriendNode | undefined)[]> => {
      if (kind === 'call') {
        return (await ledger.calls.factsOf(account, id)).map(({ caller }) => phoneNode(caller))
      }
      if (kind === 'text') {
        return (await ledger.texts.factsOf(account, id)).map(({ sender }) => phoneNode(sender))
      }
      const session = heads.get(id)?.session
      if (kind !== 'form' || session === undefined) return []
      const facts = await ledger.sessions.factsOf(account, session)
      return facts
        .filter((fact): fact is FormFact => fact.fact === 'form' && fact.formId === id)
        .flatMap(({ phone, email }) => [
          phoneNode(phone),
          email === undefined ? undefined : (`email:${email}` as const),
        ])
    }),
  )
  return [...new Set(found.flat().filter((node) => node !== undefined))]
}

const hashOf = (node: string): PersonalHash => node.slice(node.indexOf(':') + 1)

/** The enquiries of whoever is known by the hash: of a phone, or of an e-mail. */
export async function enquiriesOf(
  { views }: Pick<Deps, 'views'>,
  account: AccountId,
  holder: PersonalHash,
): Promise<Enquiry[]> {
  const nodes = [`phone:${holder}`, `email:${holder}`]
  const members = await Promise.all(nodes.map((node) => views.links.membersOf(account, node)))
  const contacts = members.flatMap((each) => each.contacts).slice(0, mostContacts)
  const heads = (
    await views.enquiries.read(
      account,
      contacts.map(({ id }) => id),
    )
  ).heads
  const ids = new Set(contacts.map(({ id }) => heads.get(id)?.enquiryId ?? enquiryIdOf(id)))
  const rows = await Promise.all([...ids].map((id) => views.enquiries.find(account, id)))
  return rows.flatMap((row) => (row ? [row.enquiry] : []))
}

/** All that is looked at before a sale is rewarded, but whether the friend was before. */
export async function situationOf(
  deps: Deps,
  account: AccountId,
  enquiry: Enquiry,
  code: string,
  friend: readonly FriendNode[],
): Promise<Omit<RewardSituation, 'wasRewarded'>> {
  const found = await deps.codes.get(account, code)
  const holder = found?.holder
  const known = {
    person: enquiry.person,
    hashes: friend.map(hashOf),
    visitors: [...new Set(enquiry.evidence.flatMap((each) => (identifies(each) && each.visitorId) || []))],
  }
  if (holder === undefined || isStandIn(holder)) return { friend: known, referrer: undefined, before: [] }
  const own = await enquiriesOf(deps, account, holder)
  const before: { holder: PersonalHash; persons: string[] }[] = []
  const seen = new Set<PersonalHash>([holder])
  for (let link = own; before.length < longestChain; ) {
    const recommended = link.map(referralOf).find((each) => each !== undefined)
    const next = recommended && (await deps.codes.get(account, recommended.code))?.holder
    if (next === undefined || seen.has(next)) break
    seen.add(next)
    link = await enquiriesOf(deps, account, next)
    before.push({ holder: next, persons: [...new Set(link.map(({ person }) => person))] })
  }
  return {
    friend: known,
    referrer: {
      holder,
      persons: [...new Set(own.map(({ person }) => person))],
      ...(found?.visitor !== undefined && { visitor: found.visitor }),
    },
    before,
  }
}
