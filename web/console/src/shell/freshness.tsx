import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { api, Problem } from '../api/request.ts'
import { count } from '../look/format.ts'
import './freshness.css'

/** What reports are kept under: what was shown of them is old once the bridge has caught up. */
const reports = new Set([
  ...['timeseries', 'sources', 'journeys', 'heatmap', 'self-reported', 'funnel', 'referrals', 'attention'],
])

/** Whether the reports show everything that happened: the bridge counts what they do not show yet. */
export function Freshness() {
  const queries = useQueryClient()
  const { data, error } = useQuery({
    queryKey: ['freshness'],
    queryFn: () => api.get<{ readonly pending: number }>('/v1/freshness'),
    refetchInterval: 5000,
  })
  const state = error ? 'unknown' : data === undefined ? undefined : data.pending === 0 ? 'current' : 'behind'
  const before = useRef(state)
  useEffect(() => {
    const was = before.current
    before.current = state
    // Whatever found no answer asks again as soon as there is one.
    if (was === 'unknown' && state !== 'unknown')
      void queries.refetchQueries({ predicate: (query) => query.state.status === 'error' })
    if (was !== undefined && was !== 'current' && state === 'current')
      void queries.invalidateQueries({ predicate: ({ queryKey }) => reports.has(String(queryKey[0])) })
  }, [state, queries])
  return (
    <p className="freshness" data-state={state}>
      {state === undefined
        ? '…'
        : state === 'current'
          ? 'Reports are current'
          : state === 'behind'
            ? `${count(data?.pending ?? 0)} ${data?.pending === 1 ? 'change' : 'changes'} on the way`
            : error instanceof Problem && error.status > 0
              ? 'The bridge is busy: figures may be old'
              : 'No answer: figures may be old'}
    </p>
  )
}
