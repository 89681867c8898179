import { lazy, Suspense } from 'react'
import { useSearchParams } from 'wouter'
import { isOneOf, useMe } from '../../api/me.ts'
import { usePeriod } from '../../api/period.ts'
import { useOneOf } from '../../api/search.ts'
import { longDay } from '../../look/format.ts'
import { Segments } from '../../parts/choice.tsx'
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

/** The view by hour is a chunk of its own. */
const CallHours = lazy(async () => ({ default: (await import('./heatmap.tsx')).CallHours }))

/** Who called, who is to be called back, and when people call. */
export default function Calls() {
  const me = useMe()
  // Figures are not for agents.
  const shown = isOneOf(me, 'owner', 'marketer', 'viewer')
    ? views
    : views.filter(({ id }) => id !== 'heatmap')
  const [view, setView] = useOneOf<View>(
    'view',
    shown.map(({ id }) => id),
    'log',
  )
  const period = usePeriod()
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
    <Page title="Calls" lead={`${longDay(period.from)} to ${longDay(period.to)}`} actions={<PeriodPicker />}>
      <div className="page-views">
        <Segments label="View" options={shown} value={view} onChange={setView} />
      </div>
      {view === 'log' && <Log onOpen={open} />}
      {view === 'missed' && <Worklist onOpen={open} />}
      {view === 'heatmap' && (
        <Suspense fallback={<TableSkeleton rows={7} />}>
          <CallHours period={period} />
        </Suspense>
      )}
      <CallSheet callSid={search.get('call') ?? undefined} onClose={() => open(undefined)} />
    </Page>
  )
}
