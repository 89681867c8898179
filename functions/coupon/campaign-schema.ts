import * as z from 'zod/mini'
import { instantOf } from '../../shared/domain/time.ts'
import { currency, instant, name, text } from '../../shared/http/field.ts'

const direction = z.enum(['web-to-phone', 'phone-to-web', 'both'])
const kind = z.enum(['coupon', 'referral', 'source'])
const voidPolicy = z.enum(['return-use', 'keep-use'])

/** Exact in DynamoDB and in a double alike. */
const maxMinorUnits = 1_000_000_000_000
const minorUnits = z.int().check(z.gte(1), z.lte(maxMinorUnits))
export const money = z
  .strictObject({ amount: z.int().check(z.gte(0), z.lte(maxMinorUnits)), currency })
  .check(z.meta({ id: 'Money', description: 'In minor units of the currency.' }))

export const benefit = z
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
  .check(z.meta({ id: 'Benefit' }))

/** Whole numbers alone, ten years at most: what is longer is a campaign without an end, and a mistake. */
const durationPattern =
  /^P(?=[\dT])(\d{1,4}Y)?(\d{1,4}M)?(\d{1,4}W)?(\d{1,4}D)?(?:T(?=\d)(\d{1,5}H)?(\d{1,6}M)?(\d{1,8}S)?)?$/
const unitDays = [366, 31, 7, 1, 1 / 24, 1 / 1440, 1 / 86_400]
const maxDays = 3660

function isDuration(written: string): boolean {
  const [, ...parts] = durationPattern.exec(written) ?? []
  const days = parts.reduce(
    (sum, part, unit) => sum + Number.parseInt(part ?? '0', 10) * (unitDays[unit] ?? 0),
    0,
  )
  return days > 0 && days <= maxDays
}
const validFor = z.string().check(
  z.refine(isDuration, {
    error: 'Must be an ISO 8601 duration of up to ten years, such as P30D or PT12H.',
  }),
  z.meta({ description: 'ISO 8601 duration from a code’s issue.', examples: ['P30D'] }),
)

/** Any RFC 3339 time; becomes UTC with milliseconds, whose text sorts. */
const moment = z.pipe(
  z.iso.datetime({ offset: true, error: 'Must be an RFC 3339 time, 2026-11-22T14:05:00Z.' }),
  z.transform((written, context) => {
    const milliseconds = Date.parse(written)
    if (!Number.isNaN(milliseconds)) return instantOf(milliseconds)
    context.issues.push({ code: 'custom', message: 'Must be a time that exists.', input: written })
    return z.NEVER
  }),
)

const uses = z.int().check(z.gte(1), z.lte(1_000_000_000))
const digits = z.int().check(
  z.gte(4),
  z.lte(12),
  z.meta({
    description: 'Random digits of a code; a check digit comes on top. 6 for web-to-phone, else 9.',
  }),
)
const acceptableRisk = z.number().check(
  // Less can't be kept, and nobody guesses so much.
  z.gte(1e-12),
  z.lte(1),
  z.meta({ description: 'The likelihood of a hit in 100 guesses above which no further code is minted.' }),
)
const sourceField = z.optional(text(200))
const source = z
  .strictObject({
    source: sourceField,
    medium: sourceField,
    campaign: sourceField,
    term: sourceField,
    content: sourceField,
  })
  .check(z.meta({ id: 'DeclaredSource', description: 'What the number stands for: a van, a flyer, an ad.' }))

const referral = z
  .strictObject({
    page: z.optional(
      z
        .url({ protocol: /^https?$/, error: 'Must be an http or https address.' })
        .check(z.maxLength(500), z.meta({ description: 'Your page that a customer’s link leads to.' })),
    ),
    rewards: z.optional(
      z.strictObject({ referrer: z.optional(text(64)), friend: z.optional(text(64)) }).check(
        z.meta({
          description:
            'The campaigns of which whoever recommended you, and their friend, are given a code once the friend has bought (`won`). It is taken back with the sale.',
        }),
      ),
    ),
  })
  .check(z.meta({ id: 'ReferralTerms' }))

export const newCampaignBody = z
  .strictObject({
    name,
    kind: z._default(kind, 'coupon'),
    direction,
    benefit,
    digits: z.optional(digits),
    validFor,
    maxUses: z._default(uses, 1),
    campaignMaxUses: z.optional(uses),
    perPerson: z.optional(uses),
    minimumOrder: z.optional(money),
    startsAt: z.optional(moment),
    endsAt: z.optional(moment),
    active: z._default(z.boolean(), true),
    source: z.optional(source),
    referral: z.optional(referral),
    voidPolicy: z._default(voidPolicy, 'return-use'),
    acceptableRisk: z.optional(acceptableRisk),
  })
  .check(z.meta({ id: 'NewCampaign' }))
export type NewCampaign = z.infer<typeof newCampaignBody>

const removable = <Schema extends z.ZodMiniType>(schema: Schema) => z.optional(z.nullable(schema))

export const campaignChangeBody = z
  .strictObject({
    name: z.optional(name),
    benefit: z.optional(benefit),
    validFor: z.optional(validFor),
    maxUses: z.optional(uses),
    campaignMaxUses: removable(uses),
    perPerson: removable(uses),
    minimumOrder: removable(money),
    startsAt: removable(moment),
    endsAt: removable(moment),
    active: z.optional(z.boolean()),
    source: removable(source),
    referral: removable(referral),
    voidPolicy: z.optional(voidPolicy),
    acceptableRisk: z.optional(acceptableRisk),
  })
  .check(
    z.meta({
      id: 'CampaignChange',
      description:
        'The fields to change; the others stay, null removes. How codes look (`direction`, `digits`) stays for good: callers know it.',
    }),
  )
export type CampaignChange = z.infer<typeof campaignChangeBody>

export const campaignAnswer = z
  .object({
    id: z.string(),
    name: z.string(),
    kind,
    direction,
    benefit,
    digits,
    validFor,
    maxUses: uses,
    campaignMaxUses: z.optional(uses),
    perPerson: z.optional(uses),
    minimumOrder: z.optional(money),
    startsAt: z.optional(instant),
    endsAt: z.optional(instant),
    active: z.boolean(),
    source: z.optional(source),
    referral: z.optional(referral),
    voidPolicy,
    acceptableRisk,
    createdAt: instant,
  })
  .check(z.meta({ id: 'Campaign' }))
