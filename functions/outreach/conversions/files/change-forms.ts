import type { Change } from '../../../../shared/domain/conversion/record.ts'
import { addSeconds, type Instant } from '../../../../shared/domain/time.ts'
import { type FileForm, line, plainTime, utc, worth } from './forms.ts'

/** A change as a file tells it. */
export interface ChangeRow {
  readonly change: Change
  /** What the conversion is called where people see it, and by which name the platform knows it. */
  readonly name: string
  readonly id: string
}

/** Both platforms refuse a change that is not later than what it changes. */
function changedAfter({ at, changedAt }: Change): Instant {
  const earliest = addSeconds(at, 1)
  return changedAt > earliest ? changedAt : earliest
}
const valueCells = ({ op, value }: Change): [string, string] => (op === 'retract' ? ['', ''] : worth(value))

/** Google's template for conversion adjustments (support.google.com/google-ads/answer/7686280), by order id. */
export const googleAdjustments: FileForm<ChangeRow> = {
  head: () =>
    utc +
    line([
      'Order ID',
      'Conversion Name',
      'Adjustment Time',
      'Adjustment Type',
      'Adjusted Value',
      'Adjusted Value Currency',
    ]),
  row: ({ change, name, id }) =>
    line([
      id,
      name,
      plainTime(changedAfter(change)),
      // Its API says RETRACTION and RESTATEMENT; the file says it thus.
      change.op === 'retract' ? 'RETRACT' : 'RESTATE',
      ...valueCells(change),
    ]),
}

/**
 * Microsoft's bulk file, whose fields are documented where those of its web template are not
 * (learn.microsoft.com/advertising/bulk-service/offline-conversion); its times are UTC always.
 */
const bulkColumns = [
  'Type',
  'Status',
  'Id',
  'Parent Id',
  'Client Id',
  'Name',
  'Adjustment Currency Code',
  'Adjustment Time',
  'Adjustment Type',
  'Adjustment Value',
  'Conversion Name',
  'Conversion Time',
  'Microsoft Click Id',
] as const
const bulkLine = (cells: Partial<Record<(typeof bulkColumns)[number], string>>) =>
  line(bulkColumns.map((column) => cells[column] ?? ''))
const bulkTime = (instant: Instant) => `${instant.slice(0, 19)}Z`

export const microsoftAdjustments: FileForm<ChangeRow> = {
  head: () => line(bulkColumns) + bulkLine({ Type: 'Format Version', Name: '6.0' }),
  row({ change, name, id }) {
    const { click, at, generation } = change
    if (!click) return ''
    const [value, currency] = valueCells(change)
    return bulkLine({
      Type: 'Offline Conversion',
      'Client Id': id,
      'Adjustment Currency Code': currency,
      'Adjustment Time': bulkTime(changedAfter(change)),
      'Adjustment Type': change.op === 'retract' ? 'Retract' : 'Restate',
      'Adjustment Value': value,
      'Conversion Name': name,
      // Where it was sent anew it stands a second later for each time, as the API is told.
      'Conversion Time': bulkTime(addSeconds(at, generation - 1)),
      'Microsoft Click Id': click.value,
    })
  },
}
