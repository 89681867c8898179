import { useQuery } from '@tanstack/react-query'
import type * as z from 'zod/mini'
import type { numberAnswer, poolAnswer } from '../../../../../../functions/admin/numbers/number-schema.ts'
import { api } from '../../../api/request.ts'
import type { List } from '../../../api/types.ts'

export type TrackingNumber = z.infer<typeof numberAnswer>
export type Pool = z.infer<typeof poolAnswer>

/** All of them: a page of the API holds 200. */
async function all<T>(path: string): Promise<T[]> {
  const found: T[] = []
  let cursor: string | null | undefined
  do {
    const page: List<T> = await api.get(path, { limit: 200, cursor })
    found.push(...page.data)
    cursor = page.nextCursor
  } while (cursor)
  return found
}

export const numbersKey = ['numbers'] as const
export const poolsKey = ['pools'] as const
export const useNumbers = () =>
  useQuery({ queryKey: numbersKey, queryFn: () => all<TrackingNumber>('/v1/numbers') })
export const usePools = () => useQuery({ queryKey: poolsKey, queryFn: () => all<Pool>('/v1/pools') })

/** What a source number stands for, in the order in which people say it. */
export const sourceText = ({ source = {} }: Pick<TrackingNumber, 'source'>): string =>
  [...new Set([source.source, source.medium, source.campaign, source.term, source.content])]
    .filter(Boolean)
    .join(' / ')
