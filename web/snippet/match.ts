/** One number to swap, as `POST /v1/collect` answers it. */
export interface Swap {
  /** The number that stands on the page, E.164. */
  readonly target: string
  /** The number to show instead, E.164. */
  readonly number: string
  /** `number` as people of its country write it. */
  readonly display: string
}

/** Replaces each writing of one number in a text by what `rewrite` makes of it. */
export type Rewriter = (
  text: string,
  /** `isInternational`: written with a country code behind `+`, `00` or `011`. */
  rewrite: (writing: string, isInternational: boolean) => string,
) => string

/** Between the digits of a number: spaces, brackets, dots, slashes, dashes of all kinds, invisible marks. */
const gap = '[\\s().\\-/\\xad\\u200b-\\u2015\\u202a-\\u202e\\u2060-\\u2069\\u2212]*'

/** Country code and national number: how long the code is follows from its first digits (ITU-T E.164, assigned codes). */
const parts = /^\+([17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})(\d+)$/

type Parts = [whole: string, country: string, national: string]

/** What is dialled before the area code inside the country, where it is not 0. North America has none. */
const trunkPrefixes: Record<string, string> = { 1: '', 7: '8', 36: '06' }

const digitsBefore = new RegExp(`(#|[+\\d]${gap})$`)
/**
 * Digits before a number that are no part of it: a postcode district (N1), a sentence's end, another number and a
 * slash, a ZIP code, year or house number (no country code has four digits), opening hours (9-5, 24/7).
 */
const apartBefore =
  /([a-z]\d+|\.|\s\/|(\d\s|(^|[^+\d])(?!00))(\d{4,}(\s[-\u2013])?|\d\d?[-\u2013/:]\d\d?))\s+$/i
/** Likewise behind it: a new sentence, or beyond a space hours and counts (24/7, 24 hours, 9:00) or another number. */
const apartAfter = `\\.\\s|[\\s/][\\s/–-]*\\(?(?:24/7|\\d+\\s?[a-z:]|(?:\\d${gap}){6})`

/**
 * @param target a number, E.164
 * @returns a rewriter of its writings: `020 7946 0000`, `+44 (0)20 7946-0000`, `442079460000`, `0044.20.7946.0000`,
 *   but not of a part of a longer number
 */
export function rewriterOf(target: string): Rewriter {
  const [, country, national] = (parts.exec(target) || []) as unknown as Parts
  if (!national) return (text) => text
  const trunk = country in trunkPrefixes ? trunkPrefixes[country] : '0'
  const pattern = new RegExp(
    // A bracket is part of the number only if it closes inside: "(020) 7946 0000", not "(020 7946 0000)".
    `(?:\\((?=[+\\d\\s]{1,7}\\)))?(?:(\\+|\\b0(?:0|11))${gap}${country}${gap}|\\b(?:${country}${gap})?)${trunk && `(?:${trunk}${gap})?`}` +
      `${[...national].join(gap)}(?=x\\d|\\b(?!${gap}\\d)|${apartAfter})`,
    'gi',
  )
  return (text, rewrite) =>
    text.replace(pattern, (writing: string, prefix: string | undefined, at: number) => {
      // So few characters that the search stays linear.
      const before = text.substring(at - 40, at)
      const isPart = prefix !== '+' && digitsBefore.test(before) && !apartBefore.test(before)
      return isPart ? writing : rewrite(writing, !!prefix)
    })
}

/**
 * The new number for a page that wrote the old one with its country code: `display` with the country code in place
 * of the trunk prefix (`020 7946 0123` becomes `+44 20 7946 0123`).
 */
export function internationalDisplay({ number, display }: Swap): string {
  const [, country, national] = parts.exec(number) as unknown as Parts
  const [rest] = new RegExp(`${[...national].join('\\D*')}$`).exec(display.replace(/[()]/g, '')) || []
  return rest ? `+${country} ${rest}` : number
}
