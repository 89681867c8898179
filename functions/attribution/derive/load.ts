import type { Account } from '../../../shared/domain/account.ts'
import { type Call, foldCall } from '../../../shared/domain/call.ts'
import {
  type CodeStory,
  codeEvidenceOfCall,
  codeEvidenceOfRedemption,
  foldCode,
  isPersonal,
  isUsedIn,
  recommenderOf,
} from '../../../shared/domain/code-evidence.ts'
import type { IdentityNode } from '../../../shared/domain/enquiry.ts'
import { type Evidence, formEvidence } from '../../../shared/domain/evidence.ts'
import type { CodeUsedFact, FormFact } from '../../../shared/domain/fact.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import type { ContactRef } from '../../../shared/domain/link.ts'
import { type Conversation, foldConversation } from '../../../shared/domain/text-conversation.ts'
import type { AttributionPorts, LedgerPorts } from '../deps.ts'
import { type BareContact, type CodeTie, finishContact, type LoadedContact } from './finish-contact.ts'
import { type Arrival, numberEvidence } from './number-evidence.ts'

export type { LoadedContact } from './finish-contact.ts'

/** Without a fact that remembers what the number stood for, the number's present route tells. */
async function withRoute<Told extends Call | Conversation>(
  ledger: LedgerPorts,
  account: AccountId,
  told: Told,
): Promise<Told> {
  if (told.numberId !== undefined) return told
  const route = await ledger.routes.routeOf(told.number)
  return route?.account === account ? { ...told, poolId: route.poolId, source: route.source } : told
}

async function loadStory(ledger: LedgerPorts, account: AccountId, code: string): Promise<CodeStory> {
  return foldCode(code, await ledger.codes.factsOf(account, code))
}

/**
 * Names the visitor of the session that a code leads to. A session that was never seen ties to nothing, until it is:
 * the contact's link is written before the session is looked for, so that its first page finds the contact.
 */
async function withVisitors(
  { ledger, views }: AttributionPorts,
  account: AccountId,
  ref: ContactRef,
  evidence: readonly Evidence[],
  isNew: boolean,
): Promise<Evidence[]> {
  const known: Evidence[] = []
  for (const each of evidence) {
    if (each.sessionId === undefined || each.visitorId !== undefined) {
      known.push(each)
      continue
    }
    const node = `session:${each.sessionId}`
    const standing = isNew ? [] : (await views.links.membersOf(account, node)).contacts
    if (!standing.some(({ id }) => id === ref.id)) await views.links.linkContact(account, node, ref)
    const facts = await ledger.sessions.factsOf(account, each.sessionId)
    const visitorId = facts.find(({ visitor }) => visitor !== undefined)?.visitor
    if (visitorId !== undefined) known.push({ ...each, visitorId })
  }
  return known
}

async function linkedNumberEvidence(
  ports: AttributionPorts,
  account: AccountId,
  arrival: Arrival,
  isNew: boolean,
): Promise<Evidence[]> {
  const { id, kind, number, at } = arrival
  // The rendezvous of calls, texts, leases and taps: first this one's link, then the others.
  await ports.views.links.linkCall(account, number, { id, kind, at }, isNew)
  return numberEvidence(ports, account, arrival)
}

async function loadCall(
  ports: AttributionPorts,
  account: AccountId,
  { id }: ContactRef,
  isNew: boolean,
): Promise<BareContact | undefined> {
  const facts = await ports.ledger.calls.factsOf(account, id)
  if (facts.length === 0) return undefined
  const call = await withRoute(ports.ledger, account, foldCall(facts))
  const { callSid, startedAt: at, caller: phone, number, poolId, source } = call
  const arrival = { id: callSid, kind: 'call', at, phone, number, poolId, source } as const
  return { ...(await loadArrival(ports, account, arrival, isNew)), call }
}

async function loadText(
  ports: AttributionPorts,
  account: AccountId,
  { id }: ContactRef,
  isNew: boolean,
): Promise<BareContact | undefined> {
  const facts = await ports.ledger.texts.factsOf(account, id)
  if (facts.length === 0) return undefined
  const told = await withRoute(ports.ledger, account, foldConversation(facts))
  const { at, sender: phone, number, poolId, source } = told
  const arrival = { id, kind: 'text', at, phone, number, poolId, source } as const
  return loadArrival(ports, account, arrival, isNew)
}

async function loadArrival(
  ports: AttributionPorts,
  account: AccountId,
  arrival: Arrival,
  isNew: boolean,
): Promise<BareContact> {
  const { ledger, views } = ports
  const { id, kind, at, phone, number } = arrival
  const ref: ContactRef = { id, kind, at }
  async function loadStories() {
    const { codes, deals } = await views.links.leadingFrom(account, id)
    return { stories: await Promise.all(codes.map((code) => loadStory(ledger, account, code))), deals }
  }
  const [{ stories, deals }, ofNumber] = await Promise.all([
    loadStories(),
    linkedNumberEvidence(ports, account, arrival, isNew),
  ])
  const ties = await Promise.all(
    stories.map(async (story): Promise<CodeTie> => {
      const evidence = codeEvidenceOfCall(id, story, phone)
      return {
        evidence: await withVisitors(ports, account, ref, evidence, isNew),
        // Whoever was given a code for one person, and whoever used it, are one.
        node: isPersonal(story) && story.uses.length > 0 ? `code:${story.code}` : undefined,
        recommends: recommenderOf(story),
      }
    }),
  )
  const quoted = stories.flatMap(({ uses }) => uses.filter((use) => isUsedIn(use, id)))
  return {
    ref,
    number,
    nodes: phone ? [`phone:${phone}`] : [],
    evidence: await withVisitors(ports, account, ref, ofNumber, isNew),
    codes: ties,
    uses: quoted,
    given: stories.flatMap(({ issued }) =>
      issued?.callSid === id ? [{ at: issued.at, campaign: issued.campaignId }] : [],
    ),
    deals,
  }
}

async function loadForm(
  ports: AttributionPorts,
  account: AccountId,
  ref: ContactRef,
  isNew: boolean,
): Promise<BareContact | undefined> {
  if (ref.session === undefined) return undefined
  const facts = await ports.ledger.sessions.factsOf(account, ref.session)
  const form = facts.find((fact): fact is FormFact => fact.fact === 'form' && fact.formId === ref.id)
  if (!form) return undefined
  const nodes: IdentityNode[] = [
    ...(form.phone ? [`phone:${form.phone}` as const] : []),
    ...(form.email ? [`email:${form.email}` as const] : []),
  ]
  const own: ContactRef = { ...ref, at: form.at }
  const sent = formEvidence(form.formId, form.at, form.session, form.visitor)
  return {
    ref: own,
    nodes,
    evidence: await withVisitors(ports, account, own, [sent], isNew),
    codes: [],
    uses: [],
    given: [],
    heard: form.heard,
    deals: (await ports.views.links.leadingFrom(account, ref.id)).deals,
  }
}

async function loadRedemption(
  ports: AttributionPorts,
  account: AccountId,
  ref: ContactRef,
  isNew: boolean,
): Promise<BareContact | undefined> {
  if (ref.code === undefined) return undefined
  const facts = await ports.ledger.codes.factsOf(account, ref.code)
  const use = facts.find((fact): fact is CodeUsedFact => fact.fact === 'code-used' && fact.useId === ref.id)
  if (!use) return undefined
  const story = foldCode(ref.code, facts)
  // A use that was taken back was still somebody's contact; it ties and counts no longer.
  const stands = story.uses.some(({ useId }) => useId === use.useId)
  const own: ContactRef = { ...ref, at: use.at }
  const evidence = stands
    ? await withVisitors(ports, account, own, codeEvidenceOfRedemption(use, story), isNew)
    : []
  const node = isPersonal(story) ? (`code:${story.code}` as const) : undefined
  return {
    ref: own,
    nodes: [],
    evidence: [],
    codes: stands ? [{ evidence, node, recommends: recommenderOf(story) }] : [],
    uses: stands ? [use] : [],
    given: [],
    deals: (await ports.views.links.leadingFrom(account, ref.id)).deals,
  }
}

const loaders = { call: loadCall, text: loadText, form: loadForm, redemption: loadRedemption } as const

/**
 * The contact as its facts tell it now.
 * @param isNew whether the views knew nothing of it when they were asked: then its links are written unseen
 * @returns undefined if the ledger knows no fact of it
 */
export async function loadContact(
  ports: AttributionPorts,
  settings: Account,
  link: ContactRef,
  isNew: boolean,
): Promise<LoadedContact | undefined> {
  const { id: account } = settings
  // A link also tells what its contact was seen with: that stands where they met, and nowhere else.
  const { id, kind, at, session, code } = link
  const ref: ContactRef = { id, kind, at, ...(session && { session }), ...(code && { code }) }
  // What is said of a contact finds it by its id: a call's leads to its facts, of the others this link does.
  if (ref.kind !== 'call') await ports.views.links.linkSelf(account, ref, isNew)
  const [bare, said] = await Promise.all([
    loaders[ref.kind](ports, account, ref, isNew),
    ports.ledger.contacts.factsOf(account, ref.id),
  ])
  return bare && finishContact(settings, bare, said)
}
