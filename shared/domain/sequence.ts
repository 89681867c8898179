import type { BusinessHours } from './business-hours.ts'
import type { SequenceId } from './ids.ts'
import type { MailCap } from './mail-frequency.ts'
import type { QuietHours } from './quiet-hours.ts'
import type { Instant } from './time.ts'

/** What ends a sequence for a person, beside the person's own wish: they have moved, and are not to be pushed. */
export const stopReasons = ['reply', 'call', 'redemption', 'sale'] as const
export type StopReason = (typeof stopReasons)[number]

/** One mail of a sequence. */
export interface SequenceMail {
  /** Its name within the sequence, for good: results and those under way go by it, whatever the order becomes. */
  readonly id: string
  /** After the mail before it was sent, or after the start; counted while the business is open. */
  readonly delayWorkingHours: number
  readonly subject: string
  /** Paragraphs, an empty line between two; `{{name}}` and the like are filled in (`mail-wording.ts`). */
  readonly text: string
  readonly button?: { readonly label: string; readonly url: string } | undefined
  /** What the reader has of it, in a sentence. Who can't state one should not send it: nobody is shown it but the business. */
  readonly value: string
}

/** Mails that follow somebody up, one after the other, until the person moves. */
export interface Sequence {
  readonly id: SequenceId
  readonly name: string
  /** `nurture`: for those who are not ready yet; a person is in one of those at most, and leaves it for any other. */
  readonly kind: 'follow-up' | 'nurture'
  /** A sequence that is not active takes nobody in, and those in it wait. */
  readonly active: boolean
  readonly mails: readonly SequenceMail[]
  readonly stopOn: readonly StopReason[]
  /** Where those go on who got all of its mails and did not move: the side-path of those not ready. */
  readonly goesOnTo?: SequenceId | undefined
  readonly createdAt: Instant
  readonly changedAt: Instant
}

/** More is a book. */
export const mostMails = 20
export const mostSequences = 50
/** Somebody who went through a sequence is not taken in again before so many days. */
export const againAfterDays = 30

/** What holds for all sequences of the account. */
export interface FollowUpSettings {
  /** In which delays are counted. */
  readonly hours: BusinessHours
  readonly quiet: QuietHours
  readonly cap: MailCap
  /** Whether a picture in the mail tells that it was opened: nobody asked its reader. */
  readonly openTracking: boolean
  /** Fields of forms that say yes to mails; by what they are usually called unless given. */
  readonly consentFields: readonly string[]
  /** Whither readers answer; to nobody, unless given. */
  readonly replyTo?: string | undefined
  /** Where the business is to be found: the law of most countries wants it in such mails. */
  readonly postalAddress?: string | undefined
}

const nineToFive = [{ from: '09:00', until: '17:00' }]
export const usualFollowUp: FollowUpSettings = {
  hours: {
    monday: nineToFive,
    tuesday: nineToFive,
    wednesday: nineToFive,
    thursday: nineToFive,
    friday: nineToFive,
  },
  quiet: { from: '20:00', until: '08:00', days: ['sunday'] },
  cap: { mails: 3, days: 7 },
  openTracking: false,
  consentFields: [],
}

/**
 * The mail that comes after those that are done with: they have moved on for good, so that one that is put in before is not
 * sent to those who are past it.
 */
export function nextMail(
  { mails }: Pick<Sequence, 'mails'>,
  done: readonly string[],
): SequenceMail | undefined {
  const reached = mails.findLastIndex(({ id }) => done.includes(id))
  return mails.slice(reached + 1).find(({ id }) => !done.includes(id))
}
