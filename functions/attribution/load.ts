import { type Call, foldCall } from '../../shared/domain/call.ts'
import {
  type CodeStory,
  codeEvidenceOfCall,
  codeEvidenceOfRedemption,
  foldCode,
  isPersonal,
} from '../../shared/domain/code-evidence.ts'
import type { Contact, IdentityNode } from '../../shared/domain/enquiry.ts'
import {
  type Evidence,
  formEvidence,
  leaseEvidence,
  sourceNumberEvidence,
} from '../../shared/domain/evidence.ts'
import type { CodeUsedFact, FormFact } from '../../shared/domain/fact.ts'
import type { AccountId } from '../../shared/domain/ids.ts'
import { resolveLeases } from '../../shared/domain/lease.ts'
import type { ContactRef } from '../../shared/domain/link.ts'
import { classifyDeclared } from '../../shared/domain/source.ts'
import type { AttributionPorts, LedgerPorts } from './deps.ts'

/** A contact as its facts tell it now. */
export interface LoadedContact {
  readonly ref: ContactRef
  readonly contact: Contact
  readonly call?: Call
}

/** Only what leads to one visitor for certain says who somebody is. */
const visitorNodes = (evidence: readonly Evidence[]): IdentityNode[] =>
  evidence.flatMap(({ kind, visitorId }) =>
    visitorId !== undefined && kind !== 'lease-shared' ? [`visitor:${visitorId}` as const] : [],
  )

/** Whoever was given a code for one person, and whoever used it, are one. */
const codeNodes = (stories: readonly CodeStory[]): IdentityNode[] =>
  stories.filter(isPersonal).map(({ code }) => `code:${code}` as const)

/** Without the voice webhook's fact, which remembers what the number stood for, the number's present route tells. */
async function withRoute(ledger: LedgerPorts, account: AccountId, call: Call): Promise<Call> {
  if (call.numberId !== undefined) return call
  const route = await ledger.routes.routeOf(call.number)
  return route?.account === account ? { ...call, poolId: route.poolId, source: route.source } : call
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
): Promise<Evidence[]> {
  const known: Evidence[] = []
  for (const each of evidence) {
    if (each.sessionId === undefined || each.visitorId !== undefined) {
      known.push(each)
      continue
    }
    const node = `session:${each.sessionId}`
    const { contacts } = await views.links.membersOf(account, node)
    if (!contacts.some(({ id }) => id === ref.id)) await views.links.linkContact(account, node, ref)
    const [fact] = await ledger.sessions.factsOf(account, each.sessionId)
    if (fact) known.push({ ...each, visitorId: fact.visitor })
  }
  return known
}

/** What the number dialled says: the source that it stands for, or the session that it was leased to. */
async function numberEvidence(
  { ledger, views }: AttributionPorts,
  account: AccountId,
  call: Call,
): Promise<Evidence[]> {
  const { callSid, number, startedAt: at } = call
  if (call.source && Object.keys(call.source).length > 0) {
    return [sourceNumberEvidence(callSid, number, at, classifyDeclared(call.source))]
  }
  // The rendezvous of calls and leases: first this call's link, then the leases.
  await views.links.linkCall(account, number, { id: callSid, kind: 'call', at })
  const leases = await ledger.leases.leasesCovering(account, number, at, call.poolId)
  return leaseEvidence(callSid, number, resolveLeases(leases, at))
}

async function loadCall(
  ports: AttributionPorts,
  account: AccountId,
  { id }: ContactRef,
): Promise<LoadedContact | undefined> {
  const { ledger, views } = ports
  const facts = await ledger.calls.factsOf(account, id)
  if (facts.length === 0) return undefined
  const call = await withRoute(ledger, account, foldCall(facts))
  const ref: ContactRef = { id: call.callSid, kind: 'call', at: call.startedAt }
  const codes = await views.links.codesOf(account, call.callSid)
  const stories = await Promise.all(codes.map((code) => loadStory(ledger, account, code)))
  const ofCodes = stories.flatMap((story) => codeEvidenceOfCall(call.callSid, story))
  const evidence = [
    ...(await numberEvidence(ports, account, call)),
    ...(await withVisitors(ports, account, ref, ofCodes)),
  ]
  const quoted = stories.flatMap(({ uses }) => uses.filter((use) => use.callSid === call.callSid))
  return {
    ref,
    call,
    contact: {
      id: call.callSid,
      kind: 'call',
      at: call.startedAt,
      identity: [
        ...(call.caller ? [`phone:${call.caller}` as const] : []),
        ...codeNodes(stories.filter((story) => story.uses.length > 0)),
        ...visitorNodes(evidence),
      ],
      evidence,
      number: call.number,
      isMissed: call.outcome === 'missed',
      redemptions: quoted.map(({ code, campaignId }) => ({ code, campaignId })),
    },
  }
}

async function loadForm(
  { ledger }: AttributionPorts,
  account: AccountId,
  ref: ContactRef,
): Promise<LoadedContact | undefined> {
  if (ref.session === undefined) return undefined
  const facts = await ledger.sessions.factsOf(account, ref.session)
  const form = facts.find((fact): fact is FormFact => fact.fact === 'form' && fact.formId === ref.id)
  if (!form) return undefined
  const evidence = [formEvidence(form.formId, form.at, form.session, form.visitor)]
  return {
    ref: { ...ref, at: form.at },
    contact: {
      id: form.formId,
      kind: 'form',
      at: form.at,
      identity: [
        ...(form.phone ? [`phone:${form.phone}` as const] : []),
        ...(form.email ? [`email:${form.email}` as const] : []),
        ...visitorNodes(evidence),
      ],
      evidence,
      redemptions: [],
    },
  }
}

async function loadRedemption(
  ports: AttributionPorts,
  account: AccountId,
  ref: ContactRef,
): Promise<LoadedContact | undefined> {
  if (ref.code === undefined) return undefined
  const facts = await ports.ledger.codes.factsOf(account, ref.code)
  const use = facts.find((fact): fact is CodeUsedFact => fact.fact === 'code-used' && fact.useId === ref.id)
  if (!use) return undefined
  const story = foldCode(ref.code, facts)
  // A use that was taken back was still somebody's contact; it ties and counts no longer.
  const stands = story.uses.some(({ useId }) => useId === use.useId)
  const own: ContactRef = { ...ref, at: use.at }
  const evidence = stands ? await withVisitors(ports, account, own, codeEvidenceOfRedemption(use, story)) : []
  return {
    ref: own,
    contact: {
      id: use.useId,
      kind: 'redemption',
      at: use.at,
      identity: [...(stands ? codeNodes([story]) : []), ...visitorNodes(evidence)],
      evidence,
      redemptions: stands ? [{ code: use.code, campaignId: use.campaignId }] : [],
    },
  }
}

const loaders = { call: loadCall, form: loadForm, redemption: loadRedemption } as const

/** @returns the contact, or undefined if the ledger knows no fact of it */
export const loadContact = (ports: AttributionPorts, account: AccountId, ref: ContactRef) =>
  loaders[ref.kind](ports, account, ref)
