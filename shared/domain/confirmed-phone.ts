import type { PersonalHash } from './ids.ts'
import { addDays, type Instant } from './time.ts'

/**
 * A phone of the business that texts are sent on to. Whoever has the account's key names it; that it wants them is shown
 * by a code texted from it to one of the account's numbers: no text has to be sent to a phone that never asked for one.
 */
export interface ConfirmedPhone {
  readonly phone: PersonalHash
  readonly sealed: string
  readonly state: 'pending' | 'confirmed'
  /** What the phone has to text. */
  readonly code: string
  readonly requestedAt: Instant
  /** The code is good before. */
  readonly expiresAt: Instant
  readonly confirmedAt?: Instant | undefined
}

const codeDays = 7
/** Any text from the phone in which it stands alone confirms; a coupon code is looked for only afterwards. */
const digits = 6

/** @param random a number from 0 to below 1 */
export const newConfirmation = (
  phone: PersonalHash,
  sealed: string,
  random: number,
  now: Instant,
): ConfirmedPhone => ({
  phone,
  sealed,
  state: 'pending',
  code: String(Math.floor(random * 10 ** digits)).padStart(digits, '0'),
  requestedAt: now,
  expiresAt: addDays(now, codeDays),
})

/** Whether the text is the awaited code, however it is spaced, and nothing else; told again, it is so again. */
export const confirms = (
  { state, code, expiresAt }: Pick<ConfirmedPhone, 'state' | 'code' | 'expiresAt'>,
  body: string,
  at: Instant,
): boolean =>
  (state === 'confirmed' || at < expiresAt) && body.normalize('NFKC').replace(/[\s.-]/g, '') === code
