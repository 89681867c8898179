import type { Hono } from 'hono'
import type { Erasure } from '../../../shared/domain/erasure.ts'
import { isIdOf } from '../../../shared/domain/ids.ts'
import { createNote } from '../../../shared/http/audit-note.ts'
import { pageOf, positionOfCursor } from '../../../shared/http/list.ts'
import { handle, reply } from '../../../shared/http/operation.ts'
import { isRefusal, refuse } from '../../../shared/http/problem.ts'
import type { AdminDeps } from '../deps.ts'
import { beginErasure, erase } from './erase.ts'
import { createErasure, getErasure, listErasures } from './erasure-schema.ts'
import { startOf } from './start-of.ts'

const isErasureId = isIdOf('erasure')
const unknown = refuse('not_found', 'The account has no erasure of this id.')
const saltBytes = 32

const renderErasure = ({ id, state, by, requestedAt, erasedAt = undefined, found }: Erasure) => ({
  id,
  state,
  by,
  requestedAt,
  erasedAt: erasedAt ?? null,
  found,
})

/** People are erased on request; see `erase.ts`. */
export function mountErasures(app: Hono, deps: AdminDeps, newId: () => string): void {
  const { guards, privacy, now, randomBytes } = deps
  const note = createNote(deps)

  handle(app, guards, createErasure, async ({ account, caller, body }) => {
    const { by, nodes, contacts } = await startOf(deps, account, body)
    const salt = Buffer.from(randomBytes(saltBytes)).toString('base64url')
    const erasure = beginErasure(newId(), by, { nodes, salt, at: now() })
    await note({ account, caller }, 'person-erased', erasure.id)
    await privacy.erasures.put(account, erasure)
    return reply(201, renderErasure(await erase(deps, account, erasure, contacts)))
  })

  handle(app, guards, listErasures, async ({ account, query: { limit, cursor } }) => {
    const after = positionOfCursor(cursor, isErasureId)
    if (isRefusal(after)) return after
    const erasures = await privacy.erasures.list(account, limit + 1, after)
    return reply(
      200,
      pageOf(erasures.map(renderErasure), limit, ({ id }) => id),
    )
  })

  handle(app, guards, getErasure, async ({ account, params: { id } }) => {
    const erasure = isErasureId(id) ? await privacy.erasures.get(account, id) : undefined
    return erasure ? reply(200, renderErasure(erasure)) : unknown
  })
}
