import { arrivals, isRunning } from './arrivals.ts'
import { createBook } from './book.ts'
import { atMinute, type Day, daysUntil } from './days.ts'
import type { ExampleFact, ExampleMark, ExampleMessage, Story } from './fact.ts'
import { createRandom, type Random } from './random.ts'
import {
  callerAgain,
  callFromNowhere,
  callFromPage,
  callFromPlace,
  form,
  mereVisit,
  rush,
  spam,
} from './stories.ts'
import type { Telling } from './visits.ts'

export const historyDays = 90

/** What of each kind happens on an average day. */
const means = {
  callFromPage: 0.9,
  callFromPlace: 0.35,
  callFromNowhere: 0.08,
  form: 0.32,
  mereVisit: 1.15,
  spam: 0.1,
}

/** The pool ran dry on the Tuesday before the last week. */
const rushDaysAgo = { from: 8, until: 14, weekday: 2, visitors: 14 }
/** One in so many callers rings again some weeks later. */
const callersWhoReturn = 0.07

/** The history of one person or day, by the day that it is told with. */
export interface Chapter extends Required<Story> {
  readonly day: string
}
export interface History {
  /** The latest first: what a newcomer looks at is there before the rest. */
  readonly chapters: readonly Chapter[]
}

function spendOf({ day, daysAgo, bustle, startsAt }: Day, random: Random): ExampleFact[] {
  return arrivals.flatMap((arrival) => {
    const { dailyPence, query } = arrival
    if (dailyPence === undefined || query === undefined || !isRunning(arrival, daysAgo)) return []
    const amount = Math.round(dailyPence * bustle * (0.85 + random.next() * 0.3))
    const { utm_source: source = '', utm_medium: medium = '', utm_campaign: campaign = '' } = query
    return [{ fact: 'spend', day, source, medium, campaign, amount, currency: 'GBP', at: startsAt }]
  })
}

/** Those of a story who rang and were answered first, some of whom ring again. */
function returning(story: Story, day: Day, telling: Telling): Story {
  const { random, days } = telling
  const call = story.facts.find((fact) => fact.fact === 'call')
  const then = days[days.indexOf(day) + random.whole(12, 55)]
  if (call?.fact !== 'call' || call.from === 'anonymous' || !then || !random.chance(callersWhoReturn))
    return story
  const again = callerAgain(call.at, call.from, then, telling)
  return {
    facts: [...story.facts, ...again.facts],
    marks: [...(story.marks ?? []), ...(again.marks ?? [])],
    messages: [...(story.messages ?? []), ...(again.messages ?? [])],
    late: [...(story.late ?? []), ...(again.late ?? [])],
  }
}

function storiesOf(day: Day, telling: Telling, flyerCode: string): Story[] {
  const { random } = telling
  const times = (kind: keyof typeof means, tell: () => Story) =>
    Array.from({ length: random.count(means[kind] * day.bustle) }, tell)
  const isRush =
    day.weekday === rushDaysAgo.weekday && day.daysAgo >= rushDaysAgo.from && day.daysAgo <= rushDaysAgo.until
  return [
    ...(isRush ? rush(day, telling, rushDaysAgo.visitors) : []),
    ...times('callFromPage', () => returning(callFromPage(day, telling), day, telling)),
    ...times('callFromPlace', () => returning(callFromPlace(day, telling, flyerCode), day, telling)),
    ...times('callFromNowhere', () => callFromNowhere(day, telling)),
    ...times('form', () => form(day, telling)),
    ...times('mereVisit', () => mereVisit(day, telling)),
    ...times('spam', () => spam(day, telling)),
  ]
}

/**
 * Ninety days of the example business, the last of them today: the same for the same seed and day.
 * @param today `YYYY-MM-DD`, a day of the business's zone; what of it lies ahead yet is told as well (`historyUntil`)
 */
export function generate(seed: string, today: string): History {
  const random = createRandom(`${seed} ${today}`)
  const days = daysUntil(today, historyDays)
  const telling: Telling = { book: createBook(random, today.replaceAll('-', '')), random, days }
  const flyerCode = telling.book.newCode(4)
  const chapters = days.map((day, index) => {
    const stories = storiesOf(day, telling, flyerCode)
    const flyer: ExampleFact[] =
      index === 0
        ? [{ fact: 'code-issued', code: flyerCode, campaign: 'flyer-code', at: atMinute(day, 0) }]
        : []
    return {
      day: day.day,
      facts: [...flyer, ...spendOf(day, random), ...stories.flatMap(({ facts }) => facts)],
      marks: stories.flatMap(({ marks = [] }) => marks),
      messages: stories.flatMap(({ messages = [] }) => messages),
      late: stories.flatMap(({ late = [] }) => late),
    }
  })
  return { chapters: chapters.reverse() }
}

export const allFacts = ({ chapters }: History): ExampleFact[] => [
  ...chapters.flatMap(({ facts }) => facts),
  ...chapters.flatMap(({ late }) => late),
]
export const allMarks = ({ chapters }: History): ExampleMark[] => chapters.flatMap(({ marks }) => marks)
export const allMessages = ({ chapters }: History): ExampleMessage[] =>
  chapters.flatMap(({ messages }) => messages)
