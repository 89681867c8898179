import * as z from 'zod/mini'
import { instant, text } from '../../shared/http/field.ts'
import { benefit } from './campaign-schema.ts'
import { holder } from './code-schema.ts'

export const newReferrer = z
  .strictObject({
    campaignId: text(64).check(z.meta({ description: 'Of kind `referral`.' })),
    holder: holder,
  })
  .check(z.meta({ id: 'NewReferrer', description: 'A customer, by phone or e-mail.' }))

export const referrerAnswer = z
  .object({
    code: z.string(),
    display: z.string(),
    spoken: z.string(),
    campaignId: z.string(),
    benefit,
    link: z
      .nullable(z.string())
      .check(z.meta({ description: 'To your page, with the code; null where the campaign names none.' })),
    share: z.string().check(z.meta({ description: 'A page for the customer to pass on.' })),
    expiresAt: instant,
  })
  .check(z.meta({ id: 'ReferrerCode' }))
