import type { Speech } from '../../../shared/domain/number.ts'
import type { Words } from './plan.ts'
import { isRecording } from './words.ts'

/** What of the TwiML can speak: the response, or a `<Gather>`. */
interface Speaking<Attributes> {
  say(attributes: Attributes, text: string): unknown
  play(url: string): unknown
}

/** Says the words in this language and voice; recordings among them are played. */
export type Tell = <Attributes extends object>(where: Speaking<Attributes>, words: Words) => void

export const createTell =
  ({ language, voice }: Speech): Tell =>
  (where, words) => {
    const attributes = { ...(language && { language }), ...(voice && { voice }) }
    for (const part of typeof words === 'string' ? [words] : words) {
      if (isRecording(part)) where.play(part.trim())
      // Twilio's lists of voices grow faster than the builder's types.
      else where.say(attributes as never, speakable(part))
    }
  }

/** Said by Twilio up to 4,096 characters. */
const longestSaying = 4096

/** What XML 1.0 can't carry at all, escaped or not, is left out: one such character would cost the caller the call. */
export const speakable = (text: string): string =>
  text.slice(0, longestSaying).replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, ' ')
