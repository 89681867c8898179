import { mostRepliesPerDay, type TextSettings, usualTexts } from '../domain/account.ts'
import type { AccountId, E164, PersonalHash } from '../domain/ids.ts'
import { canReceiveTexts, isInReach } from '../domain/text-country.ts'
import { addMinutes, type Clock, type Instant, secondsBetween } from '../domain/time.ts'
import { meaningOf } from './error-meanings.ts'
import type { MessageOutcome, TwilioRest } from './rest.ts'

/** One text message. Only to somebody who contacted the account: that is for the caller to see to. */
export interface OutgoingText {
  readonly to: E164
  /** The tracking number. */
  readonly from: E164
  readonly body: string
  /** With `dedupeKey` what the text is about: of that, one is sent, ever. */
  readonly purpose: string
  readonly dedupeKey: string
  /** Phones of the business, beside `from`, to whose countries it texts. */
  readonly homes?: readonly E164[] | undefined
  /** The account's own. */
  readonly settings?: TextSettings | undefined
  /** Of this name one is sent to the phone in so many hours, whatever it is about. */
  readonly window?: { readonly name: string; readonly hours: number } | undefined
  /** To a phone of the business itself: more than one customer's own cap allows. */
  readonly perPhonePerDay?: number | undefined
}

/** The answer to a text, which goes by way of the webhook's own answer. */
export type TextReply = Pick<OutgoingText, 'to' | 'from' | 'homes' | 'settings'> & {
  /** Of what is answered. */
  readonly messageSid: string
}

export interface TextRefusal {
  readonly refused: 'stopped' | 'capped' | 'recent' | 'country' | 'landline' | 'already-sent' | 'twilio'
  /** For whoever sees to it: never with a phone number. */
  readonly detail: string
}
export const isTextRefused = (result: 'sent' | TextRefusal): result is TextRefusal => result !== 'sent'

export interface Texts {
  /** @throws only if the store fails, and then nothing was sent */
  send(account: AccountId, text: OutgoingText): Promise<'sent' | TextRefusal>
  /**
   * Whether a text may be answered: in reach, within a cap of its phone's own, and the account's, which answers count
   * towards. Asked again about the same text it says the same.
   * @throws only if the store fails
   */
  mayReply(account: AccountId, reply: TextReply): Promise<boolean>
  /** The phone wants no more texts of the account, or wants them again; @param at now, unless it said so before. */
  stop(account: AccountId, phone: E164, at?: Instant): Promise<void>
  start(account: AccountId, phone: E164, at?: Instant): Promise<void>
}

/** To be counted and alarmed on; never with personal data. */
export interface TextTrouble {
  readonly trouble: 'text-uncertain' | 'text-refused' | 'text-unsettled'
  readonly account: AccountId
  readonly purpose: string
  readonly dedupeKey: string
  readonly cause: string
}

export interface TextsDeps {
  readonly rest: TwilioRest
  readonly store: TextStorePort
  readonly vault: { hash(account: AccountId, kind: 'phone', value: string): PersonalHash }
  readonly now: Clock
  readonly report: (trouble: TextTrouble) => void
}

export interface TextCaps {
  /** Texts to one phone on one day (UTC). */
  readonly perPhone: number
  /** Texts of the account on one day. */
  readonly perAccount: number
}

interface TextName {
  readonly purpose: string
  readonly dedupeKey: string
}
/** `shared/store/text-store.ts`. */
interface TextStorePort {
  claim(
    account: AccountId,
    text: TextName & {
      readonly to: PersonalHash
      readonly window?: { readonly name: string; readonly notSince: Instant } | undefined
      readonly isReply?: boolean | undefined
    },
    caps: TextCaps,
    now: Instant,
  ): Promise<TextClaim>
  settle(
    account: AccountId,
    text: TextName,
    state: 'sent' | 'uncertain' | 'released',
    sid?: string,
  ): Promise<void>
  stop(account: AccountId, phone: PersonalHash, now: Instant): Promise<void>
  start(account: AccountId, phone: PersonalHash, now: Instant): Promise<void>
}
type TextClaim =
  | { readonly claim: 'granted' }
  | { readonly claim: 'stopped' }
  | { readonly claim: 'recent' }
  | { readonly claim: 'capped'; readonly whose: 'phone' | 'account' }
  | { readonly claim: 'taken'; readonly state: string; readonly claimedAt: Instant }

/** Longer than any function runs: a claim that is older was left by a crash. */
const abandonedAfterSeconds = 60

/** Twilio: the recipient answered STOP to this number before (https://www.twilio.com/docs/api/errors/21610). */
const unsubscribedCode = 21610

function refusalOf(outcome: Exclude<MessageOutcome, { outcome: 'created' }>): TextRefusal {
  if (outcome.outcome === 'unsent') {
    return { refused: 'twilio', detail: `Twilio can’t be reached (${outcome.cause}).` }
  }
  if (outcome.outcome === 'uncertain') {
    return {
      refused: 'twilio',
      detail: `No clear answer of Twilio’s (${outcome.cause}): the text may have been sent.`,
    }
  }
  const refused = outcome.code === unsubscribedCode ? 'stopped' : 'twilio'
  return { refused, detail: `Twilio refused: ${meaningOf(outcome)}.` }
}

const settledAs = {
  created: 'sent',
  refused: 'released',
  unsent: 'released',
  uncertain: 'uncertain',
} as const

const capsOf = (settings: TextSettings, perPhone?: number): TextCaps => ({
  perPhone: perPhone ?? settings.perNumberPerDay ?? usualTexts.perNumberPerDay,
  perAccount: settings.perDay ?? usualTexts.perDay,
})

export function createTexts({ rest, store, vault, now, report }: TextsDeps): Texts {
  function refusalOfClaim(
    claim: Exclude<TextClaim, { claim: 'granted' }>,
    caps: TextCaps,
    unsettled: (cause: string) => void,
  ): TextRefusal {
    switch (claim.claim) {
      case 'stopped':
        return { refused: 'stopped', detail: 'The recipient asked for no more texts.' }
      case 'recent':
        return { refused: 'recent', detail: 'The recipient was sent such a text lately.' }
      case 'capped': {
        const [cap, whose] =
          claim.whose === 'phone' ? [caps.perPhone, 'to this phone'] : [caps.perAccount, 'of this account']
        return { refused: 'capped', detail: `The most texts ${whose} on one day: ${cap}.` }
      }
      case 'taken':
        if (claim.state === 'claimed' && secondsBetween(claim.claimedAt, now()) > abandonedAfterSeconds) {
          unsettled(`claimed at ${claim.claimedAt} and never settled: it may not have been sent`)
        }
        return { refused: 'already-sent', detail: `Sent before, at ${claim.claimedAt}.` }
      default:
        return claim satisfies never
    }
  }

  return {
    async send(
      account,
      { to, from, body, purpose, dedupeKey, homes = [], settings = {}, window, perPhonePerDay },
    ) {
      const { countries } = settings
      if (!isInReach(to, { homes: [from, ...homes], countries })) {
        const detail = countries
          ? 'The recipient’s country is none of those that the account may text.'
          : 'No phone of the business is in the recipient’s country.'
        return { refused: 'country', detail }
      }
      if (!canReceiveTexts(to))
        return { refused: 'landline', detail: 'The recipient’s number is a landline.' }

      const name = { purpose, dedupeKey }
      const trouble = (kind: TextTrouble['trouble'], cause: string) =>
        report({ trouble: kind, account, ...name, cause })
      const phone = vault.hash(account, 'phone', to)
      const caps = capsOf(settings, perPhonePerDay)
      const at = now()
      const spaced = window && { name: window.name, notSince: addMinutes(at, -window.hours * 60) }
      const claim = await store.claim(account, { ...name, to: phone, window: spaced }, caps, at)
      if (claim.claim !== 'granted') {
        return refusalOfClaim(claim, caps, (cause) => trouble('text-unsettled', cause))
      }
      const outcome = await rest.createMessage({ to, from, body })
      const settling = store.settle(
        account,
        name,
        settledAs[outcome.outcome],
        outcome.outcome === 'created' ? outcome.sid : undefined,
      )
      // What Twilio did is done; a marker that stays claimed only prevents another text.
      await settling.catch((error: unknown) =>
        trouble('text-unsettled', error instanceof Error ? error.name : 'not an Error'),
      )
      if (outcome.outcome === 'created') return 'sent'

      const refusal = refusalOf(outcome)
      trouble(outcome.outcome === 'uncertain' ? 'text-uncertain' : 'text-refused', refusal.detail)
      return refusal
    },

    async mayReply(account, { to, from, messageSid, homes = [], settings = {} }) {
      if (!isInReach(to, { homes: [from, ...homes], countries: settings.countries })) return false
      const name = { purpose: 'reply', dedupeKey: messageSid }
      const phone = vault.hash(account, 'phone', to)
      const caps = capsOf(settings, mostRepliesPerDay)
      const { claim } = await store.claim(account, { ...name, to: phone, isReply: true }, caps, now())
      // Twilio asks again when our answer came too late: the first one was not sent.
      return claim === 'granted' || claim === 'taken'
    },

    stop: (account, phone, at = now()) => store.stop(account, vault.hash(account, 'phone', phone), at),
    start: (account, phone, at = now()) => store.start(account, vault.hash(account, 'phone', phone), at),
  }
}
