import type { Delivery } from '../../../shared/domain/delivery.ts'
import { refuse } from '../../../shared/http/problem.ts'
import type { Redeliver } from '../deliveries/delivery-routes.ts'
import type { ConversionDeps } from './ports.ts'
import type { Reconcile } from './reconcile.ts'
import { createTell } from './tell.ts'

const nothing = refuse('delivery_unsendable', 'Nothing of it is to be sent any more: see /v1/conversions.')

/** Tries once more, by hand, what a platform would not take or what waits for its next try: as it is true now. */
export function createRedeliverConversion(deps: ConversionDeps, reconcile: Reconcile): Redeliver {
  const { conversions, destinations, deliveries, sources, now } = deps
  const tell = createTell(deps)

  async function recordOf({ account, about }: Delivery) {
    if (about.enquiry === undefined) return undefined
    const row = await sources.enquiries.find(account, about.enquiry)
    const contacts = row?.enquiry.contacts.map(({ id }) => id) ?? []
    const records = await conversions.of(account, contacts)
    return records.find(({ name, mode }) => name === about.event && mode === 'live')
  }

  return async (delivery) => {
    const { account, target, state } = delivery
    if (state === 'dry-run')
      return refuse('delivery_unsendable', 'It is a dry run: take the destination live.')
    if (state === 'sending') return refuse('delivery_unsendable', 'It is being sent at this moment.')
    const destination = await destinations.get(account, target.id)
    if (destination?.mode !== 'live')
      return refuse('delivery_unsendable', 'Its destination is gone, or is not live.')
    const before = await recordOf(delivery)
    if (!before) return nothing
    if (before.refused) await conversions.put(before, { ...before, refused: undefined, updatedAt: now() })
    await reconcile(account, before.enquiry, [destination])
    const record = await conversions.get(before)
    const waiting = record?.pending?.delivery
    if (!record?.pending || waiting === undefined) return nothing
    const known = await deliveries.get(account, waiting)
    const hastened = known && (await deliveries.again(known, now()))
    if (!hastened) return nothing
    const due = { ...record, pending: { ...record.pending, dueAt: now() }, updatedAt: now() }
    const put = await conversions.put(record, due)
    if (put) await tell(destination, [put])
    return (await deliveries.get(account, waiting)) ?? nothing
  }
}
