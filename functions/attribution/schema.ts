import * as z from 'zod/mini'
import { instant, note, sourceFields } from './field.ts'

export { callSchema } from '../../shared/http/call-answer.ts'
export { callList, callParams, callsQuery } from './call-schema.ts'
export { enquiriesQuery, enquiryList, enquirySchema, revisionList } from './enquiry-schema.ts'
export { idParams } from './field.ts'
export { codesReportSchema } from './reports/code-report-schema.ts'
export { poolsReportSchema } from './reports/pool-report-schema.ts'
export { journeysReportSchema, sourcesReportSchema, timeseriesReportSchema } from './reports/report-schema.ts'

export const sessionSchema = z
  .object({
    sessionId: z.string(),
    visitorId: z.string(),
    startedAt: instant,
    lastSeenAt: instant,
    touches: z.array(z.object({ at: instant, ...sourceFields })),
    pages: z.array(z.object({ at: instant, url: z.string(), title: z.optional(z.string()) })),
    leases: z.array(z.object({ number: z.string(), from: instant, until: instant, shared: z.boolean() })),
    shownNumbers: z
      .array(z.string())
      .check(note('Numbers that its pages showed to others, too: source numbers and fallbacks of pools')),
  })
  .check(z.meta({ id: 'Session' }))

export const rebuildSchema = z
  .object({
    running: z.boolean(),
    reason: z.nullable(z.enum(['settings', 'rules'])).check(note('Of the last one; null: there was none')),
    daysDone: z.int(),
    daysInAll: z.int(),
    rules: z.string().check(note('The rules in force')),
  })
  .check(z.meta({ id: 'Rebuild' }))
