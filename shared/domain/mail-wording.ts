/** What mails of sequences may have filled in, by name. */
export const placeholders = ['name', 'business', 'code', 'benefit'] as const
export type Placeholder = (typeof placeholders)[number]

/** What stands for each, of one person; what is not known is absent. */
export type Wording = { readonly [Name in Placeholder]?: string | undefined }

/** `{{name}}`, or `{{name|there}}` with what is said where it is not known. */
const pattern = /\{\{\s*([^{}|]*?)\s*(?:\|([^{}]*))?\}\}/g

const isPlaceholder = (name: string): name is Placeholder =>
  (placeholders as readonly string[]).includes(name)

/** Names in double braces that stand for nothing. */
export const unknownPlaceholders = (text: string): string[] => [
  ...new Set([...text.matchAll(pattern)].map(([, name = '']) => name).filter((name) => !isPlaceholder(name))),
]

/** Those without which the text would have a hole: no other wording is given for them. */
export const neededPlaceholders = (text: string): Placeholder[] => [
  ...new Set(
    [...text.matchAll(pattern)].flatMap(([, name = '', otherwise]) =>
      isPlaceholder(name) && otherwise === undefined ? [name] : [],
    ),
  ),
]

/**
 * The text with everything filled in. Where something is not known and no other wording is given, the whole sentence stays
 * without it: the spaces around it are closed up.
 */
export function fillIn(text: string, wording: Wording): string {
  const filled = text.replace(pattern, (_all, name: string, otherwise: string | undefined) => {
    const value = isPlaceholder(name) ? wording[name] : undefined
    return value || (otherwise ?? '')
  })
  return filled
    .replace(/[ \t]{2,}/g, ' ')
    .replace(/[ \t]+([,.!?;:])/g, '$1')
    .trim()
}

/** The paragraphs of a text, an empty line between two; single line breaks stay. */
export const paragraphsOf = (text: string): string[] =>
  text
    .replace(/\r\n?/g, '\n')
    .split(/\n\s*\n/)
    .map((each) => each.trim())
    .filter((each) => each !== '')

/** First name of whoever signed a form so: how one is addressed. */
export function firstName(name: string | undefined): string | undefined {
  const first = name?.trim().split(/\s+/)[0]
  if (!first || first.length > 40 || !/^\p{L}[\p{L}\p{M}'’.-]*$/u.test(first)) return undefined
  const isShouted = first === first.toUpperCase() || first === first.toLowerCase()
  return isShouted ? first.charAt(0).toUpperCase() + first.slice(1).toLowerCase() : first
}
