import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { displayCode } from '../../../../../shared/domain/code-display.ts'
import { useMe } from '../../api/me.ts'
import { api } from '../../api/request.ts'
import type { Enquiry } from '../../api/types.ts'
import { dateAndTime, duration, money, phone } from '../../look/format.ts'
import { detailOf } from '../../look/source.ts'
import { Trouble } from '../../parts/empty.tsx'
import { Player } from '../../parts/player.tsx'
import { Sheet } from '../../parts/sheet.tsx'
import { TableSkeleton } from '../../parts/skeleton.tsx'
import { Sureness } from '../../parts/sureness.tsx'
import { stageOf } from '../enquiries/columns.tsx'
import { type CallRow, callerWords, useLabels } from './call.ts'
import { CallOutcome } from './call-outcome.tsx'
import { OutcomeBadge } from './columns.tsx'
import { Said } from './said.tsx'
import '../../parts/facts.css'
import './call-sheet.css'

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
          <dd>{callerWords[`${call.firstTime}`]}</dd>
        </div>
        {call.code && (
          <div>
            <dt>Code quoted</dt>
            <dd>
              <Link href={`/codes?code=${call.code}`} className="mono">
                {displayCode(call.code)}
              </Link>
            </dd>
          </div>
        )}
        {enquiry && (
          <div>
            <dt>Outcome</dt>
            <dd>
              {stageOf(enquiry) ?? <span className="quiet">open</span>}
              {enquiry.value.amount > 0 && ` · ${money(enquiry.value.amount, enquiry.value.currency, true)}`}
            </dd>
          </div>
        )}
      </dl>
      {rights.recordings &&
        call.recordings.map((recording) => (
          <Player key={recording.id} recording={recording} callSid={call.callSid} />
        ))}
      <Said key={call.callSid} of={call} />
      <CallOutcome key={`outcome ${call.callSid}`} of={call} />
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
