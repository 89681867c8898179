import type { Hono } from 'hono'
import { checkCredentials, checkDestination, type Mistake } from '../../../shared/domain/conversion/check.ts'
import {
  type ConversionRule,
  type Destination,
  mostDestinations,
  type ValueRule,
} from '../../../shared/domain/conversion/destination.ts'
import { type AccountId, isIdOf } from '../../../shared/domain/ids.ts'
import { type Instant, instantOf } from '../../../shared/domain/time.ts'
import { createNote } from '../../../shared/http/audit-note.ts'
import { type Guards, handle, reply } from '../../../shared/http/operation.ts'
import { refuse } from '../../../shared/http/problem.ts'
import type { AuditPort } from '../deps.ts'
import {
  changeDestination,
  createDestination,
  deleteDestination,
  getDestination,
  listDestinations,
} from './destination-operations.ts'
import type { DestinationBody, DestinationChangeBody } from './destination-schema.ts'
import type { ConversionDeps, StoredDestination } from './ports.ts'
import { beginSweep } from './sweep.ts'

export interface DestinationRouteDeps extends Pick<ConversionDeps, 'destinations' | 'works' | 'now'> {
  readonly guards: Guards
  readonly audit: AuditPort
  readonly newDestinationId: () => string
}

const unknown = refuse('not_found', 'The account has no destination of this id.')
const isId = isIdOf('destination')
const misfit = (errors: readonly Mistake[]) =>
  refuse('invalid_body', 'The body does not fit; see `errors`.', { errors: [...errors] })

type RuleBody = DestinationBody['rules'][number]
function valueOfBody(value: RuleBody['value']): ValueRule {
  if (value.from === 'fixed') return { from: 'fixed', minorUnits: value.amount }
  if (value.from === 'none') return value
  return { from: 'stated', ...(value.otherwise !== undefined && { otherwiseMinorUnits: value.otherwise }) }
}
function ruleOfBody({ action, label, value, ...trigger }: RuleBody): ConversionRule {
  return { trigger, action, ...(label !== undefined && { label }), value: valueOfBody(value) }
}
function renderRule({ trigger, action, label, value }: ConversionRule): RuleBody {
  const rest = { action, ...(label !== undefined && { label }) }
  if (value.from === 'fixed')
    return { ...trigger, ...rest, value: { from: 'fixed', amount: value.minorUnits } } as RuleBody
  if (value.from === 'none') return { ...trigger, ...rest, value } as RuleBody
  const { otherwiseMinorUnits: otherwise } = value
  return {
    ...trigger,
    ...rest,
    value: { from: 'stated', ...(otherwise !== undefined && { otherwise }) },
  } as RuleBody
}

export const renderDestination = ({ account: _, rules, ...destination }: StoredDestination) => ({
  ...destination,
  rules: rules.map(renderRule),
  from: destination.from ?? null,
  trouble: destination.trouble ?? null,
})

const instantOfText = (text: string): Instant => instantOf(Date.parse(text))

/** When sending begins: what was asked for, else the moment at which it goes live. */
function beginning(
  before: Destination | undefined,
  { mode, from }: Pick<DestinationChangeBody, 'mode' | 'from'>,
  now: Instant,
): Instant | undefined {
  if (from !== undefined) return instantOfText(from)
  if (mode === 'live' && before?.mode !== 'live') return now
  return before?.from
}

/** What a change makes of it; what is absent stays. */
function changed(before: StoredDestination, change: DestinationChangeBody, now: Instant): Destination {
  const { credentials: _, rules, from: _from, ...rest } = change
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  const { trouble: _trouble, hasCredentials: _has, ...plain } = before
  const from = beginning(before, change, now)
  return {
    ...plain,
    ...given,
    ...(rules && { rules: rules.map(ruleOfBody) }),
    ...(from !== undefined && { from }),
  }
}

/** Where conversions go, and by which rules. */
export function mountDestinations(app: Hono, deps: DestinationRouteDeps): void {
  const { guards, destinations, now } = deps
  const find = async (account: AccountId, id: string) =>
    isId(id) ? await destinations.get(account, id) : undefined
  /** Whoever can send what is known of people elsewhere is noted. */
  const note = createNote(deps)

  handle(app, guards, listDestinations, async ({ account }) => {
    const data = (await destinations.list(account)).map(renderDestination)
    return reply(200, { data, nextCursor: null })
  })

  handle(app, guards, createDestination, async ({ account, caller, body }) => {
    const { credentials, rules, from, ...rest } = body
    const begins = beginning(undefined, body, now())
    const destination: Destination = {
      ...rest,
      id: deps.newDestinationId(),
      account,
      rules: rules.map(ruleOfBody),
      ...(begins !== undefined && { from: begins }),
      createdAt: now(),
    }
    const mistakes = [
      ...checkDestination(destination, credentials !== undefined),
      ...(credentials ? checkCredentials(body.platform, credentials, true) : []),
    ]
    if (mistakes.length > 0) return misfit(mistakes)
    if ((await destinations.list(account)).length >= mostDestinations)
      return refuse('too_many', `${mostDestinations} destinations are kept: delete one first.`)
    await destinations.create(destination, credentials)
    await note({ account, caller }, 'destination-made', destination.id, `${body.platform}, ${body.mode}`)
    if (body.mode !== 'off') await beginSweep(deps, account, destination.id)
    return reply(201, renderDestination({ ...destination, hasCredentials: credentials !== undefined }))
  })

  handle(app, guards, getDestination, async ({ account, params: { id } }) => {
    const found = await find(account, id)
    return found ? reply(200, renderDestination(found)) : unknown
  })

  handle(app, guards, changeDestination, async ({ account, caller, params: { id }, body }) => {
    const before = await find(account, id)
    if (!before) return unknown
    const { credentials } = body
    const after = changed(before, body, now())
    const mistakes = [
      ...checkDestination(after, before.hasCredentials || credentials !== undefined),
      ...(credentials ? checkCredentials(before.platform, credentials, !before.hasCredentials) : []),
    ]
    if (mistakes.length > 0) return misfit(mistakes)
    if (credentials) {
      await destinations.putCredentials(account, id, credentials)
      await destinations.putTrouble(account, id, undefined)
    }
    const { id: _id, account: _account, platform: _platform, createdAt: _at, ...change } = after
    const saved = await destinations.update(account, id, change)
    if (!saved) return unknown
    await note({ account, caller }, 'destination-changed', id, Object.keys(body).sort().join(', '))
    if (after.mode !== 'off') await beginSweep(deps, account, id)
    return reply(200, renderDestination(saved))
  })

  handle(app, guards, deleteDestination, async ({ account, caller, params: { id } }) => {
    const removed = isId(id) ? await destinations.remove(account, id) : 'absent'
    if (removed === 'absent') return unknown
    await note({ account, caller }, 'destination-removed', id)
    return reply(204)
  })
}
