import type { AccountId } from './ids.ts'
import { addMinutes, type Instant } from './time.ts'

/**
 * Something to be done at its time, by whoever comes first and by nobody else:
 *
 *     due ──take──▶ taken ──▶ done, failed
 *      ▲              ├─ again, later: due
 *      │              └─ no word of it for `takenMinutes`: lapsed, due again or lost, as its kind says
 *      └──────────────┘
 *     due ──▶ cancelled
 */
export interface DueWork<Body = unknown> {
  readonly account: AccountId
  /** Whose work it is: one handler each. Letters and `-`. */
  readonly kind: string
  /** There is one of each within its account and kind. Letters, digits, `-`, `_` and `.`. */
  readonly id: string
  readonly state: DueState
  /** When to look at it; while it is taken: when it lapses. */
  readonly dueAt: Instant
  /** How often it was taken. */
  readonly attempts: number
  readonly createdAt: Instant
  /** Why it is not done, or not yet. */
  readonly because?: string | undefined
  /** What there is to do: its kind's own, as JSON; nothing personal but sealed. */
  readonly body: Body
}

export const openStates = ['due', 'taken'] as const
export const closedStates = ['done', 'failed', 'lost', 'cancelled'] as const
export type DueState = (typeof openStates)[number] | (typeof closedStates)[number]
export const isOpen = ({ state }: Pick<DueWork, 'state'>): boolean =>
  (openStates as readonly string[]).includes(state)

export type NewDueWork<Body = unknown> = Pick<DueWork<Body>, 'account' | 'kind' | 'id' | 'dueAt' | 'body'>

/** What came of it. */
export type Done =
  | { readonly done: true }
  | { readonly again: Instant; readonly because: string }
  | { readonly failed: string }
  | { readonly cancelled: string }

/** Longer than any work may take, a function's time-out included: who took it before is not at it any more. */
export const takenMinutes = 15

/** Work due in one minute is spread over so many partitions. */
export const dueShards = 8

/** `YYYY-MM-DDTHH:MM` */
export const minuteOf = (instant: Instant): string => instant.slice(0, 16)

/**
 * A minute's list is closed when it is empty and so old. Nothing is put on the list of a minute that is over, so this need
 * only exceed what clocks differ by and what a write takes.
 */
export const closingMinutes = 10

/** The minute on whose list it is put: its own, or this one if that is over. */
export const listedMinute = (dueAt: Instant, now: Instant): string => minuteOf(dueAt > now ? dueAt : now)

export const isClosable = (minute: string, now: Instant): boolean =>
  minute < minuteOf(addMinutes(now, -closingMinutes))
