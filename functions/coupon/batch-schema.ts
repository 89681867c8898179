import * as z from 'zod/mini'
import { instant } from '../../shared/http/field.ts'
import { codeFields } from './code-schema.ts'

/** So many are minted while the caller waits; more are a job. */
export const mintedAtOnce = 10_000

export const batchBody = z
  .strictObject({ count: z.int().check(z.gte(1), z.lte(100_000_000)) })
  .check(z.meta({ id: 'NewCodes' }))

export const batchAnswer = z
  .object({
    campaignId: z.string(),
    count: z.int().check(z.meta({ description: 'Codes asked for.' })),
    minted: z.int().check(z.meta({ description: 'Codes minted.' })),
    data: z.array(
      z.object({
        code: codeFields.code,
        display: codeFields.display,
        expiresAt: codeFields.expiresAt,
      }),
    ),
  })
  .check(z.meta({ id: 'MintedCodes' }))

export const jobAnswer = z
  .object({
    id: z.string(),
    campaignId: z.string(),
    count: z.int(),
    minted: z.int(),
    status: z.enum(['running', 'done', 'refused']),
    detail: z.optional(z.string().check(z.meta({ description: 'Why it stopped before the end.' }))),
    createdAt: instant,
    updatedAt: instant,
  })
  .check(z.meta({ id: 'MintJob' }))
