import { lazy, Suspense } from 'react'
import { usePeriod } from '../../api/period.ts'
import { useOneOf } from '../../api/search.ts'
import { longDay } from '../../look/format.ts'
import { Segments } from '../../parts/choice.tsx'
import { Page } from '../../parts/page.tsx'
import { PeriodPicker } from '../../parts/period-picker.tsx'
import { SavedViews } from '../../parts/saved-views.tsx'
import { TableSkeleton } from '../../parts/skeleton.tsx'
import { ComparePicker } from './compare.tsx'
import { Report } from './report.tsx'
import './funnel.css'

const views = [
  { id: 'report', name: 'Report' },
  { id: 'process', name: 'Process' },
] as const
type View = (typeof views)[number]['id']

/** The editor is a chunk of its own. */
const ProcessEditor = lazy(() => import('./process/process.tsx'))

/** The way to the sale: how far people come on it, and which steps it has. */
export default function FunnelPage() {
  const [view, setView] = useOneOf<View>('view', ['report', 'process'], 'report')
  const period = usePeriod('90d')
  const isReport = view === 'report'
  return (
    <Page
      title="Funnel"
      lead={
        isReport
          ? `People whose first step was from ${longDay(period.from)} to ${longDay(period.to)}, and how far they have come since.`
          : 'The steps from the first visit to the sale, online and offline. A change goes through all of your history.'
      }
      actions={
        isReport && (
          <>
            <SavedViews />
            <ComparePicker period={period} />
            <PeriodPicker usual="90d" />
          </>
        )
      }
    >
      <div className="page-views">
        <Segments label="View" options={views} value={view} onChange={setView} />
      </div>
      {isReport ? (
        <Report />
      ) : (
        <Suspense fallback={<TableSkeleton rows={12} />}>
          <ProcessEditor />
        </Suspense>
      )}
    </Page>
  )
}
