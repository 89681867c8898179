import type { Period } from './days.ts'
import type { Dimension, Model } from './types.ts'

/** Dimensions by which the rows of another one can be told apart, see `GET /v1/reports/sources`. */
export const drillable = ['channel', 'medium', 'source', 'campaign'] as const satisfies readonly Dimension[]

/** One row of a report that the others are within: `['channel', 'Paid Search']`. */
export type Filter = readonly [dimension: Dimension, key: string]

export interface SourcesQuestion extends Pick<Period, 'from' | 'to'> {
  readonly model: Model
  readonly groupBy: Dimension
  readonly filters: readonly Filter[]
}

export const sourcesQuery = ({ from, to, model, groupBy, filters }: SourcesQuestion) => ({
  from,
  to,
  model,
  groupBy,
  ...Object.fromEntries(filters),
})

/** A longer stretch is told by weeks: its days are too thin to see. */
const mostDaily = 120

export const intervalOf = ({ days }: Period): 'day' | 'week' => (days > mostDaily ? 'week' : 'day')

export interface TimeseriesQuestion {
  readonly model?: Model
  readonly groupBy?: Dimension
  readonly key?: string
  /** Only what stands in these rows. */
  readonly filters?: readonly Filter[]
  /** Beside the figures of as many days before. */
  readonly isCompared?: boolean
}

export const timeseriesQuery = (
  period: Period,
  { isCompared = true, filters = [], ...question }: TimeseriesQuestion = {},
) => ({
  from: period.from,
  to: period.to,
  interval: intervalOf(period),
  ...question,
  ...Object.fromEntries(filters),
  ...(isCompared && { compare: 'previous' }),
})
