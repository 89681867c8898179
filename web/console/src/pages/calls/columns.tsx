import { Mic, StickyNote } from 'lucide-react'
import type { Me } from '../../api/me.ts'
import { dateAndTime, duration, money, phone } from '../../look/format.ts'
import { Badge } from '../../parts/badge.tsx'
import { SourceName } from '../../parts/source-name.tsx'
import type { VirtualColumn } from '../../parts/virtual-table.tsx'
import { type CallRow, callerWords, outcomeNames } from './call.ts'

const tones = {
  answered: 'good',
  missed: 'signal',
  abandoned: 'warn',
  voicemail: 'warn',
  'in-progress': 'plain',
} as const

export const OutcomeBadge = ({ of }: { readonly of: CallRow['outcome'] }) => (
  <Badge tone={tones[of]}>{outcomeNames[of]}</Badge>
)

export function Caller({
  of: { from, firstTime, spam },
  onOpen,
}: {
  readonly of: CallRow
  readonly onOpen: () => void
}) {
  return (
    <span className="call-caller">
      <span>
        <button type="button" className="call-open" onClick={onOpen}>
          {phone(from)}
        </button>
      </span>
      <span className="small quiet">
        {spam ? 'spam' : from === null ? 'number not shown' : callerWords[`${firstTime}`]}
      </span>
    </span>
  )
}

/** What a call has beside its figures, by pictures with their words. */
const Extras = ({ of: { recordings, note } }: { readonly of: CallRow }) => (
  <span className="call-icons">
    {recordings.some(({ deletedAt }) => deletedAt === null) && (
      <span title="Recorded">
        <Mic aria-hidden="true" />
        <span className="visually-hidden">recorded</span>
      </span>
    )}
    {note && (
      <span title={note}>
        <StickyNote aria-hidden="true" />
        <span className="visually-hidden">noted</span>
      </span>
    )}
  </span>
)

export function columnsOf(
  { timeZone }: Me['account'],
  labels: ReadonlyMap<string, string>,
  onOpen: (callSid: string) => void,
): VirtualColumn<CallRow>[] {
  return [
    {
      id: 'caller',
      title: 'Caller',
      width: 'minmax(8.5rem, 11rem)',
      cell: (call) => <Caller of={call} onOpen={() => onOpen(call.callSid)} />,
    },
    {
      id: 'at',
      title: 'When',
      width: '7rem',
      cell: ({ startedAt }) => dateAndTime(startedAt, timeZone),
    },
    {
      id: 'outcome',
      title: 'Outcome',
      width: '6rem',
      cell: ({ outcome }) => <OutcomeBadge of={outcome} />,
    },
    {
      id: 'talk',
      title: 'Talk',
      width: '4rem',
      isFigure: true,
      isMinor: true,
      cell: ({ talkSeconds }) => (talkSeconds ? duration(talkSeconds) : '–'),
    },
    {
      id: 'number',
      title: 'Number',
      width: 'minmax(0, 1fr)',
      isMinor: true,
      cell: ({ number }) => (
        <span className="call-caller">
          <span>{labels.get(number) ?? phone(number)}</span>
          {labels.has(number) && <span className="quiet small">{phone(number)}</span>}
        </span>
      ),
    },
    {
      id: 'source',
      title: 'Source',
      width: 'minmax(0, 1.2fr)',
      isMinor: true,
      cell: ({ enquiry }) => (enquiry === undefined ? '' : <SourceName of={enquiry?.source} />),
    },
    {
      id: 'tags',
      title: 'Tags',
      width: 'minmax(0, 0.8fr)',
      isMinor: true,
      cell: ({ tags }) => <span className="vt-two small quiet">{tags.join(', ')}</span>,
    },
    {
      id: 'value',
      title: 'Value',
      width: '5rem',
      isFigure: true,
      isMinor: true,
      cell: ({ enquiry }) =>
        enquiry && enquiry.value.amount > 0 ? money(enquiry.value.amount, enquiry.value.currency) : '–',
    },
    { id: 'extras', title: '', width: '2.5rem', isMinor: true, cell: (call) => <Extras of={call} /> },
  ]
}
