import { useMe } from '../../api/me.ts'
import { dateAndTime } from '../../look/format.ts'
import { Badge } from '../../parts/badge.tsx'
import { Empty, Trouble } from '../../parts/empty.tsx'
import { Section } from '../../parts/page.tsx'
import { TableSkeleton } from '../../parts/skeleton.tsx'
import { DataTable } from '../../parts/table.tsx'
import { type Enrolments, type Sequence, useEnrolments } from './queries.ts'

const because: Readonly<Record<string, string>> = {
  reply: 'answered',
  call: 'called',
  redemption: 'redeemed a code',
  sale: 'bought',
  unsubscribed: 'unsubscribed',
  'no-consent': 'no consent',
  suppressed: 'the address bounced',
  'no-address': 'the address is gone',
  left: 'went on to another',
  'by-hand': 'taken out',
  trigger: 'ended by a trigger',
}

const stateOf = ({ state, because: why }: Enrolments['data'][number]) =>
  state === 'stopped' ? (because[why ?? ''] ?? 'ended') : state === 'finished' ? 'got all' : 'on the way'

/** Who is in it, newest first. */
export function Enrolled({ sequence }: { readonly sequence: Sequence }) {
  const { account } = useMe()
  const { data, error, refetch } = useEnrolments(sequence.id)
  return (
    <Section title="Who is in it" lead="The last fifty. Addresses are shown in part.">
      {error ? (
        <Trouble error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <TableSkeleton />
      ) : data.data.length === 0 ? (
        <Empty title="Nobody yet." />
      ) : (
        <DataTable
          label="Who is in it"
          rows={data.data}
          rowKey={({ contact, startedAt }) => `${contact} ${startedAt}`}
          columns={[
            { id: 'email', title: 'Address', cell: ({ email }) => email ?? 'erased' },
            {
              id: 'since',
              title: 'Since',
              cell: ({ startedAt }) => dateAndTime(startedAt, account.timeZone),
            },
            {
              id: 'mails',
              title: 'Mails',
              cell: ({ sent }) => `${sent.length} of ${sequence.mails.length}`,
              isFigure: true,
            },
            {
              id: 'state',
              title: 'State',
              cell: (row) => <Badge tone={row.state === 'waiting' ? 'good' : 'plain'}>{stateOf(row)}</Badge>,
            },
            {
              id: 'next',
              title: 'Next mail',
              cell: ({ nextAt }) => (nextAt ? dateAndTime(nextAt, account.timeZone) : '–'),
              isMinor: true,
            },
          ]}
        />
      )}
    </Section>
  )
}
