import type { Hono } from 'hono'
import { isIdOf } from '../../../shared/domain/ids.ts'
import type { Member } from '../../../shared/domain/member.ts'
import { operationRoles, operationsOf } from '../../../shared/domain/role.ts'
import { createNote } from '../../../shared/http/audit-note.ts'
import { rightsOf } from '../../../shared/http/caller.ts'
import { handle, reply } from '../../../shared/http/operation.ts'
import { refuse } from '../../../shared/http/problem.ts'
import type { AdminDeps } from '../deps.ts'
import { addMember, changeMember, getMe, listMembers, removeMember } from './member-schema.ts'

const isMemberId = isIdOf('member')
const unknown = refuse('not_found', 'The account has no member of this id.')
const lastOwner = refuse(
  'last_owner',
  'This is the account’s last owner: make another member an owner first.',
)
const taken = refuse(
  'member_exists',
  'A member of the account has this e-mail already; change their role instead.',
)

/** Who may sign in, and as what. */
export function mountMembers(app: Hono, deps: AdminDeps, newId: () => string): void {
  const { guards, accounts, members, now } = deps
  const note = createNote(deps)

  async function accountsOf(member: Member) {
    const memberships = await members.byEmail(member.email)
    const found = await Promise.all(memberships.map(({ account }) => accounts.get(account)))
    return memberships.flatMap(({ member: { role } }, index) => {
      const account = found[index]
      return account ? [{ id: account.id, name: account.name, role }] : []
    })
  }

  handle(app, guards, getMe, async ({ account, caller }) => {
    const [settings, member] = await Promise.all([
      accounts.get(account),
      caller.kind === 'member' ? members.get(account, caller.id) : undefined,
    ])
    if (!settings) throw new Error(`no account ${account}`)
    const { id, name, timeZone, currency } = settings
    const operations = caller.kind === 'member' ? operationsOf(caller.role) : Object.keys(operationRoles)
    return reply(
      200,
      {
        member: member ?? null,
        account: { id, name, timeZone, currency },
        accounts: member ? await accountsOf(member) : [],
        rights: { operations, ...rightsOf(caller) },
      },
      { 'cache-control': 'no-store' },
    )
  })

  handle(app, guards, listMembers, async ({ account }) =>
    reply(200, { data: await members.list(account), nextCursor: null }),
  )

  handle(app, guards, addMember, async ({ account, caller, body: { email, role, name = null } }) => {
    const member = { id: newId(), email, name, role, createdAt: now() }
    if ((await members.add(account, member)) === 'taken') return taken
    await note({ account, caller }, 'member-added', member.id, role)
    return reply(201, { ...member, lastSeenAt: null })
  })

  handle(app, guards, changeMember, async ({ account, caller, params: { id }, body }) => {
    if (!isMemberId(id)) return unknown
    const outcome = await members.change(account, id, body)
    if (outcome.changed) {
      await note({ account, caller }, 'member-changed', id, body.role)
      return reply(200, outcome.member)
    }
    return outcome.because === 'absent' ? unknown : lastOwner
  })

  handle(app, guards, removeMember, async ({ account, caller, params: { id } }) => {
    if (!isMemberId(id)) return unknown
    const outcome = await members.remove(account, id)
    if (outcome === 'removed') {
      await note({ account, caller }, 'member-removed', id)
      return reply(204)
    }
    return outcome === 'absent' ? unknown : lastOwner
  })
}
