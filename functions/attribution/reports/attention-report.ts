import * as z from 'zod/mini'
import type { Account } from '../../../shared/domain/account.ts'
import {
  type AttentionFacts,
  attentionKinds,
  decideAttention,
  type Ratio,
  severities,
} from '../../../shared/domain/attention.ts'
import { zonedDayOf } from '../../../shared/domain/calendar.ts'
import { heatmapOf } from '../../../shared/domain/call-times.ts'
import type { E164 } from '../../../shared/domain/ids.ts'
import { addRollup, callSection, emptyRollup, sectionOf, unknownKey } from '../../../shared/domain/rollup.ts'
import { sumOf } from '../../../shared/domain/source-report.ts'
import { wholeMicros } from '../../../shared/domain/split.ts'
import { addDays, addMinutes, type Instant, utcDayOf } from '../../../shared/domain/time.ts'
import { operation } from '../../../shared/http/operation.ts'
import type { AttributionPorts } from '../deps.ts'
import { instant, note } from '../field.ts'
import { readDays } from './period.ts'
import { all as listAll, poolsReport } from './pool-report.ts'
import { calendarOf } from './reports.ts'

type Ports = Pick<AttributionPorts, 'ledger' | 'views'>

export const attentionSchema = z
  .object({
    at: instant,
    data: z
      .array(
        z.object({
          id: z.string().check(note('The same as long as it is the same thing')),
          kind: z.enum(attentionKinds),
          severity: z.enum(severities),
          title: z.string(),
          detail: z.string(),
          value: z.nullable(z.number()),
          before: z.nullable(z.number()).check(note('What `value` was before; null where that says nothing')),
          unit: z.nullable(z.enum(['share', 'count'])),
          to: z.string().check(note('Where in the console it is seen or mended')),
        }),
      )
      .check(note('Most urgent first; empty where all is well')),
  })
  .check(z.meta({ id: 'Attention' }))

export const getAttention = operation({
  method: 'get',
  auth: 'secret',
  tag: 'Reports',
  id: 'getAttention',
  summary: 'What needs attention now',
  description:
    'Pools that ran dry and calls that went unanswered since yesterday, numbers whose calls never end because no callback comes, more enquiries without a known source than usual, numbers at rest.',
  path: '/v1/attention',
  replies: { 200: attentionSchema },
})

/** Whatever lasts longer is a call whose end nobody told. */
const longestCallMinutes = 60

/** Shares of the last days and of the four weeks before, from the days' rollups: one query. */
async function readTrends(views: Ports['views'], account: Account, now: Instant) {
  const dayOf = (daysAgo: number) => zonedDayOf(addDays(now, -daysAgo), account.timeZone)
  const channels = sectionOf('last', 'channel')
  const days = await readDays(views, calendarOf(account), { from: dayOf(34), to: dayOf(0) }, [
    callSection,
    channels,
  ])
  const within = (from: string, to: string) => {
    const rollup = emptyRollup()
    for (const { key, rollup: part } of days) if (key >= from && key <= to) addRollup(rollup, part)
    return rollup
  }
  const unanswered = (from: string, to: string): Ratio => {
    const { ended, answered } = heatmapOf(within(from, to)[callSection] ?? {}, account.timeZone).totals
    return { all: ended, hits: ended - answered }
  }
  const unattributed = (from: string, to: string): Ratio => {
    const rows = within(from, to)[channels] ?? {}
    const whole = (sums: readonly number[] | undefined) => Math.round((sums?.[0] ?? 0) / wholeMicros)
    return { all: whole(sumOf(Object.values(rows))), hits: whole(rows[unknownKey]) }
  }
  return {
    unanswered: { lately: unanswered(dayOf(1), dayOf(0)), usually: unanswered(dayOf(29), dayOf(2)) },
    unattributed: { lately: unattributed(dayOf(6), dayOf(0)), usually: unattributed(dayOf(34), dayOf(7)) },
  }
}

/** By number: the calls of two days that should have ended, and those that have not. */
async function readEndless({ views }: Ports, { id }: Account, now: Instant): Promise<Map<E164, Ratio>> {
  const range = { from: addDays(now, -2), until: addMinutes(now, -longestCallMinutes) }
  const days = await views.days.list(id, utcDayOf(range.from), utcDayOf(range.until))
  const ratios = new Map<E164, Ratio>()
  for (const rows of await Promise.all(days.map((day) => views.enquiries.callsOf(id, day, range)))) {
    for (const { call } of rows) {
      const { all, hits } = ratios.get(call.number) ?? { all: 0, hits: 0 }
      ratios.set(call.number, { all: all + 1, hits: hits + Number(call.outcome === 'in-progress') })
    }
  }
  return ratios
}

export async function attentionReport(ports: Ports, account: Account, now: Instant) {
  const [yesterday, today] = [1, 0].map((daysAgo) => zonedDayOf(addDays(now, -daysAgo), account.timeZone))
  const period = { from: yesterday as string, to: today as string, format: 'json' as const }
  const [trends, endless, numbers, pools] = await Promise.all([
    readTrends(ports.views, account, now),
    readEndless(ports, account, now),
    listAll(ports.ledger.numbers.list, account.id),
    poolsReport(ports, account, period, now),
  ])
  const labels = new Map(numbers.map(({ number, label }) => [number, label]))
  const facts: AttentionFacts = {
    ...trends,
    pools: pools.rows.map(({ key, name, leases, sharedLeases, numbers: size, recommendedNumbers }) => ({
      id: key,
      name,
      all: leases,
      hits: sharedLeases,
      numbers: size,
      recommendedNumbers,
    })),
    numbers: [...endless].map(([number, ratio]) => ({ number, label: labels.get(number) ?? null, ...ratio })),
    resting: numbers.flatMap(({ id, number, label, rest }) =>
      rest && rest.because === 'wrong-numbers' && now < rest.until
        ? [{ numberId: id, number, label, until: rest.until }]
        : [],
    ),
  }
  return { at: now, data: decideAttention(facts) }
}
