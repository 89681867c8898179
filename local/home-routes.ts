import type { Context, Hono } from 'hono'
import type { Account } from '../shared/domain/account.ts'
import { zonedDayOf } from '../shared/domain/calendar.ts'
import { addRollup, emptyRollup, unknownKey } from '../shared/domain/rollup.ts'
import { reportOf, sectionsOf } from '../shared/domain/source-report.ts'
import { addDays, type Clock } from '../shared/domain/time.ts'
import type { Tables } from '../shared/store/open.ts'
import { createRollupStore } from '../shared/store/rollup-store.ts'
import { type HomeFacts, renderHome, renderRows, type Summary } from './home.ts'

export interface HomeDeps extends Pick<HomeFacts, 'publicBaseUrl' | 'siteKey'> {
  readonly account: Account
  readonly tables: Tables
  readonly pending: () => Promise<number>
  readonly now: Clock
}

/** Figures are for whoever sits at this machine: a tunnel that lets Twilio in must not show them to the world. */
function isFromThisMachine(context: Context): boolean {
  const { hostname } = new URL(context.req.url)
  return hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]'
}

export function mountHome(app: Hono, deps: HomeDeps): void {
  const { account, tables, pending, now } = deps
  const rollups = createRollupStore(tables.views, () => '')

  async function summarise(): Promise<Summary> {
    const today = zonedDayOf(now(), account.timeZone)
    const first = zonedDayOf(addDays(now(), -29), account.timeZone)
    const rollup = emptyRollup()
    const days = { grain: 'day', timeZone: account.timeZone } as const
    const sections = sectionsOf(['last'], 'channel')
    for (const day of await rollups.read(account.id, days, first, today, sections))
      addRollup(rollup, day.rollup)
    const { rows, totals } = reportOf(rollup, 'last', 'channel')
    const unknown = rows.find(({ key }) => key === unknownKey)?.enquiries ?? 0
    const { sessions, calls, enquiries } = totals
    return { sessions, calls, enquiries, attributed: enquiries - unknown, pending: await pending(), rows }
  }

  app.get('/', async (context) => {
    const summary = isFromThisMachine(context) ? await summarise() : undefined
    const { publicBaseUrl, siteKey } = deps
    return context.html(renderHome({ publicBaseUrl, siteKey, accountName: account.name, summary }))
  })

  app.get('/local/summary', async (context) => {
    if (!isFromThisMachine(context)) return context.notFound()
    const { rows, ...figures } = await summarise()
    return context.json({ ...figures, rows: renderRows(rows) })
  })
}
