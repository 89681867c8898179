import type { Account } from '../../../shared/domain/account.ts'
import { quarterBounds, zonedDayOf } from '../../../shared/domain/calendar.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import type { Process } from '../../../shared/domain/process.ts'
import { joinedScope, type Rebuild, type RebuildScope, rulesInForce } from '../../../shared/domain/rebuild.ts'
import type { Scoring } from '../../../shared/domain/scoring.ts'
import type { AttributionPorts, ProgressRulesChange } from '../deps.ts'
import { countSession } from './count-session.ts'
import { foldZonedDay } from './rollup.ts'
import { settle } from './settle.ts'

/** Rows of one step: well within a function's time, whatever hangs on each. */
const rowsPerStep = 100

/** Begins with the first day; what a rebuild before it had not finished is done, too. */
async function begin(
  { views, newStamp }: AttributionPorts,
  account: AccountId,
  reason: Rebuild['reason'],
  scope: RebuildScope,
): Promise<void> {
  for (;;) {
    const days = await views.days.list(account)
    const standing = await views.rebuild.get(account)
    const rebuild: Rebuild = {
      id: newStamp(),
      reason,
      scope: joinedScope(scope, standing),
      day: days[0] ?? null,
      after: null,
      daysDone: 0,
      daysInAll: days.length,
    }
    if (await views.rebuild.put(account, rebuild, standing?.stamp)) return
  }
}

const testCallersOf = ({ testCallers = [] }: Account) =>
  testCallers
    .map(({ phone }) => phone)
    .sort()
    .join()

/** An account's settings changed: what follows from them is derived anew for all of its history. */
export async function rebuildAfter(ports: AttributionPorts, before: Account, after: Account): Promise<void> {
  const scope: RebuildScope = {
    sessions: false,
    enquiries:
      before.enquiryGapDays !== after.enquiryGapDays ||
      before.lookbackDays !== after.lookbackDays ||
      before.currency !== after.currency ||
      testCallersOf(before) !== testCallersOf(after),
    days: before.timeZone !== after.timeZone,
  }
  if (scope.enquiries || scope.days) await begin(ports, after.id, 'settings', scope)
}

/**
 * Likewise the process, or how people are scored. What something is called, and in which stage it stands, derives
 * nothing.
 */
export async function rebuildAfterProcess(
  ports: AttributionPorts,
  { account, process, scoring }: ProgressRulesChange,
): Promise<void> {
  const derivedBy = {
    process: ({ steps }: Process) => steps.map(({ id, path, rules }) => ({ id, path, rules })),
    scoring: ({ rules, ...rest }: Scoring) => ({ ...rest, rules: rules.map(({ name: _, ...rule }) => rule) }),
  }
  const isChanged =
    (process && !isEqual(derivedBy.process(process.before), derivedBy.process(process.after))) ||
    (scoring && !isEqual(derivedBy.scoring(scoring.before), derivedBy.scoring(scoring.after)))
  if (isChanged) await begin(ports, account, 'settings', { sessions: true, enquiries: true, days: false })
}
const isEqual = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/** The first fact after a deployment that changed the rules begins to bring all of the account's views in line. */
export async function rebuildIfRulesChanged(ports: AttributionPorts, account: AccountId): Promise<void> {
  const rules = await ports.views.rebuild.rulesOf(account, rulesInForce)
  if (rules === rulesInForce) return
  const hasViews = (await ports.views.days.list(account)).length > 0
  if (hasViews) await begin(ports, account, 'rules', { sessions: true, enquiries: true, days: true })
  await ports.views.rebuild.noteRules(account, rulesInForce)
}

/** Whoever is the visitor may have come further by it. */
async function recount(
  ports: AttributionPorts,
  account: AccountId,
  session: Parameters<typeof countSession>[2],
): Promise<void> {
  const untold = await countSession(ports, account, session)
  if (untold.length > 0) await settle(ports, account, untold)
}

/** Rows are gone through by kind and place: `enquiry#2026-11-22T…#enq_…`. */
async function rowsAfter(
  { views }: AttributionPorts,
  account: AccountId,
  { scope, after }: Rebuild,
  day: string,
): Promise<{ readonly place: string; readonly work: (ports: AttributionPorts) => Promise<unknown> }[]> {
  const enquiries = scope.enquiries ? await views.enquiries.enquiriesOf(account, day) : []
  const sessions = scope.sessions ? await views.sessionRows.listOf(account, day) : []
  return [
    ...enquiries.map(({ enquiry }) => ({
      place: `enquiry#${enquiry.openedAt}#${enquiry.id}`,
      // The head of the opening contact knows the rest; its kind and session are read from there.
      work: (ports: AttributionPorts) =>
        settle(ports, account, [{ id: enquiry.contacts[0]?.id ?? '', kind: 'call', at: enquiry.openedAt }]),
    })),
    ...sessions.map(({ session, visitor, startedAt }) => ({
      place: `session#${startedAt}#${session}`,
      work: (ports: AttributionPorts) => recount(ports, account, { session, visitor }),
    })),
  ].filter(({ place }) => after === null || place > after)
}

/** The zone's days that a UTC day's rows can lie on. */
const zonedDaysOf = (day: string, timeZone: string) =>
  new Set(['00:00', '23:45'].map((quarter) => zonedDayOf(quarterBounds(day, quarter).from, timeZone)))

/**
 * Takes the account's rebuild one step further and writes where to go on; that writing comes back by the views' stream
 * as the next step. Steps can be repeated; of two at once one goes on.
 */
export async function stepRebuild(ports: AttributionPorts, account: AccountId): Promise<void> {
  const { views, ledger } = ports
  const standing = await views.rebuild.get(account)
  if (!standing || standing.day === null) return
  const { stamp, ...rebuild } = standing
  const day = standing.day
  const rows = await rowsAfter(ports, account, rebuild, day)
  const now = rows.slice(0, rowsPerStep)
  for (const { work } of now) await work(ports)
  const last = now.at(-1)
  if (rows.length > now.length && last) {
    await views.rebuild.put(account, { ...rebuild, after: last.place }, stamp)
    return
  }
  if (rebuild.scope.days) {
    const { timeZone } = (await ledger.accounts.get(account)) ?? { timeZone: 'UTC' }
    for (const zoned of zonedDaysOf(day, timeZone)) await foldZonedDay(ports, account, timeZone, zoned)
  }
  const [next = null] = (await views.days.list(account, day)).filter((each) => each > day)
  const daysDone = rebuild.daysDone + 1
  await views.rebuild.put(account, { ...rebuild, day: next, after: null, daysDone }, stamp)
}
