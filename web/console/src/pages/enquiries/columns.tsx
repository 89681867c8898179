import { FileText, MessageSquare, Phone, Ticket } from 'lucide-react'
import type * as z from 'zod/mini'
import type { enquiryList } from '../../../../../functions/attribution/enquiry-schema.ts'
import type { Me } from '../../api/me.ts'
import type { Enquiry } from '../../api/types.ts'
import { count, dateAndTime, money } from '../../look/format.ts'
import { Badge } from '../../parts/badge.tsx'
import { SourceName } from '../../parts/source-name.tsx'
import { Sureness } from '../../parts/sureness.tsx'
import { OwnLink, type VirtualColumn } from '../../parts/virtual-table.tsx'
import './columns.css'

/** An enquiry of the list; with a model, what the model gives to the touches that were asked for. */
export type Row = z.infer<typeof enquiryList>['data'][number]

const kinds = {
  call: { icon: Phone, one: 'call', many: 'calls' },
  text: { icon: MessageSquare, one: 'text', many: 'texts' },
  form: { icon: FileText, one: 'form', many: 'forms' },
  redemption: { icon: Ticket, one: 'code redeemed', many: 'codes redeemed' },
} as const

/** "2 calls, 1 form", as pictures with their words. */
function Contacts({ of }: { readonly of: Enquiry['contacts'] }) {
  const counts = Object.entries(kinds).flatMap(([kind, look]) => {
    const number = of.filter((contact) => contact.kind === kind).length
    return number > 0 ? [{ kind, number, ...look }] : []
  })
  return (
    <span className="contacts-of">
      {counts.map(({ kind, number, icon: Icon, one, many }) => (
        <span key={kind} title={`${number} ${number === 1 ? one : many}`}>
          <Icon aria-hidden="true" />
          {number > 1 && <span aria-hidden="true">{number}</span>}
          <span className="visually-hidden">
            {number} {number === 1 ? one : many}
          </span>
        </span>
      ))}
    </span>
  )
}

export const stageOf = ({ outcomes }: Enquiry): string | undefined =>
  outcomes.toSorted((left, right) => left.at.localeCompare(right.at)).at(-1)?.stage

export function columnsOf({ timeZone }: Me['account'], isShared: boolean): VirtualColumn<Row>[] {
  return [
    {
      id: 'opened',
      title: 'Opened',
      width: 'minmax(6.5rem, 9rem)',
      cell: ({ id, openedAt }) => (
        <OwnLink href={`/enquiries/${id}`}>{dateAndTime(openedAt, timeZone)}</OwnLink>
      ),
    },
    {
      id: 'contacts',
      title: 'By',
      width: '7rem',
      isMinor: true,
      cell: ({ contacts }) => <Contacts of={contacts} />,
    },
    {
      id: 'source',
      title: 'Source',
      width: 'minmax(0, 1fr)',
      cell: ({ source }) => <SourceName of={source} />,
    },
    {
      id: 'confidence',
      title: 'How sure',
      width: '7.5rem',
      cell: ({ confidence }) => <Sureness confidence={confidence} />,
    },
    {
      id: 'first',
      title: 'Caller',
      width: '6.5rem',
      isMinor: true,
      cell: ({ firstTime, excluded }) =>
        excluded ? (
          <Badge tone="warn">{excluded}</Badge>
        ) : firstTime ? (
          'first-time'
        ) : (
          <span className="quiet">known</span>
        ),
    },
    {
      id: 'stage',
      title: 'Outcome',
      width: '7rem',
      isLong: true,
      isMinor: true,
      cell: (row) => stageOf(row) ?? <span className="quiet">open</span>,
    },
    {
      id: 'value',
      title: 'Value',
      width: '6rem',
      isFigure: true,
      isMinor: true,
      cell: ({ value }) => (value.amount > 0 ? money(value.amount, value.currency) : '–'),
    },
    ...(isShared
      ? [
          {
            id: 'share',
            title: 'Share',
            width: '5.5rem',
            isFigure: true,
            cell: ({ share }: Row) => (share ? count(share.micros / 1_000_000) : '–'),
          },
          {
            id: 'share-value',
            title: 'Its value',
            width: '6rem',
            isFigure: true,
            isMinor: true,
            cell: ({ share, value }: Row) => (share ? money(share.value, value.currency) : '–'),
          },
        ]
      : []),
  ]
}
