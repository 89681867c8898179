import type { Account } from '../../shared/domain/account.ts'
import { quarterBounds, zonedDayOf } from '../../shared/domain/calendar.ts'
import type { AttributionPorts } from './deps.ts'
import { foldZonedDay } from './rollup.ts'
import { settle } from './settle.ts'

/** An account's settings changed: what follows from them is derived anew for all of its history. */
export async function rederive(ports: AttributionPorts, before: Account, after: Account): Promise<void> {
  const account = after.id
  const days = await ports.views.days.list(account)
  if (before.enquiryGapDays !== after.enquiryGapDays || before.lookbackDays !== after.lookbackDays) {
    for (const day of days) {
      for (const { enquiry } of await ports.views.enquiries.enquiriesOf(account, day)) {
        // The head of the opening contact knows the rest; its kind and session are read from there.
        await settle(ports, account, [
          { id: enquiry.contacts[0]?.id ?? '', kind: 'call', at: enquiry.openedAt },
        ])
      }
    }
  }
  if (before.timeZone !== after.timeZone) {
    const zoned = days.flatMap((day) => [
      zonedDayOf(quarterBounds(day, '00:00').from, after.timeZone),
      zonedDayOf(quarterBounds(day, '23:45').from, after.timeZone),
    ])
    for (const day of new Set(zoned)) await foldZonedDay(ports, account, after.timeZone, day)
  }
}
