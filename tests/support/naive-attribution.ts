import { foldCall } from '../../shared/domain/call.ts'
import { type Contact, foldEnquiries, type IdentityNode, type Touch } from '../../shared/domain/enquiry.ts'
import { leaseEvidence, sourceNumberEvidence } from '../../shared/domain/evidence.ts'
import type { CallFact, Fact, LeaseFact } from '../../shared/domain/fact.ts'
import { resolveLeases } from '../../shared/domain/lease.ts'
import { addEnquiry, addSession, emptyRollup, type Rollup } from '../../shared/domain/rollup.ts'
import { foldSession, type SessionFact } from '../../shared/domain/session.ts'
import { classifyDeclared } from '../../shared/domain/source.ts'

const grouped = <T>(list: readonly T[], keyOf: (each: T) => string): T[][] => {
  const groups = new Map<string, T[]>()
  for (const each of list) groups.set(keyOf(each), [...(groups.get(keyOf(each)) ?? []), each])
  return [...groups.values()]
}

const isCall = (fact: Fact): fact is CallFact => ['voice', 'status', 'dial'].includes(fact.fact)
const isLease = (fact: Fact): fact is LeaseFact => fact.fact === 'lease'
const isSession = (fact: Fact): fact is SessionFact => !isCall(fact) && !isLease(fact)

/**
 * Attribution as one would write it with all facts in one list and all time in the world: what the incremental one
 * must come to, whatever the order of arrival.
 */
export function attributeNaively(
  facts: readonly Fact[],
  rules: { enquiryGapDays: number; lookbackDays: number },
) {
  const leases = facts.filter(isLease)
  const sessions = grouped(facts.filter(isSession), ({ session }) => session).map((own) => foldSession(own))
  const touches: Touch[] = sessions.flatMap((session) =>
    session.touches.map(({ at, source }) => ({
      at,
      source,
      sessionId: session.session,
      visitorId: session.visitor,
    })),
  )
  const contacts: Contact[] = grouped(facts.filter(isCall), ({ callSid }) => callSid).map((own) => {
    const call = foldCall(own)
    const evidence = call.source
      ? [sourceNumberEvidence(call.callSid, call.number, call.startedAt)]
      : leaseEvidence(
          call.callSid,
          call.number,
          resolveLeases(
            leases.filter(({ number }) => number === call.number),
            call.startedAt,
          ),
        )
    const identity: IdentityNode[] = evidence.flatMap(({ kind, visitorId }) =>
      kind === 'lease' && visitorId ? [`visitor:${visitorId}` as const] : [],
    )
    if (call.caller) identity.push(`phone:${call.caller}`)
    return {
      id: call.callSid,
      kind: 'call',
      at: call.startedAt,
      identity,
      evidence,
      number: call.number,
      ...(call.source && { numberSource: classifyDeclared(call.source) }),
      isMissed: call.outcome === 'missed',
    }
  })

  // Whoever shares anything is one person: repeat until nothing changes.
  const persons = contacts.map((contact) => [contact])
  for (let changed = true; changed; ) {
    changed = false
    for (let a = 0; a < persons.length; a++) {
      for (let b = a + 1; b < persons.length; b++) {
        const nodes = new Set((persons[a] ?? []).flatMap(({ identity }) => identity))
        if (!(persons[b] ?? []).some(({ identity }) => identity.some((node) => nodes.has(node)))) continue
        persons[a]?.push(...(persons[b] ?? []))
        persons.splice(b, 1)
        changed = true
      }
    }
  }
  const enquiries = persons.flatMap((person) => foldEnquiries(person, touches, rules))

  const rollup: Rollup = emptyRollup()
  for (const enquiry of enquiries) addEnquiry(rollup, enquiry)
  for (const session of sessions) if (session.touches[0]) addSession(rollup, session.touches[0].source)
  return { enquiries, rollup }
}
