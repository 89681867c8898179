import type { AccountId, PersonalHash, SequenceId } from './ids.ts'
import type { Instant } from './time.ts'

/**
 * A mail of a sequence to one person, kept once it is settled what became of it. Until then its claim stands in the enrolment,
 * which is what holds back a second one.
 */
export interface SequenceMailRecord {
  readonly account: AccountId
  /** Letters, digits, `-` and `_`; made of whom it goes to, and tells nobody who that is. */
  readonly id: string
  readonly address: PersonalHash
  readonly sequence: SequenceId
  /** Which mail of it. */
  readonly mail: string
  readonly contact: string
  /** `unknown`: it broke while it was handed over. */
  readonly state: 'sending' | 'sent' | 'failed' | 'unknown'
  readonly claimedAt: Instant
  /** The addresses that its links lead to, and there are no others. */
  readonly links: readonly string[]
}

/** Each is noted the first time. */
export const mailMarks = ['opened', 'clicked', 'unsubscribed'] as const
export type MailMark = (typeof mailMarks)[number]

/** What became of all mails of one kind. */
export interface MailResults {
  readonly sent: number
  readonly opened: number
  readonly clicked: number
  readonly unsubscribed: number
  readonly failed: number
  /** After it, as the last one they got, people did what the sequence hopes for. */
  readonly replied: number
  readonly called: number
  readonly redeemed: number
  readonly won: number
}
export const noResults: MailResults = {
  sent: 0,
  opened: 0,
  clicked: 0,
  unsubscribed: 0,
  failed: 0,
  replied: 0,
  called: 0,
  redeemed: 0,
  won: 0,
}

/** Something that became of a mail, as the ledger keeps it with the contact that led to the mail. */
export interface MailHappened {
  readonly account: AccountId
  readonly contact: string
  readonly mail: string
  readonly sequence: SequenceId
  readonly step: string
  readonly what: 'sent' | 'replied' | MailMark
  readonly at: Instant
}
