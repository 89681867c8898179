import * as z from 'zod/mini'
import { placeKinds } from '../../../shared/domain/setup.ts'
import { isTollRange } from '../../../shared/domain/toll-range.ts'
import { currency } from '../../../shared/http/field.ts'
import { instant, name, phone, text } from '../field.ts'
import { numberAnswer } from '../numbers/number-schema.ts'

const note = (description: string) => z.meta({ description })
const minorUnits = z.int().check(z.gte(1), z.lte(1_000_000_000_000))

const benefit = z
  .discriminatedUnion(
    'kind',
    [
      z.strictObject({ kind: z.literal('percent'), percent: z.number().check(z.gte(0.01), z.lte(100)) }),
      z.strictObject({ kind: z.literal('amount'), amount: minorUnits, currency }),
      z.strictObject({ kind: z.literal('gift'), description: name }),
      z.strictObject({ kind: z.literal('none') }),
    ],
    { error: 'Must be one of "percent", "amount", "gift", "none".' },
  )
  .check(note('What people get for the code.'))

export const setupBody = z
  .strictObject({
    phone: phone.check(
      z.refine((number) => !isTollRange(number), { error: 'Is a premium-rate or satellite number.' }),
      note('The business’s phone: where calls ring.'),
    ),
    seen: z
      .strictObject({
        where: z.enum(placeKinds),
        name: name.check(z.meta({ examples: ['Spring flyer'] })),
      })
      .check(note('Where people see the code, and what the place is called.')),
    benefit,
    number: z
      .optional(phone)
      .check(
        note(
          'The tracking number that people dial. Without one there is a code alone, typed in at the live desk.',
        ),
      ),
    numberOnlyThere: z
      .optional(z.boolean())
      .check(note('Nobody sees the number elsewhere: calls without the code come from that place, too.')),
  })
  .check(
    z.refine(({ phone, number }) => phone !== number, {
      path: ['number'],
      error:
        'Is the business’s own phone, and would ring in a circle: name the tracking number, or leave it out.',
    }),
    z.meta({ id: 'Setup' }),
  )

export const setupAnswer = z
  .object({
    source: z.object({ source: z.string(), medium: z.string(), campaign: z.string() }),
    number: z.nullable(numberAnswer),
    campaign: z.object({ id: z.string(), name: z.string(), benefit }),
    code: z.object({ code: text(20), display: z.string(), spoken: z.string(), expiresAt: instant }),
    print: z.string().check(note('What to print there.')),
  })
  .check(z.meta({ id: 'SetupDone' }))
