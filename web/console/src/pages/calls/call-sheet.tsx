import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import { isOneOf, useMe } from '../../api/me.ts'
import { api } from '../../api/request.ts'
import type { Enquiry } from '../../api/types.ts'
import { dateAndTime, duration, money, phone } from '../../look/format.ts'
import { detailOf } from '../../look/source.ts'
import { Trouble } from '../../parts/empty.tsx'
import { Field, Switch } from '../../parts/field.tsx'
import { Player } from '../../parts/player.tsx'
import { Sheet } from '../../parts/sheet.tsx'
import { TableSkeleton } from '../../parts/skeleton.tsx'
import { Sureness } from '../../parts/sureness.tsx'
import { type CallRow, useCallChange, useLabels } from './call.ts'
import { CallOutcome } from './call-outcome.tsx'
import { OutcomeBadge } from './columns.tsx'
import '../../parts/facts.css'
import './call-sheet.css'

function Said({ of: call }: { readonly of: CallRow }) {
  const me = useMe()
  const change = useCallChange()
  const [note, setNote] = useState(call.note ?? '')
  const [tags, setTags] = useState(call.tags.join(', '))
  if (!isOneOf(me, 'owner', 'marketer', 'agent')) {
    return (
      <>
        {call.note && <p className="story-note">{call.note}</p>}
        {call.tags.length > 0 && <p className="quiet">{call.tags.join(', ')}</p>}
      </>
    )
  }
  const given = [...new Set(tags.split(',').map((tag) => tag.trim()))].filter((tag) => tag !== '')
  return (
    <div className="call-said">
      <Field
        label="Note"
        lines={3}
        value={note}
        onChange={setNote}
        maxLength={4000}
        onBlur={() => {
          if (note.trim() !== (call.note ?? ''))
            void change(call, { note: note.trim() || null }, note.trim() ? 'Noted.' : 'Note taken away.')
        }}
      />
      <Field
        label="Tags, by comma"
        value={tags}
        onChange={setTags}
        onBlur={() => {
          if (String(given) !== String(call.tags)) void change(call, { tags: given }, 'Tagged.')
        }}
      />
      <Switch
        isOn={call.spam}
        onChange={(spam) =>
          void change(call, { spam }, spam ? 'Spam: it counts nowhere.' : 'No spam: it counts again.')
        }
      >
        Spam
      </Switch>
    </div>
  )
}

function Detail({ of: call }: { readonly of: CallRow }) {
  const { account, rights } = useMe()
  const labels = useLabels()
  const enquiry = useQuery({
    queryKey: ['enquiry', call.enquiryId],
    queryFn: () => api.get<Enquiry>(`/v1/enquiries/${encodeURIComponent(call.enquiryId ?? '')}`),
    enabled: call.enquiryId !== null,
  }).data
  return (
    <>
      <p>
        <OutcomeBadge of={call.outcome} /> {dateAndTime(call.startedAt, account.timeZone)}
        {call.talkSeconds !== null && call.talkSeconds > 0 && `, talked ${duration(call.talkSeconds)}`}
      </p>
      <dl className="facts call-facts">
        <div>
          <dt>To</dt>
          <dd>
            {labels.get(call.number) ?? phone(call.number)}
            {labels.has(call.number) && <span className="quiet"> {phone(call.number)}</span>}
          </dd>
        </div>
        <div>
          <dt>Source</dt>
          <dd>
            {enquiry?.source ? (
              <>
                {enquiry.source.channel} <span className="quiet">{detailOf(enquiry.source)}</span>
              </>
            ) : (
              <span className="quiet">unknown</span>
            )}{' '}
            {enquiry && <Sureness confidence={enquiry.confidence} />}
          </dd>
        </div>
        <div>
          <dt>Caller</dt>
          <dd>
            {call.firstTime === null ? 'not known yet' : call.firstTime ? 'first-time' : 'called before'}
          </dd>
        </div>
        {call.code && (
          <div>
            <dt>Code quoted</dt>
            <dd className="mono">{call.code}</dd>
          </div>
        )}
        {enquiry && enquiry.value.amount > 0 && (
          <div>
            <dt>Value</dt>
            <dd>{money(enquiry.value.amount, enquiry.value.currency, true)}</dd>
          </div>
        )}
      </dl>
      {rights.recordings &&
        call.recordings.map((recording) => (
          <Player key={recording.id} recording={recording} callSid={call.callSid} />
        ))}
      <Said key={call.callSid} of={call} />
      <CallOutcome callSid={call.callSid} />
      <p className="call-links">
        {call.from !== null && rights.phones && <a href={`tel:${call.from}`}>Call back</a>}
        {call.enquiryId && <Link href={`/enquiries/${call.enquiryId}`}>The enquiry’s whole story</Link>}
      </p>
    </>
  )
}

/** One call in detail, beside the list. */
export function CallSheet({
  callSid,
  onClose,
}: {
  readonly callSid: string | undefined
  readonly onClose: () => void
}) {
  const { data, error, refetch } = useQuery({
    queryKey: ['call', callSid],
    queryFn: () => api.get<CallRow>(`/v1/calls/${encodeURIComponent(callSid ?? '')}`),
    enabled: callSid !== undefined,
  })
  return (
    <Sheet
      title={data && callSid ? phone(data.from) : 'Call'}
      isOpen={callSid !== undefined}
      onClose={onClose}
    >
      {error ? (
        <Trouble error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <Detail of={data} />
      ) : (
        <TableSkeleton rows={5} />
      )}
    </Sheet>
  )
}
