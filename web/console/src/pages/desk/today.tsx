import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { dayIn } from '../../api/days.ts'
import { useMe } from '../../api/me.ts'
import { api } from '../../api/request.ts'
import type { List } from '../../api/types.ts'
import { ago, dateAndTime, money, phone, time } from '../../look/format.ts'
import { stages } from '../../look/stages.ts'
import { Section } from '../../parts/page.tsx'
import { type CallRow, unanswered, useLabels } from '../calls/call.ts'
import { byCaller } from '../calls/callers.ts'
import { OutcomeBadge } from '../calls/columns.tsx'

/** Seldom beside the desk's own question: nobody waits for it. */
const askedAnewMilliseconds = 30_000
const shownCalls = 8
/** So many days a missed call is worth a call back from here; the page of calls knows all of them. */
const backDays = 7

const ask = (query: Readonly<Record<string, string | number | boolean>>) =>
  api.get<List<CallRow>>('/v1/calls', { ...query, expand: 'enquiry', limit: shownCalls })

/** @param heard changes with what happens at the desk: then it is asked at once */
const useCalls = (name: string, heard: string, query: Parameters<typeof ask>[0]) =>
  useQuery({
    queryKey: ['calls', 'desk', name, heard],
    queryFn: () => ask(query),
    refetchInterval: askedAnewMilliseconds,
    placeholderData: (before) => before,
  })

const stageName = (stage: string) => stages.find(({ id }) => id === stage)?.name ?? stage

/** @param times that they called, where that is more than once */
function Row({
  of: call,
  times = 1,
  today,
}: {
  readonly of: CallRow
  readonly times?: number
  readonly today: string
}) {
  const { account, rights } = useMe()
  const labels = useLabels()
  const { callSid, from, startedAt, number, outcome, enquiry, note, talkSeconds } = call
  const told = [
    times > 1 && `called ${times} times`,
    enquiry?.stage && stageName(enquiry.stage),
    enquiry?.value?.amount ? money(enquiry.value.amount, enquiry.value.currency) : undefined,
    note,
  ].filter(Boolean)
  // An hour alone says nothing of a day before.
  const isToday = dayIn(account.timeZone, startedAt) === today
  const isMissed = unanswered.includes(outcome)
  return (
    <li>
      <time dateTime={startedAt} title={dateAndTime(startedAt, account.timeZone)} className="quiet">
        {isToday ? time(startedAt, account.timeZone) : ago(startedAt)}
      </time>
      <div>
        <p>
          <Link href={`/calls?call=${encodeURIComponent(callSid)}`}>{phone(from)}</Link>{' '}
          <OutcomeBadge of={outcome} />
        </p>
        <p className="quiet small today-told">
          {[enquiry?.source?.channel, labels.get(number) ?? phone(number), ...told]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
      {isMissed && from !== null && rights.phones ? (
        <a className="button button-plain button-s" href={`tel:${from}`}>
          Call back
        </a>
      ) : (
        enquiry &&
        talkSeconds !== null && (
          <Link className="small" href={`/enquiries/${enquiry.id}`}>
            Story
          </Link>
        )
      )}
    </li>
  )
}

/** What just happened here, for whoever waits for the next call: the last calls of the day, and who is to be called back. */
export function Today({ heard, today }: { readonly heard: string; readonly today: string }) {
  const from = new Date(Date.parse(today) - (backDays - 1) * 86_400_000).toISOString().slice(0, 10)
  const last = useCalls('today', heard, { from: today, to: today, spam: false })
  const missed = useCalls('missed', heard, {
    from,
    to: today,
    outcome: unanswered,
    handled: false,
    spam: false,
  })
  const isMore = Boolean(missed.data?.nextCursor)
  const waiting = byCaller(missed.data?.data ?? [])
  return (
    <div className="today">
      <Section
        title={`To call back${waiting.length > 0 ? ` (${waiting.length}${isMore ? '+' : ''})` : ''}`}
        lead={`Missed in the last ${backDays} days, and nobody has called back.`}
        actions={<Link href="/calls?view=missed">All to call back</Link>}
      >
        {missed.data?.data.length === 0 ? (
          <p className="quiet today-none">Nobody waits for a call.</p>
        ) : (
          <ul className="today-calls" aria-label="To call back">
            {waiting.map(([call, ...before]) => (
              <Row key={call.callSid} of={call} times={before.length + 1} today={today} />
            ))}
          </ul>
        )}
      </Section>
      <Section
        title="Earlier today"
        lead="The last calls, and what came of them."
        actions={<Link href="/calls">All calls</Link>}
      >
        {last.data?.data.length === 0 ? (
          <p className="quiet today-none">Nobody has called today.</p>
        ) : (
          <ul className="today-calls" aria-label="Earlier today">
            {last.data?.data.map((call) => (
              <Row key={call.callSid} of={call} today={today} />
            ))}
          </ul>
        )}
      </Section>
    </div>
  )
}
