import type * as z from 'zod/mini'
import type { setupAnswer, setupBody } from '../../../../../functions/admin/setup/setup-schema.ts'
import { api } from '../../api/request.ts'

export type Answers = z.infer<typeof setupBody>
export type Benefit = Answers['benefit']
export type PlaceKind = Answers['seen']['where']
export type Made = z.infer<typeof setupAnswer>

/** @param attempt the same for the same answers: sent again, nothing is made twice. Rejects with the API's refusal. */
export const setUp = (answers: Answers, attempt: string): Promise<Made> =>
  api.post<Made>('/v1/setup', answers, { 'idempotency-key': attempt })

/** "10% off", as it is printed. */
export function benefitWords(benefit: Benefit): string | undefined {
  switch (benefit.kind) {
    case 'percent':
      return `${benefit.percent}% off`
    case 'amount':
      return `${money(benefit.amount, benefit.currency)} off`
    case 'gift':
      return benefit.description
    case 'none':
      return undefined
  }
}

/** How many minor units one unit of the currency has. */
export const minorUnits = (currency: string): number =>
  10 **
  (new Intl.NumberFormat('en-GB', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ??
    2)

function money(amount: number, currency: string): string {
  const units = amount / minorUnits(currency)
  const whole = Number.isInteger(units) && { maximumFractionDigits: 0 }
  return new Intl.NumberFormat('en-GB', { style: 'currency', currency, ...whole }).format(units)
}
