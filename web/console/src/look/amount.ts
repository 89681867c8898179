/**
 * An amount of money as people type it: `1200`, `1,200.50`, `£89`.
 * @returns minor units of the currency; undefined where nothing was typed, null where it is no amount
 */
export function minorUnitsOf(text: string, currency: string): number | null | undefined {
  const typed = text.replace(/[\s,£$€]/g, '')
  if (typed === '') return undefined
  const digits = new Intl.NumberFormat('en-GB', { style: 'currency', currency }).resolvedOptions()
    .maximumFractionDigits as number
  const [, whole, fraction = ''] = /^(\d{1,9})(?:\.(\d*))?$/.exec(typed) ?? []
  if (whole === undefined || fraction.length > digits) return null
  return Number(whole + fraction.padEnd(digits, '0'))
}
