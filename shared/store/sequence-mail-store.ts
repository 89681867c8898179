import { createHash } from 'node:crypto'
import { type Enrolment, mailIdIn } from '../domain/enrolment.ts'
import type { AccountId } from '../domain/ids.ts'
import type { MailHappened, MailMark, SequenceMailRecord } from '../domain/sequence-mail-record.ts'
import { expiryOf } from '../domain/time.ts'
import { allOf, attributeAbsent, attributeEquals, itemPresent } from './condition.ts'
import { followUpKeys } from './follow-up-keys.ts'
import type { Item } from './item.ts'
import { countResult } from './mail-results-store.ts'
import type { Table, Write } from './table.ts'

/** A fact of the contact, once for each mail and happening: steps of the process and the score go by it. */
export const mailFact = ({ what, ...event }: MailHappened): Write => ({
  put: {
    ...followUpKeys.mailEvent(event.account, event.contact, event.mail, what),
    fact: 'mail-event',
    ...event,
    event: what,
    by: 'follow-up',
  },
})

/** Beyond what any redelivery may bring back, and as long as links in mails are of use. */
export const keptDays = 400

export const recordIdOf = (enrolment: Pick<Enrolment, 'account' | 'address' | 'run'>, mail: string): string =>
  createHash('sha256')
    .update(`${enrolment.account}.${mailIdIn(enrolment, mail)}`)
    .digest('base64url')
    .slice(0, 24)

export const writeRecord = (record: SequenceMailRecord): Write => ({
  put: {
    ...followUpKeys.mail(record.account, record.id),
    ...record,
    expiresAtEpochSeconds: expiryOf(record.claimedAt, keptDays),
  },
})

const recordOfItem = ({ pk: _pk, sk: _sk, expiresAtEpochSeconds: _expiry, ...record }: Item) =>
  record as unknown as SequenceMailRecord

/** What became of each mail that went out. */
export function createSequenceMailStore(ledger: Table) {
  async function recordOf(account: AccountId, id: string): Promise<SequenceMailRecord | undefined> {
    const item = await ledger.get(followUpKeys.mail(account, id))
    return item && recordOfItem(item)
  }
  return {
    recordOf,
    recordIdOf,

    /** Notes the first time that something became of a mail. @returns whether it was the first */
    async mark(
      { account, id, sequence, mail }: SequenceMailRecord,
      event: MailHappened & { readonly what: MailMark },
    ): Promise<boolean> {
      const { what, at } = event
      const { won } = await ledger.transact([
        {
          update: followUpKeys.mail(account, id),
          change: { set: { [what]: at } },
          condition: allOf(itemPresent, attributeAbsent(what)),
        },
        countResult(account, sequence, { id, mail }, what),
        mailFact(event),
      ])
      return won
    },

    async replied(event: MailHappened): Promise<void> {
      await ledger.transact([mailFact(event)])
    },

    /** SES tells that it has sent what was not known to be. */
    async confirm(account: AccountId, id: string): Promise<void> {
      const record = await recordOf(account, id)
      if (record?.state !== 'unknown') return
      await ledger.transact([
        {
          update: followUpKeys.mail(account, id),
          change: { set: { state: 'sent' } },
          condition: attributeEquals('state', 'unknown'),
        },
        countResult(account, record.sequence, record, 'sent'),
      ])
    },
  }
}
