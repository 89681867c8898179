import { money } from '../../look/format.ts'
import type { Campaign } from './types.ts'

/** "10% off": what a code brings, as an agent says it. */
export function benefitOf(benefit: Campaign['benefit']): string {
  switch (benefit.kind) {
    case 'percent':
      return `${benefit.percent}% off`
    case 'amount':
      return `${money(benefit.amount, benefit.currency, true)} off`
    case 'gift':
      return benefit.description
    case 'none':
      return 'no benefit'
  }
}
