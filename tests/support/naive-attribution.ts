import { foldCall } from '../../shared/domain/call.ts'
import {
  codeEvidenceOfCall,
  codeEvidenceOfRedemption,
  foldCode,
  isPersonal,
} from '../../shared/domain/code-evidence.ts'
import { type Contact, foldEnquiries, type IdentityNode, type Touch } from '../../shared/domain/enquiry.ts'
import { type Evidence, leaseEvidence, sourceNumberEvidence } from '../../shared/domain/evidence.ts'
import type { CallFact, CodeFact, Fact, LeaseFact } from '../../shared/domain/fact.ts'
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
const isCode = (fact: Fact): fact is CodeFact => fact.fact.startsWith('code-')
const isSession = (fact: Fact): fact is SessionFact =>
  ['page', 'seen', 'phone-click', 'form', 'event'].includes(fact.fact)

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
  const stories = grouped(facts.filter(isCode), ({ code }) => code).map((own) =>
    foldCode((own[0] as CodeFact).code, own),
  )
  /** A code leads to a session only if that was seen. */
  const seen = (evidence: readonly Evidence[]) =>
    evidence.flatMap((each) => {
      if (each.sessionId === undefined || each.visitorId !== undefined) return [each]
      const session = sessions.find((other) => other.session === each.sessionId)
      return session ? [{ ...each, visitorId: session.visitor }] : []
    })
  const visitors = (evidence: readonly Evidence[]): IdentityNode[] =>
    evidence.flatMap(({ kind, visitorId }) =>
      kind !== 'lease-shared' && visitorId ? [`visitor:${visitorId}` as const] : [],
    )

  const calls: Contact[] = grouped(facts.filter(isCall), ({ callSid }) => callSid).map((own) => {
    const call = foldCall(own)
    const ofNumber = call.source
      ? [sourceNumberEvidence(call.callSid, call.number, call.startedAt, classifyDeclared(call.source))]
      : leaseEvidence(
          call.callSid,
          call.number,
          resolveLeases(
            leases.filter(({ number }) => number === call.number),
            call.startedAt,
          ),
        )
    const evidence = [
      ...ofNumber,
      ...seen(stories.flatMap((story) => codeEvidenceOfCall(call.callSid, story))),
    ]
    const involved = stories.filter(
      (story) =>
        story.uses.length > 0 &&
        (story.issued?.callSid === call.callSid || story.uses.some((use) => use.callSid === call.callSid)),
    )
    return {
      id: call.callSid,
      kind: 'call',
      at: call.startedAt,
      identity: [
        ...visitors(evidence),
        ...involved.filter(isPersonal).map(({ code }) => `code:${code}` as const),
        ...(call.caller ? [`phone:${call.caller}` as const] : []),
      ],
      evidence,
      number: call.number,
      isMissed: call.outcome === 'missed',
      redemptions: stories.flatMap(({ uses }) => uses.filter((use) => use.callSid === call.callSid)),
    }
  })
  const redemptions: Contact[] = facts.flatMap((fact) => {
    if (fact.fact !== 'code-used' || fact.how !== 'online') return []
    const story = stories.find(({ code }) => code === fact.code)
    const stands = story?.uses.some(({ useId }) => useId === fact.useId)
    const evidence = story && stands ? seen(codeEvidenceOfRedemption(fact, story)) : []
    return [
      {
        id: fact.useId,
        kind: 'redemption' as const,
        at: fact.at,
        identity: [
          ...visitors(evidence),
          ...(story && stands && isPersonal(story) ? [`code:${fact.code}` as const] : []),
        ],
        evidence,
        redemptions: stands ? [fact] : [],
      },
    ]
  })

  // Whoever shares anything is one person: repeat until nothing changes.
  const persons = [...calls, ...redemptions].map((contact) => [contact])
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
