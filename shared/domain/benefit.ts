import type { Benefit, Money } from './campaign.ts'

/** As people write it: `£10`, `£9.50`, `¥1,000`. */
export function moneyText({ amount, currency }: Money): string {
  const format = new Intl.NumberFormat('en-GB', {
    style: 'currency',
    currency,
    trailingZeroDisplay: 'stripIfInteger',
  } as Intl.NumberFormatOptions)
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
}

/** What a code is worth, in a few words; `undefined` where it is worth nothing but itself. */
export function benefitText(benefit: Benefit): string | undefined {
  switch (benefit.kind) {
    case 'percent':
      return `${benefit.percent}% off`
    case 'amount':
      return `${moneyText(benefit)} off`
    case 'gift':
      return benefit.description
    case 'none':
      return undefined
  }
}
