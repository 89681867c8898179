import type { Hono } from 'hono'
import { type AccountId, isIdOf } from '../../../shared/domain/ids.ts'
import type { NotificationPreferences } from '../../../shared/domain/notification.ts'
import type { Caller } from '../../../shared/http/caller.ts'
import { handle, reply } from '../../../shared/http/operation.ts'
import { refuse } from '../../../shared/http/problem.ts'
import type { OutreachAppDeps } from '../deps.ts'
import {
  changeMyNotifications,
  changeNotifications,
  getMyNotifications,
  getNotifications,
} from './preference-schema.ts'
import { preferencesOf } from './preferences.ts'

const isMemberId = isIdOf('member')
const unknown = refuse('not_found', 'The account has no member of this id.')
const noPerson = refuse(
  'not_found',
  'A secret key is nobody who gets mails: name the member, /v1/members/{id}/notifications.',
)

const render = ({ enquiries, digest, alerts = true, channels, numbers }: NotificationPreferences) => ({
  enquiries,
  digest,
  alerts,
  channels: channels ?? null,
  numbers: numbers ?? null,
})

/** What each person is told by e-mail: for themselves to choose, and for an owner. */
export function mountPreferences(app: Hono, { guards, preferences, members }: OutreachAppDeps): void {
  async function tell(account: AccountId, id: string) {
    const role = isMemberId(id) ? await members.roleOf(account, id) : undefined
    if (role === undefined) return unknown
    return reply(200, render(await preferencesOf(preferences, { account, id, role })))
  }
  const idOf = (caller: Caller) => (caller.kind === 'member' ? caller.id : undefined)

  handle(app, guards, getMyNotifications, async ({ account, caller }) => {
    const id = idOf(caller)
    return id === undefined ? noPerson : tell(account, id)
  })
  handle(app, guards, changeMyNotifications, async ({ account, caller, body }) => {
    const id = idOf(caller)
    if (id === undefined) return noPerson
    await preferences.set(account, id, body)
    return tell(account, id)
  })

  handle(app, guards, getNotifications, async ({ account, params: { id } }) => tell(account, id))
  handle(app, guards, changeNotifications, async ({ account, params: { id }, body }) => {
    if (!isMemberId(id) || (await members.roleOf(account, id)) === undefined) return unknown
    await preferences.set(account, id, body)
    return tell(account, id)
  })
}
