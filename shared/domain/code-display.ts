import type { Language } from './language.ts'

/** How a code is written and said: in groups of three or four digits, as one remembers them. */

/** Threes, and as many fours at the end as use up the rest: 3-4, 4-4, 3-3-4. Five digits or fewer are one group. */
export function codeGroups(code: string): string[] {
  if (code.length <= 5) return code === '' ? [] : [code]
  const fours = code.length % 3
  const threes = (code.length - fours * 4) / 3
  const groups: string[] = []
  let start = 0
  for (let index = 0; index < threes + fours; index++) {
    const end = start + (index < threes ? 3 : 4)
    groups.push(code.slice(start, end))
    start = end
  }
  return groups
}

/** `482-0913`, `482-091-3365`. */
export const displayCode = (code: string): string => codeGroups(code).join('-')

/** English, as `spoken-english.ts` hears it. */
const digitWords = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']

/**
 * `four, eight, two. zero, nine, one, three.`, for an agent to read out and for `<Say>`: a comma is a short pause, a period
 * a longer one. In other languages figures, which every voice reads in its own: `4, 8, 2; 0, 9, 1, 3;`, without periods,
 * since a German voice takes `2.` for "the second".
 */
export const spokenCode = (code: string, language: Language = 'en'): string =>
  codeGroups(code)
    .map((group) =>
      language === 'en'
        ? `${Array.from(group, (digit) => digitWords[Number(digit)]).join(', ')}.`
        : `${Array.from(group).join(', ')};`,
    )
    .join(' ')

/** A piece of SSML: digits to be read one by one (`<say-as interpret-as="digits">`), or a pause (`<break time="…ms">`). */
export type SsmlPiece = { readonly digits: string } | { readonly breakMilliseconds: number }

/** Time to write a group down. */
const groupBreakMilliseconds = 700

export const ssmlDigits = (code: string): SsmlPiece[] =>
  codeGroups(code).flatMap((digits, index) =>
    index === 0 ? [{ digits }] : [{ breakMilliseconds: groupBreakMilliseconds }, { digits }],
  )
