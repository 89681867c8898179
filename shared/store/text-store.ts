import type { AccountId, PersonalHash } from '../domain/ids.ts'
import { expiryOf, type Instant, utcDayOf } from '../domain/time.ts'
import { anyOf, attributeAtMost, attributeBelow, attributeEquals, itemAbsent } from './condition.ts'
import type { Table } from './table.ts'
import { textKeys } from './text-keys.ts'

/** One text: what it is about, and to whom. */
export interface TextName {
  readonly purpose: string
  readonly dedupeKey: string
}

/** Texts of one name to one phone come no closer together. */
export interface TextWindow {
  readonly name: string
  /** The last one must have been no later. */
  readonly notSince: Instant
}

export interface TextCaps {
  /** Texts to one phone on one day (UTC). */
  readonly perPhone: number
  /** Texts of the account on one day. */
  readonly perAccount: number
}

export type TextState = 'claimed' | 'sent' | 'uncertain' | 'released'

interface Marker {
  readonly state: TextState
  readonly claimedAt: Instant
}

export type TextClaim =
  | { readonly claim: 'granted' }
  | { readonly claim: 'stopped' }
  /** Another one of its window was sent lately. */
  | { readonly claim: 'recent' }
  | { readonly claim: 'capped'; readonly whose: 'phone' | 'account' }
  | { readonly claim: 'taken'; readonly state: TextState; readonly claimedAt: Instant }

/**
 * The marker of a text is written before the text is sent, so that nothing is ever sent twice, whatever crashes:
 *
 *     absent ─claim─▶ claimed ─settle─▶ sent | uncertain
 *                      ▲   └─settle─▶ released ─┐
 *                      └───────claim────────────┘
 *
 * `released` is for what surely was not sent; its try still counts towards the caps, or a number that can't be
 * reached would be tried all day.
 */
export interface TextStore {
  claim(
    account: AccountId,
    text: TextName & {
      readonly to: PersonalHash
      readonly window?: TextWindow | undefined
      /** Of the phone's own texts: counted apart. */
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
  /** The phone asked to be left alone. */
  stop(account: AccountId, phone: PersonalHash, now: Instant): Promise<void>
  start(account: AccountId, phone: PersonalHash, now: Instant): Promise<void>
}

/** Long beyond any repetition of a webhook or a request. */
const markerDays = 90
const counterDays = 3

export function createTextStore(ledger: Table): TextStore {
  /** Of none at all, not even the first is below. */
  const isBelow = (cap: number) =>
    cap > 0 ? anyOf(itemAbsent, attributeBelow('sent', cap)) : attributeBelow('sent', cap)
  const count = (now: Instant) => ({
    add: { sent: 1 },
    set: { expiresAtEpochSeconds: expiryOf(now, counterDays) },
  })
  /** The latest word holds, also where an earlier one waited in the spool. */
  async function setConsent(
    account: AccountId,
    phone: PersonalHash,
    state: 'stopped' | 'started',
    at: Instant,
  ): Promise<void> {
    await ledger.putIf(
      { ...textKeys.consent(account, phone), state, at },
      anyOf(itemAbsent, attributeAtMost('at', at)),
    )
  }

  return {
    async claim(account, { purpose, dedupeKey, to, window, isReply }, caps, now) {
      const day = utcDayOf(now)
      const by = `${purpose}#${dedupeKey}`
      const outcome = await ledger.transact([
        {
          put: {
            ...textKeys.marker(account, purpose, dedupeKey),
            state: 'claimed',
            claimedAt: now,
            to,
            expiresAtEpochSeconds: expiryOf(now, markerDays),
          },
          condition: anyOf(itemAbsent, attributeEquals('state', 'released')),
        },
        {
          check: textKeys.consent(account, to),
          condition: anyOf(itemAbsent, attributeEquals('state', 'started')),
        },
        {
          update: isReply ? textKeys.repliesTo(account, day, to) : textKeys.sentTo(account, day, to),
          change: count(now),
          condition: isBelow(caps.perPhone),
        },
        {
          update: textKeys.sentInAll(account, day),
          change: count(now),
          condition: isBelow(caps.perAccount),
        },
        ...(window
          ? [
              {
                put: {
                  ...textKeys.window(account, to, window.name),
                  at: now,
                  by,
                  expiresAtEpochSeconds: expiryOf(now, markerDays),
                },
                // What surely was not sent may be tried again.
                condition: anyOf(
                  itemAbsent,
                  attributeAtMost('at', window.notSince),
                  attributeEquals('by', by),
                ),
              },
            ]
          : []),
      ])
      if (outcome.won) return { claim: 'granted' }
      const [marker, consent, phone, all] = outcome.lost
      if (marker) {
        const { state, claimedAt } = (marker.current ?? { state: 'claimed', claimedAt: now }) as Marker
        return { claim: 'taken', state, claimedAt }
      }
      if (consent) return { claim: 'stopped' }
      if (!phone && !all) return { claim: 'recent' }
      return { claim: 'capped', whose: phone ? 'phone' : 'account' }
    },

    async settle(account, { purpose, dedupeKey }, state, sid) {
      await ledger.update(
        textKeys.marker(account, purpose, dedupeKey),
        { set: { state, sid } },
        attributeEquals('state', 'claimed'),
      )
    },

    stop: (account, phone, now) => setConsent(account, phone, 'stopped', now),
    start: (account, phone, now) => setConsent(account, phone, 'started', now),
  }
}
