import type { Benefit, Money } from './campaign.ts'
import { type Language, localeOf } from './language.ts'

/** One no-break space, and a text takes 70 characters instead of 160. */
const plainSpaces = (text: string) => text.replace(/[\u00A0\u202F]/g, ' ')

/** As people write it: `£10`, `£9.50`, `¥1,000`; `9,50 €`. */
export function moneyText({ amount, currency }: Money, language: Language = 'en'): string {
  const format = new Intl.NumberFormat(localeOf[language], {
    style: 'currency',
    currency,
    trailingZeroDisplay: 'stripIfInteger',
  } as Intl.NumberFormatOptions)
  const text = format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
  return language === 'en' ? text : plainSpaces(text)
}

interface BenefitWords {
  percent(percent: string): string
  amount(sum: string): string
}

/** They stand behind `for`: "your code for …". */
const wordsOf: Readonly<Record<Language, BenefitWords>> = {
  en: { percent: (percent) => `${percent}% off`, amount: (sum) => `${sum} off` },
  de: { percent: (percent) => `${percent} % Rabatt`, amount: (sum) => `${sum} Rabatt` },
  fr: { percent: (percent) => `${percent} % de réduction`, amount: (sum) => `${sum} de réduction` },
  es: { percent: (percent) => `un ${percent} % de descuento`, amount: (sum) => `${sum} de descuento` },
  // Without an article, which would have to follow the sound of the number: "il 10%", but "l'8%".
  it: { percent: (percent) => `${percent}% di sconto`, amount: (sum) => `${sum} di sconto` },
  nl: { percent: (percent) => `${percent}% korting`, amount: (sum) => `${sum} korting` },
}

/** What a code is worth, in a few words; `undefined` where it is worth nothing but itself. */
export function benefitText(benefit: Benefit, language: Language = 'en'): string | undefined {
  switch (benefit.kind) {
    case 'percent': {
      const { percent } = benefit
      const figure = language === 'en' ? `${percent}` : percent.toLocaleString(localeOf[language])
      return wordsOf[language].percent(figure)
    }
    case 'amount':
      return wordsOf[language].amount(moneyText(benefit, language))
    case 'gift':
      return benefit.description
    case 'none':
      return undefined
  }
}
