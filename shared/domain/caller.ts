import type { E164 } from './ids.ts'

/** ITU-T E.164 as Twilio sends it: `+`, a country code that does not begin with 0, 7 to 15 digits in all. */
const e164 = /^\+[1-9]\d{6,14}$/
export const isE164 = (text: string): text is E164 => e164.test(text)

/**
 * What carriers and Twilio put in `From` when the caller withholds the number: a word, or the word spelt on a
 * telephone's keypad (ANONYMOUS is 266696687). Twilio, "Why am I getting calls from these strange numbers?".
 */
const withheldWords = [
  'anonymous',
  'asserted',
  'blocked',
  'private',
  'restricted',
  'unavailable',
  'unknown',
  'withheld',
] as const
const keypad = { 2: 'abc', 3: 'def', 4: 'ghi', 5: 'jkl', 6: 'mno', 7: 'pqrs', 8: 'tuv', 9: 'wxyz' } as const
const digitOf = new Map(
  Object.entries(keypad).flatMap(([digit, letters]) => [...letters].map((l) => [l, digit])),
)
const onKeypad = (word: string) => Array.from(word, (letter) => digitOf.get(letter)).join('')

export const withheldCallers: ReadonlySet<string> = new Set([
  '',
  ...withheldWords,
  ...withheldWords.map(onKeypad),
])

/** Whether `From` names nobody: such calls must never be joined as one person's. */
export const isWithheld = (from: string | undefined): boolean =>
  withheldCallers.has((from ?? '').trim().toLowerCase().replace(/^\+/, ''))

/** The phone that called; `undefined` when it is withheld, or when a SIP or browser client called. */
export const callerPhone = (from: string | undefined): E164 | undefined =>
  from !== undefined && isE164(from) && !isWithheld(from) ? from : undefined
