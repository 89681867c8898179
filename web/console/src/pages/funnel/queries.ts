import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Period } from '../../api/period.ts'
import { api } from '../../api/request.ts'
import type { Dimension, FunnelReport, Model, Process } from '../../api/types.ts'

export const useFunnel = (
  { from, to }: Pick<Period, 'from' | 'to'>,
  { model, groupBy }: { readonly model: Model; readonly groupBy: Dimension },
) => {
  const query = { from, to, model, groupBy, compare: 'previous' }
  return useQuery({
    queryKey: ['funnel', query],
    queryFn: () => api.get<FunnelReport>('/v1/reports/funnel', query),
    placeholderData: keepPreviousData,
  })
}

export const processKey = ['process'] as const
export const useProcess = () =>
  useQuery({ queryKey: processKey, queryFn: () => api.get<Process>('/v1/process') })
