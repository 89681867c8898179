import * as z from 'zod/mini'
import { creditModels } from '../../../shared/domain/credit.ts'
import { stepPaths } from '../../../shared/domain/process.ts'
import { dimensions } from '../../../shared/domain/rollup.ts'
import { day, note } from '../field.ts'
import { periodChecks, periodFields } from './report-schema.ts'

const mostRows = 1000

export const funnelQuery = z
  .object({
    ...periodFields,
    compareFrom: z.optional(day).check(note('With `compareTo`: any other period, instead of `compare`')),
    compareTo: z.optional(day),
    model: z._default(z.enum(creditModels), 'last'),
    groupBy: z._default(z.enum(dimensions), 'channel'),
    limit: z
      ._default(z.pipe(z.string(), z.coerce.number<string>().check(z.int(), z.gte(1), z.lte(mostRows))), 100)
      .check(note('Rows at most; the totals are of all')),
  })
  .check(
    ...periodChecks,
    z.refine(
      ({ compareFrom, compareTo, compare }) =>
        (compareFrom === undefined) === (compareTo === undefined) &&
        (compareFrom === undefined || compare === undefined),
      { path: ['compareTo'], error: 'Give both `compareFrom` and `compareTo`, and no `compare`.' },
    ),
    z.refine(({ compareFrom, compareTo }) => (compareFrom ?? '') <= (compareTo ?? '9'), {
      path: ['compareTo'],
      error: 'Must not be before `compareFrom`.',
    }),
  )

const wait = z.object({ medianSeconds: z.nullable(z.int()), p90Seconds: z.nullable(z.int()) })
const stepFigures = z.object({
  id: z.string(),
  people: z.number().check(note('Who reached the step; a fraction where the model splits a person')),
  peopleMicros: z.int(),
  passed: z.number().check(note('On the way: who reached it or a later one; beside the way: as `people`')),
  conversion: z
    .nullable(z.number())
    .check(note('Of those who passed the step before it on the way; null at the first, and beside the way')),
  share: z.nullable(z.number()).check(note('`people` of everybody in the funnel')),
  stopped: z
    .nullable(z.number())
    .check(note('On the way: whose furthest step it is so far: the drop-out; null beside the way')),
  sincePrevious: wait.check(note('From the step on the way that they reached before it')),
  sinceStart: wait.check(note('From their first step')),
})
const figures = {
  people: z.number(),
  peopleMicros: z.int(),
  steps: z.array(stepFigures).check(note('In the order of the process')),
}
const funnel = {
  totals: z.object(figures),
  rows: z.array(z.object({ key: z.string(), ...figures })).check(note('Most people first')),
  rowsInAll: z.int(),
}

export const funnelReportSchema = z
  .object({
    from: z.string(),
    to: z.string(),
    timeZone: z.string(),
    model: z.enum(creditModels),
    groupBy: z.enum(dimensions),
    stages: z.array(z.object({ id: z.string(), name: z.string() })),
    steps: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        stage: z.string(),
        where: z.enum(['online', 'offline']),
        how: z.enum(['automatic', 'manual']),
        path: z.enum(stepPaths),
      }),
    ),
    ...funnel,
    previous: z.optional(z.object({ from: z.string(), to: z.string(), ...funnel })),
  })
  .check(z.meta({ id: 'FunnelReport' }))
