import { useMe } from '../../api/me.ts'
import { duration, phone, time } from '../../look/format.ts'
import { Badge } from '../../parts/badge.tsx'
import type { DeskCall } from './types.ts'

/** How long it rings or lasts, and how it ended. */
export function State({ of: call, now }: { readonly of: DeskCall; readonly now: number }) {
  const since = (at: string) => duration(Math.max(0, (now - Date.parse(at)) / 1000))
  switch (call.state) {
    case 'ringing':
      return <Badge tone="signal">rings {since(call.startedAt)}</Badge>
    case 'connected':
      return <Badge tone="good">speaks {since(call.answeredAt ?? call.startedAt)}</Badge>
    case 'ended':
      return call.outcome === 'answered' ? <Badge>ended</Badge> : <Badge tone="warn">{call.outcome}</Badge>
  }
}

/** Who rings, speaks, and waits for somebody to say what came of it. */
export function CallList({
  calls,
  shown,
  now,
  onShow,
}: {
  readonly calls: readonly DeskCall[]
  readonly shown: string | undefined
  readonly now: number
  readonly onShow: (callSid: string) => void
}) {
  const { timeZone } = useMe().account
  return (
    <ul className="desk-calls" aria-label="Calls">
      {calls.map((call) => (
        <li key={call.callSid}>
          <button
            type="button"
            className={`desk-call desk-${call.state}`}
            aria-current={call.callSid === shown || undefined}
            // The pointer takes no focus away from what is being written.
            onClick={() => onShow(call.callSid)}
          >
            <span className="desk-call-line">
              <strong>{call.knownAs?.name ?? phone(call.from)}</strong>
              <State of={call} now={now} />
            </span>
            <span className="desk-call-line small quiet">
              <span>{call.label ?? phone(call.number)}</span>
              <span>{time(call.startedAt, timeZone)}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}
