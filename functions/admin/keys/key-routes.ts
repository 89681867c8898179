import type { Hono } from 'hono'
import { isIdOf } from '../../../shared/domain/ids.ts'
import { handle, reply } from '../../../shared/http/operation.ts'
import { refuse } from '../../../shared/http/problem.ts'
import { newKey } from '../accounts/new-key.ts'
import type { AdminDeps } from '../deps.ts'
import { createKey, deleteKey, listKeys, mostKeys } from './key-operations.ts'

const unknown = refuse('not_found', 'The account has no secret key of this id.')
const isId = isIdOf('apiKey')

export function mountKeys(
  app: Hono,
  { guards, keys, now, randomBytes }: Pick<AdminDeps, 'guards' | 'keys' | 'now' | 'randomBytes'>,
): void {
  handle(app, guards, listKeys, async ({ account }) =>
    reply(200, { data: await keys.list(account), nextCursor: null }),
  )

  handle(app, guards, createKey, async ({ account, body: { name } }) => {
    // Of several that come at once one more may pass: the limit keeps a list readable, and nothing hangs on it.
    if ((await keys.list(account)).length >= mostKeys)
      return refuse('too_many', `${mostKeys} keys are in use: withdraw one first.`)
    const key = newKey('sk_', randomBytes)
    return reply(201, { ...(await keys.create(account, key, name, now())), key })
  })

  handle(app, guards, deleteKey, async ({ account, params: { id } }) => {
    const standing = isId(id) ? await keys.list(account) : []
    if (!standing.some((each) => each.id === id)) return unknown
    if (standing.length === 1)
      return refuse('last_key', 'Without it no program could reach the account: make another key first.')
    return (await keys.remove(account, id)) === 'removed' ? reply(204) : unknown
  })
}
