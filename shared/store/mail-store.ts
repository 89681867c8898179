import type { AccountId } from '../domain/ids.ts'
import { expiryOf, type Instant, utcDayOf } from '../domain/time.ts'
import { anyOf, attributeBelow, attributeEquals, itemAbsent } from './condition.ts'
import type { Table } from './table.ts'
import { textKeys } from './text-keys.ts'

/** What a mail is about: of that, one is sent. */
export interface MailName {
  readonly purpose: string
  readonly dedupeKey: string
}

export interface MailStore {
  /** Written before the mail is sent. */
  claim(
    account: AccountId,
    mail: MailName,
    mostPerDay: number,
    now: Instant,
  ): Promise<'granted' | 'taken' | 'capped'>
  /** It was surely not sent. */
  release(account: AccountId, mail: MailName): Promise<void>
}

const markerDays = 90
const counterDays = 3

/** That no mail is sent twice, and no flood of texts becomes one of mails. */
export const createMailStore = (ledger: Table): MailStore => ({
  async claim(account, { purpose, dedupeKey }, mostPerDay, now) {
    const outcome = await ledger.transact([
      {
        put: {
          ...textKeys.marker(account, purpose, dedupeKey),
          state: 'claimed',
          claimedAt: now,
          expiresAtEpochSeconds: expiryOf(now, markerDays),
        },
        condition: anyOf(itemAbsent, attributeEquals('state', 'released')),
      },
      {
        update: textKeys.mailsOn(account, utcDayOf(now)),
        change: { add: { sent: 1 }, set: { expiresAtEpochSeconds: expiryOf(now, counterDays) } },
        condition: anyOf(itemAbsent, attributeBelow('sent', mostPerDay)),
      },
    ])
    if (outcome.won) return 'granted'
    return outcome.lost[0] ? 'taken' : 'capped'
  },

  async release(account, { purpose, dedupeKey }) {
    await ledger.update(textKeys.marker(account, purpose, dedupeKey), { set: { state: 'released' } })
  },
})
