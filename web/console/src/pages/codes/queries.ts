import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Period } from '../../api/days.ts'
import { isOneOf, useMe } from '../../api/me.ts'
import { api } from '../../api/request.ts'
import type { Campaign, CodesReport, List } from '../../api/types.ts'

/** All of them: a business has a few dozen. */
async function allCampaigns(): Promise<readonly Campaign[]> {
  const found: Campaign[] = []
  let cursor: string | null | undefined
  do {
    const page: List<Campaign> = await api.get('/v1/campaigns', { limit: 200, cursor })
    found.push(...page.data)
    cursor = page.nextCursor
  } while (cursor !== null)
  return found
}

const campaignsKey = ['campaigns'] as const
export const useCampaigns = () => useQuery({ queryKey: campaignsKey, queryFn: allCampaigns })

/** Puts a campaign that was made or changed in its place, before the list is asked for again. */
export function useShownCampaign() {
  const queries = useQueryClient()
  return (campaign: Campaign) => {
    queries.setQueryData<readonly Campaign[]>(campaignsKey, (standing = []) =>
      standing.some(({ id }) => id === campaign.id)
        ? standing.map((each) => (each.id === campaign.id ? campaign : each))
        : [...standing, campaign],
    )
  }
}

/** Figures are not for agents. */
export const useMayReadFigures = (): boolean => isOneOf(useMe(), 'owner', 'marketer', 'viewer')

export const useCodesReport = ({ from, to }: Period) =>
  useQuery({
    enabled: useMayReadFigures(),
    queryKey: ['codes', from, to],
    queryFn: () => api.get<CodesReport>('/v1/reports/codes', { from, to, compare: 'previous' }),
    placeholderData: keepPreviousData,
  })
