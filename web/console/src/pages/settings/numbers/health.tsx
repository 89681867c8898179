import { useMe } from '../../../api/me.ts'
import { dateAndTime } from '../../../look/format.ts'
import { Badge } from '../../../parts/badge.tsx'
import type { Pool, TrackingNumber } from './tracking-number.ts'

/** Whether callers and visitors are served by the number as they should be. */
export function Health({
  of: number,
  pool,
}: {
  readonly of: TrackingNumber
  readonly pool: Pool | undefined
}) {
  const { timeZone } = useMe().account
  const { restingUntil, restingBecause } = number
  if (!number.flow && !pool?.flow) return <Badge tone="signal">rings nowhere</Badge>
  if (!restingUntil) return <Badge tone="good">ready</Badge>
  const why = restingBecause === 'wrong-numbers' ? 'too many wrong numbers' : 'set by hand'
  return (
    <span title={`Nobody new is shown it until then: ${why}. Calls to it connect.`}>
      <Badge tone="warn">rests</Badge>{' '}
      <span className="small">until {dateAndTime(restingUntil, timeZone)}</span>
    </span>
  )
}
