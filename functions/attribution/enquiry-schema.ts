import * as z from 'zod/mini'
import { creditModels } from '../../shared/domain/credit.ts'
import { contactKinds } from '../../shared/domain/link.ts'
import { channels } from '../../shared/domain/source.ts'
import { listOf, listQuery } from '../../shared/http/list.ts'
import { day, instant, note, sourceFields, text } from './field.ts'

const touchSchema = z.object({
  at: instant,
  sessionId: z.optional(z.string()),
  ...sourceFields,
})

const credit = z.object({
  touch: z.nullable(z.int()).check(note('Index into `journey`; null without a journey')),
  micros: z.int().check(note('Millionths of the enquiry; those of a model sum to 1,000,000')),
})

const evidence = z.object({
  id: z.string(),
  kind: z.string(),
  strength: z.number(),
  at: instant,
  sessionId: z.optional(z.string()),
  visitorId: z.optional(z.string()),
  detail: z.string(),
})

const explanation = z
  .object({
    sentences: z.array(z.string()).check(note('Why this source, in words, most important first')),
    decidedBy: text.check(note('Id of the evidence whose touch is the source')),
    outweighed: z.array(z.object({ id: z.string(), because: z.string() })),
    excluded: z.array(z.object({ what: z.string(), because: z.string() })),
    rules: z.object({
      attribution: z.int(),
      channels: z.string(),
      lookbackDays: z.int(),
      enquiryGapDays: z.int(),
    }),
  })
  .check(z.meta({ id: 'Explanation' }))

export const enquirySchema = z
  .object({
    id: z.string(),
    openedAt: instant,
    contacts: z.array(z.object({ kind: z.enum(contactKinds), id: z.string(), at: instant })),
    person: z.string(),
    evidence: z.array(evidence).check(note('Strongest first')),
    revokedEvidence: z.array(evidence).check(note('Taken away by a marketer; it can be restored')),
    confidence: z.number().check(note('Strength of the evidence that decided, 0 to 1')),
    source: z.nullable(z.object(sourceFields)),
    selfReported: text.check(note('What the person said when asked how they had heard of the business')),
    journey: z.array(touchSchema),
    credits: z.object(
      Object.fromEntries(creditModels.map((model) => [model, z.array(credit)])) as Record<
        (typeof creditModels)[number],
        z.ZodMiniArray<typeof credit>
      >,
    ),
    firstTime: z.boolean().check(note('The person’s first enquiry')),
    excluded: z
      .nullable(z.enum(['spam', 'test']))
      .check(note('Why it stands out of every count; null: it counts')),
    outcomes: z.array(
      z.object({
        at: instant,
        stage: z.string(),
        valueMinorUnits: z.optional(z.int()),
        contact: z.string(),
      }),
    ),
    revision: z.int(),
    value: z.object({ amount: z.int(), currency: z.string() }),
    explanation,
  })
  .check(z.meta({ id: 'Enquiry' }))

export const enquiriesQuery = z.object({
  ...listQuery.shape,
  from: z.optional(day),
  to: z.optional(day),
  channel: z.optional(z.enum(channels)),
  source: z.optional(z.string()),
  campaign: z.optional(z.string()),
  kind: z.optional(z.enum(contactKinds)),
  person: z.optional(z.string()),
})
export const enquiryList = listOf(enquirySchema)
export const revisionList = z.object({ data: z.array(enquirySchema), nextCursor: z.null() })
