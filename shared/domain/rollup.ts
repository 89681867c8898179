import { type CreditModel, creditModels } from './credit.ts'
import type { Enquiry } from './enquiry.ts'
import type { SpendFact } from './fact.ts'
import { classifyDeclared, type Source } from './source.ts'
import { splitExactly, wholeMicros } from './split.ts'
import { waitBucketOf } from './wait.ts'

/** What a report can be grouped by. The last two belong to the enquiry, the others to the credited touch. */
export const dimensions = [
  'channel',
  'source',
  'medium',
  'campaign',
  'term',
  'content',
  'landingPage',
  'referrer',
  'number',
  'codeCampaign',
] as const
export type Dimension = (typeof dimensions)[number]
export type TouchDimension = Exclude<Dimension, 'number' | 'codeCampaign'>
const touchDimensions = dimensions.filter(
  (dimension): dimension is TouchDimension => dimension !== 'number' && dimension !== 'codeCampaign',
)
export const isTouchDimension = (dimension: Dimension): dimension is TouchDimension =>
  (touchDimensions as Dimension[]).includes(dimension)

/** The row of what has no known source. */
export const unknownKey = '(unknown)'
/** The row of a known source that lacks the dimension. */
export const noneKey = '(none)'

/**
 * What the enquiries of a row come to. All but value are millionths, since a model may give a row a part of an enquiry;
 * sums over all rows are whole enquiries again. Value is minor units, split as exactly. The last three say on which
 * confidence the enquiries rest; the rest of them rests on nothing.
 */
export const measures = [
  'enquiriesMicros',
  'callsMicros',
  'firstTimeCallsMicros',
  'missedCallsMicros',
  'redemptionsMicros',
  'valueMinorUnits',
  'firstTimeMicros',
  'certainMicros',
  'likelyMicros',
  'weakMicros',
] as const
export const valueIndex = measures.indexOf('valueMinorUnits')

/** From which confidence on an enquiry counts as certain (a code, a form, a number of one session), or as likely. */
export const confidenceBands = { certain: 0.9, likely: 0.6 } as const

/** Sums under keys: adding two rollups is adding their numbers, so that days are sums of quarter hours. */
export type Section = Record<string, number[]>

/**
 * Sums of a stretch of time, in sections that are read and stored apart from each other:
 * `model/dimension` and `enquiry/dimension` by `measures`, `sessions/dimension` counts; `paths` and `waits`
 * by `measures`; `spend` in minor units.
 */
export type Rollup = Record<string, Section>
export const emptyRollup = (): Rollup => ({})

export const sectionOf = (model: CreditModel, dimension: Dimension): string =>
  isTouchDimension(dimension) ? `${model}/${dimension}` : `enquiry/${dimension}`
export const sessionSection = (dimension: TouchDimension): string => `sessions/${dimension}`
export const pathSection = 'paths'
export const waitSection = 'waits'
export const spendSection = 'spend'

const keyOf = (dimension: TouchDimension, source: Source | null) =>
  source === null ? unknownKey : (source[dimension] ?? noneKey)

/** Keys come from the outside: `__proto__` must be a key like any other. */
const own = <T>(record: Record<string, T>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined
function put<T>(record: Record<string, T>, key: string, value: T): T {
  Object.defineProperty(record, key, { value, enumerable: true, writable: true, configurable: true })
  return value
}

export function addSums(rollup: Rollup, section: string, key: string, sums: readonly number[]): void {
  const rows = own(rollup, section) ?? put<Section>(rollup, section, {})
  const before = own(rows, key)
  put(rows, key, before ? sums.map((sum, index) => sum + (before[index] ?? 0)) : [...sums])
}

/** Adds `part` to `rollup`. */
export function addRollup(rollup: Rollup, part: Rollup): void {
  for (const [section, rows] of Object.entries(part)) {
    for (const [key, sums] of Object.entries(rows)) addSums(rollup, section, key, sums)
  }
}

/** Counts one session under the source of its first touch. */
export function addSession(rollup: Rollup, source: Source): void {
  for (const dimension of touchDimensions)
    addSums(rollup, sessionSection(dimension), keyOf(dimension, source), [1])
}

type Countable = Pick<
  Enquiry,
  | 'credits'
  | 'journey'
  | 'counts'
  | 'valueMinorUnits'
  | 'number'
  | 'codeCampaign'
  | 'openedAt'
  | 'confidence'
  | 'excluded'
  | 'isFirst'
>

/** The channels of the journey in time order, repeats included; channels have no `>` in their names. */
export const pathOf = ({ journey }: Pick<Enquiry, 'journey'>): string =>
  journey.map(({ source }) => source.channel).join(' > ')
export const touchesOfPath = (path: string): string[] => (path === '' ? [] : path.split(' > '))

/** Counts one enquiry, under every model and dimension; spam and tests count nowhere. */
export function addEnquiry(rollup: Rollup, enquiry: Countable): void {
  if (enquiry.excluded !== null) return
  const { calls, firstTimeCalls, missedCalls, redemptions } = enquiry.counts
  const { confidence, isFirst } = enquiry
  const isCertain = confidence >= confidenceBands.certain
  const isLikely = !isCertain && confidence >= confidenceBands.likely
  const isWeak = !isCertain && !isLikely && confidence > 0
  const counts = [1, calls, firstTimeCalls, missedCalls, redemptions]
  const flags = [isFirst, isCertain, isLikely, isWeak].map(Number)
  const sums = (micros: number, value: number) => [
    ...counts.map((count) => count * micros),
    value,
    ...flags.map((flag) => flag * micros),
  ]
  for (const model of creditModels) {
    const credits = enquiry.credits[model]
    const values = splitExactly(
      enquiry.valueMinorUnits,
      credits.map(({ micros }) => micros),
    )
    for (const [index, { touch, micros }] of credits.entries()) {
      const source = touch === null ? null : (enquiry.journey[touch]?.source ?? null)
      for (const dimension of touchDimensions) {
        addSums(
          rollup,
          sectionOf(model, dimension),
          keyOf(dimension, source),
          sums(micros, values[index] ?? 0),
        )
      }
    }
  }
  const whole = sums(wholeMicros, enquiry.valueMinorUnits)
  addSums(rollup, 'enquiry/number', enquiry.number ?? noneKey, whole)
  addSums(rollup, 'enquiry/codeCampaign', enquiry.codeCampaign ?? noneKey, whole)
  addSums(rollup, pathSection, pathOf(enquiry), whole)
  const [first] = enquiry.journey
  if (first) addSums(rollup, waitSection, waitBucketOf(first.at, enquiry.openedAt), whole)
}

/** What holds of all that was said of one day's spend: of each source the latest word, then the larger amount. */
export function latestSpend(facts: readonly SpendFact[]): SpendFact[] {
  const latest = new Map<string, SpendFact>()
  for (const fact of facts) {
    const key = JSON.stringify([fact.source, fact.medium, fact.campaign])
    const known = latest.get(key)
    const isLater =
      !known || fact.at > known.at || (fact.at === known.at && fact.amountMinorUnits > known.amountMinorUnits)
    if (isLater) latest.set(key, fact)
  }
  return [...latest].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, fact]) => fact)
}

export function addSpend(rollup: Rollup, facts: readonly SpendFact[]): void {
  for (const { source, medium, campaign, amountMinorUnits } of latestSpend(facts)) {
    addSums(rollup, spendSection, JSON.stringify([source, medium, campaign]), [amountMinorUnits])
  }
}

/** Spend by the dimension: what it does not tell (a term, a number) is `(none)`. */
export function spendBy(rollup: Rollup, dimension: Dimension): Map<string, number> {
  const spend = new Map<string, number>()
  for (const [text, [amount = 0]] of Object.entries(rollup[spendSection] ?? {})) {
    const [source, medium, campaign] = JSON.parse(text) as (string | null)[]
    const declared = classifyDeclared({
      ...(source && { source }),
      ...(medium && { medium }),
      ...(campaign && { campaign }),
    })
    const key = isTouchDimension(dimension) ? keyOf(dimension, declared) : noneKey
    spend.set(key, (spend.get(key) ?? 0) + amount)
  }
  return spend
}
