import type { Hono } from 'hono'
import { type AccountId, isIdOf } from '../../../shared/domain/ids.ts'
import { mostTriggers, type Trigger, type TriggerAction } from '../../../shared/domain/trigger.ts'
import { type Guards, handle, reply } from '../../../shared/http/operation.ts'
import { type Refusal, refuse } from '../../../shared/http/problem.ts'
import { type CheckDeps, wrongWith } from './check.ts'
import type { TriggerDeps } from './ports.ts'
import {
  changeTrigger,
  createTrigger,
  deleteTrigger,
  getTrigger,
  listTriggers,
  type TriggerAnswer,
} from './trigger-schema.ts'

const isId = isIdOf('trigger')
const unknown = refuse('not_found', 'The account has no trigger of this id.')

type Firings = Awaited<ReturnType<TriggerDeps['triggers']['firings']>>

const render = (trigger: Trigger, firings: Firings): TriggerAnswer => {
  const { id, name, active, when, actions, createdAt, changedAt } = trigger
  const told = firings.get(id)
  return {
    id,
    name,
    active,
    when: when as TriggerAnswer['when'],
    actions: actions as TriggerAnswer['actions'],
    fired: told?.times ?? 0,
    lastFiredAt: told?.lastAt ?? null,
    createdAt,
    changedAt,
  }
}

export function mountTriggers(
  app: Hono,
  guards: Guards,
  deps: CheckDeps & Pick<TriggerDeps, 'triggers' | 'now'>,
  newId: () => string,
): void {
  const { triggers, now } = deps

  async function refused(
    account: AccountId,
    { when, actions }: { readonly when?: unknown; readonly actions?: unknown },
  ): Promise<Refusal | undefined> {
    const given = { when, actions } as Pick<Partial<Trigger>, 'when' | 'actions'>
    const errors = await wrongWith(deps, account, given)
    return errors.length > 0
      ? refuse('invalid_body', 'The body does not fit; see `errors`.', { errors })
      : undefined
  }

  handle(app, guards, listTriggers, async ({ account }) => {
    const [all, firings] = await Promise.all([triggers.list(account), triggers.firings(account)])
    return reply(200, { data: all.map((each) => render(each, firings)), nextCursor: null })
  })

  handle(app, guards, createTrigger, async ({ account, body }) => {
    // Of several that come at once one more may pass: the limit keeps a list readable, and nothing hangs on it.
    if ((await triggers.list(account)).length >= mostTriggers) {
      return refuse('too_many', `${mostTriggers} triggers are kept: delete one first.`)
    }
    const wrong = await refused(account, body)
    if (wrong) return wrong
    const at = now()
    const { name, active = true, when } = body
    const actions = body.actions as readonly TriggerAction[]
    const trigger: Trigger = { id: newId(), name, active, when, actions, createdAt: at, changedAt: at }
    await triggers.create(account, trigger)
    return reply(201, render(trigger, new Map()))
  })

  handle(app, guards, getTrigger, async ({ account, params: { id } }) => {
    const trigger = isId(id) ? await triggers.get(account, id) : undefined
    return trigger ? reply(200, render(trigger, await triggers.firings(account))) : unknown
  })

  handle(app, guards, changeTrigger, async ({ account, params: { id }, body }) => {
    const before = isId(id) ? await triggers.get(account, id) : undefined
    if (!before) return unknown
    const wrong = await refused(account, body)
    if (wrong) return wrong
    const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined))
    const trigger = { ...before, ...given, changedAt: now() } as Trigger
    if (!(await triggers.replace(account, trigger))) return unknown
    return reply(200, render(trigger, await triggers.firings(account)))
  })

  handle(app, guards, deleteTrigger, async ({ account, params: { id } }) =>
    isId(id) && (await triggers.remove(account, id)) ? reply(204) : unknown,
  )
}
