import * as z from 'zod/mini'
import { platforms } from '../../../shared/domain/conversion/platform.ts'
import { conversionStates } from '../../../shared/domain/conversion/record.ts'
import { instant } from '../../../shared/http/field.ts'
import { listOf, listQuery } from '../../../shared/http/list.ts'
import { operation } from '../../../shared/http/operation.ts'
import { processing } from '../deliveries/delivery-schema.ts'

const note = (description: string) => z.meta({ description })
const money = z.object({ amount: z.int(), currency: z.string() })

export const conversionAnswer = z
  .object({
    id: z
      .nullable(z.string())
      .check(
        note(
          '`cnv_…`: the name by which the platform knows it (GA4’s and Google’s transaction id, Meta’s event id); null of what is not kept',
        ),
      ),
    destinationId: z.string(),
    platform: z.enum(platforms),
    dryRun: z.boolean(),
    rule: z.string().check(note('`enquiry`, `call-60`, `outcome-won`, …')),
    action: z.nullable(z.string()).check(note('What it is called at the platform')),
    enquiryId: z.string(),
    contact: z.nullable(z.string()).check(note('The contact on which it rests')),
    at: z.nullable(instant).check(note('When it happened')),
    state: z
      .enum(conversionStates)
      .check(
        note(
          '`waiting` for its time; `sent` (of a dry run: would have been); `taken-back`; `refused` by the platform; `not-sent`: `because` says why',
        ),
      ),
    because: z.nullable(z.string()),
    value: z.nullable(money).check(note('As the platform was told last, or is to be')),
    click: z.nullable(z.object({ name: z.string(), at: instant })),
    dueAt: z.nullable(instant).check(note('When it is told next')),
    processing,
    updatedAt: z.nullable(instant),
  })
  .check(z.meta({ id: 'Conversion' }))
export type ConversionAnswer = z.infer<typeof conversionAnswer>

export const conversionFormats = [
  'google-csv',
  'google-leads-csv',
  'google-adjustments-csv',
  'meta-csv',
  'microsoft-csv',
  'microsoft-adjustments-csv',
] as const
export type ConversionFormat = (typeof conversionFormats)[number]

const day = z
  .string()
  .check(z.regex(/^\d{4}-\d\d-\d\d$/, { error: 'Must be a day, YYYY-MM-DD.' }), z.meta({ format: 'date' }))

export const conversionsQuery = z.object({
  ...listQuery.shape,
  destination: z.optional(z.string().check(z.maxLength(100))),
  state: z.optional(z.enum(conversionStates)),
  enquiry: z.optional(
    z
      .string()
      .check(z.maxLength(300), note('Everything that every destination makes of it, and why: no pages')),
  ),
  format: z
    .optional(z.enum(conversionFormats))
    .check(note('A file to upload by hand, of the conversions of `from` to `to`')),
  from: z.optional(day).check(note('Of the account’s zone, inclusive; a file has at most 92 days')),
  to: z.optional(day),
})

export const listConversions = operation({
  tag: 'Conversions',
  auth: 'secret',
  id: 'listConversions',
  summary: 'Where did my conversion go?',
  description:
    'Newest first: what each destination was told of each conversion, would have been (a dry run), or was not, and why. With `format`, a file in the platform’s own form: `google-csv` (click conversions), `google-leads-csv` (those without a click, by hashed phone and e-mail), `microsoft-csv` (offline conversions), `meta-csv` (offline events); its times are UTC and say so. It holds what is true now of the destination’s rules, whether sent or not: upload it where nothing is sent by the API. `google-adjustments-csv` and `microsoft-adjustments-csv` hold what was restated or taken back on the days from `from` to `to`.',
  method: 'get',
  path: '/v1/conversions',
  query: conversionsQuery,
  replies: { 200: listOf(conversionAnswer) },
  problems: ['not_found'],
})
export const conversionOperations = [listConversions] as const
