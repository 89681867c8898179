import { timingSafeEqual } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { sha256Hex } from '../../shared/http/digest.ts'
import type { CallView } from './call.ts'
import type { Exchange } from './exchange.ts'
import { timestampOf } from './fields.ts'
import { onlyAtThisMachine } from './guard.ts'
import { mountNumberRoutes } from './number-routes.ts'
import { mountRecordingResources } from './recording-peer.ts'
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

/** What of Twilio's REST API the bridge uses, on this machine: texts, calls as they were, recordings, numbers. */
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
  mountRecordingResources(app, account, exchange, missing)
  mountNumberRoutes(app, { desk: exchange.desk, accountSid, refuse, missing })
  app.notFound(missing)
  return app
}
