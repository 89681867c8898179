import { decimalOf } from '../../../../shared/domain/conversion/amount.ts'
import type { Destination } from '../../../../shared/domain/conversion/destination.ts'
import { maySendIdentity } from '../../../../shared/domain/conversion/destination.ts'
import type { Money, Wanted } from '../../../../shared/domain/conversion/wanted.ts'
import { epochSecondsOf, type Instant } from '../../../../shared/domain/time.ts'
import type { HashedIdentity } from '../hash.ts'
import { fbcOf } from '../platforms/meta.ts'

/** One conversion as a file tells it. */
export interface FileRow {
  readonly wanted: Wanted
  /** What the conversion is called where people see it. */
  readonly name: string
  /** The name by which the platform tells a repeated one from another. */
  readonly id: string
  readonly identity?: HashedIdentity | undefined
}

/** A platform's file: what stands above its rows, and each row; '' for what has no place in it. */
export interface FileForm<Row> {
  head(destination: Destination): string
  row(row: Row, destination: Destination): string
}

/**
 * Quoted where it must be (RFC 4180), and nothing added: a program reads it, and click ids are checked before they come here.
 */
const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
export const line = (cells: readonly string[]): string => `${cells.map(cell).join(',')}\r\n`

/** `2026-11-20 12:00:00`: without `T` and `Z`, which Google refuses; the zone stands above the table. */
export const plainTime = (instant: Instant): string => instant.slice(0, 19).replace('T', ' ')
/** A zone of its own would have hours that come twice, and hours that never come: UTC has none. */
export const utc = 'Parameters:TimeZone=+0000\r\n'

export const worth = (value: Money | null): [string, string] =>
  value ? [decimalOf(value.minorUnits, value.currency), value.currency] : ['', '']

/** Where the business declares what people agreed to, each row says so. */
function consentColumns({ consent }: Destination): { readonly titles: string[]; readonly cells: string[] } {
  const { adUserData, adPersonalization } = consent
  if (!adUserData && !adPersonalization) return { titles: [], cells: [] }
  const words = { granted: 'Granted', denied: 'Denied' } as const
  return {
    titles: ['Ad User Data', 'Ad Personalization'],
    cells: [adUserData, adPersonalization].map((each) => (each ? words[each] : '')),
  }
}

const conversionTitles = ['Conversion Name', 'Conversion Time', 'Conversion Value', 'Conversion Currency']

/** Google's template for conversions from clicks: each click id in its own column, an order id that tells repeated rows. */
export const googleClicks: FileForm<FileRow> = {
  head: (destination) =>
    utc +
    line([
      'Google Click ID',
      'GBRAID',
      'WBRAID',
      ...conversionTitles,
      'Order ID',
      ...consentColumns(destination).titles,
    ]),
  row({ wanted: { click, at, value }, name, id }, destination) {
    if (!click) return ''
    const clicks = ['gclid', 'gbraid', 'wbraid'].map((each) => (each === click.name ? click.value : ''))
    const { cells } = consentColumns(destination)
    return line([...clicks, name, plainTime(at), ...worth(value), id, ...cells])
  },
}

/** Google's for enhanced conversions for leads: of those alone of whom no click is known, by what they left, hashed. */
export const googleLeads: FileForm<FileRow> = {
  head: (destination) =>
    utc +
    line(['Email', 'Phone Number', ...conversionTitles, 'Order ID', ...consentColumns(destination).titles]),
  row({ wanted: { click, at, value }, name, id, identity }, destination) {
    const { email = '', phone = '' } = identity ?? {}
    if (click || (email === '' && phone === '')) return ''
    const { cells } = consentColumns(destination)
    return line([email, phone, name, plainTime(at), ...worth(value), id, ...cells])
  },
}

/** Microsoft's template for offline conversions; hashes where they may go along, since it takes no further columns else. */
export const microsoftConversions: FileForm<FileRow> = {
  head: (destination) =>
    utc +
    line([
      'Microsoft Click ID',
      ...conversionTitles,
      ...(maySendIdentity(destination) ? ['Hashed Email Address', 'Hashed Phone Number'] : []),
    ]),
  row({ wanted: { click, at, value }, name, identity }, destination) {
    const { email = '', phone = '' } = identity ?? {}
    const hashes = maySendIdentity(destination) ? [email, phone] : []
    if (!click && hashes.every((hash) => hash === '')) return ''
    return line([click?.value ?? '', name, plainTime(at), ...worth(value), ...hashes])
  },
}

/** Meta's for offline events: seconds since 1970, people as hashes. */
export const metaEvents: FileForm<FileRow> = {
  head: () => line(['event_name', 'event_time', 'value', 'currency', 'order_id', 'email', 'phone', 'fbc']),
  row: ({ wanted, name, id, identity }) =>
    line([
      name,
      `${epochSecondsOf(wanted.at)}`,
      ...worth(wanted.value),
      id,
      identity?.email ?? '',
      identity?.phone ?? '',
      fbcOf(wanted) ?? '',
    ]),
}
