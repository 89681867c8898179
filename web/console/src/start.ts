import { daysIn, periodOf } from './api/days.ts'
import type { Me } from './api/me.ts'
import { timeseriesQuery } from './api/report-queries.ts'
import { address } from './api/send.ts'
import { askEarly, keptZone } from './early.ts'
import { recallTheme } from './look/theme.ts'
import { loadPage } from './page-loads.ts'
import { homeOf } from './shell/home.ts'

/**
 * Runs before the program that shows anything: what the first page has to know is asked for while that program is still
 * being fetched and read.
 */
recallTheme()

const me = askEarly('/v1/me')

/** The figures of the overview, in days of the account. */
function askForFigures(timeZone: string): void {
  const period = periodOf(daysIn(new URLSearchParams(location.search)), timeZone)
  void askEarly(address('/v1/reports/timeseries', timeseriesQuery(period)))
}

async function askOnceKnown(): Promise<void> {
  const { member, account } = (await (await me).clone().json()) as Me
  if (homeOf(member.role) === '/') askForFigures(account.timeZone)
}

if (location.pathname === '/') {
  const zone = keptZone()
  if (zone === undefined) askOnceKnown().catch(() => {})
  else askForFigures(zone)
}
loadPage(location.pathname)
void import('./main.tsx')
