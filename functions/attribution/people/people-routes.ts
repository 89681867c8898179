import type { Hono } from 'hono'
import type { Account } from '../../../shared/domain/account.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import type { Clock } from '../../../shared/domain/time.ts'
import { positionOfCursor } from '../../../shared/http/list.ts'
import { type Authenticate, handle, reply } from '../../../shared/http/operation.ts'
import { refuse } from '../../../shared/http/problem.ts'
import type { AttributionPorts } from '../deps.ts'
import { boundsOf, isPosition } from '../newest-first.ts'
import { findPerson } from './find-person.ts'
import { isWarmPosition, newest, warmest } from './list-people.ts'
import { getPerson, listPeople } from './people-operations.ts'
import { renderPerson, renderSummary } from './render.ts'

export interface PeopleDeps extends Pick<AttributionPorts, 'ledger' | 'views'> {
  readonly authenticate: Authenticate
  readonly settingsOf: (account: AccountId) => Promise<Account>
  readonly now: Clock
}

/** How far everybody has come. */
export function mountPeople(app: Hono, { ledger, views, authenticate, settingsOf, now }: PeopleDeps): void {
  const guards = { authenticate }

  handle(app, guards, listPeople, async ({ account, query }) => {
    // Nobody is kept in the order of cold scores: there is nothing to be done about them.
    const byScore = query.order === 'score' && query.band !== 'cold'
    const position = positionOfCursor(query.cursor, byScore ? isWarmPosition : isPosition)
    if (typeof position === 'object') return position
    const { settings, scoring } = await ledger.processes.rulesOf(account)
    if (!settings) throw new Error(`no account ${account}`)
    const bounds = boundsOf(query, settings.timeZone)
    const at = now()
    const { people, next } = byScore
      ? await warmest({ views }, settings, scoring, query, at, position)
      : await newest({ views }, account, query, bounds, at, position)
    const { from, until } = bounds
    const data = people
      .filter(({ row }) => (from ?? '') <= row.startedAt && (until === undefined || row.startedAt < until))
      .map(({ row }) => renderSummary(row, at, settings))
    return reply(200, {
      data,
      nextCursor: next === undefined ? null : Buffer.from(next).toString('base64url'),
    })
  })

  handle(app, guards, getPerson, async ({ account, params }) => {
    const [row, rules, settings] = await Promise.all([
      findPerson(views, account, params.id),
      ledger.processes.rulesOf(account),
      settingsOf(account),
    ])
    if (!row) return refuse('not_found', 'The account has no person and no visitor of this id.')
    return reply(200, renderPerson(row, rules, now(), settings))
  })
}
