import * as z from 'zod/mini'
import { instant } from '../../../shared/http/field.ts'
import { name } from '../field.ts'

export const idParam = z.object({ id: z.string() })
export const keyBody = z
  .strictObject({ name: name.check(z.meta({ examples: ['Shop server'] })) })
  .check(z.meta({ id: 'NewApiKey' }))
const listed = {
  id: z.string(),
  name: z.string(),
  ending: z.string().check(z.meta({ description: 'Its last four characters.' })),
  createdAt: instant,
}
export const keyAnswer = z.object(listed).check(z.meta({ id: 'ApiKey' }))
export const newKeyAnswer = z
  .object({
    ...listed,
    key: z.string().check(z.meta({ description: 'The key, shown only now: its digest alone is kept.' })),
  })
  .check(z.meta({ id: 'ApiKeyOnce' }))

export const keyList = z.object({ data: z.array(keyAnswer), nextCursor: z.null() })
