import { Link } from 'wouter'
import { useMe } from '../../api/me.ts'
import type { SourcesReport } from '../../api/types.ts'
import { count, money, share } from '../../look/format.ts'
import { KeyName } from '../../parts/key-name.tsx'
import { Bar, type Column, DataTable } from '../../parts/table.tsx'

type Row = SourcesReport['rows'][number]
const shown = 8

export function TopSources({ report }: { readonly report: SourcesReport }) {
  const { currency } = useMe().account
  const rows = report.rows.toSorted((left, right) => right.enquiries - left.enquiries).slice(0, shown)
  const most = rows[0]?.enquiries ?? 0
  const columns: readonly Column<Row>[] = [
    {
      id: 'source',
      title: 'Source',
      cell: ({ key, enquiries }) => (
        <Bar share={most > 0 ? enquiries / most : 0}>
          <Link
            href={`/enquiries?source=${encodeURIComponent(key)}&from=${report.from}&to=${report.to}&model=last`}
          >
            <KeyName of={key} />
          </Link>
        </Bar>
      ),
    },
    {
      id: 'enquiries',
      title: 'Enquiries',
      isFigure: true,
      order: (row) => row.enquiries,
      cell: (row) => count(row.enquiries),
    },
    {
      id: 'sessions',
      title: 'Visits',
      isFigure: true,
      isMinor: true,
      order: (row) => row.sessions,
      cell: (row) => count(row.sessions),
    },
    {
      id: 'calls',
      title: 'Calls',
      isFigure: true,
      order: (row) => row.calls,
      cell: (row) => count(row.calls),
    },
    {
      id: 'missed',
      title: 'Missed',
      isFigure: true,
      isMinor: true,
      order: (row) => (row.calls > 0 ? row.missedCalls / row.calls : null),
      cell: (row) => (row.calls > 0 ? share(row.missedCalls / row.calls) : '–'),
    },
    {
      id: 'value',
      title: 'Value',
      isFigure: true,
      order: (row) => row.value,
      cell: (row) => money(row.value, currency),
    },
    {
      id: 'cost',
      title: 'Cost per enquiry',
      isFigure: true,
      isMinor: true,
      order: (row) => row.costPerEnquiry,
      cell: (row) => money(row.costPerEnquiry, currency),
    },
  ]
  return (
    <>
      <DataTable
        label="Sources with the most enquiries"
        columns={columns}
        rows={rows}
        rowKey={({ key }) => key}
        usualOrder={{ column: 'enquiries', isDescending: true }}
      />
      <p className="small" style={{ marginTop: '0.75rem' }}>
        <Link href={`/sources?from=${report.from}&to=${report.to}&groupBy=source`}>
          {report.rows.length > shown ? `All ${report.rows.length} sources` : 'Sources in detail'}
        </Link>
      </p>
    </>
  )
}
