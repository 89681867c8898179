import { useMemo } from 'react'
import { Link, useSearchParams } from 'wouter'
import { useAllModels, useSourcesReport } from '../../api/reports.ts'
import type { Figures, Model } from '../../api/types.ts'
import { count, money } from '../../look/format.ts'
import { dimensionNames, modelNames, modelSayings } from '../../look/names.ts'
import { Trouble } from '../../parts/empty.tsx'
import { KeyName } from '../../parts/key-name.tsx'
import { TableSkeleton } from '../../parts/skeleton.tsx'
import { Bar, type Column, DataTable } from '../../parts/table.tsx'
import { isPathModel, rowAddress, type SourcesState } from './state.ts'
import './model-table.css'

type Shown = Pick<Figures, 'enquiries' | 'value'>
interface Row {
  readonly key: string
  readonly models: Readonly<Partial<Record<Model, Shown>>>
}
export type Measure = keyof Shown

const rounded = (difference: number) => Math.round(difference * 10) / 10

/** By how much a model differs from the one they are compared with. */
function Difference({ by, show }: { readonly by: number; readonly show: (value: number) => string }) {
  const size = rounded(Math.abs(by))
  const tone = size === 0 ? '' : by > 0 ? 'change-good' : 'change-bad'
  return (
    <span className={`change model-difference ${tone}`}>
      {size === 0 ? '=' : `${by > 0 ? '+' : '−'}${show(size)}`}
    </span>
  )
}

/** Every model beside every other, and how far each is from one of them. */
export function ModelTable({
  state,
  measure,
  currency,
  isWanted,
}: {
  readonly state: SourcesState
  readonly measure: Measure
  readonly currency: string
  /** Which rows are looked for. */
  readonly isWanted: (key: string) => boolean
}) {
  const [search] = useSearchParams()
  const { period, groupBy, filters, base } = state
  const question = { from: period.from, to: period.to, groupBy, filters }
  const hasPathModels = groupBy === 'channel' && filters.length === 0
  const all = useAllModels(question)
  const markov = useSourcesReport({ ...question, model: 'markov' }, hasPathModels)
  const shapley = useSourcesReport({ ...question, model: 'shapley' }, hasPathModels)
  const paths = hasPathModels ? ([markov.data, shapley.data] as const) : ([undefined, undefined] as const)
  const [byMarkov, byShapley] = paths

  const table = useMemo(() => {
    if (!all.data) return undefined
    const found = new Map<string, Row>()
    for (const { key, models } of all.data.rows) found.set(key, { key, models })
    for (const report of [byMarkov, byShapley]) {
      for (const row of report?.rows ?? []) {
        found.set(row.key, {
          key: row.key,
          models: { ...found.get(row.key)?.models, [report?.model ?? '']: row },
        })
      }
    }
    const totals: Partial<Record<Model, Shown>> = {
      ...all.data.totals,
      ...(byMarkov && { markov: byMarkov.totals }),
      ...(byShapley && { shapley: byShapley.totals }),
    }
    return { rows: [...found.values()], totals }
  }, [all.data, byMarkov, byShapley])

  const columns = useMemo<readonly Column<Row>[]>(() => {
    const show = (value: number) => (measure === 'value' ? money(value, currency) : count(rounded(value)))
    const of = (row: Row, model: Model) => row.models[model]?.[measure] ?? 0
    const models = (Object.keys(modelNames) as Model[]).filter(
      (model) => hasPathModels || !isPathModel(model),
    )
    const most = Math.max(...(table?.rows ?? []).map((row) => of(row, base)), 0)
    return [
      {
        id: 'key',
        title: dimensionNames[groupBy],
        order: ({ key }) => key,
        total: 'All',
        cell: (row) => (
          <Bar share={most > 0 ? of(row, base) / most : 0}>
            <Link href={rowAddress(search, state, row.key)}>
              <KeyName of={row.key} />
            </Link>
          </Bar>
        ),
      },
      ...models.map(
        (model): Column<Row> => ({
          id: model,
          title: modelNames[model],
          help: modelSayings[model],
          isFigure: true,
          order: (row) => of(row, model),
          cell: (row) => (
            <>
              {show(of(row, model))}
              {model !== base && <Difference by={of(row, model) - of(row, base)} show={show} />}
            </>
          ),
          total: table?.totals[model] ? show(table.totals[model][measure]) : '–',
        }),
      ),
    ]
  }, [table, measure, currency, base, groupBy, hasPathModels, search, state])

  const error = all.error ?? markov.error ?? shapley.error
  if (error && !table) return <Trouble error={error} onRetry={() => void all.refetch()} />
  if (!table) return <TableSkeleton />
  return (
    <div className="model-table">
      <DataTable
        key={`${groupBy} ${base}`}
        label={`All models by ${dimensionNames[groupBy].toLowerCase()}`}
        columns={columns}
        rows={table.rows.filter(({ key }) => isWanted(key))}
        rowKey={({ key }) => key}
        usualOrder={{ column: base, isDescending: true }}
      />
    </div>
  )
}
