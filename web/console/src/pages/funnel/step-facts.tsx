import { Link } from 'wouter'
import type { FunnelReport } from '../../api/types.ts'
import { share } from '../../look/format.ts'
import { span } from '../../look/span.ts'
import { figuresOf, mainSteps, people } from './figures.ts'

/** What is known of one step of the way, and the people who stand there. */
export function StepFacts({
  report,
  step: id,
}: {
  readonly report: FunnelReport
  readonly step: string | undefined
}) {
  const main = mainSteps(report)
  const at = main.findIndex((each) => each.id === id)
  const [step, before] = [main[at], main[at - 1]]
  const figures = figuresOf(report.totals, id)
  if (!step || !figures) return null
  const then = figuresOf(report.previous?.totals, id)
  const { from, to } = report
  const isLast = at === main.length - 1
  return (
    <section className="step-facts" aria-label={`About ${step.name}`}>
      <h3>{step.name}</h3>
      <dl>
        <div>
          <dt>Came this far</dt>
          <dd>
            {people(figures.passed)} of {people(report.totals.people)}
          </dd>
        </div>
        {before && (
          <div>
            <dt>Of “{before.name}”</dt>
            <dd>
              {share(figures.conversion)}
              {then?.conversion != null && <span className="quiet">, before {share(then.conversion)}</span>}
            </dd>
          </div>
        )}
        {!isLast && figures.stopped !== null && (
          <div>
            <dt>Stand here</dt>
            <dd>
              <Link href={`/people?furthest=${step.id}&from=${from}&to=${to}`}>
                {people(figures.stopped)}
              </Link>
            </dd>
          </div>
        )}
        {figures.sincePrevious.medianSeconds !== null && (
          <Wait title="Since the step before" of={figures.sincePrevious} then={then?.sincePrevious} />
        )}
        {/* Of the first step it would be how long after another one it was taken. */}
        {before && figures.sinceStart.medianSeconds !== null && (
          <Wait title="Since the first step" of={figures.sinceStart} then={then?.sinceStart} />
        )}
      </dl>
    </section>
  )
}

type Figures = NonNullable<ReturnType<typeof figuresOf>>['sinceStart']
const Wait = ({
  title,
  of,
  then,
}: {
  readonly title: string
  readonly of: Figures
  readonly then: Figures | undefined
}) => (
  <div>
    <dt>{title}</dt>
    <dd>
      {span(of.medianSeconds)}{' '}
      <span className="quiet">
        at the median, 9 of 10 within {span(of.p90Seconds)}
        {then?.medianSeconds != null && `; before ${span(then.medianSeconds)}`}
      </span>
    </dd>
  </div>
)
