import type { Hono } from 'hono'
import type { AccountId } from '../../shared/domain/ids.ts'
import { isRunning, rulesInForce } from '../../shared/domain/rebuild.ts'
import { foldSession, unleasedNumbersOf } from '../../shared/domain/session.ts'
import type { Clock } from '../../shared/domain/time.ts'
import { createApi } from '../../shared/http/api.ts'
import { type Authenticate, handle, type Once, reply } from '../../shared/http/operation.ts'
import { refuse } from '../../shared/http/problem.ts'
import type { Observer } from '../../shared/observe/observer.ts'
import { mountCalls } from './call-routes.ts'
import type { AttributionPorts } from './deps.ts'
import { mountDesk } from './desk/desk-routes.ts'
import { mountEnquiries } from './enquiry-routes.ts'
import { getRebuild, getSession } from './operations.ts'
import { mountPeople } from './people/people-routes.ts'
import { mountAttention } from './reports/attention-routes.ts'
import { mountCodeReport } from './reports/code-report-routes.ts'
import { mountFunnel } from './reports/funnel-report.ts'
import { mountModelRoutes } from './reports/model-routes.ts'
import { mountPoolReport } from './reports/pool-report-routes.ts'
import { mountReports } from './reports/report-routes.ts'
import { mountTexts } from './text-routes.ts'

export interface AttributionAppDeps extends Pick<AttributionPorts, 'ledger' | 'views'> {
  readonly authenticate: Authenticate
  /** Answers a POST that is repeated with its first answer. */
  readonly once: Once
  /** Stands before the addresses of recordings. */
  readonly publicBaseUrl: string
  /** Decrypts a caller's number or a note. */
  readonly open: (account: AccountId, sealed: string) => string
  readonly now: Clock
  /** Told of each request, where somebody watches. */
  readonly observer?: Observer | undefined
}

/** The reading side: enquiries, calls, sessions and reports, each of one account. */
export function createAttributionApp(deps: AttributionAppDeps): Hono {
  const { ledger, views, authenticate, once } = deps
  const app = createApi({ observer: deps.observer })

  async function settingsOf(account: AccountId) {
    const settings = await ledger.accounts.get(account)
    if (!settings) throw new Error(`no account ${account}`)
    return settings
  }

  mountEnquiries(app, { ...deps, settingsOf })
  mountCalls(app, { ...deps, settingsOf })
  mountTexts(app, deps)
  mountDesk(app, { ...deps, settingsOf })
  mountReports(app, { ...deps, settingsOf })
  mountModelRoutes(app, { authenticate, once })
  mountCodeReport(app, { ...deps, settingsOf })
  mountPoolReport(app, { ...deps, settingsOf })
  mountFunnel(app, { ...deps, settingsOf })
  mountPeople(app, { ...deps, settingsOf })
  mountAttention(app, { ...deps, settingsOf })

  handle(app, { authenticate }, getSession, async ({ account, params }) => {
    const facts = await ledger.sessions.factsOf(account, params.id)
    if (facts.length === 0) return refuse('not_found', 'The account has no session of this id.')
    const session = foldSession(facts)
    const leases = await ledger.leases.leasesOfSession(account, params.id)
    return reply(200, {
      sessionId: session.session,
      visitorId: session.visitor,
      startedAt: session.startedAt,
      lastSeenAt: session.lastSeenAt,
      touches: session.touches.map(({ at, source }) => ({ at, ...source })),
      pages: session.pages,
      leases: leases.map(({ number, from, until, shared }) => ({ number, from, until, shared })),
      shownNumbers: unleasedNumbersOf(facts),
    })
  })

  handle(app, { authenticate }, getRebuild, async ({ account }) => {
    const rebuild = await views.rebuild.get(account)
    return reply(200, {
      running: rebuild !== undefined && isRunning(rebuild),
      reason: rebuild?.reason ?? null,
      daysDone: rebuild?.daysDone ?? 0,
      daysInAll: rebuild?.daysInAll ?? 0,
      rules: rulesInForce,
    })
  })

  return app
}
