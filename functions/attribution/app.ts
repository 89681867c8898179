import type { Hono } from 'hono'
import { foldCall } from '../../shared/domain/call.ts'
import type { AccountId } from '../../shared/domain/ids.ts'
import { addRollup, emptyRollup, reportOf } from '../../shared/domain/rollup.ts'
import { foldSession } from '../../shared/domain/session.ts'
import type { CallRow, EnquiryRow } from '../../shared/domain/view.ts'
import { createApi } from '../../shared/http/api.ts'
import { pageOf, positionOfCursor } from '../../shared/http/list.ts'
import { type Authenticate, handle, reply } from '../../shared/http/operation.ts'
import { refuse } from '../../shared/http/problem.ts'
import type { AttributionPorts } from './deps.ts'
import { boundsOf, isPosition, newestFirst } from './newest-first.ts'
import {
  getCall,
  getEnquiry,
  getSession,
  listCalls,
  listEnquiries,
  listRevisions,
  reportSources,
} from './operations.ts'
import { renderCall, renderCsv, renderEnquiry } from './render.ts'

export interface AttributionAppDeps extends Pick<AttributionPorts, 'ledger' | 'views'> {
  readonly authenticate: Authenticate
  /** Decrypts a caller's number. */
  readonly open: (account: AccountId, sealed: string) => string
}

/** The reading side: enquiries, calls, sessions and reports, each of one account. */
export function createAttributionApp({ ledger, views, authenticate, open }: AttributionAppDeps): Hono {
  const app = createApi()
  const guards = { authenticate }
  const noEnquiry = refuse('not_found', 'The account has no enquiry of this id.')

  async function settingsOf(account: AccountId) {
    const settings = await ledger.accounts.get(account)
    if (!settings) throw new Error(`no account ${account}`)
    return settings
  }

  /** The enquiry of the id, or the one into which it merged. */
  async function findEnquiry(account: AccountId, id: string): Promise<EnquiryRow | undefined> {
    const head = await views.enquiries.headOf(account, id)
    if (!head) return undefined
    const opener = head.enquiryId === id ? head : await views.enquiries.headOf(account, head.enquiryId)
    if (opener?.openedAt === undefined) return undefined
    return views.enquiries.enquiryAt(account, opener.openedAt, opener.enquiryId)
  }

  const showCall = (account: AccountId, { call, enquiryId, firstTime, code }: CallRow) =>
    renderCall({
      call,
      from: call.sealedCaller === undefined ? null : open(account, call.sealedCaller),
      enquiryId,
      firstTime,
      code,
    })

  handle(app, guards, listEnquiries, async ({ account, query }) => {
    const before = positionOfCursor(query.cursor, isPosition)
    if (typeof before === 'object') return before
    const settings = await settingsOf(account)
    const { channel, source, campaign, kind, person } = query
    const rows = await newestFirst<EnquiryRow>(
      {
        days: views.days.list,
        rowsOf: views.enquiries.enquiriesOf,
        positionOf: ({ enquiry }) => `${enquiry.openedAt}#${enquiry.id}`,
        isWanted: ({ enquiry }) =>
          (channel === undefined || enquiry.source?.channel === channel) &&
          (source === undefined || enquiry.source?.source === source) &&
          (campaign === undefined || enquiry.source?.campaign === campaign) &&
          (kind === undefined || enquiry.contacts.some((contact) => contact.kind === kind)) &&
          (person === undefined || enquiry.person === person),
      },
      account,
      boundsOf(query, settings.timeZone),
      before,
      query.limit,
    )
    const page = pageOf(rows, query.limit, ({ enquiry }) => `${enquiry.openedAt}#${enquiry.id}`)
    return reply(200, { ...page, data: page.data.map((row) => renderEnquiry(row, settings)) })
  })

  handle(app, guards, getEnquiry, async ({ account, params }) => {
    const [row, settings] = await Promise.all([findEnquiry(account, params.id), settingsOf(account)])
    return row ? reply(200, renderEnquiry(row, settings)) : noEnquiry
  })

  handle(app, guards, listRevisions, async ({ account, params }) => {
    const [row, settings] = await Promise.all([findEnquiry(account, params.id), settingsOf(account)])
    if (!row) return noEnquiry
    const earlier = await views.enquiries.revisions(account, row.enquiry.id)
    const data = [...earlier, row].map((each) => renderEnquiry(each, settings))
    return reply(200, { data, nextCursor: null })
  })

  handle(app, guards, listCalls, async ({ account, query }) => {
    const before = positionOfCursor(query.cursor, isPosition)
    if (typeof before === 'object') return before
    const { timeZone } = await settingsOf(account)
    const { number, outcome } = query
    const positionOf = ({ call }: CallRow) => `${call.startedAt}#${call.callSid}`
    const rows = await newestFirst<CallRow>(
      {
        days: views.days.list,
        rowsOf: views.enquiries.callsOf,
        positionOf,
        isWanted: ({ call }) =>
          (number === undefined || call.number === number) &&
          (outcome === undefined || call.outcome === outcome),
      },
      account,
      boundsOf(query, timeZone),
      before,
      query.limit,
    )
    const page = pageOf(rows, query.limit, positionOf)
    return reply(200, { ...page, data: page.data.map((row) => showCall(account, row)) })
  })

  handle(app, guards, getCall, async ({ account, params }) => {
    const facts = await ledger.calls.factsOf(account, params.callSid)
    if (facts.length === 0) return refuse('not_found', 'The account has no call of this CallSid.')
    // The call itself comes from the ledger, so that it is known from its first webhook on.
    const call = foldCall(facts)
    const contact = await views.enquiries.read(account, [params.callSid])
    const row = contact.calls.get(params.callSid)
    return reply(
      200,
      renderCall({
        call,
        from: call.sealedCaller === undefined ? null : open(account, call.sealedCaller),
        enquiryId: contact.heads.get(params.callSid)?.enquiryId ?? null,
        firstTime: row?.firstTime ?? null,
        code: row?.code ?? null,
      }),
    )
  })

  handle(app, guards, getSession, async ({ account, params }) => {
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
    })
  })

  handle(app, guards, reportSources, async ({ account, query }) => {
    const { timeZone } = await settingsOf(account)
    const rollup = emptyRollup()
    for (const day of await views.rollups.zonedDays(account, timeZone, query.from, query.to)) {
      addRollup(rollup, day)
    }
    const { rows, totals } = reportOf(rollup, query.model, query.groupBy)
    if (query.format === 'csv') {
      const headers = {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="sources-${query.from}-${query.to}.csv"`,
      }
      return reply(200, new Response(renderCsv(rows), { headers }))
    }
    const { from, to, model, groupBy } = query
    return reply(200, { from, to, timeZone, model, groupBy, rows, totals })
  })

  return app
}
