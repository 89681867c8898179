import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Period } from './period.ts'
import { api } from './request.ts'
import type { AllModelsReport, Dimension, Model, SourcesReport, TimeseriesReport } from './types.ts'

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

/** @returns the report; while another one is awaited, the one before */
export const useSourcesReport = (question: SourcesQuestion, isWanted = true) =>
  useQuery({
    queryKey: ['sources', sourcesQuery(question)],
    queryFn: () => api.get<SourcesReport>('/v1/reports/sources', sourcesQuery(question)),
    placeholderData: keepPreviousData,
    enabled: isWanted,
  })

/** Every per-enquiry model side by side. */
export const useAllModels = (question: Omit<SourcesQuestion, 'model'>) => {
  const query = { ...sourcesQuery({ ...question, model: 'last' }), model: 'all' }
  return useQuery({
    queryKey: ['sources', query],
    queryFn: () => api.get<AllModelsReport>('/v1/reports/sources', query),
    placeholderData: keepPreviousData,
  })
}

/** A longer stretch is told by weeks: its days are too thin to see. */
const mostDaily = 120

export const intervalOf = ({ days }: Period): 'day' | 'week' => (days > mostDaily ? 'week' : 'day')

export function useTimeseries(
  period: Period,
  question: { readonly model?: Model; readonly groupBy?: Dimension; readonly key?: string } = {},
  isWanted = true,
) {
  const query = { from: period.from, to: period.to, interval: intervalOf(period), ...question }
  return useQuery({
    queryKey: ['timeseries', query],
    queryFn: () => api.get<TimeseriesReport>('/v1/reports/timeseries', { ...query, compare: 'previous' }),
    placeholderData: keepPreviousData,
    enabled: isWanted,
  })
}
