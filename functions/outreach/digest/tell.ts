import type { Account } from '../../../shared/domain/account.ts'
import type { Period } from '../../../shared/domain/period.ts'
import { unknownKey } from '../../../shared/domain/rollup.ts'
import type { Block, Figure } from '../mails/letter.ts'
import { percent, writtenChange, writtenCount, writtenMoney } from '../mails/words.ts'
import type { ToldNotice } from '../notices/tell.ts'
import { adviceOn } from './advice.ts'
import type { WeekFigures } from './read.ts'

const dayNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const mostRows = 6

const written = (day: string, withYear = false) =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'long',
    ...(withYear && { year: 'numeric' }),
  }).format(Date.parse(day))

/** `16 to 22 November 2026` */
export function writtenWeek({ from, to }: Period): string {
  const isOneMonth = from.slice(0, 7) === to.slice(0, 7)
  const isOneYear = from.slice(0, 4) === to.slice(0, 4)
  const start = isOneMonth ? String(Number(from.slice(8))) : written(from, !isOneYear)
  return `${start} to ${written(to, true)}`
}

/** Whether there is anything to tell. */
export const isQuiet = ({ channels, channelsBefore }: WeekFigures): boolean =>
  [channels, channelsBefore].every(({ totals }) => totals.enquiries === 0 && totals.sessions === 0)

function figuresOf({ channels, channelsBefore }: WeekFigures, currency: string): Figure[] {
  const [now, before] = [channels.totals, channelsBefore.totals]
  const figure = (label: string, value: number, earlier: number, more: 'good' | 'bad'): Figure => ({
    label,
    value: writtenCount(value),
    change: value === earlier ? 'as before' : `${writtenChange(value, earlier)} on ${writtenCount(earlier)}`,
    tone: value === earlier ? 'even' : value > earlier === (more === 'good') ? 'good' : 'bad',
  })
  return [
    figure('Enquiries', now.enquiries, before.enquiries, 'good'),
    figure('Calls', now.calls, before.calls, 'good'),
    figure('Missed calls', now.missedCalls, before.missedCalls, 'bad'),
    figure('First-time enquiries', now.firstTimeEnquiries, before.firstTimeEnquiries, 'good'),
    figure('Codes redeemed', now.redemptions, before.redemptions, 'good'),
    {
      ...figure('Value', now.value, before.value, 'good'),
      value: writtenMoney(now.value, currency),
      change: now.value === before.value ? 'as before' : `${writtenMoney(before.value, currency)} before`,
    },
  ]
}

const writtenKey = (key: string) => (key === unknownKey ? 'Not known' : key)

function channelTable({ channels, channelsBefore }: WeekFigures, currency: string): Block[] {
  const rows = channels.rows.filter(({ enquiries, sessions }) => enquiries > 0 || sessions > 0)
  const before = (key: string) => channelsBefore.rows.find((row) => row.key === key)?.enquiries ?? 0
  if (rows.length === 0) return []
  const rest = rows.length - mostRows
  const table: Block = {
    block: 'table',
    title: 'What each channel brought',
    columns: ['Channel', 'Enquiries', 'Change', 'Missed', 'Value'],
    rows: rows
      .slice(0, mostRows)
      .map(({ key, enquiries, missedCalls, value }) => [
        writtenKey(key),
        writtenCount(enquiries),
        writtenChange(enquiries, before(key)),
        writtenCount(missedCalls),
        value === 0 ? '–' : writtenMoney(value, currency),
      ]),
    note: rest > 0 ? `and ${rest} more in the table attached` : undefined,
  }
  return [table]
}

function sourceTable({ sources }: WeekFigures): Block[] {
  const rows = sources.rows.filter(({ enquiries, key }) => enquiries > 0 && !key.startsWith('(')).slice(0, 5)
  if (rows.length === 0) return []
  return [
    {
      block: 'table',
      title: 'Top sources',
      columns: ['Source', 'Enquiries', 'Visits'],
      rows: rows.map(({ key, enquiries, sessions }) => [
        key,
        writtenCount(enquiries),
        sessions === 0 ? '–' : writtenCount(sessions),
      ]),
    },
  ]
}

function leadOf({ channels, channelsBefore }: WeekFigures): string {
  const [now, before] = [channels.totals.enquiries, channelsBefore.totals.enquiries]
  const count = `${writtenCount(now)} ${now === 1 ? 'enquiry' : 'enquiries'}`
  if (now === 0 && before === 0) return 'No enquiries, as in the week before.'
  if (before === now) return `${count}, as many as the week before.`
  const difference = writtenCount(Math.abs(Math.round((now - before) * 10) / 10))
  const top = channels.rows.find(({ enquiries, key }) => enquiries > 0 && !key.startsWith('('))
  const most = top ? ` ${top.key} brought most: ${percent(top.enquiries, now)} %.` : ''
  return `${count}, ${difference} ${now > before ? 'more' : 'fewer'} than the week before.${most}`
}

/** The week in words; no person in it, so that everybody may read it. */
export function tellDigest(
  week: WeekFigures,
  { currency, name }: Pick<Account, 'currency' | 'name'>,
  urls: { readonly report: string; readonly missed: string },
): ToldNotice {
  const advice = adviceOn(week, currency)
  const { period, channels, days } = week
  const lead = leadOf(week)
  return {
    subject: `${name}: ${writtenCount(channels.totals.enquiries)} enquiries, ${writtenWeek(period)}`,
    preview: lead,
    kicker: 'The week',
    title: writtenWeek(period),
    lead,
    blocks: [
      { block: 'figures', figures: figuresOf(week, currency) },
      {
        block: 'bars',
        title: 'Enquiries day by day',
        bars: days.map(({ enquiries }, index) => ({ label: dayNames[index] ?? '', value: enquiries })),
      },
      ...channelTable(week, currency),
      ...sourceTable(week),
      {
        block: 'list',
        title: 'What to look at',
        items: advice.length > 0 ? advice : ['Nothing out of the ordinary.'],
      },
      {
        block: 'actions',
        actions: [
          { label: 'Open the report', href: urls.report },
          ...(channels.totals.missedCalls > 0
            ? [
                {
                  label: `See the missed calls (${writtenCount(channels.totals.missedCalls)})`,
                  href: urls.missed,
                },
              ]
            : []),
        ],
      },
    ],
  }
}
