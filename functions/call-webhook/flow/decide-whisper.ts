import { english, type Sayings } from './sayings/index.ts'
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
  say: Sayings = english,
): string | undefined {
  if (!wanted) return undefined
  const { whisper } = say
  const code = quoted && whisper.quoted(quoted === 'yes' ? undefined : quoted)
  const parts = { source, campaign, code }
  if (typeof wanted === 'string') {
    return wanted.replace(/\{(source|campaign|code)\}/g, (_, name: keyof typeof parts) => parts[name] ?? '')
  }
  const said = [source && isGuess ? whisper.probably(source) : source, campaign, code]
    .filter(Boolean)
    .join(', ')
  return said === '' ? undefined : `${say.incomingCallFrom}: ${said}.`
}
