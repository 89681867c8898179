import { ChartNoAxesColumn } from 'lucide-react'
import { useMemo } from 'react'
import { Link, useSearchParams } from 'wouter'
import { changedSearch } from '../../api/search.ts'
import type { SourcesReport } from '../../api/types.ts'
import { count, money, share } from '../../look/format.ts'
import { dimensionNames, keyName } from '../../look/names.ts'
import { Change } from '../../parts/change.tsx'
import { ConfidenceMark } from '../../parts/confidence.tsx'
import { KeyName } from '../../parts/key-name.tsx'
import { Bar, type Column, DataTable } from '../../parts/table.tsx'
import { rowAddress, type SourcesState } from './state.ts'
import './source-table.css'

type Row = SourcesReport['rows'][number]
type Figures = SourcesReport['totals']

const missedShare = ({ calls, missedCalls }: Figures) => (calls > 0 ? missedCalls / calls : null)

/** The rows of a report, each beside itself in the period before. */
export function SourceTable({
  state,
  report,
  rows,
  before,
  currency,
}: {
  readonly state: SourcesState
  readonly report: SourcesReport
  /** Those of the report that are looked for. */
  readonly rows: readonly Row[]
  readonly before: SourcesReport | undefined
  readonly currency: string
}) {
  const [search] = useSearchParams()
  const columns = useMemo<readonly Column<Row>[]>(() => {
    const most = Math.max(...rows.map(({ enquiries }) => enquiries), 0)
    const earlier = new Map(before?.rows.map((row) => [row.key, row]))
    const sum = report.totals
    const figure = (
      id: string,
      title: string,
      of: (figures: Figures) => number | null,
      show: (value: number) => string,
      more: Partial<Column<Row>> & { readonly isLessBetter?: boolean; readonly isCompared?: boolean } = {},
    ): Column<Row> => {
      const { isLessBetter = false, isCompared = false, ...rest } = more
      const text = (value: number | null) => (value === null ? '–' : show(value))
      const cell = (figures: Figures, then: Figures | undefined) => (
        <>
          {isCompared && then && <Change now={of(figures)} before={of(then)} isLessBetter={isLessBetter} />}{' '}
          {text(of(figures))}
        </>
      )
      return {
        id,
        title,
        isFigure: true,
        order: of,
        cell: (row) => cell(row, earlier.get(row.key)),
        total: cell(sum, before?.totals),
        ...rest,
      }
    }
    return [
      {
        id: 'key',
        title: dimensionNames[state.groupBy],
        order: ({ key }) => key,
        total: 'All',
        cell: (row) => (
          <Bar share={most > 0 ? row.enquiries / most : 0}>
            <Link href={rowAddress(search, state, row.key)} className="source-key">
              <KeyName of={row.key} />
            </Link>
          </Bar>
        ),
      },
      figure('sessions', 'Visits', ({ sessions }) => sessions, count, { isMinor: true }),
      figure('enquiries', 'Enquiries', ({ enquiries }) => enquiries, count, { isCompared: true }),
      {
        id: 'confidence',
        title: 'Certain',
        help: 'How many rest on a code, a form or a number that one visitor alone was shown',
        isFigure: true,
        isMinor: true,
        order: ({ confidence, enquiries }) => (enquiries > 0 ? confidence.certain / enquiries : null),
        cell: (row) => <ConfidenceMark of={row} />,
        total: <ConfidenceMark of={sum} />,
      },
      figure('first', 'New people', ({ firstTimeEnquiries }) => firstTimeEnquiries, count, {
        isMinor: true,
        help: 'Enquiries of people who never enquired before, by call, text, form or online',
      }),
      figure('calls', 'Calls', ({ calls }) => calls, count, { isMinor: true }),
      figure('missed', 'Missed', missedShare, share, { isMinor: true, help: 'Of the calls' }),
      figure('redemptions', 'Codes', ({ redemptions }) => redemptions, count, {
        isMinor: true,
        help: 'Codes redeemed',
      }),
      figure(
        'value',
        'Value',
        ({ value }) => value,
        (value) => money(value, currency),
        { isCompared: true },
      ),
      figure(
        'spend',
        'Spend',
        ({ spend }) => (spend > 0 ? spend : null),
        (value) => money(value, currency),
        {
          isMinor: true,
        },
      ),
      figure(
        'cost',
        'Cost each',
        ({ costPerEnquiry }) => costPerEnquiry,
        (value) => money(value, currency),
        {
          isMinor: true,
          help: 'Cost per enquiry',
        },
      ),
      figure(
        'return',
        'Return',
        ({ returnOnSpend }) => returnOnSpend,
        (value) => `${value.toFixed(1)}×`,
        {
          isMinor: true,
          help: 'Value for each unit spent',
        },
      ),
      {
        id: 'course',
        title: '',
        isMinor: true,
        cell: ({ key }) => {
          const isChosen = state.row === key
          return (
            <Link
              href={`/sources${changedSearch(search, { row: isChosen ? undefined : key })}`}
              replace
              className="source-course"
              aria-label={isChosen ? 'Draw all of them over time' : `Draw ${keyName(key)} over time`}
              aria-current={isChosen ? 'true' : undefined}
            >
              <ChartNoAxesColumn aria-hidden="true" />
            </Link>
          )
        },
      },
    ]
  }, [rows, report, before, state, search, currency])
  return (
    <DataTable
      key={state.groupBy}
      label={`Enquiries by ${dimensionNames[state.groupBy].toLowerCase()}`}
      columns={columns}
      rows={rows}
      rowKey={({ key }) => key}
      usualOrder={{ column: 'enquiries', isDescending: true }}
      isMarked={({ key }) => state.row === key}
      pageRows={50}
    />
  )
}
