import type { TwilioRestSettings } from './rest.ts'

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
   * @throws an Error that names the status when Twilio refuses, without personal data
   */
  delete(recordingSid: string, transcriptionSids?: readonly string[]): Promise<void>
}

export type Sound =
  /** Twilio's own answer: 200, 206 or 416, with its headers and its body still to be read. */
  | { readonly sound: 'told'; readonly answer: Response }
  | { readonly sound: 'gone' }
  | { readonly sound: 'unread'; readonly cause: string }

const usualBaseUrl = 'https://api.twilio.com'
const usualTimeoutMilliseconds = 8000
/** To delete does no harm twice. */
const tries = 3

export function createTwilioRecordings({
  accountSid,
  authToken,
  baseUrl = usualBaseUrl,
  timeoutMilliseconds = usualTimeoutMilliseconds,
}: TwilioRestSettings): TwilioRecordings {
  const account = `${baseUrl.replace(/\/+$/, '')}/2010-04-01/Accounts/${encodeURIComponent(accountSid)}`
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`
  const recording = (sid: string) => `${account}/Recordings/${encodeURIComponent(sid)}`

  /** @returns Twilio's answer, which is a success or 404 */
  async function ask(method: 'GET' | 'DELETE', url: string): Promise<Response> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const answer = await fetch(url, {
          method,
          headers: { authorization, accept: 'application/json' },
          redirect: 'manual',
          signal: AbortSignal.timeout(timeoutMilliseconds),
        })
        if (answer.ok || answer.status === 404) return answer
        await answer.body?.cancel()
        throw new RecordingsRefused(answer.status)
      } catch (error) {
        const isFinal = error instanceof RecordingsRefused && error.status < 500 && error.status !== 429
        if (isFinal || attempt === tries) throw error
      }
    }
  }
  const remove = async (url: string) => (await ask('DELETE', url)).body?.cancel()

  return {
    async sound(recordingSid, { format, range, signal }) {
      const asking = new AbortController()
      signal?.addEventListener('abort', () => asking.abort(), { once: true })
      // Of the headers alone: whoever listens may take as long as the call took.
      const timer = setTimeout(() => asking.abort(), timeoutMilliseconds)
      try {
        const answer = await fetch(`${recording(recordingSid)}.${format}`, {
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
      const listed = await ask('GET', `${recording(recordingSid)}/Transcriptions.json`)
      const sids = new Set([...transcriptionSids, ...(await sidsOf(listed))])
      for (const sid of sids) await remove(`${account}/Transcriptions/${encodeURIComponent(sid)}.json`)
      await remove(`${recording(recordingSid)}.json`)
    },
  }
}

class RecordingsRefused extends Error {
  override readonly name = 'RecordingsRefused'
  constructor(readonly status: number) {
    super(`Twilio's Recordings resource answered ${status}`)
  }
}

/** The transcriptions of a list; none where there is no list any more, or it can't be read. */
async function sidsOf(answer: Response): Promise<string[]> {
  if (!answer.ok) {
    await answer.body?.cancel()
    return []
  }
  const body = (await answer.json().catch(() => ({}))) as { readonly transcriptions?: unknown }
  const list = Array.isArray(body.transcriptions) ? (body.transcriptions as { readonly sid?: unknown }[]) : []
  return list.flatMap(({ sid }) => (typeof sid === 'string' ? [sid] : []))
}
