import { useQuery } from '@tanstack/react-query'
import { type CSSProperties, useState } from 'react'
import type { Period } from '../../api/days.ts'
import { api } from '../../api/request.ts'
import { count } from '../../look/format.ts'
import { Segments } from '../../parts/choice.tsx'
import { Empty, Trouble } from '../../parts/empty.tsx'
import { Section } from '../../parts/page.tsx'
import { TableSkeleton } from '../../parts/skeleton.tsx'
import { CallOutcomes } from './call-outcomes.tsx'
import './heatmap.css'

export interface HeatmapReport {
  readonly from: string
  readonly to: string
  readonly timeZone: string
  readonly rows: readonly Hour[]
  readonly totals: Omit<Hour, 'weekday' | 'hour'>
}
interface Hour {
  /** 1 = Monday */
  readonly weekday: number
  readonly hour: number
  readonly calls: number
  /** Each of them answered, missed, given up at once or with a message. */
  readonly ended: number
  readonly answered: number
  readonly missed: number
  readonly abandoned: number
  readonly voicemail: number
  /** Of those that ended; null where none has. */
  readonly answeredShare: number | null
}

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const hours = Array.from({ length: 24 }, (_, hour) => hour)
const twoDigits = (hour: number) => String(hour).padStart(2, '0')

const measures = [
  { id: 'calls', name: 'Calls' },
  { id: 'unanswered', name: 'Not answered' },
] as const
type Measure = (typeof measures)[number]['id']

/** What a cell of the heatmap shows; `depth` from 0 to 1. */
function cellOf({ calls, ended, answered, answeredShare }: Hour, measure: Measure, most: number) {
  const says =
    calls === 0
      ? 'no calls'
      : `${count(calls)} ${calls === 1 ? 'call' : 'calls'}, ${count(answered)} answered, ${count(ended - answered)} not`
  if (measure === 'calls')
    return { depth: most > 0 ? calls / most : 0, text: calls > 0 ? count(calls) : '', says }
  const unanswered = answeredShare === null ? undefined : 1 - answeredShare
  return {
    depth: unanswered ?? 0,
    text: unanswered === undefined ? '' : String(Math.round(unanswered * 100)),
    says,
  }
}

/** Calls by the hour and weekday of the account's clock: a table, coloured by depth. */
export function Heatmap({ report, measure }: { readonly report: HeatmapReport; readonly measure: Measure }) {
  const most = Math.max(...report.rows.map(({ calls }) => calls))
  const at = new Map(report.rows.map((row) => [row.weekday * 24 + row.hour, row]))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className="heatmap-scroll" aria-label="Calls by weekday and hour" tabIndex={0}>
      <table className={`heatmap heatmap-${measure}`}>
        <caption className="visually-hidden">
          {measure === 'calls' ? 'Calls' : 'Calls that nobody answered, in percent,'} by weekday and hour,{' '}
          {report.timeZone}
        </caption>
        <thead>
          <tr>
            <td />
            {hours.map((hour) => (
              <th key={hour} scope="col" className={hour % 3 === 0 ? undefined : 'heatmap-between'}>
                {twoDigits(hour)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weekdays.map((name, index) => (
            <tr key={name}>
              <th scope="row">
                <abbr title={name}>{name.slice(0, 3)}</abbr>
              </th>
              {hours.map((hour) => {
                const row = at.get((index + 1) * 24 + hour)
                if (!row) return <td key={hour} />
                const { depth, text, says } = cellOf(row, measure, most)
                return (
                  <td
                    key={hour}
                    style={{ '--depth': `${Math.round(depth * 100)}%` } as CSSProperties}
                    data-empty={row.calls === 0 || undefined}
                    title={`${name} ${twoDigits(hour)}:00–${twoDigits(hour)}:59: ${says}`}
                  >
                    {text}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** When people call, and when nobody answers; a section for any page that knows its days. */
export function CallHours({ period: { from, to } }: { readonly period: Pick<Period, 'from' | 'to'> }) {
  const [measure, setMeasure] = useState<Measure>('calls')
  const { data, error, refetch } = useQuery({
    queryKey: ['heatmap', from, to],
    queryFn: () => api.get<HeatmapReport>('/v1/reports/heatmap', { from, to }),
  })
  return (
    <Section
      title="When they call"
      lead={data && data.totals.calls > 0 ? leadOf(data) : undefined}
      actions={<Segments label="Shown" options={measures} value={measure} onChange={setMeasure} />}
    >
      {error && !data ? (
        <Trouble error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <TableSkeleton rows={7} />
      ) : data.totals.calls === 0 ? (
        <Empty title="Nobody called in these days.">
          Each hour of the week will show how many call, and how many of them you miss.
        </Empty>
      ) : (
        <>
          <CallOutcomes of={data.totals} />
          <Heatmap report={data} measure={measure} />
        </>
      )}
    </Section>
  )
}

/** The hour in which the most are not answered is the one to do something about. */
export function leadOf({ rows, totals }: HeatmapReport): string {
  const unanswered = ({ ended, answered }: Pick<Hour, 'ended' | 'answered'>) => ended - answered
  const worst = rows.reduce<Hour | undefined>(
    (most, row) => (unanswered(row) > (most ? unanswered(most) : 1) ? row : most),
    undefined,
  )
  const all = `${count(totals.calls)} ${totals.calls === 1 ? 'call' : 'calls'}, ${count(unanswered(totals))} of them not answered`
  return worst
    ? `${all}. Most go unanswered on ${weekdays[worst.weekday - 1]} from ${twoDigits(worst.hour)}:00: ${count(unanswered(worst))} of ${count(worst.calls)}.`
    : `${all}.`
}
