import * as z from 'zod/mini'
import { restReasons } from '../../../shared/domain/tracking-number.ts'
import { instant, note } from '../field.ts'
import { periodChecks, periodFields } from './report-schema.ts'

export const poolsQuery = z.object(periodFields).check(...periodChecks)

const share = z.nullable(z.number()).check(note('From 0 to 1; null where there is nothing to share'))
const measured = {
  numbers: z.int().check(note('Numbers that the pool has now')),
  leases: z.int().check(note('Sessions that were given a number')),
  sharedLeases: z.int().check(note('Of these: given one that another session held, as none was free')),
  overflowShare: share,
  leasedMinutes: z
    .number()
    .check(note('Minutes of the period in which a number was leased, over all numbers')),
  numberMinutes: z
    .number()
    .check(note('Minutes of the period in which there was a number, over all numbers')),
  utilisation: share,
  peakLeases: z.int().check(note('The most sessions that held numbers at one time')),
  calls: z.int().check(note('Calls to the numbers; spam and test callers are left out')),
  ambiguousCalls: z.int().check(note('Of these: to a number that several sessions held at that time')),
  ambiguousShare: share,
}
const recommendedNumbers = z.nullable(z.int()).check(
  z.meta({
    description: 'The fewest numbers that would have kept the share of ambiguous calls under 1 %',
    examples: [15],
  }),
)
const totals = z.object({ ...measured, recommendedNumbers }).check(z.meta({ id: 'PoolFigures' }))

export const poolsReportSchema = z
  .object({
    from: z.string(),
    to: z.string(),
    timeZone: z.string(),
    rows: z.array(
      z.object({
        key: z.string().check(z.meta({ description: 'The pool’s id', examples: ['pol_01JD3Y7K'] })),
        name: z.string().check(z.meta({ examples: ['Website'] })),
        ...measured,
        busiestHour: z
          .nullable(z.object({ from: instant, arrivals: z.int() }))
          .check(note('The clock hour (UTC) in which most leases began')),
        meanHoldingMinutes: z
          .nullable(z.number())
          .check(note('From the beginning of a lease to the end of its cooldown')),
        offeredErlangs: z.nullable(z.number()).check(
          z.meta({
            description: 'Arrivals of the busiest hour × mean holding time in hours',
            examples: [8],
          }),
        ),
        expectedOverflow: z
          .nullable(z.number())
          .check(note('By Erlang B: the share of that hour’s sessions that find none of the numbers free')),
        recommendedNumbers,
        restingNumbers: z
          .array(
            z.object({
              numberId: z.string(),
              number: z.string(),
              until: instant,
              because: z.enum(restReasons),
            }),
          )
          .check(
            note(
              'Numbers that nobody new is given now: because somebody said so, or because too many of their calls were wrong numbers',
            ),
          ),
      }),
    ),
    totals,
    assumptions: z.array(z.string()).check(note('What `recommendedNumbers` rests on')),
    previous: z.optional(z.object({ from: z.string(), to: z.string(), totals })),
  })
  .check(z.meta({ id: 'PoolsReport' }))
