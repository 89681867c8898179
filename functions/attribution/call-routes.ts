import type { Hono } from 'hono'
import type { Account } from '../../shared/domain/account.ts'
import { openerOf } from '../../shared/domain/enquiry.ts'
import type { AccountId, EnquiryId } from '../../shared/domain/ids.ts'
import type { CallRow } from '../../shared/domain/view.ts'
import { type CallWriting, renderCall, tellCall } from '../../shared/http/call-answer.ts'
import { rightsOf } from '../../shared/http/caller.ts'
import { pageOf, positionOfCursor } from '../../shared/http/list.ts'
import { type Authenticate, handle, reply } from '../../shared/http/operation.ts'
import { refuse } from '../../shared/http/problem.ts'
import { isWantedCall } from './call-filter.ts'
import type { AttributionPorts } from './deps.ts'
import { boundsOf, isPosition, newestFirst } from './newest-first.ts'
import { getCall, listCalls } from './operations.ts'
import { renderEnquiryOfCall } from './render.ts'

export interface CallDeps extends Pick<AttributionPorts, 'ledger' | 'views'>, Omit<CallWriting, 'rights'> {
  readonly authenticate: Authenticate
  readonly settingsOf: (account: AccountId) => Promise<Account>
}

const positionOf = ({ call }: CallRow) => `${call.startedAt}#${call.callSid}`

const maskedSearch = refuse('invalid_query', 'A query parameter does not fit; see `errors`.', {
  errors: [{ path: 'q', message: 'Phones are masked for your role, and so can’t be searched.' }],
})

export function mountCalls(app: Hono, deps: CallDeps): void {
  const { ledger, views, authenticate, settingsOf } = deps
  const guards = { authenticate }

  /** What the calls' enquiries say, each read once. */
  async function enquiriesOf({ id, currency }: Account, rows: readonly CallRow[]) {
    const openers = new Set(rows.map(({ enquiryId }) => openerOf(enquiryId)))
    const { enquiries } = await views.enquiries.read(id, [...openers])
    return new Map(
      [...enquiries].map(([each, { enquiry }]) => [each, renderEnquiryOfCall(enquiry, currency)]),
    )
  }

  handle(app, guards, listCalls, async ({ account, caller, query }) => {
    const before = positionOfCursor(query.cursor, isPosition)
    if (typeof before === 'object') return before
    // Whoever may search what is masked finds it out digit by digit.
    if (query.q !== undefined && !rightsOf(caller).phones) return maskedSearch
    const settings = await settingsOf(account)
    const rows = await newestFirst<CallRow>(
      {
        days: views.days.list,
        rowsOf: views.enquiries.callsOf,
        positionOf,
        isWanted: isWantedCall(query, account, deps.open),
      },
      account,
      boundsOf(query, settings.timeZone),
      before,
      query.limit,
    )
    const page = pageOf(rows, query.limit, positionOf)
    const writing = { ...deps, rights: rightsOf(caller) }
    const data = page.data.map((row) => renderCall(account, row, writing))
    if (query.expand === undefined) return reply(200, { ...page, data })
    const enquiries = await enquiriesOf(settings, page.data)
    return reply(200, {
      ...page,
      data: data.map((call) => ({ ...call, enquiry: enquiries.get(call.enquiryId as EnquiryId) ?? null })),
    })
  })

  handle(app, guards, getCall, async ({ account, caller, params: { callSid } }) => {
    const [facts, said] = await Promise.all([
      ledger.calls.factsOf(account, callSid),
      ledger.contacts.factsOf(account, callSid),
    ])
    if (facts.length === 0) return refuse('not_found', 'The account has no call of this CallSid.')
    const shown = await views.enquiries.read(account, [callSid])
    return reply(
      200,
      renderCall(account, tellCall(facts, said, shown), { ...deps, rights: rightsOf(caller) }),
    )
  })
}
