import { Check, Phone } from 'lucide-react'
import { Fragment } from 'react'
import { useEndless } from '../../api/list.ts'
import { isOneOf, useMe } from '../../api/me.ts'
import { usePeriod } from '../../api/period.ts'
import { ago, dateAndTime, phone } from '../../look/format.ts'
import { Button } from '../../parts/button.tsx'
import { Empty, Trouble } from '../../parts/empty.tsx'
import { Player } from '../../parts/player.tsx'
import { TableSkeleton } from '../../parts/skeleton.tsx'
import { type CallRow, unanswered, useCallChange, useLabels } from './call.ts'
import { byCaller } from './callers.ts'
import { OutcomeBadge } from './columns.tsx'
import './worklist.css'

/** New misses come to the list by themselves. */
const refetchMilliseconds = 15_000

/** @param calls of one caller, the latest first */
function ToCallBack({
  calls,
  onOpen,
}: {
  readonly calls: readonly [CallRow, ...CallRow[]]
  readonly onOpen: (callSid: string) => void
}) {
  const me = useMe()
  const labels = useLabels()
  const change = useCallChange()
  const [{ callSid, from, startedAt, number, enquiry, outcome }] = calls
  return (
    <li className="back">
      <div className="back-who">
        <p>
          <button type="button" className="call-open" onClick={() => onOpen(callSid)}>
            <strong>{phone(from)}</strong>
          </button>{' '}
          <OutcomeBadge of={outcome} />
        </p>
        <p className="quiet small">
          <time dateTime={startedAt} title={dateAndTime(startedAt, me.account.timeZone)}>
            {ago(startedAt)}
          </time>
          {' · '}
          {labels.get(number) ?? phone(number)}
          {enquiry?.source && ` · ${enquiry.source.channel}`}
          {calls.some(({ firstTime }) => firstTime) && ' · first-time'}
          {calls.length > 1 && ` · called ${calls.length} times`}
        </p>
        {calls.map(({ callSid: sid, note, recordings }) => (
          <Fragment key={sid}>
            {note && <p className="small">{note}</p>}
            {me.rights.recordings &&
              recordings.map((recording) => (
                <Player key={recording.id} recording={recording} callSid={sid} />
              ))}
          </Fragment>
        ))}
      </div>
      <div className="back-do">
        {from !== null && me.rights.phones && (
          <a className="button button-plain button-s" href={`tel:${from}`}>
            <Phone aria-hidden="true" /> Call back
          </a>
        )}
        {isOneOf(me, 'owner', 'marketer', 'agent') && (
          <Button
            size="s"
            aria-label={`Mark ${calls.length > 1 ? 'the calls' : 'the call'} of ${phone(from)} as handled`}
            onPress={() => void change(calls, { handled: true }, `${phone(from)}: handled.`)}
          >
            <Check aria-hidden="true" /> Handled
          </Button>
        )}
      </div>
    </li>
  )
}

/** Whoever called in vain and has not been called back, the latest first. */
export function Worklist({ onOpen }: { readonly onOpen: (callSid: string) => void }) {
  const { from, to } = usePeriod()
  const query = { from, to, outcome: unanswered, handled: false, spam: false, expand: 'enquiry' }
  const { rows, hasMore, more, error, again } = useEndless<CallRow>('/v1/calls', query, {
    refetchMilliseconds,
  })
  if (error) return <Trouble error={error} onRetry={again} />
  if (!rows) return <TableSkeleton rows={6} />
  const open = rows.filter(({ handledAt, spam }) => !handledAt && !spam)
  if (open.length === 0 && !hasMore) {
    return (
      <Empty title="Nobody who called in these days waits for a call.">
        Whose call was missed, given up or went to the voicemail stands here, each caller once, until somebody
        marks it as handled.
      </Empty>
    )
  }
  return (
    <>
      <ul className="backs" aria-label="Calls to return">
        {byCaller(open).map((calls) => (
          <ToCallBack key={calls[0].callSid} calls={calls} onOpen={onOpen} />
        ))}
      </ul>
      {hasMore && (
        <div className="backs-more">
          <Button onPress={more}>More</Button>
        </div>
      )}
    </>
  )
}
