import type * as z from 'zod/mini'
import type { deskCallSchema, deskSchema } from '../../../../../functions/attribution/desk/desk-schema.ts'
import type { campaignAnswer } from '../../../../../functions/coupon/campaign-schema.ts'
import type { checkAnswer, codeAnswer } from '../../../../../functions/coupon/code-schema.ts'
import type { Stage } from '../../look/stages.ts'

export type Desk = z.infer<typeof deskSchema>
export type DeskCall = z.infer<typeof deskCallSchema>
export type Campaign = z.infer<typeof campaignAnswer>
export type Code = z.infer<typeof codeAnswer>
export type CheckedCode = z.infer<typeof checkAnswer>

/** What the agent has written of a call and not sent yet. */
export interface Draft {
  readonly code: string
  readonly stage: Stage | ''
  readonly value: string
  readonly heard: string
  readonly tags: string
  readonly note: string
}
export const emptyDraft: Draft = { code: '', stage: '', value: '', heard: '', tags: '', note: '' }
export const isEmpty = (draft: Draft): boolean => Object.values(draft).every((each) => each.trim() === '')
