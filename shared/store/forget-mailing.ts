import type { Enrolment } from '../domain/enrolment.ts'
import type { AccountId, PersonalHash } from '../domain/ids.ts'
import { followUpKeys, followUpPartitions } from './follow-up-keys.ts'
import type { Item } from './item.ts'
import { recordIdOf } from './mailing-store.ts'
import type { Table } from './table.ts'

/**
 * Takes an address out of everything that follows it up: nothing is sent to it from here on. That it wants no mails stays:
 * it is what its owner asked for, and nobody learns from it whose it was.
 */
export async function forgetMailing(ledger: Table, account: AccountId, address: PersonalHash): Promise<void> {
  const items = await ledger.query({ pk: followUpPartitions.mailing(account, address) })
  await forgetEnrolments(ledger, account, items.filter(isEnrolment))
  const standing = items.find(({ sk }) => sk === 'standing')
  if (!standing) return
  const { pk, sk, unsubscribedAt } = standing
  const version = (standing.version as number) + 1
  if (unsubscribedAt === undefined) await ledger.delete({ pk, sk })
  else await ledger.put({ pk, sk, account, address, sends: [], unsubscribedAt, version })
}

const isEnrolment = ({ sk }: Item) => sk.startsWith('in#')

async function forgetEnrolments(ledger: Table, account: AccountId, items: readonly Item[]): Promise<void> {
  for (const item of items) {
    const enrolment = item as unknown as Enrolment
    const { address, sequence, startedAt, done, sending } = enrolment
    for (const mail of [...done, ...(sending === undefined ? [] : [sending])]) {
      await ledger.delete(followUpKeys.mail(account, recordIdOf(enrolment, mail)))
    }
    await ledger.delete(followUpKeys.enrolled(account, sequence, startedAt, address))
    await ledger.delete({ pk: item.pk, sk: item.sk })
  }
}

/**
 * Likewise of one contact: the address that was noted for it, and the sequences that it led to. Where others lead to the same
 * address, what is known of the address by itself stays until the last of them goes.
 */
export async function forgetContactMailing(
  ledger: Table,
  account: AccountId,
  contact: string,
): Promise<void> {
  const key = followUpKeys.contactAddress(account, contact)
  const noted = await ledger.query({ pk: key.pk, prefix: 'address#' })
  const pointer = await ledger.get(key)
  const addresses = [...noted, ...(pointer ? [pointer] : [])].flatMap(({ address }) =>
    typeof address === 'string' ? [address as PersonalHash] : [],
  )
  for (const address of new Set(addresses)) {
    const items = await ledger.query({ pk: followUpPartitions.mailing(account, address) })
    const others = items.filter((item) => isEnrolment(item) && item.contact !== contact)
    if (others.length === 0) await forgetMailing(ledger, account, address)
    else
      await forgetEnrolments(
        ledger,
        account,
        items.filter((item) => isEnrolment(item) && item.contact === contact),
      )
  }
  await ledger.delete(key)
}
