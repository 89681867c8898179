import type { Enrolment } from '../domain/enrolment.ts'
import type { AccountId, PersonalHash } from '../domain/ids.ts'
import { followUpKeys } from './follow-up-keys.ts'
import { createMailingFile } from './mailing-file.ts'
import { recordIdOf } from './sequence-mail-store.ts'
import type { Table } from './table.ts'

/**
 * Takes an address out of everything that follows it up: nothing is sent to it from here on. That it wants no mails stays:
 * it is what its owner asked for, and nobody learns from it whose it was.
 */
export async function forgetMailing(ledger: Table, account: AccountId, address: PersonalHash): Promise<void> {
  const file = createMailingFile(ledger)
  // Its mails end first: a turn that is under way finds nothing any more.
  const { standing, enrolments } = await forgetEnrolments(ledger, account, address, () => true)
  if (!standing) return
  if (standing.unsubscribedAt === undefined) {
    if (!(await file.remove(standing))) await forgetMailing(ledger, account, address)
    return
  }
  const { unsubscribedAt } = standing
  await file.change(account, address, () => ({
    standing: { account, address, sends: [], unsubscribedAt },
    enrolments,
  }))
}

/** @returns what is left of it */
async function forgetEnrolments(
  ledger: Table,
  account: AccountId,
  address: PersonalHash,
  isMeant: (enrolment: Enrolment) => boolean,
) {
  let gone: readonly Enrolment[] = []
  const left = await createMailingFile(ledger).change(account, address, ({ standing, enrolments }) => {
    gone = enrolments.filter(isMeant)
    return standing && gone.length > 0
      ? { standing, enrolments: enrolments.filter((each) => !isMeant(each)) }
      : undefined
  })
  for (const enrolment of gone) {
    const { sequence, startedAt, done, sending } = enrolment
    for (const mail of [...done, ...(sending ? [sending.mail] : [])]) {
      await ledger.delete(followUpKeys.mail(account, recordIdOf(enrolment, mail)))
    }
    await ledger.delete(followUpKeys.enrolled(account, sequence, startedAt, address))
  }
  return left
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
    const isIts = (enrolment: Enrolment) => enrolment.contact === contact
    const left = await forgetEnrolments(ledger, account, address, isIts)
    if (left.enrolments.length === 0) await forgetMailing(ledger, account, address)
  }
  await ledger.delete(key)
}
