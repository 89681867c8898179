import { foldCall } from '../../shared/domain/call.ts'
import { foldCode } from '../../shared/domain/code-evidence.ts'
import { type Credit, type CreditModel, creditJourney, creditModels } from '../../shared/domain/credit.ts'
import type { Contact, Enquiry } from '../../shared/domain/enquiry.ts'
import { identifies } from '../../shared/domain/evidence.ts'
import type { CallFact, CodeFact, Fact } from '../../shared/domain/fact.ts'
import type { Process, ProcessStep } from '../../shared/domain/process.ts'
import type { Scoring } from '../../shared/domain/scoring.ts'
import type { Session } from '../../shared/domain/session.ts'
import type { Source } from '../../shared/domain/source.ts'

const step = (id: string, path: ProcessStep['path'], rules: ProcessStep['rules']): ProcessStep => ({
  id,
  name: id,
  stage: 'all',
  where: 'online',
  how: rules.length > 0 ? 'automatic' : 'manual',
  path,
  rules,
})

/** A process that what people do in random histories leads along. */
export const naiveProcess: Process = {
  stages: [{ id: 'all', name: 'All' }],
  steps: [
    step('visit', 'main', [{ on: 'visit' }]),
    step('doors', 'main', [{ on: 'page', path: '*/doors*' }]),
    step('return', 'side', [{ on: 'visit', times: 2 }]),
    step('brochure', 'side', [{ on: 'event', name: 'Brochure' }]),
    step('tap', 'side', [{ on: 'phone-click' }]),
    step('shown', 'side', [{ on: 'code-shown' }]),
    step('enquired', 'main', [{ on: 'call' }, { on: 'text' }, { on: 'form' }, { on: 'code-used' }]),
    step('answered', 'main', [{ on: 'call', outcomes: ['answered'] }]),
    step('quoted', 'side', [{ on: 'code-used', where: 'phone' }]),
    step('given', 'side', [{ on: 'code-given' }]),
    step('by-hand', 'main', []),
    step('opened', 'side', [{ on: 'mail', event: 'opened' }]),
    step('won', 'main', [{ on: 'outcome', stage: 'won' }]),
    step('lost', 'exit', [{ on: 'outcome', stage: 'lost' }]),
  ],
}
export const naiveScoring: Scoring = {
  halfLifeDays: 10,
  thresholds: { warm: 20, ready: 40 },
  rules: [
    { id: 'doors', name: 'Doors', when: { on: 'page', path: '/doors' }, points: 10, most: 2 },
    { id: 'again', name: 'Again', when: { on: 'visit' }, points: 8, skip: 1 },
    { id: 'call', name: 'Call', when: { on: 'call' }, points: 15, most: 3 },
    { id: 'lost', name: 'Lost', when: { on: 'outcome', stage: 'lost' }, points: -10 },
  ],
}

/** Something that happened, in words that rules are compared with, and the visit or contact that it was a part of. */
interface Happening {
  readonly at: string
  readonly what: string
  readonly part: string
}

export interface NaivePerson {
  readonly kind: 'person' | 'visitor'
  readonly id: string
  readonly startedAt: string
  readonly steps: ReadonlyMap<string, string>
  readonly visits: number
  readonly contacts: number
  readonly points: readonly { readonly at: string; readonly points: number }[]
  readonly credits: Readonly<
    Record<CreditModel, readonly { readonly source: Source | null; readonly micros: number }[]>
  >
}

/** By the words of a happening. */
const stepWords: Readonly<Record<string, RegExp>> = {
  visit: /^visit$/,
  doors: /^page [^ ]*\/doors/,
  return: /^visit$/,
  brochure: /^event brochure$/,
  tap: /^tap$/,
  shown: /^shown$/,
  enquired: /^(call|text|form|used .*)$/,
  answered: /^answered$/,
  quoted: /^used phone$/,
  given: /^given$/,
  opened: /^mail opened$/,
  won: /^outcome won$/,
  lost: /^outcome lost$/,
}
const scoreWords: Readonly<Record<string, RegExp>> = {
  doors: /^page \/doors$/,
  again: /^visit$/,
  call: /^call$/,
  lost: /^outcome lost$/,
}

const byTime = <T extends { readonly at: string }>(a: T, b: T) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)
const only = <T>(list: readonly (T | undefined)[]): T[] => list.filter((each) => each !== undefined)

function happeningsOfVisit(facts: readonly Fact[], session: Session): Happening[] {
  const part = session.session
  const shown = facts.flatMap((fact) =>
    fact.fact === 'code-issued' && fact.session === part ? [fact.at] : [],
  )
  return [
    ...(session.pages.length > 0 ? [{ at: session.startedAt, what: 'visit', part }] : []),
    ...session.pages.map(({ at, url }) => ({ at, what: `page ${new URL(url).pathname}`, part })),
    ...session.events.map(({ at, name }) => ({ at, what: `event ${name}`, part })),
    ...session.phoneClicks.map(({ at }) => ({ at, what: 'tap', part })),
    // One code is shown once, however often that is told.
    ...[...new Set(shown)].map((at) => ({ at, what: 'shown', part })),
  ]
}

function happeningsOfContact(facts: readonly Fact[], { id, kind, at, outcomes = [] }: Contact): Happening[] {
  const own = facts.filter((fact) => 'callSid' in fact && fact.callSid === id)
  const calls = own.filter((fact): fact is CallFact => !fact.fact.startsWith('code-'))
  const call = kind === 'call' ? foldCall(calls) : undefined
  const codes = new Set(
    facts.flatMap((fact) => (fact.fact === 'code-issued' || fact.fact === 'code-used' ? [fact.code] : [])),
  )
  const stories = [...codes].map((code) =>
    foldCode(
      code,
      facts.filter(
        (fact): fact is CodeFact => fact.fact.startsWith('code-') && 'code' in fact && fact.code === code,
      ),
    ),
  )
  const uses = stories
    .flatMap((story) => story.uses)
    .filter((use) => use.callSid === id || use.conversation === id || use.useId === id)
  const given = stories.filter(({ issued }) => issued?.callSid === id)
  const said = facts.flatMap((fact) => {
    if (fact.fact === 'mail-event' && fact.contact === id)
      return [{ at: fact.at, what: `mail ${fact.event}` }]
    return []
  })
  return [
    ...(kind === 'text' || kind === 'form' ? [{ at, what: kind }] : []),
    ...(call ? [{ at: call.startedAt, what: 'call' }] : []),
    ...(call?.outcome === 'answered' ? [{ at: call.answeredAt ?? call.startedAt, what: 'answered' }] : []),
    ...uses.map((use) => ({ at: use.at, what: `used ${use.how === 'online' ? 'online' : 'phone'}` })),
    ...given.flatMap(({ issued }) => (issued ? [{ at: issued.at, what: 'given' }] : [])),
    // Reported of the contact itself, or by another system of whoever it is.
    ...outcomes.map((outcome) => ({ at: outcome.at, what: `outcome ${outcome.stage}` })),
    ...said,
  ].map((each) => ({ ...each, part: id }))
}

/** Of each part so many, in time order. */
function firstOfEachPart(happenings: readonly Happening[], most: number): Happening[] {
  const counts = new Map<string, number>()
  return happenings.toSorted(byTime).filter(({ part }) => {
    counts.set(part, (counts.get(part) ?? 0) + 1)
    return (counts.get(part) ?? 0) <= most
  })
}

/** The process and the score as one would derive them with all facts in one list. */
export function peopleNaively(
  facts: readonly Fact[],
  persons: readonly (readonly Contact[])[],
  sessions: readonly Session[],
  enquiriesOf: (person: readonly Contact[]) => readonly Enquiry[],
): NaivePerson[] {
  const ownVisitors = (contact: Contact) =>
    contact.excluded
      ? []
      : contact.evidence
          .filter((each) => identifies(each) && !contact.revoked?.includes(each.id))
          .map(({ visitorId }) => visitorId)
  const owned = new Set(persons.flat().flatMap(ownVisitors))
  const movesOf = (isMeant: (fact: Fact) => boolean) =>
    facts.flatMap((fact) =>
      (fact.fact === 'step-moved' || fact.fact === 'visitor-moved') && isMeant(fact) ? [fact] : [],
    )

  function tell(
    who: Pick<NaivePerson, 'kind' | 'id'>,
    contacts: readonly Contact[],
    visitors: ReadonlySet<string | undefined>,
    enquiries: readonly Enquiry[],
  ): NaivePerson | undefined {
    const visits = sessions.filter(({ visitor }) => visitors.has(visitor))
    const ids = new Set(contacts.map(({ id }) => id))
    const happenings = [
      ...visits.flatMap((visit) => happeningsOfVisit(facts, visit)),
      ...contacts.flatMap((contact) => happeningsOfContact(facts, contact)),
    ]
    const moves = movesOf((fact) =>
      fact.fact === 'step-moved'
        ? ids.has(fact.contact)
        : fact.fact === 'visitor-moved' && visitors.has(fact.visitor),
    )
    const steps = new Map<string, string>()
    for (const { id, rules } of naiveProcess.steps) {
      const words = stepWords[id]
      const times = rules[0]?.times ?? 1
      const matched = words
        ? firstOfEachPart(
            happenings.filter(({ what }) => words.test(what)),
            times,
          )
        : []
      const lastMove = moves
        .filter((move) => move.step === id)
        .toSorted((a, b) => byTime(a, b) || Number(a.isReached) - Number(b.isReached))
        .at(-1)
      const instants = only([matched[times - 1]?.at, lastMove?.isReached ? lastMove.at : undefined])
      const [first] = instants.sort()
      if (first !== undefined) steps.set(id, first)
    }
    const signs = [
      ...visits.map(({ startedAt }) => startedAt),
      ...contacts.map(({ at }) => at),
      ...moves.map(({ at }) => at),
    ]
    const startedAt = [...(steps.size > 0 ? steps.values() : signs)].sort()[0]
    if (startedAt === undefined) return undefined
    const points = naiveScoring.rules.flatMap(({ id, points: given, most = 5, skip = 0 }) =>
      firstOfEachPart(
        happenings.filter(({ what }) => scoreWords[id]?.test(what)),
        1,
      )
        .slice(skip)
        .slice(-most)
        .map(({ at }) => ({ at, points: given })),
    )
    const [first] = enquiries
    const touches = visits
      .flatMap(({ session, touches: own }) => own.map((touch) => ({ ...touch, session })))
      .sort((a, b) => byTime(a, b) || (a.session < b.session ? -1 : 1))
    const journey = first ? first.journey : touches
    const credits: Readonly<Record<CreditModel, readonly Credit[]>> = first
      ? first.credits
      : creditJourney({
          touches: touches.map(({ at, source }) => ({ at, isDirect: source.channel === 'Direct' })),
          openedAt: touches.at(-1)?.at ?? '1970-01-01T00:00:00.000Z',
        })
    return {
      ...who,
      startedAt,
      steps,
      visits: visits.filter((visit) => visit.touches.length > 0).length,
      contacts: contacts.length,
      points,
      credits: Object.fromEntries(
        creditModels.map((model) => [
          model,
          credits[model].map(({ touch, micros }) => ({
            source: touch === null ? null : (journey[touch]?.source ?? null),
            micros,
          })),
        ]),
      ) as unknown as NaivePerson['credits'],
    }
  }

  const people = persons.map((person) => {
    const counted = person.filter(({ excluded }) => excluded === undefined)
    const enquiries = enquiriesOf(person)
    const [any] = enquiries
    if (counted.length === 0 || !any) return undefined
    return tell(
      { kind: 'person', id: any.person },
      counted,
      new Set(counted.flatMap(ownVisitors)),
      enquiries.filter(({ excluded }) => excluded === null),
    )
  })
  const alone = new Set([
    ...sessions.map(({ visitor }) => visitor),
    ...facts.flatMap((fact) => (fact.fact === 'visitor-moved' ? [fact.visitor] : [])),
  ])
  const visitors = [...alone]
    .filter((visitor) => !owned.has(visitor))
    .map((visitor) => tell({ kind: 'visitor', id: visitor }, [], new Set([visitor]), []))
  return only([...people, ...visitors])
}

/** People by key and step, counted one by one. */
export function countFunnelNaively(
  people: readonly NaivePerson[],
  model: CreditModel,
  keyOf: (source: Source | null) => string,
) {
  const main = naiveProcess.steps.filter(({ path }) => path === 'main').map(({ id }) => id)
  const rows = new Map<
    string,
    { people: number; reached: Map<string, number>; stopped: Map<string, number> }
  >()
  for (const { steps, credits } of people) {
    if (steps.size === 0) continue
    const furthest = main.findLast((id) => steps.has(id))
    for (const { source, micros } of credits[model]) {
      const key = keyOf(source)
      const row = rows.get(key) ?? { people: 0, reached: new Map(), stopped: new Map() }
      rows.set(key, row)
      row.people += micros
      for (const id of steps.keys()) row.reached.set(id, (row.reached.get(id) ?? 0) + micros)
      if (furthest) row.stopped.set(furthest, (row.stopped.get(furthest) ?? 0) + micros)
    }
  }
  return rows
}
