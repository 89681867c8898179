import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { useMe } from '../../../api/me.ts'
import { api } from '../../../api/request.ts'
import type { Call, List } from '../../../api/types.ts'
import { ago, dateAndTime } from '../../../look/format.ts'

const ask = (number?: string) =>
  api.get<List<Call>>('/v1/calls', { limit: number === undefined ? 200 : 1, number })

/** When the number rang last. One question answers for most of a list: the newest calls of the account. */
export function LastCall({ number }: { readonly number: string }) {
  const { timeZone } = useMe().account
  const newest = useQuery({ queryKey: ['calls', 'newest'], queryFn: () => ask() })
  const among = newest.data?.data.find((call) => call.number === number)
  // Only where there are calls beyond these can there be one of this number.
  const isBeyond = newest.data !== undefined && among === undefined && newest.data.nextCursor !== null
  const older = useQuery({
    queryKey: ['calls', 'last', number],
    queryFn: () => ask(number),
    enabled: isBeyond,
  })
  const call = among ?? older.data?.data[0]
  if (!call) return <span className="quiet">{newest.data && !older.isFetching ? 'none yet' : '…'}</span>
  return (
    <Link href={`/calls?number=${encodeURIComponent(number)}`}>
      <time dateTime={call.startedAt} title={dateAndTime(call.startedAt, timeZone)}>
        {ago(call.startedAt)}
      </time>
    </Link>
  )
}
