import * as z from 'zod/mini'
import { normalEmail } from '../../../shared/domain/email.ts'
import { nameErrorOf, stageOf } from '../../../shared/domain/told-outcome.ts'
import { currency } from '../../../shared/http/field.ts'
import { listOf, listQuery } from '../../../shared/http/list.ts'
import { instant, moment, phone, text } from '../field.ts'

const note = (description: string) => z.meta({ description })

/** Ids are kept as they were given; Tieline's own are shorter. */
const givenId = text(200).check(z.minLength(1))

/** Exact in DynamoDB and in a double alike. */
const minorUnits = z.int().check(z.gte(-1_000_000_000_000), z.lte(1_000_000_000_000))
const money = z.strictObject({ amount: minorUnits, currency })
const stage = z.pipe(
  text(64).check(
    z.trim(),
    z.minLength(1),
    z.meta({
      description:
        'Any stage of the business’s own; `opportunity`, `won`, `lost` and `refunded` mean something here.',
      examples: ['won'],
    }),
  ),
  z.transform(stageOf),
)
const email = z.pipe(
  text(320),
  z.transform((written, context) => {
    const address = normalEmail(written)
    if (address !== undefined) return address
    context.issues.push({ code: 'custom', message: 'Must be an e-mail address.', input: written })
    return z.NEVER
  }),
)

export const outcomeBody = z
  .strictObject({
    id: z
      .optional(givenId)
      .check(
        note(
          'Your own id of the deal. What is told of one id is one deal: each stage once, as it was told last, and its latest value. Deals of different ids add up.',
        ),
      ),
    enquiryId: z.optional(givenId),
    callSid: z.optional(givenId),
    contact: z.optional(givenId),
    phone: z.optional(phone).check(note('Of whoever the deal is with, in international form.')),
    email: z.optional(email),
    clickId: z
      .optional(text(512).check(z.minLength(1)))
      .check(note('The `gclid`, `gbraid`, `wbraid`, `msclkid`, `fbclid`… of the click that led to them.')),
    stage,
    value: z
      .optional(z.nullable(z.union([minorUnits, money])))
      .check(note('Minor units of the account’s currency. Below zero: so much was paid back.')),
    at: z.optional(moment).check(note('When it came to that; now unless given.')),
  })
  .check(
    z.refine(
      (body) => nameErrorOf({ ...body, valueMinorUnits: undefined }, { needsName: false }) === undefined,
      {
        error:
          'Say whose it is: name one by `enquiryId`, `callSid` or `contact`, or give a `phone`, an `email`, a `clickId`, or the `id` of a deal told of before.',
      },
    ),
    z.meta({
      id: 'NewOutcome',
      description:
        'Named by one enquiry, call or other contact, or by what another system knows of the person: a click, a phone, an e-mail; of several the surest that leads to somebody, in this order.',
    }),
  )
export type NewOutcome = z.infer<typeof outcomeBody>

const value = z.nullable(z.object({ amount: z.int(), currency: z.string() }))
export const outcomeAnswer = z
  .object({
    id: z.string().check(note('`deal_…` where the body had an `id` of yours.')),
    contact: z
      .nullable(z.string())
      .check(note('The contact that has it now; null while nobody fits: it waits for them.')),
    enquiryId: z
      .nullable(z.string())
      .check(note('The enquiry that the contact belongs to now; null while none is known.')),
    stage: z.string(),
    value,
    at: instant,
  })
  .check(z.meta({ id: 'Outcome' }))

export const rowProblems = ['invalid_row', 'invalid_csv'] as const
export const outcomeFileAnswer = z
  .object({
    accepted: z.int().check(note('Rows that tell something new.')),
    duplicates: z.int().check(note('Rows that say what stands already.')),
    rejected: z.array(
      z.object({
        line: z.int().check(note('In the file, from 1.')),
        code: z.enum(rowProblems),
        detail: z.string().check(note('What is wrong with the row, column by column.')),
      }),
    ),
  })
  .check(z.meta({ id: 'OutcomeFileAnswer' }))
export type RejectedRow = z.infer<typeof outcomeFileAnswer>['rejected'][number]

export const outcomesQuery = z.object({
  ...listQuery.shape,
  waiting: z
    .optional(z.enum(['true', 'false']))
    .check(note('`true`: those alone that fit nobody yet; `false`: those alone that found somebody.')),
})
export const toldOutcome = z
  .object({
    id: z.string(),
    name: z.nullable(z.string()).check(note('The id that it was told with.')),
    heardAt: instant,
    by: z.string().check(note('`api`, `file`, or the inbound webhook (`inb_…`).')),
    knownBy: z.array(z.enum(['contact', 'click', 'phone', 'email'])),
    contact: z.nullable(z.string()),
    enquiryId: z.nullable(z.string()).check(note('Null: it fits nobody yet, and waits.')),
    stages: z.array(z.object({ stage: z.string(), value, at: instant })),
  })
  .check(z.meta({ id: 'ToldOutcome' }))
export const toldOutcomes = listOf(toldOutcome)
