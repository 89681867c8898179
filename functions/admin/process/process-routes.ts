import type { Hono } from 'hono'
import type { StepMovedFact, VisitorMovedFact } from '../../../shared/domain/fact.ts'
import { handle, reply } from '../../../shared/http/operation.ts'
import { refuse } from '../../../shared/http/problem.ts'
import type { AdminDeps } from '../deps.ts'
import { changeProcess, changeScoring, getProcess, getScoring, movePerson } from './process-operations.ts'
import { processIn, scoringIn } from './process-schema.ts'

const changedMeanwhile = refuse(
  'changed_meanwhile',
  'Somebody else has changed it since it was read: read it again, and make your change in that.',
)
const noStep = refuse('invalid_body', 'The body does not fit; see `errors`.', {
  errors: [{ path: 'step', message: 'Must be the id of a step of the account’s process.' }],
})

type Deps = Pick<AdminDeps, 'guards' | 'processes' | 'contacts' | 'visitors' | 'now'>

export function mountProcess(app: Hono, { guards, processes, contacts, visitors, now }: Deps): void {
  handle(app, guards, getProcess, async ({ account }) => {
    const { value, ...stands } = await processes.getProcess(account)
    return reply(200, { ...value, ...stands })
  })
  handle(app, guards, changeProcess, async ({ account, body }) => {
    const before = body.revision ?? (await processes.getProcess(account)).revision
    const put = await processes.putProcess(account, processIn(body), before, now())
    if (!put) return changedMeanwhile
    const { value, ...stands } = put
    return reply(200, { ...value, ...stands })
  })

  handle(app, guards, getScoring, async ({ account }) => {
    const { value, ...stands } = await processes.getScoring(account)
    return reply(200, { ...value, ...stands })
  })
  handle(app, guards, changeScoring, async ({ account, body }) => {
    const before = body.revision ?? (await processes.getScoring(account)).revision
    const put = await processes.putScoring(account, scoringIn(body), before, now())
    if (!put) return changedMeanwhile
    const { value, ...stands } = put
    return reply(200, { ...value, ...stands })
  })

  handle(app, guards, movePerson, async ({ account, caller, body }) => {
    const { contact, visitorId, step, reached, at = now() } = body
    const { value } = await processes.getProcess(account)
    if (!value.steps.some(({ id }) => id === step)) return noStep
    const by = caller.kind === 'member' ? caller.id : 'api'
    const said = { account, step, isReached: reached, at, by }
    if (contact !== undefined) {
      const fact: StepMovedFact = { fact: 'step-moved', contact, ...said }
      await contacts.record(fact)
    } else if (visitorId !== undefined) {
      const fact: VisitorMovedFact = { fact: 'visitor-moved', visitor: visitorId, ...said }
      await visitors.record(fact)
    }
    return reply(201, {
      ...(contact !== undefined && { contact }),
      ...(visitorId !== undefined && { visitorId }),
      step,
      reached,
      at,
      by,
    })
  })
}
