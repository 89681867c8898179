import type { Hono } from 'hono'
import { isIdOf } from '../../../shared/domain/ids.ts'
import type { Pool } from '../../../shared/domain/tracking-number.ts'
import { pageOf, positionOfCursor } from '../../../shared/http/list.ts'
import { handle, reply } from '../../../shared/http/operation.ts'
import { isRefusal, refuse } from '../../../shared/http/problem.ts'
import { decidePoolChange } from '../decide.ts'
import type { AdminDeps } from '../deps.ts'
import { changePool, createPool, getPool, listPools } from '../operations.ts'

const unknown = refuse('not_found', 'The account has no pool of this id.')

export function mountPools(app: Hono, deps: AdminDeps, newId: () => string): void {
  const { guards, pools, fallbacks, now } = deps

  handle(app, guards, createPool, async ({ account, body }) => {
    const pool: Pool = { id: newId(), ...body, createdAt: now() }
    await pools.create(account, pool)
    return reply(201, pool)
  })

  handle(app, guards, listPools, async ({ account, query }) => {
    const after = positionOfCursor(query.cursor, isIdOf('pool'))
    if (isRefusal(after)) return after
    const found = await pools.list(account, query.limit + 1, after)
    return reply(
      200,
      pageOf(found, query.limit, ({ id }) => id),
    )
  })

  handle(app, guards, getPool, async ({ account, params }) => {
    const found = isIdOf('pool')(params.id) && (await pools.get(account, params.id))
    return found ? reply(200, found) : unknown
  })

  handle(app, guards, changePool, async ({ account, params, body }) => {
    const changed =
      isIdOf('pool')(params.id) &&
      (await pools.update(account, params.id, (current) => decidePoolChange(current, body)))
    if (!changed) return unknown
    await fallbacks?.refreshPool(account, changed.id)
    return reply(200, changed)
  })
}
