import * as z from 'zod/mini'
import { operation } from '../../../shared/http/operation.ts'
import {
  outcomeAnswer,
  outcomeBody,
  outcomeFileAnswer,
  outcomesQuery,
  toldOutcomes,
} from './outcome-schema.ts'

export const createOutcome = operation({
  id: 'createOutcome',
  tag: 'Outcomes',
  summary: 'Tell how far the business got',
  description:
    'Of one enquiry (it is kept with the contact that opened it), one contact, or whoever is known by a phone, an e-mail or a click: then it belongs to their latest contact at or before `at`, else to the first after it. Whoever is not known yet has it when they come: nothing is lost. The value stated last holds, nothing once it is `lost`; `refunded`, or a value below zero, takes away what was paid back. The first `opportunity` is what the W-shaped model looks for. The same outcome again is the same one, if it has an `id` or an `at`.\n\nAs `text/csv` it takes a file of any system, and answers what became of its rows: a row that can’t be read is rejected alone.',
  method: 'post',
  path: '/v1/outcomes',
  auth: 'secret',
  query: z.object({
    unit: z.optional(z.enum(['major', 'minor'])).check(
      z.meta({
        description: 'Of CSV: `major` (as written, 1,234.50), unless given, or `minor` units of the values.',
      }),
    ),
    country: z.optional(z.string().check(z.regex(/^[A-Z]{2}$/))).check(
      z.meta({
        description:
          'Of CSV: the country (ISO 3166) of phones without one; that of the account’s first number unless given.',
      }),
    ),
  }),
  body: outcomeBody,
  csv: 'A heading line, then a row for each outcome. Columns in any order, others are left out: `id`, `stage`, `value`, `currency`, `at` (a time, a day, or seconds since 1970), and at least one of `phone`, `email`, `click_id`, `call_sid`, `enquiry_id`, `contact`. An `id` or an `at` is needed. At most 5 MB; `npm run tieline -- outcomes FILE` sends any size.',
  replies: { 201: outcomeAnswer, 200: outcomeFileAnswer },
  problems: ['not_found', 'currency_mismatch'],
})

export const listOutcomes = operation({
  id: 'listOutcomes',
  tag: 'Outcomes',
  summary: 'What other systems told, and whose it is',
  description:
    'The latest first, a row each time something new was told. Outcomes that name their contact and have no `id` are with their enquiries.',
  method: 'get',
  path: '/v1/outcomes',
  auth: 'secret',
  query: outcomesQuery,
  replies: { 200: toldOutcomes },
})

export const outcomeOperations = [createOutcome, listOutcomes] as const
