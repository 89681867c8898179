import type { AccountId, EnquiryId } from '../../../shared/domain/ids.ts'
import { addDays } from '../../../shared/domain/time.ts'
import type { ChangedRow } from '../deps.ts'
import type { ConversionDeps } from './ports.ts'
import type { Reconcile } from './reconcile.ts'

/** What opened so long ago no platform takes any more, nor any change of it. */
const oldestDays = 400

/** The views' stream → what is to be told of the enquiries that changed. However often the rows come, the same is planned. */
export function createHearConversions(
  { destinations, now }: Pick<ConversionDeps, 'destinations' | 'now'>,
  reconcile: Reconcile,
) {
  return async (rows: readonly ChangedRow[]): Promise<void> => {
    const earliest = addDays(now(), -oldestDays)
    const changed = new Map<AccountId, Set<EnquiryId>>()
    for (const row of rows) {
      const [id, at] =
        'call' in row
          ? [row.call.enquiryId, row.call.call.startedAt]
          : [row.enquiry.enquiry.id, row.enquiry.enquiry.openedAt]
      if (at < earliest) continue
      changed.set(row.account, (changed.get(row.account) ?? new Set()).add(id))
    }
    for (const [account, ids] of changed) {
      const all = await destinations.list(account)
      if (all.every(({ mode }) => mode === 'off')) continue
      for (const id of ids) await reconcile(account, id, all)
    }
  }
}
