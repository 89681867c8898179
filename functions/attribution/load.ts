import type { Call } from '../../shared/domain/call.ts'
import { foldCall } from '../../shared/domain/call.ts'
import type { Contact, IdentityNode } from '../../shared/domain/enquiry.ts'
import {
  type Evidence,
  formEvidence,
  leaseEvidence,
  sourceNumberEvidence,
} from '../../shared/domain/evidence.ts'
import type { FormFact } from '../../shared/domain/fact.ts'
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

/** A call that ended without anybody of the business having answered and without a message left. */
const isMissed = (call: Call) => call.outcome === 'missed'

/** Only what leads to one visitor for certain says who somebody is. */
const visitorNodes = (evidence: readonly Evidence[]): IdentityNode[] =>
  evidence.flatMap(({ kind, visitorId }) =>
    visitorId !== undefined && kind !== 'lease-shared' ? [`visitor:${visitorId}` as const] : [],
  )

/** Without the voice webhook's fact, which remembers what the number stood for, the number's present route tells. */
async function withRoute(ledger: LedgerPorts, account: AccountId, call: Call): Promise<Call> {
  if (call.numberId !== undefined) return call
  const route = await ledger.routes.routeOf(call.number)
  return route?.account === account ? { ...call, poolId: route.poolId, source: route.source } : call
}

async function loadCall(
  { ledger, views }: AttributionPorts,
  account: AccountId,
  ref: ContactRef,
): Promise<LoadedContact | undefined> {
  const facts = await ledger.calls.factsOf(account, ref.id)
  if (facts.length === 0) return undefined
  const call = await withRoute(ledger, account, foldCall(facts))
  const at = call.startedAt
  let evidence: Evidence[]
  if (call.source) evidence = [sourceNumberEvidence(call.callSid, call.number, at)]
  else {
    // The rendezvous of calls and leases: first this call's link, then the leases.
    await views.links.linkCall(account, call.number, { id: call.callSid, kind: 'call', at })
    const leases = await ledger.leases.leasesCovering(account, call.number, at, call.poolId)
    evidence = leaseEvidence(call.callSid, call.number, resolveLeases(leases, at))
  }
  return {
    ref: { id: call.callSid, kind: 'call', at },
    call,
    contact: {
      id: call.callSid,
      kind: 'call',
      at,
      identity: [...(call.caller ? [`phone:${call.caller}` as const] : []), ...visitorNodes(evidence)],
      evidence,
      number: call.number,
      ...(call.source && { numberSource: classifyDeclared(call.source) }),
      isMissed: isMissed(call),
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
    },
  }
}

/** @returns the contact, or undefined if the ledger knows no fact of it */
export const loadContact = (ports: AttributionPorts, account: AccountId, ref: ContactRef) =>
  ref.kind === 'call' ? loadCall(ports, account, ref) : loadForm(ports, account, ref)
