import type { Account } from '../../../shared/domain/account.ts'
import { type Period, previousPeriod, stretchesOf } from '../../../shared/domain/period.ts'
import { addRollup, emptyRollup, type Rollup } from '../../../shared/domain/rollup.ts'
import { reportOf, type SourceReport, sectionsOf } from '../../../shared/domain/source-report.ts'
import { csvLine } from '../../../shared/http/csv.ts'
import { figureColumns } from '../../../shared/http/figure-columns.ts'
import type { OutreachDeps } from '../deps.ts'

/** One week and the one before, as `GET /v1/reports/sources` counts them under the last touch. */
export interface WeekFigures {
  readonly period: Period
  readonly channels: SourceReport
  readonly channelsBefore: SourceReport
  readonly sources: SourceReport
  /** Enquiries day by day, seven of them. */
  readonly days: readonly { readonly day: string; readonly enquiries: number }[]
}

const model = 'last'

export async function readWeek(
  { views }: Pick<OutreachDeps, 'views'>,
  { id, timeZone }: Pick<Account, 'id' | 'timeZone'>,
  period: Period,
): Promise<WeekFigures> {
  const sections = [...sectionsOf([model], 'channel'), ...sectionsOf([model], 'source')]
  async function read(of: Period): Promise<Rollup> {
    const parts = await Promise.all(
      stretchesOf(of).map(({ grain, from, to }) =>
        views.rollups.read(id, { grain, timeZone }, from, to, sections),
      ),
    )
    const rollup = emptyRollup()
    for (const part of parts.flat()) addRollup(rollup, part.rollup)
    return rollup
  }
  const [week, before, days] = await Promise.all([
    read(period),
    read(previousPeriod(period)),
    views.rollups.read(id, { grain: 'day', timeZone }, period.from, period.to, sections),
  ])
  const byDay = new Map(days.map(({ key, rollup }) => [key, rollup]))
  return {
    period,
    channels: reportOf(week, model, 'channel'),
    channelsBefore: reportOf(before, model, 'channel'),
    sources: reportOf(week, model, 'source'),
    days: daysOf(period).map((day) => {
      const rollup = byDay.get(day)
      return { day, enquiries: rollup ? reportOf(rollup, model, 'channel').totals.enquiries : 0 }
    }),
  }
}

const daysOf = ({ from }: Period): string[] =>
  Array.from({ length: 7 }, (_, index) =>
    new Date(Date.parse(from) + index * 86_400_000).toISOString().slice(0, 10),
  )

/** The table of `GET /v1/reports/sources?format=csv`, to the letter. */
export const weekCsv = ({ channels }: WeekFigures): string =>
  [
    csvLine(figureColumns.map(([title]) => title)),
    ...channels.rows.map((row) => csvLine(figureColumns.map(([, cell]) => cell(row)))),
  ].join('')
