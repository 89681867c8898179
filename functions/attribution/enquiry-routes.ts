import type { Hono } from 'hono'
import type { Account } from '../../shared/domain/account.ts'
import { hasTraits, shareIn } from '../../shared/domain/enquiry-filter.ts'
import type { AccountId } from '../../shared/domain/ids.ts'
import type { EnquiryRow } from '../../shared/domain/view.ts'
import { rightsOf } from '../../shared/http/caller.ts'
import { pageOf, positionOfCursor } from '../../shared/http/list.ts'
import { type Authenticate, handle, reply } from '../../shared/http/operation.ts'
import { refuse } from '../../shared/http/problem.ts'
import type { AttributionPorts } from './deps.ts'
import { boundsOf, isPosition, newestFirst } from './newest-first.ts'
import { getEnquiry, listEnquiries, listRevisions } from './operations.ts'
import { renderEnquiry } from './render.ts'
import { toldRow } from './told-row.ts'

export interface EnquiryDeps extends Pick<AttributionPorts, 'views'> {
  readonly authenticate: Authenticate
  readonly settingsOf: (account: AccountId) => Promise<Account>
}

const positionOf = ({ enquiry }: EnquiryRow) => `${enquiry.openedAt}#${enquiry.id}`

export function mountEnquiries(app: Hono, { views, authenticate, settingsOf }: EnquiryDeps): void {
  const guards = { authenticate }
  const noEnquiry = refuse('not_found', 'The account has no enquiry of this id.')

  handle(app, guards, listEnquiries, async ({ account, caller, query }) => {
    const before = positionOfCursor(query.cursor, isPosition)
    if (typeof before === 'object') return before
    const settings = await settingsOf(account)
    const rows = await newestFirst<EnquiryRow>(
      {
        days: views.days.list,
        rowsOf: views.enquiries.enquiriesOf,
        positionOf,
        isWanted: ({ enquiry }) =>
          hasTraits(enquiry, query) && shareIn(enquiry, query, query.model) !== undefined,
      },
      account,
      boundsOf(query, settings.timeZone),
      before,
      query.limit,
    )
    const page = pageOf(rows, query.limit, positionOf)
    return reply(200, {
      ...page,
      data: page.data.map((row) => ({
        ...renderEnquiry(toldRow(rightsOf(caller), row), settings),
        ...(query.model && { share: shareIn(row.enquiry, query, query.model) }),
      })),
    })
  })

  handle(app, guards, getEnquiry, async ({ account, caller, params }) => {
    const [row, settings] = await Promise.all([views.enquiries.find(account, params.id), settingsOf(account)])
    return row ? reply(200, renderEnquiry(toldRow(rightsOf(caller), row), settings)) : noEnquiry
  })

  handle(app, guards, listRevisions, async ({ account, caller, params }) => {
    const [row, settings] = await Promise.all([views.enquiries.find(account, params.id), settingsOf(account)])
    if (!row) return noEnquiry
    const earlier = await views.enquiries.revisions(account, row.enquiry.id)
    const data = [...earlier, row].map((each) => renderEnquiry(toldRow(rightsOf(caller), each), settings))
    return reply(200, { data, nextCursor: null })
  })
}
