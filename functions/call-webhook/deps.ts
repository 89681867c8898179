import type { CallFact } from '../../shared/domain/fact.ts'
import type { AccountId, CallSid, E164, PersonalHash } from '../../shared/domain/ids.ts'
import type { NumberRoute } from '../../shared/domain/number.ts'
import type { Clock } from '../../shared/domain/time.ts'
import type { TwilioTrust } from '../../shared/twilio/verify.ts'

/** A failure that the caller does not notice: to be counted and alarmed on. Never with personal data. */
export interface Trouble {
  readonly trouble: 'route-unread' | 'fact-unwritten' | 'webhook-failed'
  readonly callSid?: CallSid | undefined
  readonly cause: string
}

export interface CallWebhookDeps {
  readonly twilio: TwilioTrust
  /** Has the calls to numbers that nobody registered. */
  readonly houseAccount: AccountId
  readonly routes: { routeOf(number: E164): Promise<NumberRoute | undefined> }
  readonly calls: { record(fact: CallFact): Promise<'recorded' | 'duplicate'> }
  readonly vault: {
    hash(account: AccountId, kind: 'phone', value: string): PersonalHash
    seal(account: AccountId, value: string): string
  }
  readonly now: Clock
  readonly report: (trouble: Trouble) => void
  readonly patience?: Patience
}

/** How long the store is waited for. */
export interface Patience {
  /** While a caller hears silence: all steps together. */
  readonly callerMilliseconds: number
  /** Behind a callback; below Twilio's 15 s, after which it would hang up on us and try again meanwhile. */
  readonly callbackMilliseconds: number
}
export const usualPatience: Patience = { callerMilliseconds: 2000, callbackMilliseconds: 8000 }

export const causeOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : 'not an Error'
