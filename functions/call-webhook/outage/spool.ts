import type { CallFact } from '../../../shared/domain/fact.ts'
import type { CallSid } from '../../../shared/domain/ids.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import type { QuotedCode } from '../codes/quote-code.ts'
import type { CallWebhookDeps } from '../deps.ts'
import type { IncomingCall, IncomingText, Progress } from '../schema.ts'

/**
 * The queue in which facts wait for a ledger that does not answer. Facts have deterministic keys, so that one that comes
 * twice, or reached the ledger after all, changes nothing.
 */
export interface Spool {
  /** @returns once all of it is durable; rejects if that can't be said */
  append(entries: readonly Spooled[]): Promise<void>
}

/** One entry of the spool; holds no phone of a person but hashed or sealed. */
export type Spooled =
  | { readonly spooled: 'fact'; readonly fact: CallFact }
  /** A code was keyed or said, and could not be looked up. */
  | { readonly spooled: 'quote'; readonly quote: QuotedCode; readonly at: Instant }
  /** A webhook about a call to a number that could not be looked up: an `UnroutedWebhook`, sealed. */
  | { readonly spooled: 'unrouted'; readonly callSid: CallSid; readonly sealed: string }
  /** A text, of which nothing could be looked up: a `WaitingText`, sealed. */
  | { readonly spooled: 'text'; readonly messageSid: string; readonly sealed: string }

/** The call, or the text, that the entry is about: what is told of one is settled in its order. */
export function callSidOf(entry: Spooled): CallSid {
  switch (entry.spooled) {
    case 'fact':
      return entry.fact.callSid
    case 'quote':
      return entry.quote.callSid
    case 'unrouted':
      return entry.callSid
    case 'text':
      return entry.messageSid
  }
}

/** What a webhook told, its facts still to be made: the account that they are keyed by is not known yet. */
export type UnroutedWebhook =
  | {
      readonly webhook: 'voice'
      readonly call: IncomingCall
      readonly at: Instant
      /** We spoke before any phone rang. */
      readonly isGreeted: boolean
      /** A phone of the business was rung. */
      readonly isRung: boolean
    }
  | { readonly webhook: 'status'; readonly call: IncomingCall; readonly progress: Progress }

/** A text as it came; all that follows from it is still to be done. */
export interface WaitingText {
  readonly text: IncomingText
  readonly at: Instant
}

/** No account's id, which all begin with `acc_`: what is sealed for it is sealed by the master key alone. */
const nobodyYet = 'unrouted'

export const sealUnrouted = (vault: CallWebhookDeps['vault'], webhook: UnroutedWebhook): Spooled => ({
  spooled: 'unrouted',
  callSid: webhook.call.callSid,
  sealed: vault.seal(nobodyYet, JSON.stringify(webhook)),
})

/** @throws if it was sealed with another master key */
export const openUnrouted = (
  vault: { open(account: string, sealed: string): string },
  sealed: string,
): UnroutedWebhook => JSON.parse(vault.open(nobodyYet, sealed)) as UnroutedWebhook

export const sealText = (vault: CallWebhookDeps['vault'], waiting: WaitingText): Spooled => ({
  spooled: 'text',
  messageSid: waiting.text.messageSid,
  sealed: vault.seal(nobodyYet, JSON.stringify(waiting)),
})

/** @throws if it was sealed with another master key */
export const openText = (
  vault: { open(account: string, sealed: string): string },
  sealed: string,
): WaitingText => JSON.parse(vault.open(nobodyYet, sealed)) as WaitingText
