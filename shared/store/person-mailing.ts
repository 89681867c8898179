import type { Enrolment, Standing } from '../domain/enrolment.ts'
import type { AccountId, PersonalHash } from '../domain/ids.ts'
import type { SequenceMailRecord } from '../domain/sequence-mail-record.ts'
import { createAddressStore, type NotedAddress } from './address-store.ts'
import { followUpKeys } from './follow-up-keys.ts'
import { createMailingFile } from './mailing-file.ts'
import { createSequenceMailStore, recordIdOf } from './sequence-mail-store.ts'
import type { Table } from './table.ts'

/** All by which one address is followed up. */
export interface PersonMailing {
  readonly standing: Standing | undefined
  readonly enrolments: readonly {
    readonly enrolment: Enrolment
    /** Those that went out and are still kept. */
    readonly mails: readonly SequenceMailRecord[]
  }[]
}

/** What is held of a person so that they can be written to. */
export function createPersonMailing(ledger: Table) {
  const file = createMailingFile(ledger)
  const mails = createSequenceMailStore(ledger)
  const addresses = createAddressStore(ledger)
  return {
    async of(account: AccountId, address: PersonalHash): Promise<PersonMailing> {
      const { standing, enrolments } = await file.of(account, address)
      const all = enrolments.map(async (enrolment) => {
        const ids = enrolment.done.map((mail) => recordIdOf(enrolment, mail))
        const records = await Promise.all(ids.map((id) => mails.recordOf(account, id)))
        return { enrolment, mails: records.flatMap((record) => record ?? []) }
      })
      return { standing, enrolments: await Promise.all(all) }
    },
    /** What somebody wrote down of whoever made the contact, the last that holds. */
    notedOf: (account: AccountId, contact: string): Promise<NotedAddress | undefined> =>
      addresses.of(account, contact),
    /** At which address whoever made the contact is followed up. */
    async followedAt(account: AccountId, contact: string): Promise<PersonalHash | undefined> {
      const item = await ledger.get(followUpKeys.contactAddress(account, contact))
      return item?.address as PersonalHash | undefined
    },
  }
}
