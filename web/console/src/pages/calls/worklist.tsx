import { Check, Phone } from 'lucide-react'
import { useEndless } from '../../api/list.ts'
import { isOneOf, useMe } from '../../api/me.ts'
import { usePeriod } from '../../api/period.ts'
import { ago, dateAndTime, phone } from '../../look/format.ts'
import { Button } from '../../parts/button.tsx'
import { Empty, Trouble } from '../../parts/empty.tsx'
import { Player } from '../../parts/player.tsx'
import { TableSkeleton } from '../../parts/skeleton.tsx'
import { type CallRow, unanswered, useCallChange, useLabels } from './call.ts'
import { OutcomeBadge } from './columns.tsx'
import './worklist.css'

/** New misses come to the list by themselves. */
const refetchMilliseconds = 15_000

function ToCallBack({ of: call, onOpen }: { readonly of: CallRow; readonly onOpen: () => void }) {
  const me = useMe()
  const labels = useLabels()
  const change = useCallChange()
  const { callSid, from, startedAt, number, firstTime, enquiry, recordings, outcome, note } = call
  return (
    <li className="back">
      <div className="back-who">
        <p>
          <button type="button" className="call-open" onClick={onOpen}>
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
          {firstTime && ' · first-time'}
        </p>
        {note && <p className="small">{note}</p>}
        {me.rights.recordings &&
          recordings.map((recording) => (
            <Player key={recording.id} recording={recording} callSid={callSid} />
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
            aria-label={`Mark the call of ${phone(from)} as handled`}
            onPress={() => void change(call, { handled: true }, `${phone(from)}: handled.`)}
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
  if (open.length === 0) {
    return (
      <Empty title="Nobody waits for a call.">
        Calls that were missed, given up or went to the voicemail stand here until somebody marks them as
        handled.
      </Empty>
    )
  }
  return (
    <>
      <ul className="backs" aria-label="Calls to return">
        {open.map((call) => (
          <ToCallBack key={call.callSid} of={call} onOpen={() => onOpen(call.callSid)} />
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
