import { Link } from 'wouter'
import type { FunnelReport } from '../../api/types.ts'
import { count, share } from '../../look/format.ts'
import { span } from '../../look/span.ts'
import './funnel.css'

type Figures = FunnelReport['totals']
type Step = FunnelReport['steps'][number]

const whereWords = { online: 'online', offline: 'offline' } as const

/** The process as people went through it: each step with who reached it, who stopped there, and how long it took. */
export function Way({ report }: { readonly report: FunnelReport }) {
  const last = report.steps.findLast(({ path }) => path === 'main')
  return (
    <div className="way">
      {report.stages.map(({ id, name }) => {
        const steps = report.steps.filter(({ stage }) => stage === id)
        return steps.length === 0 ? null : (
          <section key={id} className="way-stage" aria-label={name}>
            <h3>{name}</h3>
            <ol className="way-steps">
              {steps.map((step) => (
                <WayStep
                  key={step.id}
                  step={step}
                  of={report.totals}
                  before={report.previous?.totals}
                  isLast={step.id === last?.id}
                />
              ))}
            </ol>
          </section>
        )
      })}
    </div>
  )
}

function WayStep({
  step,
  of,
  before,
  isLast,
}: {
  readonly step: Step
  readonly of: Figures
  readonly before: Figures | undefined
  /** The end of the way: nobody stops there. */
  readonly isLast: boolean
}) {
  const figures = of.steps.find(({ id }) => id === step.id)
  if (!figures) return null
  const earlier = before?.steps.find(({ id }) => id === step.id)
  const most = Math.max(of.people, before?.people ?? 0, 1)
  const width = (people: number) => `${Math.min(100, (people / most) * 100)}%`
  const { people, conversion, stopped, sincePrevious } = figures
  const isMain = step.path === 'main'
  return (
    <li className="way-step" data-path={step.path}>
      <span className="way-name">
        {isMain ? (
          <Link href={`/people?furthest=${step.id}`}>{step.name}</Link>
        ) : (
          <Link href={`/people?step=${step.id}`}>{step.name}</Link>
        )}
        <span className="quiet small">
          {step.path === 'exit' ? 'the way ends here' : whereWords[step.where]}
          {step.how === 'manual' && ', by hand'}
        </span>
      </span>
      <span className="way-count">
        <strong>{count(Math.round(people))}</strong>{' '}
        <span className="quiet small">{share(figures.share)}</span>
      </span>
      <span className="way-note">
        {conversion !== null && <>{share(conversion)} came this far</>}
        {isMain && !isLast && stopped !== null && stopped > 0 && (
          <>
            {conversion !== null && ' · '}
            {count(Math.round(stopped))} stopped
          </>
        )}
        {sincePrevious.medianSeconds !== null && (
          <>
            <br />
            <span title={`9 of 10 within ${span(sincePrevious.p90Seconds)}`}>
              after {span(sincePrevious.medianSeconds)}, at the median
            </span>
          </>
        )}
      </span>
      <span className="way-bars" aria-hidden="true">
        {people > 0 && <span className="way-bar" style={{ width: width(people) }} />}
        {earlier && before !== undefined && before.people > 0 && (
          <span className="way-bar is-before" style={{ width: width(earlier.people) }} />
        )}
      </span>
    </li>
  )
}
