import type { FunnelReport } from '../../api/types.ts'
import { share } from '../../look/format.ts'
import { Change } from '../../parts/change.tsx'
import { figuresOf, mainSteps, people } from './figures.ts'
import './ribbon.css'

const height = 100
/** A step stands level for this part of its column, then the way narrows to the next. */
const level = 0.55

/** The edge over one column: level over its step, and from there to the next in a curve. */
function edge(at: number, top: number, next: number | undefined): string {
  if (next === undefined) return `${at},${top} L${at + 1},${top}`
  const middle = at + (level + 1) / 2
  return `${at},${top} L${at + level},${top} C${middle},${top} ${middle},${next} ${at + 1},${next}`
}
const edges = (tops: readonly number[]): string =>
  `M${tops.map((top, at) => edge(at, top, tops[at + 1])).join(' L')}`

/**
 * The way as it narrows: each step as high as people came so far, online in one colour and offline in another. The shade
 * beside the curve is who stopped there.
 */
export function Ribbon({
  report,
  measure,
  chosen,
  onChoose,
}: {
  readonly report: FunnelReport
  /** `share`: each period by its own size. */
  readonly measure: 'people' | 'share'
  readonly chosen: string | undefined
  readonly onChoose: (step: string) => void
}) {
  const main = mainSteps(report)
  const before = report.previous && report.previous.totals.people > 0 ? report.previous.totals : undefined
  const { totals } = report
  const most = Math.max(totals.people, before?.people ?? 0, 1)
  const tops = (figures: FunnelReport['totals']) => {
    const all = measure === 'share' ? Math.max(figures.people, 1) : most
    return main.map(({ id }) => height - ((figuresOf(figures, id)?.passed ?? 0) / all) * height)
  }
  const now = tops(totals)
  const earlier = before && tops(before)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className="ribbon-scroll" aria-label="People along the way" tabIndex={0}>
      <div className="ribbon" style={{ '--steps': main.length } as React.CSSProperties}>
        <svg
          className="ribbon-shape"
          viewBox={`0 0 ${main.length} ${height}`}
          preserveAspectRatio="none"
          aria-hidden="true"
        >
          {main.map(({ id, where }, at) => {
            const top = now[at] ?? height
            const next = now[at + 1]
            return (
              <g key={id}>
                {next !== undefined && (
                  <path className="ribbon-lost" d={`M${at},${top} H${at + 1} V${height} H${at} Z`} />
                )}
                <path
                  className={`ribbon-${where}`}
                  data-chosen={id === chosen || undefined}
                  d={`M${edge(at, top, next)} V${height} H${at} Z`}
                />
              </g>
            )
          })}
          {earlier && <path className="ribbon-before" d={edges(earlier)} />}
        </svg>
        <ol className="ribbon-steps">
          {main.map(({ id, name }) => {
            const figures = figuresOf(totals, id)
            const then = figuresOf(before, id)
            return (
              <li key={id}>
                <button
                  type="button"
                  className="ribbon-step"
                  aria-pressed={id === chosen}
                  onClick={() => onChoose(id)}
                >
                  <span className="ribbon-name">{name}</span>
                  <strong>
                    {measure === 'people'
                      ? people(figures?.passed ?? 0)
                      : share(totals.people > 0 ? (figures?.passed ?? 0) / totals.people : null)}
                  </strong>
                  <Change
                    now={measure === 'people' ? figures?.passed : (figures?.passed ?? 0) / totals.people}
                    before={
                      measure === 'people' ? then?.passed : then && before && then.passed / before.people
                    }
                  />
                </button>
                {figures?.conversion != null && (
                  <span className="ribbon-conversion" title="Of those who came to the step before">
                    {share(figures.conversion)}
                  </span>
                )}
              </li>
            )
          })}
        </ol>
      </div>
    </section>
  )
}
