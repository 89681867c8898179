import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useCampaigns } from '../../api/campaigns.ts'
import { api, Problem } from '../../api/request.ts'
import type { Desk } from './types.ts'

const pollMilliseconds = 1000
/** A server that takes a question and says nothing is gone, too. */
const patienceMilliseconds = 8000

const inTime = <T>(answer: Promise<T>): Promise<T> => {
  let timer: ReturnType<typeof setTimeout>
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Problem(0, { code: 'offline', detail: 'The bridge does not answer in time.' })),
      patienceMilliseconds,
    )
  })
  return Promise.race([answer, tooLate]).finally(() => clearTimeout(timer))
}

/**
 * The desk as it is now, asked each second while it is in sight; the browser says which version it has, and is told
 * if there is no other.
 * @param listens it is asked out of sight, too: for whoever wants to hear a call ring
 */
export const useDesk = (listens: boolean) =>
  useQuery({
    queryKey: ['desk'],
    queryFn: () => inTime(api.get<Desk>('/v1/desk')),
    refetchInterval: pollMilliseconds,
    refetchIntervalInBackground: listens,
    // Whether it can be reached is found out by asking: the browser knows of its own network alone.
    networkMode: 'always',
    staleTime: 0,
    gcTime: 0,
    retry: 0,
  })

/** How many digits the codes of the account have; empty while nobody knows. */
export const useCodeLengths = (): readonly number[] => [
  ...new Set(useCampaigns().data?.map(({ digits }) => digits + 1) ?? []),
]

/** Milliseconds since 1970, once a second: for what counts up in sight. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  return now
}
