import { createTwilioApi, type TwilioApiSettings, TwilioError } from './api.ts'
import { accountOf } from './request.ts'

export type SoundFormat = 'mp3' | 'wav'

/** Recordings as Twilio keeps them (https://www.twilio.com/docs/voice/api/recording). */
export interface TwilioRecordings {
  /**
   * The sound, as a stream. Never throws for what Twilio says or does not say.
   * @param range `Range` header to pass on, of bytes
   * @param signal whoever listens has gone
   */
  sound(
    recordingSid: string,
    how: { readonly format: SoundFormat; readonly range?: string | undefined; readonly signal?: AbortSignal },
  ): Promise<Sound>
  /**
   * Deletes the recording, and first what Twilio wrote down of it. What is not there counts as deleted.
   * @param transcriptionSids those that are known; Twilio is asked for others
   * @throws TwilioError
   */
  delete(recordingSid: string, transcriptionSids?: readonly string[]): Promise<void>
}

export type Sound =
  /** Twilio's own answer: 200, 206 or 416, with its headers and its body still to be read. */
  | { readonly sound: 'told'; readonly answer: Response }
  | { readonly sound: 'gone' }
  | { readonly sound: 'unread'; readonly cause: string }

const usualTimeoutMilliseconds = 8000

export function createTwilioRecordings(settings: TwilioApiSettings): TwilioRecordings {
  const { timeoutMilliseconds = usualTimeoutMilliseconds } = settings
  const { account, authorization } = accountOf(settings)
  const api = createTwilioApi(settings)
  const recording = (sid: string) => `/Recordings/${encodeURIComponent(sid)}`

  /** To delete does no harm twice. */
  async function remove(path: string): Promise<void> {
    await unlessGone(api.ask({ method: 'DELETE', path }, 'always'))
  }
  async function transcriptionsOf(recordingSid: string): Promise<string[]> {
    const sids: string[] = []
    const pages = api.pages(`${recording(recordingSid)}/Transcriptions.json`, {}, 'transcriptions')
    for await (const page of pages) for (const { sid } of page) if (typeof sid === 'string') sids.push(sid)
    return sids
  }

  return {
    async sound(recordingSid, { format, range, signal }) {
      const asking = new AbortController()
      signal?.addEventListener('abort', () => asking.abort(), { once: true })
      // Of the headers alone: whoever listens may take as long as the call took.
      const timer = setTimeout(() => asking.abort(), timeoutMilliseconds)
      try {
        const answer = await fetch(`${account}${recording(recordingSid)}.${format}`, {
          // Compressed, its ranges would be others.
          headers: { authorization, 'accept-encoding': 'identity', ...(range !== undefined && { range }) },
          signal: asking.signal,
        })
        if (answer.ok || answer.status === 416) return { sound: 'told', answer }
        await answer.body?.cancel()
        return answer.status === 404 || answer.status === 410
          ? { sound: 'gone' }
          : { sound: 'unread', cause: `Twilio answered ${answer.status}` }
      } catch (error) {
        return { sound: 'unread', cause: error instanceof Error ? error.name : 'not an Error' }
      } finally {
        clearTimeout(timer)
      }
    },

    async delete(recordingSid, transcriptionSids = []) {
      const listed = (await unlessGone(transcriptionsOf(recordingSid))) ?? []
      for (const sid of new Set([...transcriptionSids, ...listed])) {
        await remove(`/Transcriptions/${encodeURIComponent(sid)}.json`)
      }
      await remove(`${recording(recordingSid)}.json`)
    },
  }
}

/** What Twilio does not have is what was wanted. */
async function unlessGone<Told>(asked: Promise<Told>): Promise<Told | undefined> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof TwilioError && error.failure.outcome === 'refused' && error.failure.status === 404) {
      return undefined
    }
    throw error
  }
}
