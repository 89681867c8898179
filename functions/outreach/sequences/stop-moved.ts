import type { AccountId } from '../../../shared/domain/ids.ts'
import { hasMoved } from '../../../shared/domain/moved.ts'
import type { Sequence } from '../../../shared/domain/sequence.ts'
import type { EnquiryRow } from '../../../shared/domain/view.ts'
import type { FollowUpDeps } from './ports.ts'

type Row = { readonly account: AccountId } & ({ readonly enquiry: EnquiryRow } | object)

/**
 * Rows of enquiries → those in a sequence who have moved since leave it at once. What a row is late for is read again
 * before any mail goes out (`read-movement.ts`).
 */
export function createStopMoved({
  mailing,
  sequences,
  now,
}: Pick<FollowUpDeps, 'mailing' | 'sequences' | 'now'>) {
  return async (rows: readonly Row[]): Promise<void> => {
    const known = new Map<AccountId, Promise<readonly Sequence[]>>()
    for (const row of rows) {
      if (!('enquiry' in row) || row.enquiry.enquiry.excluded) continue
      const { account } = row
      const { contacts, outcomes } = row.enquiry.enquiry
      const reading = known.get(account) ?? sequences.list(account)
      known.set(account, reading)
      const all = await reading
      if (all.length === 0) continue
      for (const address of await mailing.addressesOf(
        account,
        contacts.map(({ id }) => id),
      )) {
        await mailing.stop(
          account,
          address,
          (enrolment) => {
            const sequence = all.find(({ id }) => id === enrolment.sequence)
            return sequence && hasMoved(enrolment, { contacts, outcomes }, sequence.stopOn)
          },
          now(),
        )
      }
    }
  }
}
