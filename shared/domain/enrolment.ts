import { type MailingConsent, mayBeMailed, type NotAllowed } from './consent.ts'
import { takenMinutes } from './due-work.ts'
import type { AccountId, CampaignId, PersonalHash, SequenceId } from './ids.ts'
import { freeAt } from './mail-frequency.ts'
import { sendingHours } from './quiet-hours.ts'
import { isLate, respread } from './respread.ts'
import {
  type FollowUpSettings,
  nextMail,
  type Sequence,
  type SequenceMail,
  type StopReason,
} from './sequence.ts'
import { addDays, addMinutes, type Instant } from './time.ts'
import { addWorkingHours } from './working-hours.ts'

/**
 * One person, known by an address, on the way through one sequence:
 *
 *     waiting ──claim──▶ sending ──▶ waiting for the next mail, or finished
 *        │                  └─ a crash: the mail counts as sent, since it may have been
 *        └─ stop ──▶ stopped (from either; what was claimed before goes out, nothing after it)
 *
 * All that is known of an address stands in one item, and the claim of a mail is one guarded write of it: of a claim and a
 * stop, an unsubscribing or another claim that come at the same time one is first, and a claim that is second is none.
 */
export interface Enrolment {
  readonly account: AccountId
  readonly address: PersonalHash
  readonly sequence: SequenceId
  /** Made of the event that began it: a person may go through a sequence again, later. */
  readonly run: string
  /** The contact that led to it, on which what becomes of its mails is noted. */
  readonly contact: string
  readonly eventAt: Instant
  readonly startedAt: Instant
  readonly state: 'waiting' | 'sending' | 'finished' | 'stopped'
  readonly dueAt: Instant
  /** Ids of the mails that are done with, in the order of their sending. */
  readonly done: readonly string[]
  /** The mail that is being sent, or was when something broke. */
  readonly sending?: MailUnderWay | undefined
  /** How often the mail that is due could not be sent just then. */
  readonly tries?: number | undefined
  /** The mail that was given another time once, because many were held up. */
  readonly spread?: string | undefined
  readonly because?: EndReason | undefined
  readonly endedAt?: Instant | undefined
  /** Where it is listed as due, and for when. */
  readonly listed?: string | undefined
  /** Where the person's other contacts meet: `email:…`, `phone:…`, `visitor:…`. */
  readonly places: readonly string[]
}

/** A mail between its claim and its end. */
export interface MailUnderWay {
  readonly mail: string
  readonly claimedAt: Instant
  /** The addresses that its links lead to. */
  readonly links: readonly string[]
}

/** Somebody is followed up by it, from here on or still. */
export const isUnderWay = ({ state }: Pick<Enrolment, 'state'>): boolean =>
  state === 'waiting' || state === 'sending'

export type EndReason =
  | StopReason
  | NotAllowed
  | 'by-hand'
  | 'trigger'
  | 'suppressed'
  | 'no-address'
  | 'sequence-gone'
  | 'left'

/** What is known of an address, of all sequences together. */
export interface Standing extends MailingConsent {
  readonly account: AccountId
  readonly address: PersonalHash
  /** The address itself, encrypted; absent of somebody who was erased. */
  readonly sealed?: string | undefined
  /** How its owner is addressed, encrypted. */
  readonly sealedName?: string | undefined
  /** The last code that was issued for its owner, for mails to name. */
  readonly code?: { readonly code: string; readonly campaignId: CampaignId } | undefined
  /** Mails sent lately, of whatever sequence. */
  readonly sends: readonly Instant[]
  /** Grows with every write of the address's item: what a guarded write compares. */
  readonly version: number
}

/** All that is known of an address. */
export interface KnownAddress {
  readonly standing: Standing | undefined
  readonly enrolments: readonly Enrolment[]
}

export const mailIdIn = ({ address, run }: Pick<Enrolment, 'address' | 'run'>, mail: string): string =>
  `${address}.${run}.${mail}`

/** Whether somebody may be taken in who has gone through it, or is in it. */
export function mayEnrol(
  before: Pick<Enrolment, 'run' | 'state' | 'startedAt' | 'eventAt'> | undefined,
  fresh: { readonly run: string; readonly eventAt: Instant },
  againAfterDays: number,
): 'yes' | 'same' | 'under-way' | 'too-soon' {
  if (!before) return 'yes'
  if (before.run === fresh.run) return 'same'
  if (isUnderWay(before)) return 'under-way'
  return fresh.eventAt < addDays(before.eventAt, againAfterDays) ? 'too-soon' : 'yes'
}

/** The rules of the account that a mail goes by. */
export interface SendingRules {
  readonly settings: FollowUpSettings
  readonly timeZone: string
}

/** When a mail is due that comes after what happened at `from`. Where the business never opens, real hours count. */
export function mailDueAt(
  { delayWorkingHours }: Pick<SequenceMail, 'delayWorkingHours'>,
  from: Instant,
  { settings, timeZone }: SendingRules,
): Instant {
  if (delayWorkingHours === 0) return from
  const due = addWorkingHours(settings.hours, from, delayWorkingHours, timeZone)
  return due ?? addMinutes(from, delayWorkingHours * 60)
}

export type DueDecision =
  | { readonly decided: 'send'; readonly mail: SequenceMail }
  | {
      readonly decided: 'wait'
      readonly until: Instant
      readonly because: WaitReason
      readonly spread?: string
    }
  | { readonly decided: 'finish' }
  | { readonly decided: 'stop'; readonly because: EndReason }
  /** It was being sent when something broke, and is not sent again. */
  | { readonly decided: 'pass'; readonly mail: string }
  | { readonly decided: 'nothing' }
export type WaitReason = 'claimed' | 'not-due' | 'paused' | 'late' | 'quiet' | 'too-many'

/** Those in a sequence that is paused are looked at so often. */
const pausedMinutes = 60
/** Where mails never may go out. */
const neverDays = 7

/**
 * What is to be done now with somebody in a sequence, whose turn it is.
 * @param stop what the person has done since, if anything that ends it
 */
export function decideDue(
  enrolment: Enrolment,
  sequence: Sequence | undefined,
  standing: Standing | undefined,
  stop: EndReason | undefined,
  rules: SendingRules,
  now: Instant,
): DueDecision {
  if (!isUnderWay(enrolment)) return { decided: 'nothing' }
  if (enrolment.sending) {
    const { mail, claimedAt } = enrolment.sending
    const lapsesAt = addMinutes(claimedAt, takenMinutes)
    return lapsesAt > now
      ? { decided: 'wait', until: lapsesAt, because: 'claimed' }
      : { decided: 'pass', mail }
  }
  if (!sequence) return { decided: 'stop', because: 'sequence-gone' }
  if (stop !== undefined) return { decided: 'stop', because: stop }
  if (standing?.sealed === undefined) return { decided: 'stop', because: 'no-address' }
  const allowed = mayBeMailed(standing)
  if (allowed !== 'yes') return { decided: 'stop', because: allowed }
  const mail = nextMail(sequence, enrolment.done)
  if (!mail) return { decided: 'finish' }
  if (enrolment.dueAt > now) return { decided: 'wait', until: enrolment.dueAt, because: 'not-due' }
  if (!sequence.active) {
    return { decided: 'wait', until: addMinutes(now, pausedMinutes), because: 'paused' }
  }

  const { settings, timeZone } = rules
  const hours = sendingHours(settings.quiet, settings.hours)
  const apart = (from: Instant) =>
    respread(mailIdIn(enrolment, mail.id), hours, from, timeZone) ?? addDays(now, neverDays)
  const opens = addWorkingHours(hours, now, 0, timeZone)
  if (opens !== now) return { decided: 'wait', until: apart(now), because: 'quiet', spread: mail.id }
  if (isLate(enrolment.dueAt, now) && enrolment.spread !== mail.id) {
    return { decided: 'wait', until: apart(now), because: 'late', spread: mail.id }
  }
  const free = freeAt(standing.sends, settings.cap, now)
  if (free > now) return { decided: 'wait', until: apart(free), because: 'too-many', spread: mail.id }
  return { decided: 'send', mail }
}

/** Whose turn it is, in which sequence. */
export interface DueEnrolment {
  readonly account: AccountId
  readonly address: PersonalHash
  readonly sequence: SequenceId
  readonly run: string
  readonly dueAt: Instant
}

/** An enrolment, and all that was read of its address with it: what is decided by it holds only as long as all of that does. */
export interface ReadEnrolment {
  readonly known: KnownAddress
  readonly enrolment: Enrolment
}
