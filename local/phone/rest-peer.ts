import { timingSafeEqual } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { sha256Hex } from '../../shared/http/digest.ts'
import type { CallView } from './call.ts'
import type { Exchange } from './exchange.ts'
import { timestampOf } from './fields.ts'
import { onlyAtThisMachine } from './guard.ts'
import { isRefusal, messageResource, type RestRefusal } from './texts.ts'

/** https://www.twilio.com/docs/voice/api/call-resource */
const callResource = (accountSid: string, call: CallView) => {
  const { callSid, from, to, status, startedAt, answeredAt, endedAt } = call
  const seconds = endedAt === undefined ? null : Math.round((endedAt - (answeredAt ?? endedAt)) / 1000)
  return {
    account_sid: accountSid,
    answered_by: null,
    api_version: '2010-04-01',
    date_created: timestampOf(startedAt),
    date_updated: timestampOf(endedAt ?? answeredAt ?? startedAt),
    direction: 'inbound',
    duration: seconds === null ? null : String(seconds),
    end_time: endedAt === undefined ? null : timestampOf(endedAt),
    from,
    parent_call_sid: null,
    sid: callSid,
    start_time: timestampOf(startedAt),
    status,
    to,
    uri: `/2010-04-01/Accounts/${accountSid}/Calls/${callSid}.json`,
  }
}

const rate = 8000
/** Silence of that length as WAV, 8 kHz, 8 bits: what a recording of this machine holds, whose words are text. */
function silence(seconds: number): Uint8Array<ArrayBuffer> {
  const length = Math.min(seconds, 600) * rate
  const wave = Buffer.alloc(44 + length, 128)
  wave.write('RIFF', 0)
  wave.writeUInt32LE(36 + length, 4)
  wave.write('WAVEfmt ', 8)
  wave.writeUInt32LE(16, 16)
  wave.writeUInt16LE(1, 20)
  wave.writeUInt16LE(1, 22)
  wave.writeUInt32LE(rate, 24)
  wave.writeUInt32LE(rate, 28)
  wave.writeUInt16LE(1, 32)
  wave.writeUInt16LE(8, 34)
  wave.write('data', 36)
  wave.writeUInt32LE(length, 40)
  return new Uint8Array(wave)
}

/** What of Twilio's REST API the bridge uses, on this machine: texts, calls as they were, recordings. */
export function createRestPeer(exchange: Exchange, accountSid: string, authToken: string): Hono {
  const app = new Hono()
  app.use(onlyAtThisMachine)
  const refuse = (context: Context, { status, code, message }: RestRefusal) =>
    context.json(
      { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status },
      status as 400,
    )
  const wanted = sha256Hex(`Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`)
  const missing = (context: Context) =>
    refuse(context, { status: 404, code: 20404, message: 'The requested resource was not found' })
  const deleted = new Set<string>()

  app.use('*', (context, next) => {
    const given = sha256Hex(context.req.header('authorization') ?? '')
    if (timingSafeEqual(Buffer.from(given), Buffer.from(wanted))) return next()
    return Promise.resolve(refuse(context, { status: 401, code: 20003, message: 'Authenticate' }))
  })

  const account = `/2010-04-01/Accounts/${accountSid}`
  app.post(`${account}/Messages.json`, async (context) => {
    const form = Object.fromEntries(new URLSearchParams(await context.req.text()))
    const text = await exchange.texts.create(form)
    return isRefusal(text) ? refuse(context, text) : context.json(messageResource(accountSid, text), 201)
  })
  app.get(`${account}/Calls/:file`, (context) => {
    const sid = context.req.param('file').replace(/\.json$/, '')
    const call = exchange.calls().find(({ callSid }) => callSid === sid)
    return call ? context.json(callResource(accountSid, call)) : missing(context)
  })
  app.get(`${account}/Recordings/:file`, (context) => {
    const sid = context.req.param('file').replace(/\.(wav|mp3)$/, '')
    const recording = exchange
      .calls()
      .flatMap(({ recordings }) => recordings)
      .find((each) => each.sid === sid)
    if (!recording || deleted.has(sid)) return missing(context)
    return context.body(silence(recording.seconds), 200, { 'content-type': 'audio/x-wav' })
  })
  app.delete(`${account}/Recordings/:file`, (context) => {
    deleted.add(context.req.param('file').replace(/\.json$/, ''))
    return context.body(null, 204)
  })
  app.notFound(missing)
  return app
}
