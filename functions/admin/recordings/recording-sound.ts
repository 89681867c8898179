import type { Context } from 'hono'
import { type Instant, secondsBetween } from '../../../shared/domain/time.ts'
import type { Reply } from '../../../shared/http/operation.ts'
import { reply } from '../../../shared/http/operation.ts'
import { type Refusal, refuse } from '../../../shared/http/problem.ts'
import type { SoundFormat } from '../../../shared/twilio/recordings.ts'
import type { RecordingPorts } from '../deps.ts'

const range = /^bytes=(?:(\d{1,15})-(\d{0,15})|-(\d{1,15}))$/

/**
 * The range to ask Twilio for. RFC 9110, 14.2: an answer may leave a range aside (several at once, say), and 15.3.7: hold
 * less than was asked for.
 * @param asked the `Range` header
 * @param mostBytes that an answer may have; then nothing is asked for without a range
 */
export function rangeFor(asked: string | undefined, mostBytes: number | undefined): string | undefined {
  const [, first, last, suffix] = range.exec(asked ?? '') ?? []
  if (mostBytes === undefined) return first === undefined && suffix === undefined ? undefined : asked
  if (suffix !== undefined) return `bytes=-${Math.min(Number(suffix), mostBytes)}`
  const from = Number(first ?? 0)
  const to = from + mostBytes - 1
  return `bytes=${from}-${last ? Math.min(Number(last), to) : to}`
}

const mediaTypes: Readonly<Record<SoundFormat, string>> = { mp3: 'audio/mpeg', wav: 'audio/wav' }
const passedOn = ['content-length', 'content-range', 'accept-ranges', 'etag', 'last-modified'] as const

const wholeLength = (answer: Response) =>
  Number(/\/(\d+)$/.exec(answer.headers.get('content-range') ?? '')?.[1])

/** Right after a call Twilio may not have its recording yet, and says the same as of one that is gone. */
const readyAfterSeconds = 120
export const gone = refuse('recording_gone', 'Twilio does not have this recording any more.')

/** @returns Twilio's sound, streamed, for whoever asked */
export async function tellSound(
  { twilio, mostBytes, report }: RecordingPorts,
  context: Context,
  recording: { readonly callSid: string; readonly id: string; readonly completeAt: Instant },
  format: SoundFormat,
  now: Instant,
): Promise<Reply | Refusal> {
  const asked = context.req.header('range')
  const told = await twilio.sound(recording.id, {
    format,
    range: rangeFor(asked, mostBytes),
    signal: context.req.raw.signal,
  })
  if (told.sound === 'gone') {
    return secondsBetween(recording.completeAt, now) < readyAfterSeconds
      ? refuse('unavailable', 'Twilio does not have the recording ready yet.', {
          headers: { 'retry-after': '10' },
        })
      : gone
  }
  if (told.sound === 'unread') {
    report({ trouble: 'recording-unread', callSid: recording.callSid, cause: told.cause })
    return refuse('unavailable', 'Twilio did not hand out the recording. Try again in a moment.', {
      headers: { 'retry-after': '5' },
    })
  }
  const { answer } = told
  const isWhole = asked === undefined && answer.status === 206
  if (isWhole && !(wholeLength(answer) <= (mostBytes ?? 0))) {
    await answer.body?.cancel()
    return refuse(
      'range_needed',
      `It has more than ${mostBytes} bytes: ask for it in parts, with the header Range.`,
    )
  }
  const headers = new Headers({
    'cache-control': 'private, no-store',
    'x-content-type-options': 'nosniff',
    'content-disposition': `inline; filename="${recording.id.replace(/[^\w-]/g, '')}.${format}"`,
  })
  const type = answer.headers.get('content-type') ?? ''
  headers.set('content-type', type.startsWith('audio/') ? type : mediaTypes[format])
  for (const name of passedOn) {
    const value = answer.headers.get(name)
    if (value !== null && !(isWhole && name === 'content-range')) headers.set(name, value)
  }
  return reply(200, new Response(answer.body, { status: isWhole ? 200 : answer.status, headers }))
}
