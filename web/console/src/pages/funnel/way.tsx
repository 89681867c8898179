import { useState } from 'react'
import { Link } from 'wouter'
import type { FunnelReport } from '../../api/types.ts'
import { share } from '../../look/format.ts'
import { span } from '../../look/span.ts'
import { Button } from '../../parts/button.tsx'
import { people as counted, type Figures, figuresOf, type Step } from './figures.ts'
import './funnel.css'

const whereWords = { online: 'online', offline: 'offline' } as const

/** The process as people went through it: each step with who reached it, who stopped there, and how long it took. */
export function Way({ report }: { readonly report: FunnelReport }) {
  const [isWhole, setWhole] = useState(false)
  const last = report.steps.findLast(({ path }) => path === 'main')
  const isTaken = ({ id }: Step) =>
    (figuresOf(report.totals, id)?.people ?? 0) > 0 ||
    (figuresOf(report.previous?.totals, id)?.people ?? 0) > 0
  const told = report.steps.filter((step) => step.path === 'main' || isTaken(step))
  const untaken = report.steps.length - told.length
  return (
    <div className="way">
      {report.stages.map(({ id, name }) => {
        const steps = (isWhole ? report.steps : told).filter(({ stage }) => stage === id)
        return steps.length === 0 ? null : (
          <section key={id} className="way-stage" aria-label={name}>
            <h3>{name}</h3>
            <ol className="way-steps">
              {steps.map((step) => (
                <WayStep
                  key={step.id}
                  step={step}
                  days={report}
                  of={report.totals}
                  before={report.previous?.totals}
                  isLast={step.id === last?.id}
                />
              ))}
            </ol>
          </section>
        )
      })}
      {untaken > 0 && (
        <p className="way-more">
          <Button size="s" onPress={() => setWhole(!isWhole)}>
            {isWhole
              ? 'Leave out what nobody took'
              : `Show ${untaken === 1 ? 'the step' : `the ${untaken} steps`} that nobody took`}
          </Button>
        </p>
      )}
    </div>
  )
}

function WayStep({
  step,
  days: { from, to },
  of,
  before,
  isLast,
}: {
  readonly step: Step
  readonly days: Pick<FunnelReport, 'from' | 'to'>
  readonly of: Figures
  readonly before: Figures | undefined
  /** The end of the way: nobody stops there. */
  readonly isLast: boolean
}) {
  const figures = figuresOf(of, step.id)
  if (!figures) return null
  const earlier = figuresOf(before, step.id)
  const most = Math.max(of.people, before?.people ?? 0, 1)
  const width = (people: number) => `${Math.min(100, (people / most) * 100)}%`
  const { people, conversion, stopped, sincePrevious } = figures
  const isMain = step.path === 'main'
  return (
    <li className="way-step" data-path={step.path} data-where={step.where}>
      <span className="way-name">
        <Link href={`/people?step=${step.id}&from=${from}&to=${to}`}>{step.name}</Link>
        <span className="quiet small">
          {step.path === 'exit' ? 'the way ends here' : whereWords[step.where]}
          {step.how === 'manual' && ', by hand'}
        </span>
      </span>
      <span className="way-count">
        <strong>{counted(people)}</strong> <span className="quiet small">{share(figures.share)}</span>
      </span>
      <span className="way-note">
        {conversion !== null && <>{share(conversion)} came this far</>}
        {isMain && !isLast && stopped !== null && stopped > 0 && (
          <>
            {conversion !== null && ' · '}
            {counted(stopped)} stopped
          </>
        )}
        {sincePrevious.medianSeconds !== null && (
          <>
            <br />
            <span title={`9 of 10 within ${span(sincePrevious.p90Seconds)}`}>
              {sincePrevious.medianSeconds < 1 ? 'at once' : `after ${span(sincePrevious.medianSeconds)}`}, at
              the median
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
