import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Period } from '../../api/days.ts'
import { api } from '../../api/request.ts'
import type { Dimension, FunnelReport, Model, Process } from '../../api/types.ts'

type Days = Pick<Period, 'from' | 'to'>

/** What the report is asked for; the file of it, too. */
export const funnelQuery = (
  { from, to }: Days,
  against: Days | undefined,
  { model, groupBy }: { readonly model: Model; readonly groupBy: Dimension },
) => ({ from, to, model, groupBy, compareFrom: against?.from, compareTo: against?.to })

export const useFunnel = (query: ReturnType<typeof funnelQuery>) =>
  useQuery({
    queryKey: ['funnel', query],
    queryFn: () => api.get<FunnelReport>('/v1/reports/funnel', query),
    placeholderData: keepPreviousData,
  })

export const processKey = ['process'] as const
export const useProcess = () =>
  useQuery({ queryKey: processKey, queryFn: () => api.get<Process>('/v1/process') })
