import { type Credit, type CreditModel, creditJourney, creditModels } from './credit.ts'
import type { Enquiry } from './enquiry.ts'
import type { PersonId, VisitorId } from './ids.ts'
import type { Process } from './process.ts'
import { type Cause, causeKey, type ProgressRow, type ReachedStep } from './progress.ts'
import { type Hit, stepRuleKey } from './rule-match.ts'
import { foldScore } from './score-fold.ts'
import type { Scoring } from './scoring.ts'
import type { Source } from './source.ts'
import type { Instant } from './time.ts'
import type { Move, TracedContact, TracedVisit } from './trace.ts'

/** All that is known of one person, or of a visitor who made no contact yet. */
export interface KnownPerson {
  readonly kind: ProgressRow['kind']
  readonly id: PersonId | VisitorId
  /** Short of spam and tests. */
  readonly contacts: readonly TracedContact[]
  readonly visits: readonly TracedVisit[]
  /** What was moved by hand while no contact was known. */
  readonly moves: readonly (Move & { readonly visitor: VisitorId })[]
  /** Short of spam and tests, in time order. */
  readonly enquiries: readonly Enquiry[]
}

export interface ProgressRules {
  readonly process: Process
  readonly scoring: Scoring
}

const text = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
const inTime = (a: Cause, b: Cause) => text(a.at, b.at) || text(causeKey(a), causeKey(b))

/** The matches of all that happened, by rule, in time order. */
export function causesByRule({
  contacts,
  visits,
}: Pick<KnownPerson, 'contacts' | 'visits'>): Map<string, Cause[]> {
  const found = new Map<string, Cause[]>()
  const add = (hits: readonly Hit[], place: Partial<Cause>) => {
    for (const { rule, ...hit } of hits) {
      const causes = found.get(rule) ?? []
      found.set(rule, causes)
      causes.push({ ...hit, ...place })
    }
  }
  for (const { hits, session } of visits) add(hits, { session })
  for (const { hits, ref } of contacts) add(hits, { contact: ref.id })
  for (const causes of found.values()) causes.sort(inTime)
  return found
}

/** The last word that somebody said of each step by hand, if it is that it was reached. */
function movedTo({ contacts, moves }: KnownPerson): Map<string, Cause> {
  const last = new Map<string, { readonly move: Move; readonly cause: Cause }>()
  const all = [
    ...contacts.flatMap(({ ref, moves: own }) => own.map((move) => ({ move, place: { contact: ref.id } }))),
    ...moves.map(({ visitor, ...move }) => ({ move, place: { visitor } })),
  ]
  for (const { move, place } of all) {
    const cause: Cause = { on: 'moved', at: move.at, ...place, detail: move.by }
    const known = last.get(move.step)
    // Said at one instant, that it was reached holds.
    const order = known
      ? text(known.move.at, move.at) ||
        Number(known.move.isReached) - Number(move.isReached) ||
        inTime(known.cause, cause)
      : -1
    if (order < 0) last.set(move.step, { move, cause })
  }
  return new Map([...last].flatMap(([step, { move, cause }]) => (move.isReached ? [[step, cause]] : [])))
}

function stepsOf(known: KnownPerson, { steps }: Process, causes: Map<string, Cause[]>): ReachedStep[] {
  const moved = movedTo(known)
  const reached = steps.flatMap(({ id, rules }): ReachedStep[] => {
    const candidates = rules.flatMap(
      (rule, index) => causes.get(stepRuleKey(id, index))?.[(rule.times ?? 1) - 1] ?? [],
    )
    const byHand = moved.get(id)
    const [first] = [...candidates, ...(byHand ? [byHand] : [])].sort(inTime)
    return first ? [{ step: id, ...first }] : []
  })
  const place = new Map(steps.map(({ id }, index) => [id, index]))
  return reached.sort((a, b) => text(a.at, b.at) || (place.get(a.step) ?? 0) - (place.get(b.step) ?? 0))
}

const withoutClickIds = (source: Source): Source => ({ ...source, clickIds: {} })

/** Sources, each once, and where each stands among them. */
function createSourceList() {
  const sources: Source[] = []
  const places = new Map<string, number>()
  return {
    sources,
    placeOf(source: Source): number {
      const plain = withoutClickIds(source)
      const key = JSON.stringify(plain)
      const place = places.get(key) ?? sources.push(plain) - 1
      places.set(key, place)
      return place
    },
  }
}

/** Credits to the touches of a journey, as credits to their sources: what has the same source is added up. */
function bySource(credits: readonly Credit[], placeOf: (touch: number) => number | null): Credit[] {
  const micros = new Map<number | null, number>()
  for (const { touch, micros: part } of credits) {
    const place = touch === null ? null : placeOf(touch)
    micros.set(place, (micros.get(place) ?? 0) + part)
  }
  return [...micros]
    .sort(([a], [b]) => (a ?? -1) - (b ?? -1))
    .map(([touch, part]) => ({ touch, micros: part }))
}

/** So many of the first touches, and of the last, stand in the row. */
const shownTouches = 15

interface JourneyTouch {
  readonly at: Instant
  readonly sessionId?: string | undefined
  readonly source: Source
}

/** All touches of the visits, and what the first enquiry's number or recommendation stands for. */
function touchesOf({ visits, enquiries }: KnownPerson): JourneyTouch[] {
  const ofVisits: readonly JourneyTouch[] = visits.flatMap(({ session, touches }) =>
    touches.map((touch) => ({ ...touch, sessionId: session })),
  )
  const others: readonly JourneyTouch[] = (enquiries[0]?.journey ?? []).flatMap(
    ({ at, sessionId, source }) => (sessionId === undefined ? [{ at, source }] : []),
  )
  return [...ofVisits, ...others].sort(
    (a, b) => text(a.at, b.at) || text(a.sessionId ?? '', b.sessionId ?? ''),
  )
}

function creditsOf(
  known: KnownPerson,
  touches: readonly JourneyTouch[],
  placeOf: (source: Source) => number,
): Record<CreditModel, Credit[]> {
  const [first] = known.enquiries
  const last = touches.at(-1)
  const journey: readonly JourneyTouch[] = first ? first.journey : touches
  const credits = first
    ? first.credits
    : creditJourney({
        touches: touches.map(({ at, source }) => ({ at, isDirect: source.channel === 'Direct' })),
        openedAt: last?.at ?? '1970-01-01T00:00:00.000Z',
      })
  return Object.fromEntries(
    creditModels.map((model) => [
      model,
      bySource(credits[model], (touch) => {
        const source = journey[touch]?.source
        return source ? placeOf(source) : null
      }),
    ]),
  ) as Record<CreditModel, Credit[]>
}

/**
 * How far somebody has come: the same in whatever order the facts came.
 * @returns undefined if nothing is known that counts
 */
export function foldProgress(
  known: KnownPerson,
  { process, scoring }: ProgressRules,
): ProgressRow | undefined {
  const { kind, id, contacts, visits, moves, enquiries } = known
  const causes = causesByRule(known)
  const steps = stepsOf(known, process, causes)
  const score = foldScore(scoring, causes)
  const signs = [
    ...visits.map(({ startedAt }) => startedAt),
    ...contacts.map(({ ref }) => ref.at),
    ...moves.map(({ at }) => at),
  ].sort()
  const startedAt = steps[0]?.at ?? signs[0]
  if (startedAt === undefined) return undefined
  const { sources, placeOf } = createSourceList()
  const touches = touchesOf(known)
  const shown =
    touches.length > 2 * shownTouches
      ? [...touches.slice(0, shownTouches), ...touches.slice(-shownTouches)]
      : touches
  const reached = new Set(steps.map(({ step }) => step))
  const [first] = enquiries
  return {
    kind,
    id,
    startedAt,
    lastAt: [
      startedAt,
      ...signs.slice(-1),
      ...steps.slice(-1).map(({ at }) => at),
      ...score.points.slice(-1).map(({ at }) => at),
    ]
      .sort()
      .at(-1) as Instant,
    steps,
    path: process.steps.flatMap((step) => (step.path === 'main' && reached.has(step.id) ? [step.id] : [])),
    score,
    contacts: contacts.map(({ ref }) => ref).sort((a, b) => text(a.at, b.at) || text(a.id, b.id)),
    visitors: [
      ...new Set([...visits.map(({ visitor }) => visitor), ...moves.map(({ visitor }) => visitor)]),
    ].sort(),
    enquiries: enquiries.map((enquiry) => enquiry.id),
    visits: visits.filter(({ touches: own }) => own.length > 0).length,
    journey: shown.map(({ at, sessionId, source }) => ({
      at,
      ...(sessionId !== undefined && { sessionId }),
      source: placeOf(source),
    })),
    touchesInAll: touches.length,
    credits: creditsOf(known, touches, placeOf),
    sources,
    number: first?.number ?? null,
    codeCampaign: first?.codeCampaign ?? null,
    valueMinorUnits: enquiries.reduce((sum, { valueMinorUnits }) => sum + valueMinorUnits, 0),
  }
}
