import { Download } from 'lucide-react'
import { Link } from 'wouter'
import { usePeriod } from '../../api/period.ts'
import { useOneOf, useSetting } from '../../api/search.ts'
import { address } from '../../api/send.ts'
import type { Dimension, FunnelReport, Model } from '../../api/types.ts'
import { longDay, share } from '../../look/format.ts'
import { dimensionNames, modelNames } from '../../look/names.ts'
import { span } from '../../look/span.ts'
import { Awaited } from '../../parts/awaited.tsx'
import { LinkButton } from '../../parts/button.tsx'
import { Segments, Select } from '../../parts/choice.tsx'
import { Empty, Trouble } from '../../parts/empty.tsx'
import { Figure, Figures } from '../../parts/figure.tsx'
import { Section } from '../../parts/page.tsx'
import { TableSkeleton } from '../../parts/skeleton.tsx'
import { BySource, type Measure, measureSayings, measures } from './by-source.tsx'
import { useCompared } from './compare.tsx'
import { figuresOf, leakOf, mainSteps, people } from './figures.ts'
import { funnelQuery, useFunnel } from './queries.ts'
import { Ribbon } from './ribbon.tsx'
import { StepFacts } from './step-facts.tsx'
import { Way } from './way.tsx'

const models = ['first', 'last', 'lastNonDirect', 'linear', 'position', 'timeDecay', 'wShaped'] as const
const groups = Object.keys(dimensionNames) as readonly Dimension[]
type FunnelModel = (typeof models)[number] & Model
const scales = [
  { id: 'people', name: 'People' },
  { id: 'share', name: 'Share' },
] as const

/** How far people come, step by step, and from which sources those come who come furthest. */
export function Report() {
  const period = usePeriod('90d')
  const { days } = useCompared(period)
  const [model, setModel] = useOneOf<FunnelModel>('model', models, 'last')
  const [groupBy, setGroupBy] = useOneOf<Dimension>('groupBy', groups, 'channel')
  const [scale, setScale] = useOneOf<'people' | 'share'>('scale', ['people', 'share'], 'people')
  const [measure, setMeasure] = useOneOf<Measure>(
    'measure',
    measures.map(({ id }) => id),
    'conversion',
  )
  const [step, setStep] = useSetting<string>('reached', '')
  const query = funnelQuery(period, days, { model, groupBy })
  const { data: report, error, refetch, isPlaceholderData } = useFunnel(query)
  if (error && !report) return <Trouble error={error} onRetry={() => void refetch()} />
  if (!report) return <TableSkeleton rows={12} />
  if (report.totals.people === 0) {
    return (
      <Empty title="Nobody took a step in these days.">
        A visit is the first one. Choose other days, or put the snippet into your pages: see{' '}
        <Link href="/settings/install">Snippet and keys</Link>.
      </Empty>
    )
  }
  const main = mainSteps(report)
  const chosen = main.find(({ id }) => id === step) ?? leakOf(report) ?? main[0]
  const { previous } = report
  const compared =
    previous &&
    (previous.totals.people > 0
      ? `Against ${longDay(previous.from)} to ${longDay(previous.to)}.`
      : `Nobody took a step from ${longDay(previous.from)} to ${longDay(previous.to)}, so there is nothing to compare with.`)
  return (
    <>
      <Heads report={report} />
      <Section
        title="The way"
        lead={`Who came to a step or beyond it. Press one to look closer. ${compared ?? ''}`}
        actions={<Segments label="As high as" options={scales} value={scale} onChange={setScale} />}
      >
        <Ribbon report={report} measure={scale} chosen={chosen?.id} onChoose={setStep} />
        <p className="ribbon-key" aria-hidden="true">
          <span>online</span>
          <span className="is-offline">offline</span>
          <span className="is-lost">stopped there</span>
          {previous && previous.totals.people > 0 && <span className="is-before">before</span>}
        </p>
        <StepFacts report={report} step={chosen?.id} />
      </Section>
      <Section
        title={`By ${dimensionNames[groupBy].toLowerCase()}`}
        lead={`${measureSayings[measure]} People are shared out among the sources of their journeys by “${modelNames[model]}”.`}
        actions={
          <>
            <Segments label="Cells say" options={measures} value={measure} onChange={setMeasure} />
            <Select
              label="Sources by"
              value={groupBy}
              onChange={setGroupBy}
              options={groups.map((id) => ({ id, name: dimensionNames[id] }))}
            />
            <Select
              label="Model"
              value={model}
              onChange={setModel}
              options={models.map((id) => ({ id, name: modelNames[id] }))}
            />
            <LinkButton href={address('/v1/reports/funnel', { ...query, format: 'csv' })} download>
              <Download aria-hidden="true" /> CSV
            </LinkButton>
          </>
        }
      >
        <Awaited isAwaited={isPlaceholderData}>
          <BySource report={report} measure={measure} chosen={chosen?.id} />
        </Awaited>
      </Section>
      <Section
        title="Every step"
        lead="Who took the step itself: some come further without it. Steps in grey stand beside the way: not everybody takes them, and conversion is counted without them."
      >
        <Way report={report} />
      </Section>
    </>
  )
}

function Heads({ report }: { readonly report: FunnelReport }) {
  const { totals } = report
  // Before the first day of all there is nothing to compare with.
  const previous = report.previous && report.previous.totals.people > 0 ? report.previous : undefined
  const end = mainSteps(report).findLast(({ id }) => (figuresOf(totals, id)?.passed ?? 0) > 0)
  const now = figuresOf(totals, end?.id)
  const before = figuresOf(previous?.totals, end?.id)
  const leak = leakOf(report)
  return (
    <Figures>
      <Figure
        label="People"
        value={people(totals.people)}
        now={totals.people}
        before={previous?.totals.people}
        beforeText={previous && people(previous.totals.people)}
      />
      {end && now && (
        <Figure
          label={`Came to “${end.name}”`}
          value={people(now.people)}
          now={now.people}
          before={before?.people}
          beforeText={before && people(before.people)}
          note={share(now.share)}
        />
      )}
      {now?.sinceStart.medianSeconds != null && (
        <Figure
          label="From the first step to there"
          value={span(now.sinceStart.medianSeconds)}
          now={now.sinceStart.medianSeconds}
          before={before?.sinceStart.medianSeconds}
          isLessBetter
          note={`9 of 10 within ${span(now.sinceStart.p90Seconds)}`}
        />
      )}
      {leak && (
        <Figure
          label="Most stop at"
          value={leak.name}
          note={`${people(leak.stopped)}, ${share(leak.stopped / totals.people)}`}
        />
      )}
    </Figures>
  )
}
