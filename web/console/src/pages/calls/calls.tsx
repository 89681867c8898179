import { type ComponentType, lazy, Suspense } from 'react'
import { useSearchParams } from 'wouter'
import { useSetting } from '../../api/search.ts'
import { Segments } from '../../parts/choice.tsx'
import { Empty } from '../../parts/empty.tsx'
import { Page } from '../../parts/page.tsx'
import { PeriodPicker } from '../../parts/period-picker.tsx'
import { TableSkeleton } from '../../parts/skeleton.tsx'
import { CallSheet } from './call-sheet.tsx'
import { Log } from './log.tsx'
import { Worklist } from './worklist.tsx'
import './calls.css'

const views = [
  { id: 'log', name: 'All calls' },
  { id: 'missed', name: 'To call back' },
  { id: 'heatmap', name: 'By hour' },
] as const
type View = (typeof views)[number]['id']

const NoHeatmap = () => <Empty title="This view is not part of this build." />
const [loadHeatmap] = Object.values(import.meta.glob<Record<string, ComponentType>>('./heatmap.tsx'))
/** The view by hour is a chunk of its own: it brings the charts. */
const Heatmap = lazy(async () => {
  const loaded = await loadHeatmap?.()
  return { default: loaded?.default ?? loaded?.Heatmap ?? NoHeatmap }
})

/** Who called, who is to be called back, and when people call. */
export default function Calls() {
  const [view, setView] = useSetting<View>('view', 'log')
  const [search, setSearch] = useSearchParams()
  const open = (callSid: string | undefined) =>
    setSearch(
      (standing) => {
        const next = new URLSearchParams(standing)
        if (callSid === undefined) next.delete('call')
        else next.set('call', callSid)
        return next
      },
      // Back closes what was opened.
      { replace: callSid === undefined },
    )
  return (
    <Page title="Calls" actions={<PeriodPicker />}>
      <div className="calls-views">
        <Segments label="View" options={views} value={view} onChange={setView} />
      </div>
      {view === 'log' && <Log onOpen={open} />}
      {view === 'missed' && <Worklist onOpen={open} />}
      {view === 'heatmap' && (
        <Suspense fallback={<TableSkeleton rows={7} />}>
          <Heatmap />
        </Suspense>
      )}
      <CallSheet callSid={search.get('call') ?? undefined} onClose={() => open(undefined)} />
    </Page>
  )
}
