import { foldRecordings } from '../../../shared/domain/call-recording.ts'
import { enquiryIdOf } from '../../../shared/domain/enquiry.ts'
import {
  type ErasedCounts,
  type Erasure,
  isStandIn,
  lastLookMinutes,
  mostErased,
  nothingErased,
  standInMark,
} from '../../../shared/domain/erasure.ts'
import type { RecordingFact } from '../../../shared/domain/fact.ts'
import type { AccountId, PersonalHash } from '../../../shared/domain/ids.ts'
import { addMinutes, type Instant } from '../../../shared/domain/time.ts'
import { deleteByHand } from '../recordings/recording-sweep.ts'
import { type FoundContact, type FoundPerson, findPerson } from './find-person.ts'
import type { ErasureDeps, Scrub } from './ports.ts'

const hashOf = (node: string): PersonalHash => node.slice(node.indexOf(':') + 1)
const standInCharacters = 22
/** More than an account ever had. */
const maxCampaigns = 1000

interface SealedForm {
  readonly name?: string | null
}
/** A form that can't be read any more has no name to look for. */
function nameIn(open: (sealed: string) => string, sealed: string | undefined): string[] {
  if (sealed === undefined) return []
  const { name } = JSON.parse(open(sealed)) as SealedForm
  return name ? [name] : []
}

async function deleteRecordings(
  deps: ErasureDeps,
  account: AccountId,
  { calls }: FoundContact,
): Promise<number> {
  const kept = foldRecordings(calls).filter(({ deleted }) => !deleted)
  for (const { id } of kept) {
    const fact = calls.find(
      (each): each is RecordingFact =>
        each.fact === 'recording' && each.recordingSid === id && each.status === 'completed',
    )
    if (fact) await deleteByHand(deps, account, fact, { by: 'erasure' })
  }
  return kept.length
}

/** First what keeps late facts from bringing it back, then the facts. */
export async function eraseContact(
  deps: ErasureDeps,
  account: AccountId,
  found: FoundContact,
  scrub: Scrub,
): Promise<number> {
  const { links, items } = deps.privacy
  const { ref } = found
  await items.mark(account, ref.id, deps.now())
  const recordings = await deleteRecordings(deps, account, found)
  const codes = new Set([
    ...(await links.codesOf(account, ref.id)),
    ...(ref.code === undefined ? [] : [ref.code]),
  ])
  for (const code of codes) await items.code(account, code, scrub)
  await items.said(account, ref.id, scrub)
  // An enquiry is named after its first contact: whichever that was when something of it was told.
  await deps.privacy.eraseDeliveries(account, enquiryIdOf(ref.id))
  if (ref.kind === 'call') await items.call(account, ref.id, scrub)
  if (ref.kind === 'text') await items.text(account, ref.id, scrub)
  if (ref.kind === 'form' && ref.session !== undefined) await items.form(account, ref.session, ref.id, scrub)
  return recordings
}

export function scrubOf(deps: ErasureDeps, account: AccountId, salt: string, person: FoundPerson): Scrub {
  const own = new Set(person.nodes.map(hashOf))
  const names = person.contacts.flatMap(({ form }) =>
    nameIn((sealed) => deps.vault.open(account, sealed), form?.sealed),
  )
  return {
    standIn: (hash) =>
      own.has(hash) && !isStandIn(hash)
        ? standInMark + deps.privacy.digest(salt, hash).slice(0, standInCharacters)
        : undefined,
    sealedNothing: deps.vault.seal(account, ''),
    names: [...new Set(names)],
  }
}

/** Deals that were told by the person's phone or e-mail, or by their contacts; and their recommendations. */
export async function eraseDeals(
  deps: ErasureDeps,
  account: AccountId,
  places: readonly string[],
  scrub: Scrub,
): Promise<void> {
  const { links, items } = deps.privacy
  const met = await Promise.all(places.map((node) => links.membersOf(account, node)))
  for (const deal of new Set(met.flatMap(({ deals }) => deals))) await items.deal(account, deal, scrub)
  for (const node of places.filter((each) => !each.startsWith('contact:'))) {
    await items.referrer(account, node, scrub)
  }
}

/** What is remembered of a phone or an e-mail by itself, and what met there until then. */
export async function eraseHashes(
  deps: ErasureDeps,
  account: AccountId,
  nodes: readonly string[],
  until: Instant,
): Promise<void> {
  const { items, links, campaigns } = deps.privacy
  const campaignIds = (await campaigns.list(account, maxCampaigns)).map(({ id }) => id)
  for (const node of nodes.filter((each) => !each.startsWith('visitor:'))) {
    await items.hash(account, hashOf(node), campaignIds, deps.now())
    await links.forget(account, node, until)
  }
}

function countsOf({ contacts, visitors }: FoundPerson, recordings: number): ErasedCounts {
  const of = (kind: string) => contacts.filter(({ ref }) => ref.kind === kind).length
  return {
    contacts: contacts.length,
    calls: of('call'),
    texts: of('text'),
    forms: of('form'),
    redemptions: of('redemption'),
    visitors: visitors.length,
    recordings,
  }
}

/**
 * One pass over what is known of the person: the first one erases, a later one what had been under way meanwhile.
 * @param contacts by which the person was named, if by none of the erasure's `nodes`
 */
export async function erase(
  deps: ErasureDeps,
  account: AccountId,
  erasure: Erasure,
  contacts: readonly string[] = [],
): Promise<Erasure> {
  const { salt, nodes = [], requestedAt } = erasure
  if (salt === undefined) return erasure
  const { erasures, links, items } = deps.privacy
  const person = await findPerson(deps, account, { nodes, contacts }, requestedAt)
  const known: Erasure = {
    ...erasure,
    nodes: [...new Set([...nodes, ...person.nodes])],
    contacts: [...new Set([...(erasure.contacts ?? []), ...person.contacts.map(({ ref }) => ref.id)])],
  }
  // Whoever goes on after a crash has to know what the person was known by.
  await erasures.put(account, known)

  const scrub = scrubOf(deps, account, salt, { ...person, nodes: person.nodes })
  let recordings = 0
  for (const contact of person.contacts) recordings += await eraseContact(deps, account, contact, scrub)
  const places = [...(known.nodes ?? []), ...(known.contacts ?? []).map((id) => `contact:${id}`)]
  await eraseDeals(deps, account, places, scrub)
  await eraseHashes(deps, account, known.nodes ?? [], requestedAt)
  for (const visitor of person.visitors) await items.visitor(account, visitor, requestedAt)
  for (const enquiry of person.enquiries) await links.forgetRevisions(account, enquiry)
  for (const { ref } of person.contacts) await deps.privacy.eraseConversions(account, ref.id, deps.now())

  const found = mostErased(erasure.found, countsOf(person, recordings))
  const isOver = deps.now() >= addMinutes(requestedAt, lastLookMinutes)
  const { salt: _salt, nodes: _nodes, contacts: _contacts, ...plain } = known
  const after: Erasure = isOver
    ? { ...plain, found, state: 'erased', erasedAt: deps.now() }
    : { ...known, found }
  await erasures.put(account, after)
  return after
}

const openAtOnce = 100

/** Looks at every erasure once more whose last look is due. */
export async function finishErasures(deps: ErasureDeps): Promise<number> {
  let finished = 0
  for (const { account, erasure } of await deps.privacy.erasures.open(openAtOnce)) {
    if (deps.now() < addMinutes(erasure.requestedAt, lastLookMinutes)) continue
    const enquiries = new Set(
      (
        await Promise.all((erasure.contacts ?? []).map((id) => deps.enquiries.find(account, `enq_${id}`)))
      ).flatMap((row) => (row ? [row.enquiry.id] : [])),
    )
    await erase(deps, account, erasure)
    for (const enquiry of enquiries) await deps.privacy.links.forgetRevisions(account, enquiry)
    finished += 1
  }
  return finished
}

export const beginErasure = (
  id: string,
  by: Erasure['by'],
  { nodes, salt, at }: { readonly nodes: readonly string[]; readonly salt: string; readonly at: string },
): Erasure => ({ id, state: 'erasing', by, requestedAt: at, found: nothingErased, salt, nodes })
