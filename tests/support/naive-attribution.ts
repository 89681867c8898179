import { foldCall } from '../../shared/domain/call.ts'
import { clicksOf } from '../../shared/domain/click-node.ts'
import {
  codeEvidenceOfCall,
  codeEvidenceOfRedemption,
  foldCode,
  isPersonal,
} from '../../shared/domain/code-evidence.ts'
import { foldContactFacts, type Outcome } from '../../shared/domain/contact-story.ts'
import { assignDeals, foldDeal } from '../../shared/domain/deal.ts'
import { type Contact, foldEnquiries, type IdentityNode, type Touch } from '../../shared/domain/enquiry.ts'
import {
  clickEvidence,
  type Evidence,
  formEvidence,
  identifies,
  leaseEvidence,
  rankEvidence,
  selfReportedEvidence,
  sourceNumberEvidence,
} from '../../shared/domain/evidence.ts'
import type {
  CallFact,
  CodeFact,
  CodeUsedFact,
  ContactFact,
  DealFact,
  Fact,
  LeaseFact,
  PhoneClickFact,
  TextFact,
} from '../../shared/domain/fact.ts'
import { resolveLeases } from '../../shared/domain/lease.ts'
import type { DeclaredSource } from '../../shared/domain/number.ts'
import { worthOf } from '../../shared/domain/outcome-worth.ts'
import { addEnquiry, addSession, addSpend, emptyRollup, type Rollup } from '../../shared/domain/rollup.ts'
import { declaredByAnswer } from '../../shared/domain/self-report.ts'
import { foldSession, type SessionFact } from '../../shared/domain/session.ts'
import { classifyDeclared } from '../../shared/domain/source.ts'
import { addSeconds } from '../../shared/domain/time.ts'
import { peopleNaively } from './naive-progress.ts'

const grouped = <T>(list: readonly T[], keyOf: (each: T) => string): T[][] => {
  const groups = new Map<string, T[]>()
  for (const each of list) groups.set(keyOf(each), [...(groups.get(keyOf(each)) ?? []), each])
  return [...groups.values()]
}

const isPhone = (node: string) => node.startsWith('phone:')
const unlabelled = (node: string) => node.replace(/@.*$/, '')
const ordered = (uses: readonly CodeUsedFact[]) =>
  uses.reduce((sum, { order }) => sum + (order?.value.amount ?? 0), 0)

const isCall = (fact: Fact): fact is CallFact =>
  ['voice', 'status', 'dial', 'recording', 'transcription'].includes(fact.fact)
const isText = (fact: Fact): fact is TextFact => fact.fact === 'text'
const isLease = (fact: Fact): fact is LeaseFact => fact.fact === 'lease'
const isCode = (fact: Fact): fact is CodeFact => fact.fact.startsWith('code-')
const isContactFact = (fact: Fact): fact is ContactFact =>
  ['outcome', 'self-report', 'mark', 'verdict', 'split'].includes(fact.fact)
const isSession = (fact: Fact): fact is SessionFact =>
  ['page', 'seen', 'phone-click', 'form', 'event'].includes(fact.fact)

/**
 * Attribution as one would write it with all facts in one list and all time in the world: what the incremental one
 * must come to, whatever the order of arrival.
 */
export function attributeNaively(
  facts: readonly Fact[],
  rules: { enquiryGapDays: number; lookbackDays: number; testCallers?: readonly string[] },
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
  const clicks = facts.filter((fact): fact is PhoneClickFact => fact.fact === 'phone-click')
  const said = (contact: string) =>
    foldContactFacts(facts.filter(isContactFact).filter((fact) => fact.contact === contact))

  const orderedIn = new Map<string, number>()
  /** A test caller's own is no identity, and still where a deal looks. */
  const phoneOf = new Map<string, string>()

  /** What people said of the contact comes on top of what it is. */
  function finished(
    contact: Pick<Contact, 'id' | 'kind' | 'at' | 'evidence'> & Partial<Contact>,
    nodes: readonly IdentityNode[],
    ties: readonly { readonly evidence: readonly Evidence[]; readonly node: IdentityNode | undefined }[],
    orders: number,
  ): Contact {
    const story = said(contact.id)
    orderedIn.set(contact.id, orders)
    const heard = story.heard
    const evidence = [
      ...contact.evidence,
      ...ties.flatMap((tie) => tie.evidence),
      ...(heard
        ? [
            selfReportedEvidence(
              contact.id,
              heard.text,
              heard.at,
              classifyDeclared(declaredByAnswer(heard.text)),
            ),
          ]
        : []),
    ]
    const stands = ({ id }: Evidence) => !story.revoked.includes(id)
    const isTest = rules.testCallers?.some((phone) => nodes.includes(`phone:${phone}`)) === true
    const identity: IdentityNode[] = [
      ...(isTest && !story.isSpam ? [] : nodes),
      ...ties.flatMap(({ evidence: own, node }) =>
        node && (own.length === 0 || own.some(stands)) ? [node] : [],
      ),
      ...evidence.flatMap((each) =>
        stands(each) && identifies(each) ? [`visitor:${each.visitorId}` as const] : [],
      ),
    ]
    return {
      redemptions: [],
      ...contact,
      evidence,
      identity:
        story.apart === null ? identity : identity.map((node) => `${node}@${story.apart}` as IdentityNode),
      revoked: story.revoked,
      excluded: story.isSpam ? 'spam' : isTest ? 'test' : undefined,
      outcomes: story.outcomes,
      valueMinorUnits: worthOf(story.outcomes, orders),
      ...(heard && { heard: heard.text }),
    }
  }

  /** A call or a text: both come by a number. */
  function arrived(
    came: Pick<Contact, 'id' | 'at' | 'isMissed' | 'callOutcome'> & {
      readonly kind: 'call' | 'text'
      readonly number: string
      readonly phone: string | undefined
      readonly source: DeclaredSource | undefined
    },
  ): Contact {
    const { id, kind, at, isMissed, callOutcome, number, phone, source } = came
    if (phone !== undefined) phoneOf.set(id, phone)
    const ofNumber = source
      ? [sourceNumberEvidence(id, number, at, classifyDeclared(source))]
      : leaseEvidence(
          id,
          number,
          resolveLeases(
            leases.filter((lease) => lease.number === number),
            at,
          ),
          kind,
        )
    const tapped = clicks.filter(
      (click) =>
        click.number === number && click.at >= addSeconds(at, -600) && click.at <= addSeconds(at, 10),
    )
    const isHere = (use: CodeUsedFact) => use.callSid === id || use.conversation === id
    const quoted = stories.flatMap(({ uses }) => uses.filter(isHere))
    const ties = stories
      .filter(({ issued, uses }) => issued?.callSid === id || uses.some(isHere))
      .map((story) => ({
        evidence: seen(codeEvidenceOfCall(id, story, phone)),
        node: isPersonal(story) && story.uses.length > 0 ? (`code:${story.code}` as const) : undefined,
      }))
    return finished(
      {
        id,
        kind,
        at,
        evidence: [...clickEvidence(id, at, tapped, kind), ...ofNumber],
        number,
        isMissed,
        callOutcome,
        redemptions: quoted,
      },
      phone ? [`phone:${phone}`] : [],
      ties,
      ordered(quoted),
    )
  }
  const calls: Contact[] = grouped(facts.filter(isCall), ({ callSid }) => callSid).map((own) => {
    const { callSid: id, startedAt: at, number, caller: phone, source, outcome } = foldCall(own)
    return arrived({
      id,
      kind: 'call',
      at,
      number,
      phone,
      source,
      isMissed: outcome === 'missed',
      callOutcome: outcome,
    })
  })
  const texts: Contact[] = grouped(facts.filter(isText), ({ conversation }) => conversation).map((own) => {
    const [first] = own.toSorted((a, b) => (`${a.at} ${a.messageSid}` < `${b.at} ${b.messageSid}` ? -1 : 1))
    const { conversation: id, at, number, sender: phone, source } = first as TextFact
    return arrived({ id, kind: 'text', at, number, phone, source, isMissed: false })
  })
  const forms: Contact[] = facts.flatMap((fact) =>
    fact.fact === 'form'
      ? [
          finished(
            {
              id: fact.formId,
              kind: 'form',
              at: fact.at,
              evidence: [formEvidence(fact.formId, fact.at, fact.session, fact.visitor)],
            },
            [
              ...(fact.phone ? [`phone:${fact.phone}` as const] : []),
              ...(fact.email ? [`email:${fact.email}` as const] : []),
            ],
            [],
            0,
          ),
        ]
      : [],
  )
  const redemptions: Contact[] = facts.flatMap((fact) => {
    if (fact.fact !== 'code-used' || fact.how !== 'online') return []
    const story = stories.find(({ code }) => code === fact.code)
    const stands = story?.uses.some(({ useId }) => useId === fact.useId)
    return [
      finished(
        {
          id: fact.useId,
          kind: 'redemption',
          at: fact.at,
          evidence: [],
          redemptions: stands ? [fact] : [],
        },
        [],
        story && stands
          ? [
              {
                evidence: seen(codeEvidenceOfRedemption(fact, story)),
                node: isPersonal(story) ? (`code:${fact.code}` as const) : undefined,
              },
            ]
          : [],
        stands ? ordered([fact]) : 0,
      ),
    ]
  })

  const deals = grouped(
    facts.filter((fact): fact is DealFact => fact.fact === 'deal'),
    ({ deal }) => deal,
  ).map(foldDeal)

  function withDeals(all: readonly Contact[]): Contact[] {
    const clicked = (visitor: string | undefined) =>
      clicksOf(touches.filter(({ visitorId }) => visitorId === visitor).map(({ source }) => source))
    const candidates = all.map((contact) => {
      const { id, at, kind, excluded, evidence, revoked, identity } = contact
      const standing = rankEvidence(evidence.filter((each) => !revoked?.includes(each.id)))
      const visitors = excluded
        ? []
        : standing.filter((each, index) => index === 0 || identifies(each)).map(({ visitorId }) => visitorId)
      const phone = kind === 'call' || kind === 'text' ? phoneOf.get(id) : undefined
      return {
        id,
        at,
        isExcluded: excluded !== undefined,
        nodes: new Set([
          `contact:${id}`,
          ...identity.map(unlabelled),
          ...(phone ? [`phone:${phone}`] : []),
          ...visitors.filter((visitor) => visitor !== undefined).flatMap(clicked),
        ]),
      }
    })
    const outcomesOf = (contact: Contact, own: readonly { readonly outcomes: readonly Outcome[] }[]) =>
      [...(contact.outcomes ?? []), ...own.flatMap(({ outcomes }) => outcomes)].toSorted((a, b) =>
        a.at < b.at ? -1 : a.at > b.at ? 1 : (a.deal ?? '') < (b.deal ?? '') ? -1 : 1,
      )
    const worth = (contact: Contact, own: readonly { readonly outcomes: readonly Outcome[] }[]) =>
      worthOf(outcomesOf(contact, own), orderedIn.get(contact.id))
    const held = assignDeals(deals, candidates, (id, own) =>
      worth(all.find((contact) => contact.id === id) as Contact, own),
    )
    return all.map((contact) => {
      const own = held.get(contact.id) ?? []
      return { ...contact, outcomes: outcomesOf(contact, own), valueMinorUnits: worth(contact, own) }
    })
  }

  // A phone that too many visitors or e-mails were seen with is a switchboard: it says nothing about who calls.
  const contacts = withDeals([...calls, ...texts, ...forms, ...redemptions])
  const phones = new Set(contacts.flatMap(({ identity }) => identity.filter(isPhone).map(unlabelled)))
  const switchboards = new Set(
    [...phones].filter((phone) => {
      const there = contacts.filter(({ identity }) => identity.map(unlabelled).includes(phone))
      const count = (kind: string) =>
        new Set(
          there.flatMap(({ identity }) => identity.map(unlabelled).filter((node) => node.startsWith(kind))),
        ).size
      return count('visitor:') > 5 || count('email:') > 5
    }),
  )

  // Whoever shares anything is one person: repeat until nothing changes.
  const persons = contacts
    .map((contact) => ({
      ...contact,
      identity: contact.identity.filter((node) => !switchboards.has(unlabelled(node))),
    }))
    .map((contact) => [contact])
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
  const enquiriesOf = (person: readonly Contact[]) => foldEnquiries(person, touches, rules)
  const enquiries = persons.flatMap(enquiriesOf)

  const rollup: Rollup = emptyRollup()
  for (const spend of grouped(
    facts.filter((fact) => fact.fact === 'spend'),
    ({ day }) => day,
  ))
    addSpend(rollup, spend)
  for (const enquiry of enquiries) addEnquiry(rollup, enquiry)
  for (const session of sessions) if (session.touches[0]) addSession(rollup, session.touches[0].source)
  /** Visitors with a session on the days from one to before the other (UTC), and no contact of their own until then. */
  function nullVisitors(from: string, until: string): number {
    const converted = new Set(
      contacts.flatMap(({ at, excluded, evidence, revoked }) => {
        if (excluded || at >= until) return []
        const standing = rankEvidence(evidence.filter(({ id }) => !revoked?.includes(id)))
        return standing.flatMap((each, index) => (index === 0 || identifies(each) ? [each.visitorId] : []))
      }),
    )
    const seenThen = sessions.filter(
      ({ startedAt, touches: own }) => own.length > 0 && startedAt >= from && startedAt < until,
    )
    return new Set(seenThen.map(({ visitor }) => visitor).filter((visitor) => !converted.has(visitor))).size
  }
  return { enquiries, rollup, nullVisitors, people: peopleNaively(facts, persons, sessions, enquiriesOf) }
}
