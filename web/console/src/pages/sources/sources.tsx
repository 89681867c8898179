import { Download } from 'lucide-react'
import { useDeferredValue, useMemo, useState } from 'react'
import { periodBefore } from '../../api/days.ts'
import { useMe } from '../../api/me.ts'
import { sourcesQuery } from '../../api/report-queries.ts'
import { useSourcesReport } from '../../api/reports.ts'
import { useOneOf } from '../../api/search.ts'
import { address } from '../../api/send.ts'
import { longDay } from '../../look/format.ts'
import { keyName, modelNames, modelSayings } from '../../look/names.ts'
import { LinkButton } from '../../parts/button.tsx'
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
  const [sought, setSought] = useState('')
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
      {report.error ? (
        <Trouble error={report.error} onRetry={() => void report.refetch()} />
      ) : !report.data ? (
        <TableSkeleton />
      ) : report.data.rows.length === 0 ? (
        <Empty title="No visits and no enquiries in these days.">
          Choose other days, or see that the snippet stands on your pages: a visit shows here within seconds.
        </Empty>
      ) : (
        <>
          {state.model === 'all' ? (
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
          <OverTime state={state} model={model} />
        </>
      )}
      {filters.length === 0 && <SelfReportedSection period={period} />}
    </Page>
  )
}
