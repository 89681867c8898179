/** What must not reach a log, first match first: keys, e-mail addresses, anything that could be a phone number. */
const replacements: readonly (readonly [RegExp, string])[] = [
  [/\b[sp]k_\w+/g, '[key]'],
  [/[^\s"'<>@]+@[^\s"'<>@]+/g, '[e-mail]'],
  [/\+?\d[\d ().\-/]{4,}\d/g, '[number]'],
]

export const scrub = (text: string): string =>
  replacements.reduce((scrubbed, [pattern, word]) => scrubbed.replaceAll(pattern, word), text)
