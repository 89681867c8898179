import { useMemo } from 'react'
import { Link, useSearchParams } from 'wouter'
import { changedSearch } from '../../api/search.ts'
import type { JourneysReport } from '../../api/types.ts'
import { count, money, share } from '../../look/format.ts'
import { keyName } from '../../look/names.ts'
import { Bar, type Column, DataTable } from '../../parts/table.tsx'

type Row = JourneysReport['channels'][number]

/** What each channel does in the journeys: begins them, helps, ends them. */
export function ChannelParts({
  report,
  via,
  currency,
}: {
  readonly report: JourneysReport
  readonly via: string
  readonly currency: string
}) {
  const [search] = useSearchParams()
  const columns = useMemo<readonly Column<Row>[]>(() => {
    const most = Math.max(...report.channels.map(({ involved }) => involved), 0)
    const figure = (id: keyof Row & string, title: string, help: string): Column<Row> => ({
      id,
      title,
      help,
      isFigure: true,
      order: (row) => row[id],
      cell: (row) => count(row[id] as number),
    })
    return [
      {
        id: 'channel',
        title: 'Channel',
        order: ({ channel }) => channel,
        cell: ({ channel, involved }) => (
          <Bar share={most > 0 ? involved / most : 0}>
            <Link href={`/journeys${changedSearch(search, { via: channel })}`}>{keyName(channel)}</Link>
          </Bar>
        ),
      },
      figure('involved', 'In a journey', 'Enquiries with this channel anywhere before them'),
      { ...figure('first', 'Began it', 'Enquiries whose first touch it was'), isMinor: true },
      figure('assisted', 'Assisted', 'Enquiries in which it came before the last touch'),
      { ...figure('last', 'Ended it', 'Enquiries whose last touch it was'), isMinor: true },
      {
        id: 'ratio',
        title: 'Assists per ending',
        help: 'Above 1: it helps more than it ends; a report by last touch undervalues it',
        isFigure: true,
        isMinor: true,
        order: ({ assisted, last }) => (last > 0 ? assisted / last : null),
        cell: ({ assisted, last }) => (last > 0 ? (assisted / last).toFixed(1) : '–'),
      },
      {
        id: 'share',
        title: 'Of all',
        isFigure: true,
        isMinor: true,
        order: ({ involved }) => involved,
        cell: ({ involved }) =>
          report.totals.enquiries > 0 ? share(involved / report.totals.enquiries) : '–',
      },
      {
        id: 'value',
        title: 'Value',
        help: 'Of all enquiries it was part of: channels share them, so that their sum is more than the whole',
        isFigure: true,
        order: ({ value }) => value,
        cell: ({ value }) => money(value, currency),
      },
    ]
  }, [report, search, currency])
  return (
    <DataTable
      label="What each channel does in journeys"
      columns={columns}
      rows={report.channels}
      rowKey={({ channel }) => channel}
      usualOrder={{ column: 'involved', isDescending: true }}
      isMarked={({ channel }) => channel === via}
    />
  )
}
