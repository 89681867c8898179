import type { SourceWords } from './visit-words.ts'

/** What is known of the call at the moment that it is answered. */
export interface CallBackground extends SourceWords {
  /** Several sessions held the number: this is the likeliest. */
  readonly isGuess?: boolean | undefined
  /** What the code is worth that the caller quoted; `yes` if nothing that could be said. */
  readonly quoted?: string | undefined
}

/**
 * What whoever answers hears: "google ads, sash windows, code quoted for 10% off".
 * @param wanted `true`, or a text of the business's own, in which `{source}`, `{campaign}` and `{code}` are replaced
 * @returns `undefined` if there is nothing to say
 */
export function whisperOf(
  wanted: boolean | string | undefined,
  { source, campaign, isGuess, quoted }: CallBackground,
): string | undefined {
  if (!wanted) return undefined
  const code =
    quoted === undefined || quoted === 'yes' ? quoted && 'code quoted' : `code quoted for ${quoted}`
  const parts = { source, campaign, code }
  if (typeof wanted === 'string') {
    return wanted.replace(/\{(source|campaign|code)\}/g, (_, name: keyof typeof parts) => parts[name] ?? '')
  }
  const said = [source && `${isGuess ? 'probably ' : ''}${source}`, campaign, code].filter(Boolean).join(', ')
  return said === '' ? undefined : `Call: ${said}.`
}
