import type { BusinessEventType } from './business-event.ts'
import type { AccountId, EnquiryId, WebhookId } from './ids.ts'
import type { ContactKind } from './link.ts'
import { addSeconds, type Instant } from './time.ts'

/**
 * A mail to one person about one thing, from the decision to send it on:
 *
 *     due ──take──▶ sending ──▶ sent
 *      ▲               ├─ refused for now: due again, later
 *      │               ├─ refused for good ──▶ failed
 *      └───────────────┘└─ nobody knows, or a crash ──(15 min)──▶ unknown ─(an event of the service tells)─▶ sent
 *     due ──▶ skipped (no longer wanted, suppressed)
 *
 * At most once: what was being sent when something broke is not sent again, since a reader forgives a mail that is
 * missing (the enquiry stands in the console) sooner than two. What was surely not taken is tried again.
 */
export type MailState = 'due' | 'sending' | 'sent' | 'failed' | 'skipped' | 'unknown'

export type MailAbout =
  | {
      readonly kind: 'notice'
      readonly contact: string
      readonly contactKind: ContactKind
    }
  | {
      readonly kind: 'digest'
      /** The week's Monday, `YYYY-MM-DD`. */
      readonly week: string
      /** Sent for trying: beside the one of that week. */
      readonly trial?: string | undefined
    }
  | {
      /** An endpoint was switched off by itself. */
      readonly kind: 'webhook-off'
      readonly webhook: WebhookId
      readonly at: Instant
    }
  | {
      /** A trigger of the account's fired that tells people. */
      readonly kind: 'alert'
      /** How it is called. */
      readonly trigger: string
      /** Names the firing: one mail of it to each. */
      readonly event: string
      readonly type: BusinessEventType
      readonly at: Instant
      readonly enquiryId?: EnquiryId | undefined
      readonly contact?: string | undefined
      readonly contactKind?: ContactKind | undefined
    }

export interface OutgoingMail {
  readonly account: AccountId
  /** Made of what it is about and whom it goes to: there is one of each. Letters, digits, `-` and `_`. */
  readonly id: string
  readonly member: string
  readonly about: MailAbout
  readonly state: MailState
  /** When to look at it next. */
  readonly dueAt: Instant
  readonly attempts: number
  readonly createdAt: Instant
}

export type NewMail = Pick<OutgoingMail, 'account' | 'member' | 'about' | 'dueAt'>

/** What its name is made of. */
export const mailName = (member: string, about: MailAbout): string => JSON.stringify(nameParts(member, about))

function nameParts(member: string, about: MailAbout): readonly string[] {
  if (about.kind === 'notice') return ['notice', member, about.contact]
  if (about.kind === 'alert') return ['alert', member, about.event]
  if (about.kind === 'webhook-off') return [about.kind, member, about.webhook, about.at]
  return ['digest', member, about.week, about.trial ?? '']
}

/** Longer than any hand-over may take (a function's time-out included): who took a mail before is not at it any more. */
export const sendingMinutes = 15

export const mostAttempts = 8
const firstWaitSeconds = 5
const longestWaitSeconds = 3600

/** @returns when to try again after so many attempts; undefined: give it up */
export function nextAttempt(attempts: number, now: Instant): Instant | undefined {
  if (attempts >= mostAttempts) return undefined
  return addSeconds(now, Math.min(longestWaitSeconds, firstWaitSeconds * 3 ** (attempts - 1)))
}

/** What came of handing it over. */
export type Handed =
  | { readonly handed: 'sent'; readonly messageId: string }
  | { readonly handed: 'later' | 'never'; readonly because: string }
  | { readonly handed: 'unknown'; readonly because: string }

/** How a suppressed address came to be: it does not exist, or its reader called a mail spam. */
export type SuppressionReason = 'bounce' | 'complaint'
