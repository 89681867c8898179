import * as z from 'zod/mini'
import type { declaredSource } from '../../../shared/domain/number.ts'
import { channels } from '../../../shared/domain/source.ts'
import type { SourceRule } from '../../../shared/domain/source-rule.ts'
import { restReasons } from '../../../shared/domain/tracking-number.ts'
import { e164, instant, moment, name, phone, text } from '../field.ts'
import { flow } from './flow-schema.ts'

const kind = z.enum(['source', 'pool'])
const poolId = text(64)
const sourceField = z.optional(text(200))
const source = z
  .strictObject({
    source: sourceField,
    medium: sourceField,
    campaign: sourceField,
    term: sourceField,
    content: sourceField,
  } satisfies Record<keyof typeof declaredSource.shape, typeof sourceField>)
  .check(z.meta({ id: 'DeclaredSource', description: 'What the number stands for: a van, a flyer, an ad.' }))

const swapWhen = z
  .strictObject({
    channel: z.optional(z.enum(channels)),
    source: sourceField,
    medium: sourceField,
    campaign: sourceField,
    term: sourceField,
    content: sourceField,
  } satisfies Record<keyof SourceRule, unknown>)
  .check(
    z.meta({
      id: 'SourceRule',
      description:
        'Which visitors see the number: those whose present touch fits all that is named here; `{}`: everybody. Case does not matter, and a service is known by any of its names (`fb`, `facebook.com`); otherwise the whole text counts.',
    }),
  )
const swapTargets = z.array(phone).check(z.minLength(1), z.maxLength(20))
const targetsOfNumber = swapTargets.check(
  z.meta({
    description:
      'Of a source number: the numbers of the pages instead of which it is shown, without any lease. Of several that fit a visitor the most specific is shown (content, then term, campaign, source, medium, channel); it goes before a pool of the same target, a number for everybody behind it.',
  }),
)
const display = text(40).check(
  z.meta({
    description: 'Of a source number: how pages write it, if not as its country does.',
    examples: ['0800 FLOWERS'],
  }),
)
const restingUntil = moment.check(
  z.meta({
    format: 'date-time',
    description: 'Of a pool number: until then nobody new is given it; calls to it connect.',
  }),
)

export const newNumberBody = z
  .strictObject({
    number: phone,
    label: name,
    kind,
    poolId: z.optional(poolId),
    source: z.optional(source),
    flow: z.optional(flow),
    swapTargets: z.optional(targetsOfNumber),
    swapWhen: z.optional(swapWhen),
    display: z.optional(display),
    restingUntil: z.optional(restingUntil),
  })
  .check(z.meta({ id: 'NewNumber' }))
export type NewNumber = z.infer<typeof newNumberBody>

const removable = <Schema extends z.ZodMiniType>(schema: Schema) => z.optional(z.nullable(schema))

export const numberChangeBody = z
  .strictObject({
    label: z.optional(name),
    kind: z.optional(kind),
    poolId: removable(poolId),
    source: removable(source),
    flow: removable(flow),
    swapTargets: removable(targetsOfNumber),
    swapWhen: removable(swapWhen),
    display: removable(display),
    restingUntil: removable(restingUntil),
  })
  .check(
    z.meta({
      id: 'NumberChange',
      description:
        'The fields to change; the others stay. An object replaces the one before, null removes it: `restingUntil: null` gives a number back to its pool, and calls of before say nothing against it any more.',
    }),
  )
export type NumberChange = z.infer<typeof numberChangeBody>

export const numberAnswer = z
  .object({
    id: z.string(),
    number: e164,
    label: z.string(),
    kind,
    poolId: z.optional(z.string()),
    source: z.optional(source),
    flow: z.optional(flow),
    swapTargets: z.optional(z.array(e164)),
    swapWhen: z.optional(swapWhen),
    display: z.optional(z.string()),
    restingUntil: z.optional(instant),
    restingSince: z.optional(instant),
    restingBecause: z.optional(z.enum(restReasons)).check(
      z.meta({
        description:
          '`wrong-numbers`: too many of its calls came from people to whom no page had shown it (`PATCH` `restingUntil: null` to trust it again); `set`: somebody said so.',
      }),
    ),
    createdAt: instant,
  })
  .check(z.meta({ id: 'Number' }))

const layout = z.string().check(
  z.maxLength(40),
  z.regex(/^[^#]*(?:#[^#]*){5,15}$/, { error: 'Must have a # for each digit, such as ###.###.####.' }),
  z.meta({
    description:
      'How pages write its numbers: a `#` for each digit, of the national form or of the whole number. Numbers that it does not fit are written as their country does.',
    examples: ['###.###.####'],
  }),
)
/** Leases last a day at most, and the look-up of who held a number reaches back nine days (`lease.ts`). */
const leaseMinutes = z.int().check(z.gte(1), z.lte(1_440))
const cooldownMinutes = z.int().check(z.gte(0), z.lte(10_080))

export const newPoolBody = z
  .strictObject({
    name,
    swapTargets,
    leaseMinutes: z._default(leaseMinutes, 30),
    cooldownMinutes: z._default(cooldownMinutes, 10),
    fallbackNumber: z.optional(phone),
    display: z.optional(layout),
    flow: z.optional(flow),
  })
  .check(z.meta({ id: 'NewPool' }))

export const poolChangeBody = z
  .strictObject({
    name: z.optional(name),
    swapTargets: z.optional(swapTargets),
    leaseMinutes: z.optional(leaseMinutes),
    cooldownMinutes: z.optional(cooldownMinutes),
    fallbackNumber: removable(phone),
    display: removable(layout),
    flow: removable(flow),
  })
  .check(
    z.meta({
      id: 'PoolChange',
      description:
        'The fields to change; the others stay. An object replaces the one before, null removes it.',
    }),
  )
export type PoolChange = z.infer<typeof poolChangeBody>

export const poolAnswer = z
  .object({
    id: z.string(),
    name: z.string(),
    swapTargets: z.array(e164),
    leaseMinutes,
    cooldownMinutes,
    fallbackNumber: z.optional(e164),
    display: z.optional(layout),
    flow: z.optional(flow),
    createdAt: instant,
  })
  .check(z.meta({ id: 'Pool' }))
