/** How an amount is written: `major` is pounds, euros, `1,234.50`; `minor` pence, cents, `123450`. */
export type AmountUnit = 'major' | 'minor'

/** Digits of the smaller unit of a currency: 2 of GBP, none of JPY. */
export const minorDigits = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2

const grouped = /^\d{1,3}(?:[,. '’\u00a0\u202f]\d{3})+$/
const plainNumber = /^\d+(?:\.\d+)?$/

/** `1,234.50`, `1.234,50`, `1 234,50`: the last mark separates where one or two digits follow it, or where another groups. */
function plainly(digits: string): string | undefined {
  if (plainNumber.test(digits)) return digits
  const [, whole = '', mark, fraction = ''] = /^(.*?)([.,])(\d{1,2})$/.exec(digits) ?? []
  if (mark === undefined) return grouped.test(digits) ? digits.replace(/\D/g, '') : undefined
  if (!/^\d+$/.test(whole) && !(grouped.test(whole) && !whole.includes(mark))) return undefined
  return `${whole.replace(/\D/g, '')}.${fraction}`
}

/**
 * An amount as other systems write it, in minor units. Never guessed: more digits than the currency has, or a mark that
 * could separate either, are none.
 * @param written a number or its text, with or without a sign and the currency's
 */
export function readAmount(written: string | number, unit: AmountUnit, currency: string): number | undefined {
  const text = typeof written === 'number' ? String(written) : written.trim()
  const [, before = '', rest = ''] = /^([-–−(]?)(.*)$/.exec(text) ?? []
  const digits = rest
    .replace(/^(?:\p{Sc}|[A-Z]{2,3}\s?\p{Sc}?)\s*|\s*(?:\p{Sc}|[A-Z]{3})$|\)$/gu, '')
    .replace(/\s*(?:\p{Sc}|[A-Z]{3})$/u, '')
    .trim()
  const isBelowZero = before !== '' || /^[-–−]/.test(digits)
  const plain = plainly(digits.replace(/^[-–−]\s*/, ''))
  if (plain === undefined) return undefined
  const [whole = '0', fraction = ''] = plain.split('.')
  const places = unit === 'major' ? minorDigits(currency) : 0
  const tail = fraction.replace(/0+$/, '')
  if (tail.length > places) return undefined
  const amount = Number(whole + tail.padEnd(places, '0'))
  if (!Number.isSafeInteger(amount)) return undefined
  return isBelowZero && amount !== 0 ? -amount : amount
}
