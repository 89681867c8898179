import { addDays, type Instant } from './time.ts'

/** A quarter of a year: as far back as a journey usually reaches. */
export const usualRetentionDays = 90
/** Ten years: the longest that a law asks a business to keep what was said on its phone. */
export const mostRetentionDays = 3650

/** Recordings that were made until then are to be deleted. */
export const retentionEnd = (now: Instant, retentionDays: number = usualRetentionDays): Instant =>
  addDays(now, -retentionDays)

/** A recording that will have to be deleted some day, or that is to be deleted now. */
export interface KeptRecording {
  readonly callSid: string
  readonly recordingSid: string
  /** The tracking number that was dialled. */
  readonly number: string
  /** When it was complete. */
  readonly at: Instant
  /** Who wants it deleted, and why. */
  readonly by?: string | undefined
  readonly reason?: string | undefined
}
