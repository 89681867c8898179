import { useMemo } from 'react'
import { useLocation, useSearchParams } from 'wouter'
import { useEndless } from '../../api/list.ts'
import { useMe } from '../../api/me.ts'
import { usePeriod } from '../../api/period.ts'
import { longDay } from '../../look/format.ts'
import { Empty, Trouble } from '../../parts/empty.tsx'
import { Page } from '../../parts/page.tsx'
import { PeriodPicker } from '../../parts/period-picker.tsx'
import { TableSkeleton } from '../../parts/skeleton.tsx'
import { VirtualTable } from '../../parts/virtual-table.tsx'
import { columnsOf, type Row } from './columns.tsx'
import { EnquiryFilters } from './enquiry-filters.tsx'
import { dimensions, isModel, models, queryOf } from './filter.ts'
import { Sum } from './sum.tsx'

/** Every enquiry of some days, and those that a figure of a report is made of. */
export default function Enquiries() {
  const { account } = useMe()
  const period = usePeriod()
  const [search] = useSearchParams()
  const [, go] = useLocation()
  const model = search.get('model')
  const isShared = isModel(model)
  const query = useMemo(() => queryOf(search, period), [search, period])
  const { rows, hasMore, more, error, again } = useEndless<Row>('/v1/enquiries', query, { isWhole: isShared })
  const columns = useMemo(() => columnsOf(account, isShared), [account, isShared])
  const isNarrowed = Object.keys(dimensions).some((name) => search.has(name))
  const days = `${longDay(period.from)} to ${longDay(period.to)}`
  return (
    <Page
      title="Enquiries"
      lead={isShared ? `${days}, as “${models[model]}” credits them` : days}
      actions={<PeriodPicker />}
    >
      <EnquiryFilters />
      {isShared && <Sum rows={rows} isWhole={!hasMore} />}
      {error ? (
        <Trouble error={error} onRetry={again} />
      ) : rows === undefined ? (
        <TableSkeleton rows={12} />
      ) : rows.length === 0 ? (
        <Empty title={isNarrowed ? 'No enquiry of these days is like that.' : 'No enquiries in these days.'}>
          {isNarrowed
            ? 'Take a filter away, or choose other days.'
            : 'A call, a text, a form or a code that is redeemed opens one. What the same person sends soon after it belongs to the same one.'}
        </Empty>
      ) : (
        <VirtualTable
          label="Enquiries"
          columns={columns}
          rows={rows}
          rowKey={({ id }) => id}
          hasMore={hasMore}
          onMore={more}
          onOpen={({ id }) => go(`/enquiries/${id}`)}
        />
      )}
    </Page>
  )
}
