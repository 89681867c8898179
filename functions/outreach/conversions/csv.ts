import { decimalOf } from '../../../shared/domain/conversion/amount.ts'
import type { Wanted } from '../../../shared/domain/conversion/wanted.ts'
import { epochSecondsOf, type Instant } from '../../../shared/domain/time.ts'
import type { ConversionFormat } from './conversion-schema.ts'
import type { HashedIdentity } from './hash.ts'
import { fbcOf } from './platforms/meta.ts'

/** One conversion as a file tells it. */
export interface FileRow {
  readonly wanted: Wanted
  /** What the conversion is called where people see it. */
  readonly name: string
  /** The name by which the platform tells a repeated one from another. */
  readonly id: string
  readonly identity?: HashedIdentity | undefined
}

/**
 * Quoted where it must be (RFC 4180), and nothing added: a program reads it, and click ids are checked before they come here.
 */
const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
const line = (cells: readonly string[]): string => `${cells.map(cell).join(',')}\r\n`

/** `2026-11-20 12:00:00`: without `T` and `Z`, which Google refuses; the zone stands above the table. */
const plainTime = (instant: Instant): string => instant.slice(0, 19).replace('T', ' ')
/** A zone of its own would have hours that come twice, and hours that never come: UTC has none. */
const utc = 'Parameters:TimeZone=+0000'

const worth = ({ value }: Wanted): [string, string] =>
  value ? [decimalOf(value.minorUnits, value.currency), value.currency] : ['', '']

/**
 * Google's template for conversions from clicks (support.google.com/google-ads/answer/7014069): each click id in its own
 * column, an order id that tells repeated rows.
 */
function googleFile(rows: readonly FileRow[]): string {
  const titles = [
    'Google Click ID',
    'GBRAID',
    'WBRAID',
    'Conversion Name',
    'Conversion Time',
    'Conversion Value',
    'Conversion Currency',
    'Order ID',
  ]
  const lines = rows.flatMap(({ wanted, name, id }) => {
    const { click, at } = wanted
    if (!click) return []
    const clicks = ['gclid', 'gbraid', 'wbraid'].map((each) => (each === click.name ? click.value : ''))
    return [line([...clicks, name, plainTime(at), ...worth(wanted), id])]
  })
  return `${utc}\r\n${line(titles)}${lines.join('')}`
}

/** Microsoft's template for offline conversions: the same with its own click id. */
function microsoftFile(rows: readonly FileRow[]): string {
  const titles = [
    'Microsoft Click ID',
    'Conversion Name',
    'Conversion Time',
    'Conversion Value',
    'Conversion Currency',
  ]
  const lines = rows.flatMap(({ wanted, name }) =>
    wanted.click ? [line([wanted.click.value, name, plainTime(wanted.at), ...worth(wanted)])] : [],
  )
  return `${utc}\r\n${line(titles)}${lines.join('')}`
}

/** Meta's for offline events: seconds since 1970, people as hashes. */
function metaFile(rows: readonly FileRow[]): string {
  const titles = ['event_name', 'event_time', 'value', 'currency', 'order_id', 'email', 'phone', 'fbc']
  const lines = rows.map(({ wanted, name, id, identity }) =>
    line([
      name,
      `${epochSecondsOf(wanted.at)}`,
      ...worth(wanted),
      id,
      identity?.email ?? '',
      identity?.phone ?? '',
      fbcOf(wanted) ?? '',
    ]),
  )
  return line(titles) + lines.join('')
}

const files: Readonly<Record<ConversionFormat, (rows: readonly FileRow[]) => string>> = {
  'google-csv': googleFile,
  'microsoft-csv': microsoftFile,
  'meta-csv': metaFile,
}
export const conversionFile = (format: ConversionFormat, rows: readonly FileRow[]): string =>
  files[format](rows)
