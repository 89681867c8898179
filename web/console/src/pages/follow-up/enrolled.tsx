import { useMe } from '../../api/me.ts'
import { dateAndTime } from '../../look/format.ts'
import { Badge } from '../../parts/badge.tsx'
import { Empty, Trouble } from '../../parts/empty.tsx'
import { Section } from '../../parts/page.tsx'
import { TableSkeleton } from '../../parts/skeleton.tsx'
import { DataTable } from '../../parts/table.tsx'
import { type Sequence, useEnrolments } from './queries.ts'
import { enrolmentWords } from './words.ts'

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
              cell: (row) => (
                <Badge tone={row.state === 'waiting' ? 'good' : 'plain'}>{enrolmentWords(row)}</Badge>
              ),
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
