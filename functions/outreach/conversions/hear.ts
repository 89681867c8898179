import type { AccountId, EnquiryId } from '../../../shared/domain/ids.ts'
import { addDays } from '../../../shared/domain/time.ts'
import type { ChangedRow } from '../deps.ts'
import type { RowChange } from '../events/row-change.ts'
import type { ConversionDeps, StoredDestination } from './ports.ts'
import type { Reconcile } from './reconcile.ts'

/** What opened so long ago no platform takes any more, nor any change of it. */
const oldestDays = 400

type Changed = Map<AccountId, Set<EnquiryId>>
const noteAll = (changed: Changed, account: AccountId, ids: readonly EnquiryId[]) => {
  const known = changed.get(account) ?? new Set()
  for (const id of ids) known.add(id)
  changed.set(account, known)
}

const asksForSteps = ({ rules }: StoredDestination) => rules.some(({ trigger }) => trigger.on === 'step')

/** The views' stream → what is to be told of the enquiries that changed. However often the rows come, the same is planned. */
export function createHearConversions(
  { destinations, now }: Pick<ConversionDeps, 'destinations' | 'now'>,
  reconcile: Reconcile,
) {
  async function lookAt(changed: Changed, isConcerned: (destination: StoredDestination) => boolean) {
    for (const [account, ids] of changed) {
      const on = (await destinations.list(account)).filter(({ mode }) => mode !== 'off')
      if (!on.some(isConcerned)) continue
      for (const id of ids) await reconcile(account, id, on)
    }
  }
  return {
    /** Enquiries and calls. */
    async rows(rows: readonly ChangedRow[]): Promise<void> {
      const earliest = addDays(now(), -oldestDays)
      const changed: Changed = new Map()
      for (const row of rows) {
        const [id, at] =
          'call' in row
            ? [row.call.enquiryId, row.call.call.startedAt]
            : [row.enquiry.enquiry.id, row.enquiry.enquiry.openedAt]
        if (at >= earliest) noteAll(changed, row.account, [id])
      }
      await lookAt(changed, () => true)
    },
    /** How far people have come: for those alone who send steps back. */
    async changes(changes: readonly RowChange[]): Promise<void> {
      const changed: Changed = new Map()
      for (const change of changes)
        if (change.row === 'progress') noteAll(changed, change.account, change.after.enquiries)
      await lookAt(changed, asksForSteps)
    },
  }
}
