import { useQuery } from '@tanstack/react-query'
import type * as z from 'zod/mini'
import type { campaignAnswer } from '../../../../../functions/coupon/campaign-schema.ts'
import { api } from '../../api/request.ts'
import type { List } from '../../api/types.ts'

export type Campaign = z.infer<typeof campaignAnswer>

export const useCampaigns = (): readonly Campaign[] =>
  useQuery({
    queryKey: ['campaigns'],
    queryFn: () => api.get<List<Campaign>>('/v1/campaigns', { limit: 200 }),
  }).data?.data ?? []
