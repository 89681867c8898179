import { readCsv } from '../../../shared/domain/csv-rows.ts'
import type { OutcomeField, RawOutcome } from '../../../shared/domain/told-outcome.ts'

/** What systems call the fields, without case, spaces and marks. */
const columnNames: Record<OutcomeField, readonly string[]> = {
  id: ['id', 'dealid', 'outcomeid', 'opportunityid', 'orderid', 'recordid'],
  enquiryId: ['enquiryid', 'enquiry'],
  callSid: ['callsid', 'call'],
  contact: ['contact', 'contactid'],
  phone: ['phone', 'phonenumber', 'telephone', 'mobile', 'mobilephone'],
  email: ['email', 'emailaddress', 'mail'],
  clickId: ['clickid', 'gclid', 'gbraid', 'wbraid', 'msclkid', 'fbclid', 'ttclid'],
  stage: ['stage', 'dealstage', 'status', 'stagename'],
  value: ['value', 'amount', 'dealvalue', 'total'],
  currency: ['currency', 'currencycode', 'currencyisocode'],
  at: ['at', 'time', 'date', 'closedate', 'closedat', 'timestamp'],
}
const fieldOf = new Map(
  Object.entries(columnNames).flatMap(([field, names]) =>
    names.map((name) => [name, field as OutcomeField] as const),
  ),
)
const plain = (heading: string) => heading.toLowerCase().replace(/[^a-z0-9]/g, '')

export interface CsvRow {
  readonly line: number
  readonly raw: RawOutcome
}
/** What can't be read, from its line on. */
export interface CsvFailure {
  readonly line: number
  readonly detail: string
}

const failed = (line: number, detail: string) => ({ rows: [], failedAt: { line, detail } })

/** The rows of a CSV file, its columns known by their headings: of several of one field the first that says something holds. */
export function readRows(bytes: Uint8Array): {
  readonly rows: readonly CsvRow[]
  readonly failedAt?: CsvFailure | undefined
} {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return failed(1, 'The file is not UTF-8.')
  }
  const { records, openQuoteAt } = readCsv(text)
  const [heading, ...rest] = records
  const fields = (heading?.cells ?? []).map((name) => fieldOf.get(plain(name)))
  if (!fields.includes('stage')) return failed(1, 'The heading line names no column `stage`.')
  return {
    rows: rest.map(({ line, cells }) => ({ line, raw: rawOf(cells, fields) })),
    ...(openQuoteAt !== undefined && {
      failedAt: {
        line: openQuoteAt,
        detail: 'A quote mark is opened here and never closed: nothing after it was read.',
      },
    }),
  }
}

function rawOf(cells: readonly string[], fields: readonly (OutcomeField | undefined)[]): RawOutcome {
  const raw: { [Field in OutcomeField]?: string } = {}
  for (const [index, field] of fields.entries()) {
    const cell = cells[index]
    if (field !== undefined && cell && raw[field] === undefined) raw[field] = cell
  }
  return raw
}
