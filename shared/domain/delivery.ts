import type { AccountId, EnquiryId } from './ids.ts'
import { addDays, addMinutes, addSeconds, type Instant } from './time.ts'

/**
 * One request to one system outside, from the decision to make it on:
 *
 *     due ──take──▶ sending ──▶ delivered
 *      ▲               ├─ refused for now: due again, later
 *      │               ├─ refused for good, or too often ──▶ failed
 *      └───────────────┴─ a crash, no word of it for `sendingMinutes`: may be taken again
 *     due ──▶ skipped (the target is switched off, the person was erased, …)
 *     dry-run, skipped: noted as such from the first, with the reason; nothing was sent
 *     delivered, failed, skipped ──by hand──▶ due, in another round
 *
 * At least once: a receiver knows a repeated one by its name, which stays the same over tries and rounds.
 */
export const deliveryStates = ['due', 'sending', 'delivered', 'failed', 'skipped', 'dry-run'] as const
export type DeliveryState = (typeof deliveryStates)[number]

export const targetKinds = ['webhook', 'ga4', 'google', 'meta', 'microsoft'] as const
export type TargetKind = (typeof targetKinds)[number]

/** Where it goes: a webhook's endpoint, or a destination at an ad platform. */
export interface DeliveryTarget {
  readonly kind: TargetKind
  readonly id: string
}

/** What it tells of. */
export interface DeliveryAbout {
  /** The business event, `evt_…`; what one receiver is told of it by whatever way. */
  readonly event: string
  /** Its type, `enquiry.opened`, or what becomes of it at a platform, `conversion.sent`. */
  readonly type: string
  readonly enquiry?: EnquiryId | undefined
}

/** One try, as the log tells it. */
export interface DeliveryAttempt {
  /** When it began. */
  readonly at: Instant
  /** The answer's HTTP status; null: there was no answer. */
  readonly status: number | null
  readonly tookMilliseconds: number
  /** Why it counts as failed; absent of one that was taken. */
  readonly because?: string | undefined
}

export interface Delivery {
  readonly account: AccountId
  /** `dlv_…`: the order of the ids is that of creation. */
  readonly id: string
  readonly target: DeliveryTarget
  readonly about: DeliveryAbout
  readonly state: DeliveryState
  /** When to look at it next: the next try, or when one that is under way counts as lost. Once settled, when it was. */
  readonly nextAt: Instant
  /** Tries of this round. */
  readonly tries: number
  /** How often it was asked for: 1, and once more each time by hand. */
  readonly round: number
  /** When this round began. */
  readonly since: Instant
  /** The last ones, oldest first, of all rounds. */
  readonly attempts: readonly DeliveryAttempt[]
  readonly createdAt: Instant
  /** Why it stands as it does: of what failed, was skipped or is a dry run. */
  readonly because?: string | undefined
  /** What the receiver made of it after it took it, where it says so later. */
  readonly processing?: DeliveryProcessing | undefined
}

/**
 * `partly`: of what went in one request some was not taken, and nobody says which; `unknown`: it can't be learned any more.
 * What failed in the processing counts as failed.
 */
export const processingStates = ['awaited', 'processed', 'partly', 'failed', 'unknown'] as const
export interface DeliveryProcessing {
  readonly state: (typeof processingStates)[number]
  /** Since when it is awaited, or when it was said. */
  readonly at: Instant
  /** What was said: why not, or what could be better. */
  readonly because?: string | undefined
}

export interface NewDelivery extends Pick<Delivery, 'account' | 'target' | 'about'> {
  /** There is one of each name in the account, however often it is added: the target's id and what is told. */
  readonly name: string
  /** What is sent, as text. It stands sealed, apart from the log, and is absent where nothing could be made. */
  readonly body?: string | undefined
  readonly state?: Extract<DeliveryState, 'due' | 'skipped' | 'dry-run'> | undefined
  readonly because?: string | undefined
  /** When to try first; at once unless given. */
  readonly dueAt?: Instant | undefined
}

/** What came of a try. */
export type DeliveryOutcome =
  /** @param isAwaited the receiver says later what it made of it */
  | { readonly delivered: true; readonly isAwaited?: boolean | undefined }
  | { readonly again: Instant; readonly because: string }
  | { readonly failed: string }
  | { readonly skipped: string }

/** Longer than any try may take, a function's time-out included: who took it before is not at it any more. */
export const sendingMinutes = 15
/** As many attempts as the log keeps of one. */
export const keptAttempts = 20
/** So long after its creation a delivery and what it said is kept. */
export const keptDays = 90

export const isSettled = ({ state }: Pick<Delivery, 'state'>): boolean =>
  state !== 'due' && state !== 'sending'

/** Whether somebody may try now: it is due, or whoever was at it is gone. */
export const isTakeable = ({ state, nextAt }: Pick<Delivery, 'state' | 'nextAt'>, now: Instant): boolean =>
  (state === 'due' || state === 'sending') && nextAt <= now

type Step = Pick<Delivery, 'state' | 'nextAt' | 'tries' | 'attempts' | 'because' | 'processing'>

/** It is being tried: by whoever writes this first. */
export function taken(delivery: Delivery, now: Instant): Step {
  const { tries, attempts, because } = delivery
  return {
    state: 'sending',
    nextAt: addMinutes(now, sendingMinutes),
    tries: tries + 1,
    attempts,
    because,
  }
}

/** @param attempt absent where nothing was tried after all */
export function settled(
  { tries, attempts }: Delivery,
  outcome: DeliveryOutcome,
  attempt: DeliveryAttempt | undefined,
  now: Instant,
): Step {
  const tried = { tries, attempts: attempt ? [...attempts, attempt].slice(-keptAttempts) : attempts }
  if ('again' in outcome) return { ...tried, state: 'due', nextAt: outcome.again, because: outcome.because }
  if ('failed' in outcome) return { ...tried, state: 'failed', nextAt: now, because: outcome.failed }
  if ('skipped' in outcome) return { ...tried, state: 'skipped', nextAt: now, because: outcome.skipped }
  const processing = outcome.isAwaited ? ({ state: 'awaited', at: now } as const) : undefined
  return { ...tried, state: 'delivered', nextAt: now, because: undefined, processing }
}

/** What the receiver made of it. @returns undefined: it is not what it was asked of any more */
export function processed(
  { state }: Delivery,
  processing: DeliveryProcessing,
): Pick<Delivery, 'state' | 'because' | 'processing'> | undefined {
  if (state !== 'delivered') return undefined
  return processing.state === 'failed'
    ? { state: 'failed', because: processing.because, processing }
    : { state, because: undefined, processing }
}

/** Once more by hand, as if it had never been tried; one that waits need not wait any longer. */
export function askedAgain(
  { state, tries, round, since, attempts }: Delivery,
  now: Instant,
): (Step & Pick<Delivery, 'round' | 'since'>) | undefined {
  if (state === 'sending') return undefined
  const step = { state: 'due', nextAt: now, attempts, because: undefined, processing: undefined } as const
  return state === 'due'
    ? { ...step, tries, round, since }
    : { ...step, tries: 0, round: round + 1, since: now }
}

/** What to wait after the first try, the second, …: seconds. Ten tries over three days and a bit. */
export const retryWaitsSeconds = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400] as const
export const mostTries = retryWaitsSeconds.length + 1
/** Whatever kept it from being tried: what is so old is given up. */
const oldestDays = 4
export const isStale = ({ since }: Pick<Delivery, 'since'>, now: Instant): boolean =>
  since < addDays(now, -oldestDays)
/** Each wait is up to so much shorter or longer: what failed together is not tried again together. */
const jitter = 0.2
/** Nobody is waited for longer than that, whatever they ask. */
const longestWaitSeconds = 86_400

/**
 * When to try again; the waits are those that the Standard Webhooks specification gives for an example, with jitter.
 * @param tries so many, all failed
 * @param chance 0 to 1, 1 excluded
 * @param askedSeconds what the receiver asked to be left alone for (`Retry-After`)
 * @returns undefined: give it up
 */
export function nextTry(
  tries: number,
  now: Instant,
  chance: number,
  askedSeconds: number = 0,
): Instant | undefined {
  const wait = retryWaitsSeconds[tries - 1]
  if (wait === undefined) return undefined
  const spread = wait * (1 - jitter + 2 * jitter * chance)
  // Who asks for more gets it, and not all at the same moment.
  const asked = Math.min(longestWaitSeconds, askedSeconds) * (1 + jitter * chance)
  return addSeconds(now, Math.max(spread, asked))
}
