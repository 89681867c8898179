/** How many digits the currency has behind its point: 2 of GBP, 0 of JPY, 3 of KWD (ISO 4217). */
export const fractionDigitsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2

/** Minor units as the decimal that platforms take, without a rounding error: `12345` of GBP is `123.45`. */
export const decimalOf = (minorUnits: number, currency: string): string =>
  (minorUnits / 10 ** fractionDigitsOf(currency)).toFixed(fractionDigitsOf(currency))

/** The same as a number, for JSON. */
export const amountOf = (minorUnits: number, currency: string): number =>
  Number(decimalOf(minorUnits, currency))
