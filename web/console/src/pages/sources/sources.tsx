import { Download } from 'lucide-react'
import { type RefObject, useDeferredValue, useEffect, useMemo, useRef } from 'react'
import { periodBefore } from '../../api/days.ts'
import { useMe } from '../../api/me.ts'
import { type Filter, sourcesQuery } from '../../api/report-queries.ts'
import { useSourcesReport } from '../../api/reports.ts'
import { useOneOf, useSetting } from '../../api/search.ts'
import { address } from '../../api/send.ts'
import { longDay } from '../../look/format.ts'
import { dimensionNames, keyName, modelNames, modelSayings } from '../../look/names.ts'
import { Awaited } from '../../parts/awaited.tsx'
import { Button, LinkButton } from '../../parts/button.tsx'
import { Empty, Trouble } from '../../parts/empty.tsx'
import { Page } from '../../parts/page.tsx'
import { PeriodPicker } from '../../parts/period-picker.tsx'
import { SavedViews } from '../../parts/saved-views.tsx'
import { TableSkeleton } from '../../parts/skeleton.tsx'
import { type Measure, ModelTable } from './model-table.tsx'
import { OverTime } from './over-time.tsx'
import { SelfReportedSection } from './self-reported.tsx'
import { SourceTable } from './source-table.tsx'
import { useSourcesState } from './state.ts'
import { SumCheck } from './sum-check.tsx'
import { SourcesTools } from './tools.tsx'
import { Trail } from './trail.tsx'

/** Where enquiries come from: by anything that is known of a source, under any model, down to the enquiry. */
export default function Sources() {
  const { currency } = useMe().account
  const state = useSourcesState()
  const { period, groupBy, filters } = state
  const [measure] = useOneOf<Measure>('of', ['enquiries', 'value'], 'enquiries')
  const [sought, setSought] = useSetting<string>('find', '')
  const wanted = useDeferredValue(sought.trim().toLowerCase())
  const model = state.model === 'all' ? state.base : state.model
  const question = { from: period.from, to: period.to, model, groupBy, filters }
  const before = periodBefore(period)
  const report = useSourcesReport(question)
  const earlier = useSourcesReport({ ...question, ...before })
  const rows = useMemo(
    () => report.data?.rows.filter(({ key }) => keyName(key).toLowerCase().includes(wanted)) ?? [],
    [report.data, wanted],
  )
  const isNoneLikeThat = wanted !== '' && rows.length === 0
  const found = useRef<HTMLDivElement>(null)
  useFocusKept(found, filters, report.isPlaceholderData ? undefined : report.data)
  return (
    <Page
      title="Sources"
      lead={`${longDay(period.from)} to ${longDay(period.to)}. ${state.model === 'all' ? `Every model, and by how much it differs from ${modelNames[model].toLowerCase()}.` : modelSayings[model]}`}
      actions={
        <>
          <SavedViews />
          <LinkButton
            href={address('/v1/reports/sources', {
              ...sourcesQuery(question),
              model: state.model,
              format: 'csv',
            })}
            download
          >
            <Download aria-hidden="true" /> CSV
          </LinkButton>
          <PeriodPicker />
        </>
      }
    >
      <Trail state={state} />
      <SourcesTools state={state} sought={sought} onSeek={setSought} />
      {report.error && !report.data ? (
        <Trouble error={report.error} onRetry={() => void report.refetch()} />
      ) : !report.data ? (
        <TableSkeleton />
      ) : report.data.rows.length === 0 ? (
        <Empty title="No visits and no enquiries in these days.">
          Choose other days, or see that the snippet stands on your pages: a visit shows here within seconds.
        </Empty>
      ) : (
        <div ref={found}>
          <Awaited isAwaited={report.isPlaceholderData}>
            {isNoneLikeThat ? (
              <Empty
                title={`No ${dimensionNames[groupBy].toLowerCase()} has “${sought.trim()}” in its name.`}
              >
                <Button size="s" onPress={() => setSought('')}>
                  Show all {report.data.rows.length}
                </Button>
              </Empty>
            ) : state.model === 'all' ? (
              <ModelTable
                state={state}
                measure={measure}
                currency={currency}
                isWanted={(key) => keyName(key).toLowerCase().includes(wanted)}
              />
            ) : (
              <SourceTable
                state={state}
                report={report.data}
                rows={rows}
                before={earlier.data}
                currency={currency}
              />
            )}
            <SumCheck state={state} model={model} report={report.data} currency={currency} />
          </Awaited>
          <OverTime state={state} model={model} />
        </div>
      )}
      {filters.length === 0 && <SelfReportedSection period={period} />}
    </Page>
  )
}

/** A link that led down to other rows is gone with its row: whoever works by keyboard goes on at the rows that came. */
function useFocusKept(place: RefObject<HTMLDivElement | null>, filters: readonly Filter[], data: unknown) {
  const now = JSON.stringify(filters)
  const before = useRef(now)
  useEffect(() => {
    if (data === undefined || before.current === now) return
    before.current = now
    if (document.activeElement === document.body)
      place.current?.querySelector<HTMLElement>('.table-scroll')?.focus({ preventScroll: true })
  }, [place, now, data])
}
