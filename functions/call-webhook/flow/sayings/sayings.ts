import type { Benefit } from '../../../../shared/domain/campaign.ts'
import type { RefusalCode } from '../../../../shared/domain/coupon.ts'
import type { Language } from '../../../../shared/domain/language.ts'

/** All that the bridge says to callers and agents, and answers to texts, in one language: short, polite, no jargon. */
export interface Sayings {
  readonly language: Language

  readonly askForCode: string
  readonly askAgain: string
  readonly mistyped: string
  readonly unread: string
  readonly connecting: string
  readonly unchecked: string
  readBack(code: string): string
  accepted(benefit: Benefit): string
  readonly refusedBecause: Readonly<Record<RefusalCode, string>>
  /** What speech recognition is told to expect: of a code, of an answer to `readBack`. */
  readonly hints: { readonly code: string; readonly confirmation: string }
  /** What the answer to `readBack` begins with, if the code was right. */
  readonly yes: RegExp

  hereIsACode(benefit: Benefit): string
  yourCodeIs(code: string): string
  onceMore(code: string): string
  readonly sentAsText: string
  /** What the key 1 is for. */
  readonly press: { readonly text: string; readonly again: string }
  readonly textSent: string
  readonly textNotSent: string

  readonly sorryNobodyAnswered: string
  readonly tryLater: string
  readonly thankYouForCalling: string
  /** Of a number that leads nowhere. */
  readonly nobodyCanAnswer: string
  readonly closed: string
  readonly leaveMessage: string
  readonly thankYouForMessage: string
  readonly goodbye: string

  textAccepted(display: string, benefit: Benefit): string
  /** To a phone of the business that has texted its code. */
  readonly phoneConfirmed: string
  /** To whoever texts HELP or INFO. */
  textHelp(business: string | undefined): string

  readonly recorded: string
  readonly askConsent: string
  readonly turnedAway: string
  readonly challenge: string
  readonly acceptCall: string
  /** What the agent's whisper begins with; its parts are in `whisper`. */
  readonly incomingCallFrom: string
  readonly whisper: {
    /** Several visitors held the number: this source is the likeliest. */
    probably(source: string): string
    /** @param worth what the code is worth, if anything that could be said */
    quoted(worth: string | undefined): string
    /** Paid visits from the source. */
    ads(source: string): string
    readonly directVisit: string
  }
}
