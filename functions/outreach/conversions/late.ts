import type { Hono } from 'hono'
import {
  conversionWork,
  lookWork,
  processingWork,
  sweepWork,
} from '../../../shared/domain/conversion/work-kinds.ts'
import type { DueHandler } from '../due/work-due.ts'
import type { Conversions } from './conversions.ts'
import { createHearConversions } from './hear.ts'
import type { ConversionDeps } from './ports.ts'

/** The whole of it is loaded by the first who needs it: most accounts send no conversions back. */
export type OpenConversions = () => Promise<Conversions>

export function openOnce(open: OpenConversions): OpenConversions {
  let opening: Promise<Conversions> | undefined
  return () => {
    opening ??= open()
    return opening
  }
}

const paces: readonly Omit<DueHandler, 'run'>[] = [
  { kind: conversionWork, lapse: 'again', perRound: 200, parallel: 4 },
  { kind: sweepWork, lapse: 'again', perRound: 20, parallel: 2 },
  { kind: processingWork, lapse: 'again', perRound: 50, parallel: 2 },
  { kind: lookWork, lapse: 'again', perRound: 100, parallel: 4 },
]

/** What is due at its time: operations to be told, days to be looked at anew, enquiries likewise. */
export const lateHandlers = (open: OpenConversions): DueHandler[] =>
  paces.map((pace) => ({ ...pace, run: async (work) => (await open()).run(work) }))

export const lateHear = (deps: Pick<ConversionDeps, 'destinations' | 'now'>, open: OpenConversions) =>
  createHearConversions(deps, async (...of) => (await open()).reconcile(...of))

/** Each operation's method and path; a test holds them to be the operations'. */
export const conversionRoutes = [
  ['GET', '/v1/destinations'],
  ['POST', '/v1/destinations'],
  ['GET', '/v1/destinations/:id'],
  ['PATCH', '/v1/destinations/:id'],
  ['DELETE', '/v1/destinations/:id'],
  ['GET', '/v1/conversions'],
] as const

export function mountLateConversions(app: Hono, open: OpenConversions): void {
  for (const [method, path] of conversionRoutes)
    app.on(method, path, async (context) => (await open()).app.fetch(context.req.raw, context.env))
}
