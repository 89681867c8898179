import { useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from './request.ts'
import type { Campaign, List } from './types.ts'

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
export const useCampaigns = ({ enabled = true } = {}) =>
  useQuery({ queryKey: campaignsKey, queryFn: allCampaigns, staleTime: 60_000, enabled })

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
