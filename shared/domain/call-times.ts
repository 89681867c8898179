import { Temporal } from 'temporal-polyfill'
import type { CallOutcome } from './call-outcome.ts'
import type { Section } from './rollup.ts'
import { epochMillisecondsOf, type Instant } from './time.ts'

/** When people call, by the hour of the week. */
export interface HeatmapCell {
  /** 1 is Monday. */
  readonly weekday: number
  readonly hour: number
  readonly calls: number
  /** Whether or not they were answered. */
  readonly ended: number
  readonly answered: number
  /** As the reports count them: ended, and neither answered, nor given up at once, nor left a message. */
  readonly missed: number
  /** Given up within seconds. */
  readonly abandoned: number
  /** Not answered either, but the caller left a message. */
  readonly voicemail: number
  /** Of the calls that have ended; null where none has. */
  readonly answeredShare: number | null
}

const quarterMilliseconds = 15 * 60_000

/** The quarter of an hour of an instant as a short text: which hour of the week it lies in depends on the zone. */
export const callTimeKey = (at: Instant): string =>
  Math.floor(epochMillisecondsOf(at) / quarterMilliseconds).toString(36)

/** In the order of `callSums`: calls, then those that ended in each way. */
const ends = ['answered', 'missed', 'abandoned', 'voicemail'] as const
export const callSums = (outcome: CallOutcome): number[] => [1, ...ends.map((end) => Number(end === outcome))]

const cellOf = (weekday: number, hour: number, sums: readonly number[]): HeatmapCell => {
  const [calls = 0, answered = 0, missed = 0, abandoned = 0, voicemail = 0] = sums
  const ended = answered + missed + abandoned + voicemail
  return {
    weekday,
    hour,
    calls,
    ended,
    answered,
    missed,
    abandoned,
    voicemail,
    answeredShare: ended === 0 ? null : answered / ended,
  }
}

const add = (to: number[], sums: readonly number[]) => {
  for (const [index, sum] of sums.entries()) to[index] = (to[index] ?? 0) + sum
}

/** All 168 hours of the week, from Monday, and what they come to together. */
export function heatmapOf(calls: Section, timeZone: string) {
  const week = Array.from({ length: 7 * 24 }, (): number[] => [])
  const all: number[] = []
  for (const [key, sums] of Object.entries(calls)) {
    const at = Temporal.Instant.fromEpochMilliseconds(Number.parseInt(key, 36) * quarterMilliseconds)
    const { dayOfWeek, hour } = at.toZonedDateTimeISO(timeZone)
    add(week[(dayOfWeek - 1) * 24 + hour] as number[], sums)
    add(all, sums)
  }
  const { weekday: _, hour: __, ...totals } = cellOf(1, 0, all)
  return { rows: week.map((sums, index) => cellOf(Math.floor(index / 24) + 1, index % 24, sums)), totals }
}
