import { addDays, type Instant } from '../time.ts'
import type { Pending } from './record.ts'

/**
 * What a platform makes of what it took: Google answers a request at once, and says later what came of it.
 *
 *     awaited ──▶ processed (perhaps with warnings), unknown
 *        ├─ failed for good: it is refused, as if it had been refused at once
 *        ├─ failed for now: it is to be told again, later
 *        └─ failed in part, or not for one reason: it is to be told again in smaller company, until each stands alone
 */
export interface Processing {
  readonly state: 'awaited' | 'processed' | 'unknown'
  /** The platform's name for the request in which it went. */
  readonly request: string
  /** Since when it is awaited, or when it was said. */
  readonly at: Instant
  readonly because?: string | undefined
  /** What is awaited. */
  readonly told?: Pick<Pending, 'operation' | 'delivery' | 'repeats'> | undefined
}

/** What a platform said of one of a request's conversions. */
export type Said =
  | { readonly said: 'processed'; readonly because?: string | undefined }
  | { readonly said: 'unknown'; readonly because: string }
  | { readonly said: 'failed'; readonly because: string; readonly isForNow: boolean }
  /** @param together so many go in one request next time */
  | { readonly said: 'partly'; readonly because: string; readonly together: number }

/**
 * When to ask after it was taken, and then each time that it is still under way: minutes. Google advises to wait for half an
 * hour and then longer each time (data-manager/api/devguides/diagnostics); after a day nothing is asked any more.
 */
export const askMinutes = [30, 60, 120, 240, 480, 480] as const
/** What failed for now is told again after so long: a click is known after six hours. Once more often it is refused. */
export const repeatMinutes = [360, 720, 1440] as const
/** A request of which a part failed is sent again in so many. */
const parts = 8
export const smallerCompany = (count: number): number => Math.ceil(count / parts)

/** Whoever asks has said so long before that nobody will say. */
const longestDays = 2
export const isAwaited = (
  { processing }: { readonly processing?: Processing | undefined },
  now: Instant,
): boolean => processing?.state === 'awaited' && addDays(processing.at, longestDays) > now

export const awaiting = (
  request: string,
  { operation, delivery, repeats }: Pending,
  now: Instant,
): Processing => ({ state: 'awaited', request, at: now, told: { operation, delivery, repeats } })
