import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Period } from '../../api/days.ts'
import { isOneOf, useMe } from '../../api/me.ts'
import { api } from '../../api/request.ts'
import type { CodesReport } from '../../api/types.ts'

/** Figures are not for agents. */
export const useMayReadFigures = (): boolean => isOneOf(useMe(), 'owner', 'marketer', 'viewer')

export const useCodesReport = ({ from, to }: Period) =>
  useQuery({
    enabled: useMayReadFigures(),
    queryKey: ['codes', from, to],
    queryFn: () => api.get<CodesReport>('/v1/reports/codes', { from, to, compare: 'previous' }),
    placeholderData: keepPreviousData,
  })
