import type { Hono } from 'hono'
import { handle, reply } from '../../../shared/http/operation.ts'
import { refuse } from '../../../shared/http/problem.ts'
import type { OutreachAppDeps } from '../deps.ts'
import { listSuppressions, removeSuppression } from './suppression-schema.ts'

/** A keyed hash, as long as each is; a longer one fits no key. */
const isPossibleId = (id: string) => id.length <= 64

export function mountSuppressions(app: Hono, { guards, suppressions, vault }: OutreachAppDeps): void {
  handle(app, guards, listSuppressions, async ({ account }) => {
    const all = await suppressions.list(account)
    const data = all.map(({ id, sealed, reason, at, detail = null }) => ({
      id,
      email: vault.open(account, sealed),
      reason,
      at,
      detail,
    }))
    return reply(200, { data, nextCursor: null })
  })
  handle(app, guards, removeSuppression, async ({ account, params: { id } }) =>
    isPossibleId(id) && (await suppressions.remove(account, id)) === 'removed'
      ? reply(204)
      : refuse('not_found', 'No address of this id is suppressed.'),
  )
}
