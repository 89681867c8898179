import { useQuery, useQueryClient } from '@tanstack/react-query'
import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import { type Role, useMe } from '../../../api/me.ts'
import { api } from '../../../api/request.ts'
import type { List } from '../../../api/types.ts'
import { ago } from '../../../look/format.ts'
import { Button } from '../../../parts/button.tsx'
import { Select } from '../../../parts/choice.tsx'
import { Trouble } from '../../../parts/empty.tsx'
import { Section } from '../../../parts/page.tsx'
import { TableSkeleton } from '../../../parts/skeleton.tsx'
import { say, sayTrouble } from '../../../parts/toast.tsx'
import { Invite } from './invite.tsx'
import { type Member, membersKey, roleNames } from './member.ts'
import { RolesTable } from './roles-table.tsx'
import './team.css'

/** Who may sign in, and as what. */
export default function Team() {
  const me = useMe()
  const members = useQuery({ queryKey: membersKey, queryFn: () => api.get<List<Member>>('/v1/members') })
  const { changeRole, remove } = useMemberChanges()
  const [isInviting, setInviting] = useState(false)
  if (members.error) return <Trouble error={members.error} onRetry={() => void members.refetch()} />
  return (
    <>
      <Section
        title="Team"
        lead="Whoever signs in with one of these e-mail addresses is that member."
        actions={
          <Button look="primary" onPress={() => setInviting(true)}>
            <UserPlus aria-hidden="true" /> Invite
          </Button>
        }
      >
        {!members.data ? (
          <TableSkeleton rows={4} />
        ) : (
          <ul className="lines">
            {members.data.data.map((member) => (
              <li key={member.id}>
                <div>
                  {member.name ?? member.email}
                  {member.id === me.member.id && <span className="quiet"> (you)</span>}
                  <div className="quiet small">
                    {member.name && `${member.email} · `}
                    {member.lastSeenAt ? `seen ${ago(member.lastSeenAt)}` : 'has not signed in yet'}
                  </div>
                </div>
                <Select
                  label={`Role of ${member.email}`}
                  options={roleNames}
                  value={member.role}
                  onChange={(role) => void changeRole(member, role)}
                />
                <Button
                  look="quiet"
                  size="s"
                  aria-label={`Remove ${member.email}`}
                  onPress={() => void remove(member)}
                >
                  Remove
                </Button>
              </li>
            ))}
          </ul>
        )}
        <Invite isOpen={isInviting} onClose={() => setInviting(false)} />
      </Section>
      <RolesTable />
    </>
  )
}

/** Changes show at once, and are taken back where the bridge refuses (the last owner stays) or by undo. */
function useMemberChanges() {
  const queries = useQueryClient()
  const refresh = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: membersKey }),
      queries.invalidateQueries({ queryKey: ['me'] }),
    ])
  const show = (edit: (all: readonly Member[]) => readonly Member[]) => {
    const before = queries.getQueryData<List<Member>>(membersKey)
    queries.setQueryData<List<Member>>(membersKey, (list) => list && { ...list, data: edit(list.data) })
    return () => queries.setQueryData(membersKey, before)
  }

  async function changeRole(member: Member, role: Role, isUndo = false): Promise<void> {
    if (role === member.role) return
    const takeBack = show((all) => all.map((each) => (each.id === member.id ? { ...each, role } : each)))
    try {
      await api.patch(`/v1/members/${member.id}`, { role })
      if (!isUndo)
        say(`${member.name ?? member.email} is ${role} now.`, () => {
          void changeRole({ ...member, role }, member.role, true)
        })
      await refresh()
    } catch (error) {
      takeBack()
      sayTrouble(error)
    }
  }

  async function remove(member: Member): Promise<void> {
    const takeBack = show((all) => all.filter(({ id }) => id !== member.id))
    try {
      await api.remove(`/v1/members/${member.id}`)
      const { email, role, name } = member
      say(`${name ?? email} can’t sign in any more.`, () => {
        void api.post('/v1/members', { email, role, name }).then(refresh, sayTrouble)
      })
      await refresh()
    } catch (error) {
      takeBack()
      sayTrouble(error)
    }
  }
  return { changeRole, remove }
}
