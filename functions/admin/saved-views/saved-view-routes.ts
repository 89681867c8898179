import type { Hono } from 'hono'
import { isIdOf } from '../../../shared/domain/ids.ts'
import { mostSavedViews } from '../../../shared/domain/saved-view.ts'
import { handle, reply } from '../../../shared/http/operation.ts'
import { refuse } from '../../../shared/http/problem.ts'
import type { AdminDeps } from '../deps.ts'
import { changeSavedView, createSavedView, deleteSavedView, listSavedViews } from './saved-view-operations.ts'

const unknown = refuse('not_found', 'The account has no saved view of this id.')
const isId = isIdOf('savedView')

export function mountSavedViews(
  app: Hono,
  { guards, savedViews, now }: Pick<AdminDeps, 'guards' | 'savedViews' | 'now'>,
  newId: () => string,
): void {
  handle(app, guards, listSavedViews, async ({ account }) =>
    reply(200, { data: await savedViews.list(account), nextCursor: null }),
  )

  handle(app, guards, createSavedView, async ({ account, body }) => {
    // Of several that come at once one more may pass: the limit keeps a list readable, and nothing hangs on it.
    if ((await savedViews.list(account)).length >= mostSavedViews) {
      return refuse('too_many', `${mostSavedViews} views are saved: delete one first.`)
    }
    const view = { id: newId(), ...body, createdAt: now() }
    await savedViews.create(account, view)
    return reply(201, view)
  })

  handle(app, guards, changeSavedView, async ({ account, params: { id }, body }) => {
    const view = isId(id) ? await savedViews.update(account, id, body) : undefined
    return view ? reply(200, view) : unknown
  })

  handle(app, guards, deleteSavedView, async ({ account, params: { id } }) => {
    const removed = isId(id) ? await savedViews.remove(account, id) : 'absent'
    return removed === 'absent' ? unknown : reply(204)
  })
}
