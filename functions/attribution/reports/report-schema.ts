import * as z from 'zod/mini'
import { creditModels } from '../../../shared/domain/credit.ts'
import { isTupleDimension } from '../../../shared/domain/narrow-report.ts'
import { intervals } from '../../../shared/domain/period.ts'
import { dimensions } from '../../../shared/domain/rollup.ts'
import { waitBuckets } from '../../../shared/domain/wait.ts'
import { day, daysInOrder, note } from '../field.ts'

/** Reports longer than this are asked for in parts. */
export const maxReportDays = 800
/** Hour by hour, two months are a picture, more a carpet. */
export const maxHourlyDays = 62

const daysBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000

interface PeriodQuery {
  readonly from: string
  readonly to: string
}
export const periodChecks = [
  daysInOrder,
  z.refine<PeriodQuery>(({ from, to }) => daysBetween(from, to) < maxReportDays, {
    path: ['to'],
    error: `A report covers ${maxReportDays} days at most; ask for it in parts.`,
  }),
] as const

/** Solved over all journeys of the period, by channel only. */
export const pathModels = ['markov', 'shapley'] as const
export type PathModel = (typeof pathModels)[number]
export const reportModels = [...creditModels, ...pathModels] as const

export const periodFields = {
  from: day,
  to: day,
  compare: z
    .optional(z.literal('previous'))
    .check(note('`previous`: the totals of as many days directly before, too')),
  format: z._default(z.enum(['json', 'csv']), 'json'),
}

const rowKey = z.optional(z.string()).check(note('The key of a row, `(none)` and `(unknown)` included'))
const rowKeys = { channel: rowKey, source: rowKey, medium: rowKey, campaign: rowKey }
type RowKeys = { readonly [Name in keyof typeof rowKeys]?: string | undefined }
/** The rows to which a report is narrowed; undefined: it is of everything. */
export function rowKeysOf({ channel, source, medium, campaign }: RowKeys): RowKeys | undefined {
  const keys = { channel, source, medium, campaign }
  return Object.values(keys).some((key) => key !== undefined) ? keys : undefined
}

export const sourcesQuery = z
  .object({
    ...periodFields,
    model: z
      ._default(z.enum([...reportModels, 'all']), 'last')
      .check(note('`all`: every per-enquiry model side by side')),
    groupBy: z._default(z.enum(dimensions), 'channel'),
    ...rowKeys,
    order: z
      ._default(z.pipe(z.string(), z.coerce.number<string>().check(z.int(), z.gte(1), z.lte(4))), 1)
      .check(note('Of `markov`: how many touches a state remembers')),
  })
  .check(
    ...periodChecks,
    z.refine(({ model, groupBy }) => !isPathModel(model) || groupBy === 'channel', {
      path: ['groupBy'],
      error: 'markov and shapley are solved by channel only.',
    }),
    z.refine((query) => !isPathModel(query.model) || rowKeysOf(query) === undefined, {
      path: ['model'],
      error: 'markov and shapley are solved over all journeys: they can’t be narrowed.',
    }),
    z.refine((query) => isTupleDimension(query.groupBy) || rowKeysOf(query) === undefined, {
      path: ['groupBy'],
      error: 'Narrowed, a report is grouped by channel, source, medium or campaign.',
    }),
  )
export const isPathModel = (model: string): model is PathModel =>
  (pathModels as readonly string[]).includes(model)

const measures = {
  sessions: z.int(),
  enquiries: z.number().check(note('A fraction where the model splits an enquiry')),
  enquiriesMicros: z.int(),
  calls: z.number(),
  firstTimeCalls: z.number(),
  missedCalls: z.number(),
  redemptions: z.number(),
  value: z.int().check(note('Minor units of the account’s currency')),
  spend: z.int().check(note('Likewise')),
  firstTimeEnquiries: z.number(),
  confidence: z
    .object({ certain: z.number(), likely: z.number(), weak: z.number(), none: z.number() })
    .check(note('How many of the enquiries rest on evidence of at least 0.9, at least 0.6, less, none')),
  costPerEnquiry: z.nullable(z.int()).check(note('Minor units; null without spend')),
  returnOnSpend: z.nullable(z.number()).check(note('Value for each unit spent; null without spend')),
}
const figures = z.object(measures).check(z.meta({ id: 'Figures' }))
const row = z.object({ key: z.string(), ...measures })

const reportFields = { from: z.string(), to: z.string(), timeZone: z.string() }
const previous = z.optional(z.object({ from: z.string(), to: z.string(), totals: figures }))

export const sourcesReportSchema = z
  .object({
    ...reportFields,
    model: z.enum(reportModels),
    groupBy: z.enum(dimensions),
    rows: z.array(row),
    totals: figures,
    previous,
    transform: z
      .optional(
        z.object({
          path: z.string(),
          lookbackDays: z.int(),
          nullPaths: z.string(),
          nulls: z.int(),
          order: z.optional(z.int()),
        }),
      )
      .check(note('Of markov and shapley: what stood for a path')),
  })
  .check(z.meta({ id: 'SourcesReport' }))

export const allModelsReportSchema = z
  .object({
    ...reportFields,
    model: z.literal('all'),
    groupBy: z.enum(dimensions),
    rows: z.array(z.object({ key: z.string(), models: z.record(z.string(), figures) })),
    totals: z.record(z.string(), figures),
  })
  .check(z.meta({ id: 'AllModelsReport' }))

export const timeseriesQuery = z
  .object({
    ...periodFields,
    interval: z._default(z.enum(intervals), 'day'),
    model: z._default(z.enum(creditModels), 'last'),
    groupBy: z.optional(z.enum(dimensions)).check(note('Adds the rows of the dimension to every point')),
    key: z.optional(z.string()).check(note('Only this row of the dimension, as the points themselves')),
    ...rowKeys,
  })
  .check(
    ...periodChecks,
    z.refine(({ interval, from, to }) => interval !== 'hour' || daysBetween(from, to) < maxHourlyDays, {
      path: ['interval'],
      error: `Hours are told for ${maxHourlyDays} days at most.`,
    }),
    z.refine(({ key, groupBy }) => key === undefined || groupBy !== undefined, {
      path: ['key'],
      error: 'Needs `groupBy`: the dimension whose row it is.',
    }),
    z.refine(
      (query) =>
        query.groupBy === undefined || isTupleDimension(query.groupBy) || rowKeysOf(query) === undefined,
      { path: ['groupBy'], error: 'Narrowed, a report is grouped by channel, source, medium or campaign.' },
    ),
  )
export const timeseriesReportSchema = z
  .object({
    ...reportFields,
    interval: z.enum(intervals),
    model: z.enum(creditModels),
    groupBy: z.optional(z.enum(dimensions)),
    rows: z.array(z.object({ key: z.string(), ...measures, rows: z.optional(z.array(row)) })),
    totals: figures,
    previous,
  })
  .check(z.meta({ id: 'TimeseriesReport' }))

export const journeysQuery = z
  .object({
    ...periodFields,
    limit: z
      ._default(z.pipe(z.string(), z.coerce.number<string>().check(z.int(), z.gte(1), z.lte(1000))), 50)
      .check(note('Paths at most')),
  })
  .check(...periodChecks)
const journeyTotals = z.object({
  enquiries: z.number(),
  withoutJourney: z.number().check(note('Of which nothing is known that led to them')),
  value: z.int(),
})
export const journeysReportSchema = z
  .object({
    ...reportFields,
    lookbackDays: z.int(),
    totals: journeyTotals,
    touchesPerEnquiry: z.nullable(z.number()),
    rows: z.array(
      z.object({
        key: z.string().check(note('The path as one text')),
        touches: z.array(z.string()).check(note('Channels in time order, repeats included')),
        enquiries: z.number(),
        value: z.int(),
        share: z.number(),
      }),
    ),
    lengths: z.array(z.object({ touches: z.int(), enquiries: z.number() })),
    waits: z
      .array(z.object({ wait: z.enum(waitBuckets), enquiries: z.number(), value: z.int() }))
      .check(note('From the first touch to the enquiry')),
    channels: z.array(
      z.object({
        channel: z.string(),
        first: z.number(),
        last: z.number(),
        assisted: z.number().check(note('Enquiries in which it came before the last touch')),
        involved: z.number(),
        value: z.int(),
      }),
    ),
    previous: z.optional(z.object({ from: z.string(), to: z.string(), totals: journeyTotals })),
  })
  .check(z.meta({ id: 'JourneysReport' }))
