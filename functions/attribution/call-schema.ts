import * as z from 'zod/mini'
import { channels } from '../../shared/domain/source.ts'
import { callSchema } from '../../shared/http/call-answer.ts'
import { listOf, listQuery } from '../../shared/http/list.ts'
import { day, daysInOrder, note, text } from './field.ts'

const outcomes = callSchema.shape.outcome
const flag = z.optional(
  z.pipe(
    z.enum(['true', 'false']),
    z.transform((value) => value === 'true'),
  ),
)

export const callsQuery = z
  .object({
    ...listQuery.shape,
    from: z.optional(day),
    to: z.optional(day),
    number: z.optional(z.string()).check(note('The tracking number')),
    outcome: z
      .optional(
        z.pipe(
          z.pipe(
            z.string(),
            z.transform((value) => value.split(',')),
          ),
          z.array(outcomes),
        ),
      )
      .check(note('One, or several by commas: `missed,abandoned,voicemail`')),
    spam: flag.check(note('Unless given, both')),
    handled: flag.check(note('`false` with outcomes: what is left to be called back')),
    tag: z.optional(z.string()),
    q: z
      .optional(
        z.pipe(
          z.string().check(z.maxLength(40)),
          z.pipe(
            z.transform((written: string) => written.replace(/\D/g, '')),
            z.string().check(z.minLength(3, 'Must have three digits at least.')),
          ),
        ),
      )
      .check(note('The last digits of the caller’s number')),
    expand: z.optional(z.literal('enquiry')).check(note('Adds to each call what is known of its enquiry')),
  })
  .check(daysInOrder)
export type CallsQuery = z.infer<typeof callsQuery>

const enquiryOfCall = z
  .object({
    id: z.string(),
    source: z.nullable(z.object({ channel: z.enum(channels), source: text, medium: text, campaign: text })),
    confidence: z.number(),
    stage: text,
    value: z.object({ amount: z.int(), currency: z.string() }),
    selfReported: text,
  })
  .check(z.meta({ id: 'EnquiryOfCall' }))
export type EnquiryOfCall = z.infer<typeof enquiryOfCall>

export const callList = listOf(
  z
    // Not `extend`, which would take the id of the schema along.
    .object({
      ...callSchema.shape,
      enquiry: z.optional(z.nullable(enquiryOfCall)).check(note('With `expand=enquiry`')),
    })
    .check(z.meta({ id: 'ListedCall' })),
)
export const callParams = z.object({ callSid: z.string() })
