import * as z from 'zod/mini'
import { creditModels } from '../../shared/domain/credit.ts'
import { contactKinds } from '../../shared/domain/link.ts'
import { confidenceNames, unknownKey } from '../../shared/domain/rollup.ts'
import { channels } from '../../shared/domain/source.ts'
import { listOf, listQuery } from '../../shared/http/list.ts'
import { day, daysInOrder, instant, note, sourceFields, text } from './field.ts'

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
        deal: z
          .optional(z.string())
          .check(
            note('Of an outcome that another system told: `deal_…` if it has an id of its own for the deal.'),
          ),
      }),
    ),
    revision: z.int(),
    value: z.object({ amount: z.int(), currency: z.string() }),
    explanation,
  })
  .check(z.meta({ id: 'Enquiry' }))

const rowKey = z
  .optional(z.string())
  .check(note('As the reports’ rows name it, `(none)` and `(unknown)` included'))

export const enquiriesQuery = z
  .object({
    ...listQuery.shape,
    from: z.optional(day),
    to: z.optional(day),
    model: z
      .optional(z.enum(creditModels))
      .check(
        note(
          'The filters by source are about the touches that the model credits, each enquiry tells its `share` in them, and spam and tests are left out: the shares add up to the reports’ row. Without it they are about the enquiry’s own source',
        ),
      ),
    channel: z.optional(z.enum([...channels, unknownKey])),
    source: rowKey,
    medium: rowKey,
    campaign: rowKey,
    term: rowKey,
    content: rowKey,
    landingPage: rowKey,
    referrer: rowKey,
    number: rowKey,
    codeCampaign: rowKey,
    kind: z.optional(z.enum(contactKinds)),
    person: z.optional(z.string()),
    confidence: z
      .optional(z.enum(confidenceNames))
      .check(note('On what it rests: evidence of at least 0.9, at least 0.6, less, none')),
    firstTime: z
      .optional(
        z.pipe(
          z.enum(['true', 'false']),
          z.transform((value) => value === 'true'),
        ),
      )
      .check(note('The person’s first enquiry, or not')),
    stage: z.optional(z.string()).check(note('The last that was told, such as `won`; `(none)`: none was')),
  })
  .check(daysInOrder)
export const enquiryList = listOf(
  z
    // Not `extend`, which would take the id of the schema along.
    .object({
      ...enquirySchema.shape,
      share: z
        .optional(z.object({ micros: z.int(), value: z.int().check(note('Minor units')) }))
        .check(note('With `model`: what the filtered rows of a report have of it')),
    })
    .check(z.meta({ id: 'ListedEnquiry' })),
)
export const revisionList = z.object({ data: z.array(enquirySchema), nextCursor: z.null() })
