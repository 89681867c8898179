import * as z from 'zod/mini'
import type { declaredSource } from '../../shared/domain/number.ts'
import { e164, instant, name, phone, text } from './field.ts'
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

export const newNumberBody = z
  .strictObject({
    number: phone,
    label: name,
    kind,
    poolId: z.optional(poolId),
    source: z.optional(source),
    flow: z.optional(flow),
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
  })
  .check(
    z.meta({
      id: 'NumberChange',
      description:
        'The fields to change; the others stay. An object replaces the one before, null removes it.',
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
    createdAt: instant,
  })
  .check(z.meta({ id: 'Number' }))

const swapTargets = z.array(phone).check(z.minLength(1), z.maxLength(20))
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
    flow: z.optional(flow),
    createdAt: instant,
  })
  .check(z.meta({ id: 'Pool' }))
