import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import { isOneOf, useMe } from '../../../api/me.ts'
import { usePeriod } from '../../../api/period.ts'
import { api } from '../../../api/request.ts'
import type { PoolsReport } from '../../../api/types.ts'
import { count, share } from '../../../look/format.ts'
import { Badge } from '../../../parts/badge.tsx'
import { Button } from '../../../parts/button.tsx'
import { Dialog } from '../../../parts/dialog.tsx'
import { Empty, Trouble } from '../../../parts/empty.tsx'
import { Section } from '../../../parts/page.tsx'
import { PeriodPicker } from '../../../parts/period-picker.tsx'
import { TableSkeleton } from '../../../parts/skeleton.tsx'
import { type Column, DataTable } from '../../../parts/table.tsx'
import { PoolForm } from './pool-form.tsx'
import './pool.css'

type Row = PoolsReport['rows'][number]

export const usePoolsReport = () => {
  const { from, to } = usePeriod()
  return useQuery({
    queryKey: ['reports', 'pools', from, to],
    queryFn: () => api.get<PoolsReport>('/v1/reports/pools', { from, to }),
  })
}

/** Whether the pools have numbers enough, and how many they need. */
export default function Pools() {
  const mayEdit = isOneOf(useMe(), 'owner', 'marketer')
  const [isAdding, setAdding] = useState(false)
  const report = usePoolsReport()
  const columns: readonly Column<Row>[] = [
    {
      id: 'name',
      title: 'Pool',
      order: ({ name }) => name.toLowerCase(),
      cell: ({ key, name }) => <Link href={`/settings/pools/${key}`}>{name}</Link>,
    },
    {
      id: 'numbers',
      title: 'Numbers',
      isFigure: true,
      order: ({ numbers }) => numbers,
      cell: ({ numbers, restingNumbers }) => (
        <>
          {numbers}
          {restingNumbers.length > 0 && <span className="quiet small"> ({restingNumbers.length} rest)</span>}
        </>
      ),
    },
    {
      id: 'recommended',
      title: 'Needed',
      help: 'The fewest numbers that would have kept ambiguous calls under 1 %',
      isFigure: true,
      order: ({ recommendedNumbers }) => recommendedNumbers,
      cell: ({ numbers, recommendedNumbers }) =>
        recommendedNumbers === null ? (
          '–'
        ) : recommendedNumbers > numbers ? (
          <>
            {recommendedNumbers} <Badge tone="signal">{recommendedNumbers - numbers} more</Badge>
          </>
        ) : (
          recommendedNumbers
        ),
    },
    {
      id: 'utilisation',
      title: 'In use',
      help: 'The share of all minutes of all numbers in which one was shown to a visitor',
      isFigure: true,
      order: ({ utilisation }) => utilisation,
      cell: ({ utilisation }) => share(utilisation),
    },
    {
      id: 'peak',
      title: 'At most',
      help: 'The most visitors who held numbers at one time',
      isFigure: true,
      isMinor: true,
      order: ({ peakLeases }) => peakLeases,
      cell: ({ peakLeases }) => count(peakLeases),
    },
    {
      id: 'overflow',
      title: 'Shared',
      help: 'Visitors who were given a number that another held, as none was free',
      isFigure: true,
      order: ({ overflowShare }) => overflowShare,
      cell: ({ overflowShare }) => share(overflowShare),
    },
    {
      id: 'ambiguous',
      title: 'Ambiguous calls',
      isFigure: true,
      isMinor: true,
      order: ({ ambiguousShare }) => ambiguousShare,
      cell: ({ ambiguousCalls, calls }) => (calls > 0 ? `${count(ambiguousCalls)} of ${count(calls)}` : '–'),
    },
  ]
  if (report.error) return <Trouble error={report.error} onRetry={() => void report.refetch()} />
  return (
    <Section
      title="Pools"
      lead="Numbers that are shown to one visitor at a time, instead of the number that stands on your pages."
      actions={
        <>
          <PeriodPicker />
          {mayEdit && (
            <Button look="primary" onPress={() => setAdding(true)}>
              <Plus aria-hidden="true" /> Add a pool
            </Button>
          )}
        </>
      }
    >
      {!report.data ? (
        <TableSkeleton rows={4} />
      ) : report.data.rows.length === 0 ? (
        <Empty title="No pool yet.">
          With a pool each visitor sees a number of their own, and a call tells which visit it came from. Add
          a pool with the number that stands on your pages now, then numbers for it; four or so are enough to
          begin with, and this page then says how many you need.
        </Empty>
      ) : (
        <>
          <DataTable label="Pools" columns={columns} rows={report.data.rows} rowKey={({ key }) => key} />
          <details className="explain">
            <summary>How the numbers needed are reckoned</summary>
            <ul>
              {report.data.assumptions.map((text) => (
                <li key={text}>{text}</li>
              ))}
            </ul>
          </details>
        </>
      )}
      <Dialog title="Add a pool" isOpen={isAdding} onClose={() => setAdding(false)}>
        <PoolForm onDone={() => setAdding(false)} />
      </Dialog>
    </Section>
  )
}
