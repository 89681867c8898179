import { quarterBounds } from './calendar.ts'
import { addSeconds, epochMillisecondsOf, type Instant, instantOf } from './time.ts'

/**
 * What rows are added up of: a quarter of an hour, and, once it holds many rows, the minutes that it is made of, and
 * their fifteenths. Rows come and change near to each other in time: a change costs its own part, however much the
 * quarter holds.
 */
export interface Stretch {
  readonly from: Instant
  readonly seconds: number
}

/** Each is fifteen of the next. */
const lengths = [900, 60, 4] as const

export const quarterStretch = (day: string, quarter: string): Stretch => ({
  from: quarterBounds(day, quarter).from,
  seconds: lengths[0],
})

export const endOf = ({ from, seconds }: Stretch): Instant => addSeconds(from, seconds)

/** `09:45:00`, by which those of a day and of one length stand in order of time. */
export const placeInDay = ({ from }: Stretch): string => from.slice(11, 19)

/** In order of time; none of what is not divided further. */
export function partsOf({ from, seconds }: Stretch): Stretch[] {
  const next = lengths.find((length) => length < seconds)
  if (next === undefined) return []
  return Array.from({ length: seconds / next }, (_, index) => ({
    from: addSeconds(from, index * next),
    seconds: next,
  }))
}

/** Those of the parts in which any of the instants lies. */
export function partsHolding(stretch: Stretch, instants: Iterable<Instant>): Stretch[] {
  const parts = partsOf(stretch)
  const [first] = parts
  if (!first) return []
  const start = epochMillisecondsOf(stretch.from)
  const held = new Set<number>()
  for (const instant of instants) {
    held.add(Math.floor((epochMillisecondsOf(instant) - start) / (first.seconds * 1000)))
  }
  return parts.filter((_, index) => held.has(index))
}

/** To the beginning of the stretch of the finest length: as many instants as there are such stretches, at most. */
export const coarsely = (instant: Instant): Instant => {
  const finest = (lengths.at(-1) as number) * 1000
  return instantOf(Math.floor(epochMillisecondsOf(instant) / finest) * finest)
}
