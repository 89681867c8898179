import * as z from 'zod/mini'
import { codeWays } from '../../../shared/domain/code-row.ts'
import { codeWaits } from '../../../shared/domain/code-wait.ts'
import { note } from '../field.ts'
import { periodChecks, periodFields } from './report-schema.ts'

export const codesQuery = z.object(periodFields).check(...periodChecks)

const direction = z
  .enum(codeWays)
  .check(
    note(
      'How the codes came to people: shown to a session, given in a call, `printed` (minted for nobody in particular), or `unknown`',
    ),
  )
const figures = {
  issued: z.int().check(note('Codes, those minted in bulk included')),
  used: z.int().check(note('Of these: used at least once')),
  conversion: z
    .nullable(z.number())
    .check(z.meta({ description: '`used` ÷ `issued`; null where none was issued', examples: [0.42] })),
  usedWithoutIssue: z
    .int()
    .check(note('Codes of whose issue nothing is known; they stand on the day of their first use')),
  quoted: z.int().check(note('Uses by phone: keyed, spoken, told an agent, by SMS')),
  redeemed: z.int().check(note('Uses online and by API')),
  value: z
    .int()
    .check(
      note(
        'What was ordered with them, in minor units of the account’s currency; other currencies are left out',
      ),
    ),
  timeToRedemption: z
    .object({
      meanSeconds: z.nullable(z.int()),
      median: z.nullable(z.enum(codeWaits)).check(note('The bucket in which the middle one lies')),
      histogram: z.array(z.object({ wait: z.enum(codeWaits), codes: z.int() })),
    })
    .check(note('From a code’s issue to its first use')),
}
const byDirection = {
  ...figures,
  directions: z.array(z.object({ direction, ...figures })).check(note('Those in which anything happened')),
}
const totals = z.object(byDirection).check(z.meta({ id: 'CodeFigures' }))

export const codesReportSchema = z
  .object({
    from: z.string(),
    to: z.string(),
    timeZone: z.string(),
    rows: z.array(
      z.object({
        key: z.string().check(z.meta({ description: 'The campaign’s id', examples: ['cmp_01JD3Y7K'] })),
        name: z.nullable(z.string()).check(note('Null for a campaign that only imported history knows')),
        direction: z
          .nullable(z.enum(['web-to-phone', 'phone-to-web', 'both']))
          .check(note('The campaign’s own')),
        ...byDirection,
      }),
    ),
    totals,
    previous: z.optional(z.object({ from: z.string(), to: z.string(), totals })),
  })
  .check(z.meta({ id: 'CodesReport' }))
