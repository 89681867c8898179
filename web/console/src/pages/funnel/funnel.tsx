import { Link, useSearchParams } from 'wouter'
import { useMe } from '../../api/me.ts'
import { usePeriod } from '../../api/period.ts'
import { useOneOf, useSetting } from '../../api/search.ts'
import type { Dimension, FunnelReport, Model } from '../../api/types.ts'
import { count, longDay, share } from '../../look/format.ts'
import { dimensionNames, keyName, modelNames } from '../../look/names.ts'
import { span } from '../../look/span.ts'
import { Select } from '../../parts/choice.tsx'
import { Empty, Trouble } from '../../parts/empty.tsx'
import { Figure, Figures } from '../../parts/figure.tsx'
import { Page, Section } from '../../parts/page.tsx'
import { PeriodPicker } from '../../parts/period-picker.tsx'
import { TableSkeleton } from '../../parts/skeleton.tsx'
import { Bar, type Column, DataTable } from '../../parts/table.tsx'
import { useFunnel } from './queries.ts'
import { Way } from './way.tsx'

const models = ['first', 'last', 'lastNonDirect', 'linear', 'position', 'timeDecay', 'wShaped'] as const
const groups = Object.keys(dimensionNames) as readonly Dimension[]
type FunnelModel = (typeof models)[number] & Model

/** How far people come, step by step, and from which sources those come who come furthest. */
export default function FunnelPage() {
  const { member } = useMe()
  const period = usePeriod('90d')
  const [search] = useSearchParams()
  const [model, setModel] = useOneOf<FunnelModel>('model', models, 'last')
  const [groupBy, setGroupBy] = useOneOf<Dimension>('groupBy', groups, 'channel')
  const report = useFunnel(period, { model, groupBy })
  const mayMap = member.role === 'owner' || member.role === 'marketer'
  return (
    <Page
      title="Funnel"
      lead={
        <>
          People whose first step was from {longDay(period.from)} to {longDay(period.to)}, and how far they
          have come since. {mayMap && <Link href="/settings/process">Change the process</Link>}
        </>
      }
      actions={<PeriodPicker usual="90d" />}
    >
      {report.error ? (
        <Trouble error={report.error} onRetry={() => void report.refetch()} />
      ) : !report.data ? (
        <TableSkeleton rows={12} />
      ) : report.data.totals.people === 0 ? (
        <Empty title="Nobody took a step in these days.">
          A visit is the first one. Choose other days, or put the snippet into your pages: see{' '}
          <Link href="/settings/install">Snippet and keys</Link>.
        </Empty>
      ) : (
        <>
          <Heads report={report.data} />
          <Section
            title="The way"
            lead={`${(report.data.previous?.totals.people ?? 0) > 0 ? 'The thin line is the period before. ' : ''}Steps in grey stand beside the way; conversion is counted along it.`}
          >
            <Way report={report.data} />
          </Section>
          <Section
            title={`By ${dimensionNames[groupBy].toLowerCase()}`}
            lead={`As the model “${modelNames[model]}” shares people out among the sources of their journeys.`}
            actions={
              <>
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
              </>
            }
          >
            <BySource report={report.data} key={search.get('groupBy')} />
          </Section>
        </>
      )}
    </Page>
  )
}

const mainSteps = ({ steps }: FunnelReport) => steps.filter(({ path }) => path === 'main')

function Heads({ report }: { readonly report: FunnelReport }) {
  const { totals } = report
  // Before the first day of all there is nothing to compare with.
  const previous = report.previous && report.previous.totals.people > 0 ? report.previous : undefined
  const of = (figures: FunnelReport['totals'] | undefined, id: string | undefined) =>
    figures?.steps.find((step) => step.id === id)
  const main = mainSteps(report)
  const last = main.findLast(({ id }) => (of(totals, id)?.passed ?? 0) > 0)
  const sold = of(totals, last?.id)
  const soldBefore = of(previous?.totals, last?.id)
  const leak = main
    .flatMap(({ id, name }) => {
      const stopped = of(totals, id)?.stopped
      return id === last?.id || !stopped ? [] : [{ name, stopped }]
    })
    .sort((a, b) => b.stopped - a.stopped)[0]
  return (
    <Figures>
      <Figure
        label="People"
        value={count(Math.round(totals.people))}
        now={totals.people}
        before={previous?.totals.people}
        beforeText={previous && count(Math.round(previous.totals.people))}
      />
      {last && sold && (
        <Figure
          label={`Came to “${last.name}”`}
          value={count(Math.round(sold.people))}
          now={sold.people}
          before={soldBefore?.people}
          beforeText={soldBefore && count(Math.round(soldBefore.people))}
          note={share(sold.share)}
        />
      )}
      {sold?.sinceStart.medianSeconds != null && (
        <Figure
          label="From the first step to there"
          value={span(sold.sinceStart.medianSeconds)}
          note={`9 of 10 within ${span(sold.sinceStart.p90Seconds)}`}
        />
      )}
      {leak && (
        <Figure
          label="Most stop at"
          value={leak.name}
          note={`${count(Math.round(leak.stopped))}, ${share(leak.stopped / totals.people)}`}
        />
      )}
    </Figures>
  )
}

type Row = FunnelReport['rows'][number]

function BySource({ report }: { readonly report: FunnelReport }) {
  const main = mainSteps(report)
  const [chosen, setChosen] = useSetting('reached', main.at(-1)?.id ?? '')
  const step = main.find(({ id }) => id === chosen) ?? main.at(-1)
  const reached = ({ steps }: Pick<Row, 'steps'>) => steps.find(({ id }) => id === step?.id)?.passed ?? 0
  const most = Math.max(...report.rows.map(({ people }) => people), 1)
  const columns: readonly Column<Row>[] = [
    {
      id: 'key',
      title: dimensionNames[report.groupBy],
      order: ({ key }) => key.toLowerCase(),
      cell: ({ key }) => keyName(key),
      total: 'All',
    },
    {
      id: 'people',
      title: 'People',
      isFigure: true,
      order: ({ people }) => people,
      cell: ({ people }) => <Bar share={people / most}>{count(Math.round(people * 10) / 10)}</Bar>,
      total: count(Math.round(report.totals.people)),
    },
    {
      id: 'reached',
      title: step?.name ?? '',
      isFigure: true,
      order: reached,
      cell: (row) => count(Math.round(reached(row) * 10) / 10),
      total: count(Math.round(reached(report.totals))),
    },
    {
      id: 'share',
      title: 'Of these',
      isFigure: true,
      order: (row) => (row.people === 0 ? 0 : reached(row) / row.people),
      cell: (row) => share(row.people === 0 ? null : reached(row) / row.people),
      total: share(report.totals.people === 0 ? null : reached(report.totals) / report.totals.people),
    },
  ]
  return (
    <>
      <div className="page-actions">
        <Select
          label="Came as far as"
          isLabelShown
          value={step?.id ?? ''}
          onChange={setChosen}
          options={main.map(({ id, name }) => ({ id, name }))}
        />
      </div>
      <DataTable
        label="People by source"
        columns={columns}
        rows={report.rows}
        rowKey={({ key }) => key}
        usualOrder={{ column: 'people', isDescending: true }}
      />
    </>
  )
}
