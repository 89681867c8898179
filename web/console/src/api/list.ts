import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { offerAgain } from '../parts/toast.tsx'
import { api } from './request.ts'
import type { Query } from './send.ts'
import type { List } from './types.ts'

/**
 * A list of the API, page after page by its cursor.
 * @param isWhole all pages are fetched one after the other, for what sums them
 * @returns the rows so far; `error` where there are none: what is shown stays when it can't be asked for anew; `more` asks for the next page, and does nothing while one is on its way
 */
export function useEndless<T>(
  path: string,
  query: Query,
  { isWhole = false, refetchMilliseconds }: { isWhole?: boolean; refetchMilliseconds?: number } = {},
) {
  const pages = useInfiniteQuery({
    queryKey: ['list', path, query],
    queryFn: ({ pageParam }) =>
      api.get<List<T>>(path, { limit: isWhole ? 200 : 50, ...query, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }: List<T>) => nextCursor ?? undefined,
    ...(refetchMilliseconds !== undefined && { refetchInterval: refetchMilliseconds }),
  })
  const { data, error, hasNextPage, isFetching, isError, isFetchNextPageError, fetchNextPage } = pages
  const rows = useMemo(() => data?.pages.flatMap((page) => page.data), [data])
  useEffect(() => {
    if (isWhole && hasNextPage && !isFetching && !isError) void fetchNextPage()
  }, [isWhole, hasNextPage, isFetching, isError, fetchNextPage])
  useEffect(() => {
    if (isFetchNextPageError) offerAgain(error, () => void fetchNextPage())
  }, [isFetchNextPageError, error, fetchNextPage])
  return {
    rows,
    hasMore: hasNextPage,
    error: data ? null : error,
    again: () => void pages.refetch(),
    more: () => {
      if (hasNextPage && !isFetching && !isFetchNextPageError) void fetchNextPage()
    },
  }
}
