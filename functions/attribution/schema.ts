import * as z from 'zod/mini'
import { creditModels } from '../../shared/domain/credit.ts'
import { contactKinds } from '../../shared/domain/link.ts'
import { dimensions } from '../../shared/domain/rollup.ts'
import { channels } from '../../shared/domain/source.ts'
import { listOf, listQuery } from '../../shared/http/list.ts'

const note = (description: string) => z.meta({ description })
const text = z.nullable(z.string())
const instant = z.string().check(note('RFC 3339, UTC'))

/** A day that exists: `2026-02-30` is none. */
const day = z.string().check(
  z.refine((value) => /^\d{4}-\d{2}-\d{2}$/.test(value) && isDay(value), 'Must be a day, YYYY-MM-DD.'),
  note('YYYY-MM-DD in the account’s time zone'),
)
const isDay = (value: string) => {
  const date = new Date(`${value}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value)
}

const sourceFields = {
  channel: z.enum(channels),
  source: text,
  medium: text,
  campaign: text,
  term: text,
  content: text,
  landingPage: text,
  referrer: text,
  clickIds: z.record(z.string(), z.string()),
}

const touchSchema = z.object({
  at: instant,
  sessionId: z.optional(z.string()),
  ...sourceFields,
})

const credit = z.object({
  touch: z.nullable(z.int()).check(note('Index into `journey`; null without a journey')),
  micros: z.int().check(note('Millionths of the enquiry; those of a model sum to 1,000,000')),
})

export const enquirySchema = z
  .object({
    id: z.string(),
    openedAt: instant,
    contacts: z.array(z.object({ kind: z.enum(contactKinds), id: z.string(), at: instant })),
    person: z.string(),
    evidence: z.array(
      z.object({
        id: z.string(),
        kind: z.string(),
        strength: z.number(),
        at: instant,
        sessionId: z.optional(z.string()),
        detail: z.string(),
      }),
    ),
    confidence: z.number().check(note('Strength of the evidence that decided, 0 to 1')),
    source: z.nullable(z.object(sourceFields)),
    journey: z.array(touchSchema),
    credits: z.object(
      Object.fromEntries(creditModels.map((model) => [model, z.array(credit)])) as Record<
        (typeof creditModels)[number],
        z.ZodMiniArray<typeof credit>
      >,
    ),
    revision: z.int(),
    value: z.object({ amount: z.int(), currency: z.string() }),
  })
  .check(z.meta({ id: 'Enquiry' }))

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

const row = {
  sessions: z.int(),
  enquiries: z.number().check(note('A fraction where the model splits an enquiry')),
  enquiriesMicros: z.int(),
  calls: z.number(),
  firstTimeCalls: z.number(),
  missedCalls: z.number(),
  redemptions: z.number(),
  value: z.int().check(note('Minor units of the account’s currency')),
  spend: z.int(),
}
export const sourcesReportSchema = z
  .object({
    from: z.string(),
    to: z.string(),
    timeZone: z.string(),
    model: z.enum(creditModels),
    groupBy: z.enum(dimensions),
    rows: z.array(z.object({ key: z.string(), ...row })),
    totals: z.object(row),
  })
  .check(z.meta({ id: 'SourcesReport' }))

/** Reports longer than this are asked for in parts. */
export const maxReportDays = 800
const daysBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000

export const sourcesQuery = z
  .object({
    from: day,
    to: day,
    model: z._default(z.enum(creditModels), 'last'),
    groupBy: z._default(z.enum(dimensions), 'channel'),
    format: z._default(z.enum(['json', 'csv']), 'json'),
  })
  .check(
    z.refine(({ from, to }) => from <= to, { path: ['to'], error: 'Must not be before `from`.' }),
    z.refine(({ from, to }) => daysBetween(from, to) < maxReportDays, {
      path: ['to'],
      error: `A report covers ${maxReportDays} days at most; ask for it in parts.`,
    }),
  )

const period = { from: z.optional(day), to: z.optional(day) }
export const enquiriesQuery = z.object({
  ...listQuery.shape,
  ...period,
  channel: z.optional(z.enum(channels)),
  source: z.optional(z.string()),
  campaign: z.optional(z.string()),
  kind: z.optional(z.enum(contactKinds)),
  person: z.optional(z.string()),
})
export const callsQuery = z.object({
  ...listQuery.shape,
  ...period,
  number: z.optional(z.string()),
  outcome: z.optional(callSchema.shape.outcome),
})

export const enquiryList = listOf(enquirySchema)
export const callList = listOf(callSchema)
export const idParams = z.object({ id: z.string() })
export const callParams = z.object({ callSid: z.string() })
export const revisionList = z.object({ data: z.array(enquirySchema), nextCursor: z.null() })
