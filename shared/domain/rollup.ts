import { callSums, callTimeKey } from './call-times.ts'
import { type CreditModel, creditModels } from './credit.ts'
import type { Enquiry } from './enquiry.ts'
import type { SpendFact } from './fact.ts'
import { noneKey, unknownKey } from './row-key.ts'
import { heardKey } from './self-report-table.ts'
import { classifyDeclared, type Source } from './source.ts'
import { splitExactly, wholeMicros } from './split.ts'
import { waitBucketOf } from './wait.ts'

export { noneKey, unknownKey } from './row-key.ts'

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

/** What a report can be narrowed to: from channel to source to campaign, in whatever order. */
export const tupleDimensions = ['channel', 'source', 'medium', 'campaign'] as const

/** From which confidence on an enquiry counts as certain (a code, a form, a number of one session), or as likely. */
export const confidenceBands = { certain: 0.9, likely: 0.6 } as const
export const confidenceNames = ['certain', 'likely', 'weak', 'none'] as const
export function confidenceBandOf(confidence: number): (typeof confidenceNames)[number] {
  if (confidence >= confidenceBands.certain) return 'certain'
  if (confidence >= confidenceBands.likely) return 'likely'
  return confidence > 0 ? 'weak' : 'none'
}

/** Sums under keys: adding two rollups is adding their numbers, so that days are sums of quarter hours. */
export type Section = Record<string, number[]>

/**
 * Sums of a stretch of time, in sections that are read and stored apart from each other:
 * `model/dimension` and `enquiry/dimension` by `measures`, `sessions/dimension` counts, `tuple` standing for channel,
 * source, medium and campaign at once; `paths`, `waits` and `heard` by `measures`; `calls` by `callSums`; `spend` in minor
 * units.
 */
export type Rollup = Record<string, Section>
export const emptyRollup = (): Rollup => ({})

/** One of the things that a rollup is the sum of: a row, or a rollup below it. */
export interface RollupPart {
  /** Changes with each writing of it: equal stamps mean equal content. */
  readonly stamp: string
  /** Opened only by whoever really adds up. */
  addTo(rollup: Rollup): void | Promise<void>
}

export const sectionOf = (model: CreditModel, dimension: Dimension): string =>
  isTouchDimension(dimension) ? `${model}/${dimension}` : `enquiry/${dimension}`
export const sessionSection = (dimension: TouchDimension): string => `sessions/${dimension}`
export const pathSection = 'paths'
export const waitSection = 'waits'
export const spendSection = 'spend'
export const heardSection = 'heard'
export const callSection = 'calls'
export const tupleSection = (of: CreditModel | 'sessions'): string => `${of}/tuple`

export const keyOf = (dimension: TouchDimension, source: Source | null) =>
  source === null ? unknownKey : (source[dimension] ?? noneKey)

const tupleOf = (source: Source | null): string =>
  JSON.stringify(source === null ? null : tupleDimensions.map((dimension) => source[dimension]))
/** As far as a tuple tells it. */
export function sourceOfTuple(tuple: string): Source | null {
  const values = JSON.parse(tuple) as (string | null)[] | null
  if (values === null) return null
  const [channel, source = null, medium = null, campaign = null] = values
  return { ...nothing, channel: channel as Source['channel'], source, medium, campaign }
}
const nothing = { term: null, content: null, clickIds: {}, landingPage: null, referrer: null }

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

/** By name, so that a sum reads the same in whatever order its parts were added. */
export function inOrder(rollup: Rollup): Rollup {
  const ordered = emptyRollup()
  for (const section of Object.keys(rollup).sort()) {
    const rows = rollup[section] as Section
    const orderedRows = put<Section>(ordered, section, {})
    for (const key of Object.keys(rows).sort()) put(orderedRows, key, rows[key] as number[])
  }
  return ordered
}

/** Counts one session under the source of its first touch. */
export function addSession(rollup: Rollup, source: Source): void {
  for (const dimension of touchDimensions)
    addSums(rollup, sessionSection(dimension), keyOf(dimension, source), [1])
  addSums(rollup, tupleSection('sessions'), tupleOf(source), [1])
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
  | 'calls'
  | 'selfReported'
  | 'evidence'
  | 'decidedBy'
  | 'source'
>

/** The channels of the journey in time order, repeats included; channels have no `>` in their names. */
export const pathOf = ({ journey }: Pick<Enquiry, 'journey'>): string =>
  journey.map(({ source }) => source.channel).join(' > ')
export const touchesOfPath = (path: string): string[] => (path === '' ? [] : path.split(' > '))

/** What a model gives to each touch of the journey; a null source is that of nobody. Both parts sum to the whole. */
export function creditedParts(
  { credits, journey, valueMinorUnits }: Pick<Countable, 'credits' | 'journey' | 'valueMinorUnits'>,
  model: CreditModel,
): { readonly source: Source | null; readonly micros: number; readonly value: number }[] {
  const own = credits[model]
  const values = splitExactly(
    valueMinorUnits,
    own.map(({ micros }) => micros),
  )
  return own.map(({ touch, micros }, index) => ({
    source: touch === null ? null : (journey[touch]?.source ?? null),
    micros,
    value: values[index] ?? 0,
  }))
}

/** The channel that anything else than the person's own answer tells of. */
const measuredChannel = ({ source, decidedBy, evidence }: Countable) =>
  evidence.some(({ id, kind }) => id === decidedBy && kind === 'self-reported')
    ? null
    : (source?.channel ?? null)

/** Counts one enquiry, under every model and dimension; spam and tests count nowhere. */
export function addEnquiry(rollup: Rollup, enquiry: Countable): void {
  if (enquiry.excluded !== null) return
  const { calls, firstTimeCalls, missedCalls, redemptions } = enquiry.counts
  const { confidence, isFirst } = enquiry
  const band = confidenceBandOf(confidence)
  const counts = [1, calls, firstTimeCalls, missedCalls, redemptions]
  const flags = [isFirst, band === 'certain', band === 'likely', band === 'weak'].map(Number)
  const sums = (micros: number, value: number) => [
    ...counts.map((count) => count * micros),
    value,
    ...flags.map((flag) => flag * micros),
  ]
  for (const model of creditModels) {
    for (const { source, micros, value } of creditedParts(enquiry, model)) {
      const part = sums(micros, value)
      for (const dimension of touchDimensions) {
        addSums(rollup, sectionOf(model, dimension), keyOf(dimension, source), part)
      }
      addSums(rollup, tupleSection(model), tupleOf(source), part)
    }
  }
  const whole = sums(wholeMicros, enquiry.valueMinorUnits)
  addSums(rollup, 'enquiry/number', enquiry.number ?? noneKey, whole)
  addSums(rollup, 'enquiry/codeCampaign', enquiry.codeCampaign ?? noneKey, whole)
  addSums(rollup, pathSection, pathOf(enquiry), whole)
  const [first] = enquiry.journey
  for (const { at, outcome } of enquiry.calls)
    addSums(rollup, callSection, callTimeKey(at), callSums(outcome))
  if (enquiry.selfReported !== null) {
    addSums(rollup, heardSection, heardKey(enquiry.selfReported, measuredChannel(enquiry)), whole)
  }
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

/** The source that a key of the spend's section stands for. */
export function spentOn(key: string): Source {
  const [source, medium, campaign] = JSON.parse(key) as (string | null)[]
  return classifyDeclared({
    ...(source && { source }),
    ...(medium && { medium }),
    ...(campaign && { campaign }),
  })
}

/** Spend by the dimension: what it does not tell (a term, a number) is `(none)`. */
export function spendBy(rollup: Rollup, dimension: Dimension): Map<string, number> {
  const spend = new Map<string, number>()
  for (const [text, [amount = 0]] of Object.entries(rollup[spendSection] ?? {})) {
    const key = isTouchDimension(dimension) ? keyOf(dimension, spentOn(text)) : noneKey
    spend.set(key, (spend.get(key) ?? 0) + amount)
  }
  return spend
}
