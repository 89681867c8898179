import type { Hono } from 'hono'
import { isIdOf } from '../../../shared/domain/ids.ts'
import type { TrackingNumber } from '../../../shared/domain/tracking-number.ts'
import { pageOf, positionOfCursor } from '../../../shared/http/list.ts'
import { handle, reply } from '../../../shared/http/operation.ts'
import { type FieldError, isRefusal, type Refusal, refuse } from '../../../shared/http/problem.ts'
import { decideNewNumber, decideNumberChange } from '../decide.ts'
import type { AdminDeps, NumberSaved } from '../deps.ts'
import { changeNumber, createNumber, deleteNumber, getNumber, listNumbers } from '../operations.ts'
import { renderNumber } from './render-number.ts'

const unknown = refuse('not_found', 'The account has no number of this id.')
const contradictory = (errors: readonly FieldError[]) =>
  refuse('invalid_body', 'The body does not fit; see `errors`.', { errors })

function refusalOf(saved: NumberSaved & { saved: false }): Refusal {
  switch (saved.because) {
    case 'taken':
      return refuse(
        'number_taken',
        saved.id
          ? `The account has registered this number already, as ${saved.id}: change that one instead.`
          : 'This number is registered with another account: it has to be deleted there first.',
      )
    case 'pool-unknown':
      return refuse('pool_unknown', 'The account has no pool of this id.', {
        errors: [{ path: 'poolId', message: 'Must be the id of a pool of this account; see GET /v1/pools.' }],
      })
    default:
      return unknown
  }
}

export function mountNumbers(app: Hono, deps: AdminDeps, newId: () => string): void {
  const { guards, numbers, fallbacks, now } = deps
  const shown = (number: TrackingNumber) => renderNumber(number, now())

  handle(app, guards, createNumber, async ({ account, body }) => {
    const decision = decideNewNumber(body, newId(), now())
    if ('errors' in decision) return contradictory(decision.errors)
    const saved = await numbers.create(account, decision.decided)
    if (!saved.saved) return refusalOf(saved)
    await fallbacks?.refresh(saved.number.number)
    return reply(201, shown(saved.number))
  })

  handle(app, guards, listNumbers, async ({ account, query }) => {
    const after = positionOfCursor(query.cursor, isIdOf('number'))
    if (isRefusal(after)) return after
    const found = await numbers.list(account, query.limit + 1, after)
    return reply(
      200,
      pageOf(found.map(shown), query.limit, ({ id }) => id),
    )
  })

  handle(app, guards, getNumber, async ({ account, params }) => {
    const found = isIdOf('number')(params.id) && (await numbers.get(account, params.id))
    return found ? reply(200, shown(found)) : unknown
  })

  handle(app, guards, changeNumber, async ({ account, params, body }) => {
    if (!isIdOf('number')(params.id)) return unknown
    let errors: readonly FieldError[] = []
    const saved = await numbers.update(account, params.id, (current) => {
      const decision = decideNumberChange(current, body, now())
      if ('decided' in decision) return decision.decided
      errors = decision.errors
      return undefined
    })
    if (saved.saved) {
      await fallbacks?.refresh(saved.number.number)
      return reply(200, shown(saved.number))
    }
    return saved.because === 'refused' ? contradictory(errors) : refusalOf(saved)
  })

  handle(app, guards, deleteNumber, async ({ account, params }) => {
    const standing = isIdOf('number')(params.id) ? await numbers.get(account, params.id) : undefined
    if (!standing || (await numbers.delete(account, standing.id)) === 'absent') return unknown
    await fallbacks?.refresh(standing.number)
    return reply(204)
  })
}
