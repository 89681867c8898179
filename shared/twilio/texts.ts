import { type TextSettings, usualTexts } from '../domain/account.ts'
import type { AccountId, E164, PersonalHash } from '../domain/ids.ts'
import { canReceiveTexts, isInReach } from '../domain/text-country.ts'
import { type Clock, type Instant, secondsBetween } from '../domain/time.ts'
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
}

export interface TextRefusal {
  readonly refused: 'stopped' | 'capped' | 'country' | 'landline' | 'already-sent' | 'twilio'
  /** For whoever sees to it: never with a phone number. */
  readonly detail: string
}
export const isTextRefused = (result: 'sent' | TextRefusal): result is TextRefusal => result !== 'sent'

export interface Texts {
  /** @throws only if the store fails, and then nothing was sent */
  send(account: AccountId, text: OutgoingText): Promise<'sent' | TextRefusal>
  /** The phone wants no more texts of the account, or wants them again. */
  stop(account: AccountId, phone: E164): Promise<void>
  start(account: AccountId, phone: E164): Promise<void>
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
    text: TextName & { readonly to: PersonalHash },
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

export function createTexts({ rest, store, vault, now, report }: TextsDeps): Texts {
  function refusalOfClaim(
    claim: Exclude<TextClaim, { claim: 'granted' }>,
    caps: TextCaps,
    unsettled: (cause: string) => void,
  ): TextRefusal {
    switch (claim.claim) {
      case 'stopped':
        return { refused: 'stopped', detail: 'The recipient asked for no more texts.' }
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
    async send(account, { to, from, body, purpose, dedupeKey, homes = [], settings = {} }) {
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
      const caps = {
        perPhone: settings.perNumberPerDay ?? usualTexts.perNumberPerDay,
        perAccount: settings.perDay ?? usualTexts.perDay,
      }
      const claim = await store.claim(account, { ...name, to: phone }, caps, now())
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

    stop: (account, phone) => store.stop(account, vault.hash(account, 'phone', phone), now()),
    start: (account, phone) => store.start(account, vault.hash(account, 'phone', phone), now()),
  }
}
