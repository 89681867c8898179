import type { Hono } from 'hono'
import { isIdOf } from '../../../shared/domain/ids.ts'
import { createNote } from '../../../shared/http/audit-note.ts'
import { handle, reply } from '../../../shared/http/operation.ts'
import { refuse } from '../../../shared/http/problem.ts'
import { newKey } from '../accounts/new-key.ts'
import type { AdminDeps } from '../deps.ts'
import { createKey, deleteKey, listKeys, mostKeys } from './key-operations.ts'

const unknown = refuse('not_found', 'The account has no secret key of this id.')
const isId = isIdOf('apiKey')

export function mountKeys(
  app: Hono,
  {
    guards,
    keys,
    now,
    randomBytes,
    audit,
  }: Pick<AdminDeps, 'guards' | 'keys' | 'now' | 'randomBytes' | 'audit'>,
): void {
  const note = createNote({ audit, now })
  handle(app, guards, listKeys, async ({ account }) =>
    reply(200, { data: await keys.list(account), nextCursor: null }),
  )

  handle(app, guards, createKey, async ({ account, caller, body: { name } }) => {
    // Of several that come at once one more may pass: the limit keeps a list readable, and nothing hangs on it.
    if ((await keys.list(account)).length >= mostKeys)
      return refuse('too_many', `${mostKeys} keys are in use: withdraw one first.`)
    const key = newKey('sk_', randomBytes)
    const made = await keys.create(account, key, name, now())
    await note({ account, caller }, 'key-made', made.id)
    return reply(201, { ...made, key })
  })

  handle(app, guards, deleteKey, async ({ account, caller, params: { id } }) => {
    const standing = isId(id) ? await keys.list(account) : []
    if (!standing.some((each) => each.id === id)) return unknown
    if (standing.length === 1)
      return refuse('last_key', 'Without it no program could reach the account: make another key first.')
    if ((await keys.remove(account, id)) !== 'removed') return unknown
    await note({ account, caller }, 'key-withdrawn', id)
    return reply(204)
  })
}
