import { addSeconds, type Instant } from '../../shared/domain/time.ts'
import type { Book } from './book.ts'
import { atMinute, type Day, isLunch, isOpen } from './days.ts'
import type { ExampleFact, ExampleMessage } from './fact.ts'
import type { Random } from './random.ts'

export type CallFact = Extract<ExampleFact, { fact: 'call' }>
type End = 'answered' | 'missed' | 'abandoned' | 'message'

/** What becomes of calls, in parts of all: at lunch one of the two answers, and when closed the one on call, at times. */
const ends: Readonly<Record<'open' | 'lunch' | 'closed', Readonly<Record<End, number>>>> = {
  open: { answered: 88, missed: 6, abandoned: 4, message: 2 },
  lunch: { answered: 56, missed: 26, abandoned: 10, message: 8 },
  closed: { answered: 24, missed: 34, abandoned: 12, message: 30 },
}
const momentOf = (weekday: number, minute: number) =>
  !isOpen(weekday, minute) ? 'closed' : isLunch(weekday, minute) ? 'lunch' : 'open'

const endNames: readonly End[] = ['answered', 'missed', 'abandoned', 'message']

const messages = [
  'Hello, our boiler shows F22 and there is no hot water. Please ring me back when you can.',
  'Hi, I would like to book a boiler service before the end of the month. Thank you.',
  'The radiators upstairs stay cold. Could somebody have a look this week?',
  'Good evening, I am after a quote for a new boiler for a two-bedroom flat.',
  'There is a drip under the boiler, it is not urgent, but please call me tomorrow morning.',
]

/** A call and what it came to. */
export interface Rung {
  readonly call: CallFact
  readonly end: End
  readonly endedAt: Instant
  readonly message?: ExampleMessage
}

export interface Ringing {
  readonly from: string
  readonly to: string
  readonly day: Day
  readonly minute: number
  readonly second?: number
}

export function ring({ from, to, day, minute, second = 0 }: Ringing, book: Book, random: Random): Rung {
  const parts = ends[momentOf(day.weekday, minute)]
  const end = random.weighted(endNames, (name) => parts[name])
  const at = atMinute(day, minute, second)
  const [status, durationSeconds] = {
    answered: ['completed', random.whole(45, 540)] as const,
    missed: ['no-answer', random.whole(24, 41)] as const,
    abandoned: ['canceled', random.whole(4, 12)] as const,
    message: ['no-answer', random.whole(40, 75)] as const,
  }[end]
  const call: CallFact = {
    fact: 'call',
    callSid: book.newCallSid(),
    from,
    to,
    at,
    status,
    durationSeconds,
  }
  const endedAt = addSeconds(at, durationSeconds)
  if (end !== 'message') return { call, end, endedAt }
  const seconds = random.whole(9, 24)
  return {
    call,
    end,
    endedAt,
    message: {
      callSid: call.callSid,
      number: to,
      recordingSid: book.newRecordingSid(seconds),
      at: addSeconds(endedAt, -seconds),
      seconds,
      text: random.pick(messages),
    },
  }
}
