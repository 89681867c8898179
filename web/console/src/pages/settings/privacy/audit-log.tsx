import { useQuery } from '@tanstack/react-query'
import { useEndless } from '../../../api/list.ts'
import { useMe } from '../../../api/me.ts'
import { api } from '../../../api/request.ts'
import type { List } from '../../../api/types.ts'
import { dateAndTime } from '../../../look/format.ts'
import { Button } from '../../../parts/button.tsx'
import { Empty, Trouble } from '../../../parts/empty.tsx'
import { Section } from '../../../parts/page.tsx'
import { TableSkeleton } from '../../../parts/skeleton.tsx'
import { type Column, DataTable } from '../../../parts/table.tsx'
import { type Member, membersKey } from '../team/member.ts'
import { type AuditEntry, actionNames, callerWords } from './words.ts'

/** Rows that are shown before more are asked for. */
const pageRows = 25

/** Who heard, took along or erased people's data, and who changed who may. */
export function AuditLog() {
  const { timeZone } = useMe().account
  const { rows, hasMore, more, error, again } = useEndless<AuditEntry>('/v1/audit-log', { limit: pageRows })
  const members = useQuery({ queryKey: membersKey, queryFn: () => api.get<List<Member>>('/v1/members') })
  const memberName = (id: string) => {
    const member = members.data?.data.find((each) => each.id === id)
    return member && (member.name ?? member.email)
  }
  const columns: readonly Column<AuditEntry>[] = [
    {
      id: 'at',
      title: 'When',
      cell: ({ at }) => <span className="is-whole">{dateAndTime(at, timeZone)}</span>,
    },
    { id: 'who', title: 'Who', cell: ({ by }) => callerWords(by, memberName) },
    {
      id: 'what',
      title: 'What',
      cell: ({ action, detail }) => (
        <>
          {actionNames[action]}
          {detail && <div className="quiet small">{detail}</div>}
        </>
      ),
    },
    {
      id: 'subject',
      title: 'Of',
      isMinor: true,
      cell: ({ subject }) => <code className="audit-subject">{subject}</code>,
    },
  ]
  return (
    <Section
      title="Audit log"
      lead="Who heard, took along or erased people’s data, and who changed who may. Nobody can change an entry."
    >
      {error ? (
        <Trouble error={error} onRetry={again} />
      ) : !rows ? (
        <TableSkeleton rows={6} />
      ) : rows.length === 0 ? (
        <Empty title="Nothing to note yet.">
          The first recording that is heard, export, erasure or change of the team stands here.
        </Empty>
      ) : (
        <>
          <DataTable
            label="Audit log"
            columns={columns}
            rows={rows}
            rowKey={({ at, action, subject }) => `${at} ${action} ${subject}`}
          />
          {hasMore && (
            <div className="more-rows">
              <Button size="s" onPress={more}>
                Show more
              </Button>
            </div>
          )}
        </>
      )}
    </Section>
  )
}
