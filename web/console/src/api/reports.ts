import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Period } from './days.ts'
import {
  type SourcesQuestion,
  sourcesQuery,
  type TimeseriesQuestion,
  timeseriesQuery,
} from './report-queries.ts'
import { api } from './request.ts'
import type { AllModelsReport, SourcesReport, TimeseriesReport } from './types.ts'

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

export function useTimeseries(period: Period, question: TimeseriesQuestion = {}, isWanted = true) {
  const query = timeseriesQuery(period, question)
  return useQuery({
    queryKey: ['timeseries', query],
    queryFn: () => api.get<TimeseriesReport>('/v1/reports/timeseries', query),
    placeholderData: keepPreviousData,
    enabled: isWanted,
  })
}
