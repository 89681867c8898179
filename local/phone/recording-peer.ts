import type { Context, Hono } from 'hono'
import { secondsOfRecording } from '../example/recording-sid.ts'
import type { Exchange } from './exchange.ts'
import type { Recording } from './recording.ts'
import { silence } from './silence.ts'

/** One range of bytes, as a player asks for when it seeks (RFC 9110, 14.1.2). */
function rangeOf(
  header: string | undefined,
  length: number,
): { from: number; to: number } | undefined | 'unsatisfiable' {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? []
  if (first === '' && last === '') return undefined
  const from = first === '' ? Math.max(0, length - Number(last)) : Number(first)
  const to = first === '' || last === '' ? length - 1 : Math.min(Number(last), length - 1)
  return from > to ? 'unsatisfiable' : { from, to }
}

/**
 * Recordings and what was written down of them, heard and deleted as at Twilio
 * (https://www.twilio.com/docs/voice/api/recording).
 */
export function mountRecordingResources(
  app: Hono,
  account: string,
  exchange: Exchange,
  missing: (context: Context) => Response,
): void {
  const nameIn = (file: string | undefined) => file?.replace(/\.\w+$/, '')
  const found = (context: Context): Recording | undefined => {
    const sid = nameIn(context.req.param('file')) ?? ''
    const seconds = secondsOfRecording(sid)
    const ofExample = seconds === undefined ? undefined : { sid, url: '', seconds, text: '' }
    return exchange.recordings.get(sid) ?? ofExample
  }

  app.get(`${account}/Recordings/:file`, (context) => {
    const recording = found(context)
    if (!recording) return missing(context)
    const sound = silence(recording.seconds)
    const headers = { 'accept-ranges': 'bytes', 'content-type': 'audio/x-wav' }
    const range = rangeOf(context.req.header('range'), sound.length)
    if (range === 'unsatisfiable') {
      return context.body(null, 416, { ...headers, 'content-range': `bytes */${sound.length}` })
    }
    if (!range) return context.body(sound, 200, { ...headers, 'content-length': String(sound.length) })
    const { from, to } = range
    return context.body(sound.slice(from, to + 1), 206, {
      ...headers,
      'content-length': String(to + 1 - from),
      'content-range': `bytes ${from}-${to}/${sound.length}`,
    })
  })
  app.get(`${account}/Recordings/:file/Transcriptions.json`, (context) => {
    const recording = found(context)
    if (!recording) return missing(context)
    const { transcriptionSid } = recording
    return context.json({ transcriptions: transcriptionSid === undefined ? [] : [{ sid: transcriptionSid }] })
  })
  app.delete(`${account}/Recordings/:file`, (context) => {
    const recording = found(context)
    if (!recording) return missing(context)
    exchange.recordings.delete(recording.sid)
    return context.body(null, 204)
  })
  app.delete(`${account}/Transcriptions/:file`, (context) => {
    const sid = nameIn(context.req.param('file'))
    const recording = exchange.recordings.all().find(({ transcriptionSid }) => transcriptionSid === sid)
    if (!recording) return missing(context)
    exchange.recordings.put({ ...recording, transcriptionSid: undefined })
    return context.body(null, 204)
  })
}
