import type * as z from 'zod/mini'
import type { Account } from '../../../shared/domain/account.ts'
import { utcDaysBetween, zonedDayBounds } from '../../../shared/domain/calendar.ts'
import { pathsOf, sumsByShare } from '../../../shared/domain/journey-report.ts'
import type { MarkovOrder } from '../../../shared/domain/markov.ts'
import { evaluatePaths } from '../../../shared/domain/path-models.ts'
import type { PathRow } from '../../../shared/domain/path-table.ts'
import type { Period } from '../../../shared/domain/period.ts'
import {
  pathSection,
  type Section,
  sessionSection,
  spendSection,
  unknownKey,
  valueIndex,
} from '../../../shared/domain/rollup.ts'
import { sumOf, tableOf } from '../../../shared/domain/source-report.ts'
import { wholeMicros } from '../../../shared/domain/split.ts'
import type { SessionRow } from '../../../shared/domain/view.ts'
import { refuse } from '../../../shared/http/problem.ts'
import type { AttributionPorts } from '../deps.ts'
import { readPeriod } from './period.ts'
import type { PathModel, sourcesQuery } from './report-schema.ts'

type Views = Pick<AttributionPorts['views'], 'rollups' | 'sessionRows'>

/**
 * The null paths of a period: what visitors saw who had a session in it and no enquiry by its end. Each visitor's
 * channels of all those sessions, in time order. Read from the sessions' own rows: who is among them changes with the end
 * of the period, so that no sum of days could tell.
 */
async function nullPaths(views: Views, { id, timeZone }: Account, { from, to }: Period): Promise<string[][]> {
  const start = zonedDayBounds(from, timeZone).from
  const end = zonedDayBounds(to, timeZone).until
  const visits = new Map<string, SessionRow[]>()
  for (const day of utcDaysBetween(start, end)) {
    for (const row of await views.sessionRows.listOf(id, day, { from: start, until: end })) {
      if (row.enquiredAt !== undefined && row.enquiredAt < end) continue
      visits.set(row.visitor, [...(visits.get(row.visitor) ?? []), row])
    }
  }
  const inOrder = (a: SessionRow, b: SessionRow) =>
    a.startedAt < b.startedAt || (a.startedAt === b.startedAt && a.session < b.session) ? -1 : 1
  return [...visits.values()].map((rows) => rows.sort(inOrder).flatMap(({ channels }) => channels))
}

/** What each channel brought, by what the journeys of the whole period say together. */
export async function pathModelReport(
  views: Views,
  account: Account,
  { from, to, order }: z.infer<typeof sourcesQuery>,
  model: PathModel,
) {
  const { timeZone, lookbackDays } = account
  const calendar = { account: account.id, timeZone }
  const sections = [pathSection, sessionSection('channel'), spendSection]
  const rollup = await readPeriod(views, calendar, { from, to }, sections)
  const paths = pathsOf(rollup)
  const nulls = model === 'markov' ? await nullPaths(views, account, { from, to }) : []

  const rows: PathRow[] = [
    ...paths.map(({ touches, sums }) => ({
      touches,
      conversions: (sums[0] ?? 0) / wholeMicros,
      value: sums[valueIndex] ?? 0,
    })),
    ...nulls.map((touches) => ({ touches, conversions: 0, nulls: 1 })),
  ]
  const evaluation = evaluatePaths(rows, { models: [model], order: order as MarkovOrder })
  if ('refused' in evaluation) {
    return refuse(
      'invalid_query',
      `The journeys of this period run in too many circles to be solved at order ${order}: ask for a lower order or a shorter period.`,
    )
  }
  const known = paths.filter(({ touches }) => touches.length > 0)
  const unknown = paths.filter(({ touches }) => touches.length === 0)
  const result = evaluation.results.get(model)
  const section: Section = Object.fromEntries(
    known.length === 0
      ? []
      : sumsByShare(sumOf(known.map(({ sums }) => sums)), sharesOf(result?.conversions)),
  )
  if (unknown.length > 0) section[unknownKey] = sumOf(unknown.map(({ sums }) => sums))
  return {
    from,
    to,
    timeZone,
    model,
    groupBy: 'channel' as const,
    ...tableOf(section, rollup, 'channel'),
    transform: {
      path: 'the channels of the journey in time order, repeats included',
      lookbackDays,
      nullPaths:
        model === 'markov'
          ? 'visitors with a session in the period and no enquiry by its end, their channels in the period'
          : 'not used',
      nulls: nulls.length,
      ...(model === 'markov' && { order }),
    },
  }
}

/** Channels that only null paths have brought nothing. */
const sharesOf = (conversions: ReadonlyMap<string, number> | undefined): ReadonlyMap<string, number> =>
  new Map([...(conversions ?? [])].filter(([, share]) => share > 0))
