import { useQuery } from '@tanstack/react-query'
import { api } from '../api/request.ts'
import { count } from '../look/format.ts'
import './freshness.css'

/** Whether the reports show everything that happened: the bridge counts what they do not show yet. */
export function Freshness() {
  const { data } = useQuery({
    queryKey: ['freshness'],
    queryFn: () => api.get<{ readonly pending: number }>('/v1/freshness'),
    refetchInterval: 5000,
  })
  const pending = data?.pending
  return (
    <p className="freshness" data-current={pending === 0 || undefined}>
      {pending === undefined
        ? '…'
        : pending === 0
          ? 'Reports are current'
          : `${count(pending)} ${pending === 1 ? 'change' : 'changes'} on the way`}
    </p>
  )
}
