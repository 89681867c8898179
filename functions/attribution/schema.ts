import * as z from 'zod/mini'
import { listOf, listQuery } from '../../shared/http/list.ts'
import { day, instant, note, sourceFields } from './field.ts'

export { enquiriesQuery, enquiryList, enquirySchema, revisionList } from './enquiry-schema.ts'
export { idParams } from './field.ts'
export { journeysReportSchema, sourcesReportSchema, timeseriesReportSchema } from './report-schema.ts'

export const callSchema = z
  .object({
    callSid: z.string(),
    number: z.string().check(note('The tracking number')),
    from: z.nullable(z.string()).check(note('Null where the caller withheld it')),
    to: z.string(),
    status: z.string(),
    outcome: z.enum(['answered', 'missed', 'abandoned', 'voicemail', 'in-progress']),
    startedAt: instant,
    answeredAt: z.nullable(instant),
    endedAt: z.nullable(instant),
    durationSeconds: z.nullable(z.number()),
    talkSeconds: z.nullable(z.number()),
    firstTime: z.nullable(z.boolean()).check(note('Null until the views show the call')),
    code: z.nullable(z.string()).check(note('The code that was quoted in the call')),
    recordings: z.array(z.never()),
    tags: z.array(z.string()),
    note: z.nullable(z.string()),
    spam: z.boolean(),
    enquiryId: z.nullable(z.string()).check(note('Null until the views show the call')),
  })
  .check(z.meta({ id: 'Call' }))

export const sessionSchema = z
  .object({
    sessionId: z.string(),
    visitorId: z.string(),
    startedAt: instant,
    lastSeenAt: instant,
    touches: z.array(z.object({ at: instant, ...sourceFields })),
    pages: z.array(z.object({ at: instant, url: z.string(), title: z.optional(z.string()) })),
    leases: z.array(z.object({ number: z.string(), from: instant, until: instant, shared: z.boolean() })),
  })
  .check(z.meta({ id: 'Session' }))

export const callsQuery = z.object({
  ...listQuery.shape,
  from: z.optional(day),
  to: z.optional(day),
  number: z.optional(z.string()),
  outcome: z.optional(callSchema.shape.outcome),
})
export const callList = listOf(callSchema)
export const callParams = z.object({ callSid: z.string() })

export const rebuildSchema = z
  .object({
    running: z.boolean(),
    reason: z.nullable(z.enum(['settings', 'rules'])).check(note('Of the last one; null: there was none')),
    daysDone: z.int(),
    daysInAll: z.int(),
    rules: z.string().check(note('The rules in force')),
  })
  .check(z.meta({ id: 'Rebuild' }))
