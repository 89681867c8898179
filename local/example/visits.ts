import { addSeconds, type Instant } from '../../shared/domain/time.ts'
import { type Arrival, arrivals, isRunning, landingOf } from './arrivals.ts'
import type { Book } from './book.ts'
import { atMinute, type Day, minuteOfDay } from './days.ts'
import type { ExampleFact } from './fact.ts'
import type { Random } from './random.ts'

export type SessionFact = Extract<ExampleFact, { fact: 'session' }>

export interface Visit {
  readonly session: SessionFact
  readonly arrival: Arrival
  readonly day: Day
  readonly minute: number
}

/** What stories are told with. */
export interface Telling {
  readonly book: Book
  readonly random: Random
  /** All days of the history, the earliest first. */
  readonly days: readonly Day[]
}

const byName = (name: string) => arrivals.find((each) => each.name === name) as Arrival
const direct = byName('Direct')

/** @param weightOf what counts, if not the visits that it brings */
export function pickArrival(
  { daysAgo }: Day,
  random: Random,
  weightOf: (arrival: Arrival) => number = ({ visits }) => visits,
): Arrival {
  return random.weighted(
    arrivals.filter((arrival) => isRunning(arrival, daysAgo)),
    weightOf,
  )
}

export function visit(
  { book, random }: Telling,
  visitor: string,
  arrival: Arrival,
  day: Day,
  minute = minuteOfDay(random),
): Visit {
  const at = atMinute(day, minute, random.whole(0, 59))
  const session: SessionFact = {
    fact: 'session',
    id: book.newSession(),
    visitor,
    at,
    ...landingOf(arrival, random),
  }
  return { session, arrival, day, minute }
}

/** How many visits came before the one that led to an enquiry. */
const earlierVisits = [
  { count: 0, parts: 58 },
  { count: 1, parts: 26 },
  { count: 2, parts: 12 },
  { count: 3, parts: 4 },
]

/**
 * The visits that lead up to an enquiry on that day, the last one last: who comes back comes by another way, or by
 * the name that they remember.
 */
export function journeyTo(day: Day, telling: Telling, minute?: number): Visit[] {
  const { random, days, book } = telling
  const visitor = book.newVisitor()
  const { count } = random.weighted(earlierVisits, ({ parts }) => parts)
  const position = days.indexOf(day)
  const before = Array.from({ length: count }, () => days[position - random.whole(1, 18)])
  const earlier = before.flatMap((each) =>
    each ? [visit(telling, visitor, pickArrival(each, random), each)] : [],
  )
  earlier.sort((a, b) => (a.session.at < b.session.at ? -1 : 1))
  const keen = ({ visits, keenness }: Arrival) => visits * keenness
  const last = earlier.length > 0 && random.chance(0.45) ? direct : pickArrival(day, random, keen)
  return [...earlier, visit(telling, visitor, last, day, minute)]
}

/** The arrival to which an enquiry owes most: what brought the visitor at last, if that was not the mere name. */
export const arrivalBehind = (journey: readonly Visit[]): Arrival =>
  (journey.findLast(({ arrival }) => arrival !== direct) ?? (journey.at(-1) as Visit)).arrival

export const secondsAfter = (at: Instant, seconds: number): Instant => addSeconds(at, seconds)
