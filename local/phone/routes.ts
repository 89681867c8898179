import { randomBytes, randomUUID } from 'node:crypto'
import { type Context, Hono } from 'hono'
import * as z from 'zod/mini'
import type { PhoneCall } from './call.ts'
import { createExchange, type ExchangeDeps } from './exchange.ts'
import { onlyAtThisMachine } from './guard.ts'
import { renderPhone } from './page.ts'
import { createRestPeer } from './rest-peer.ts'
import { restPeerPath } from './rest-url.ts'

export interface PhoneDeps
  extends Pick<ExchangeDeps, 'accountSid' | 'authToken' | 'publicBaseUrl' | 'numbers'> {
  readonly accountName: string
  /** The bridge itself: its own webhooks are asked without leaving the process. */
  readonly app: { fetch(request: Request): Response | Promise<Response> }
  /** Where this machine reaches the bridge. */
  readonly ownUrl: string
}

const party = z.string().check(z.trim(), z.minLength(1, 'must not be empty'), z.maxLength(128))
const keys = z.string().check(z.regex(/^[\d#*]{1,32}$/, 'must be keys of a telephone'))
const speech = z.string().check(z.trim(), z.minLength(1, 'must not be empty'), z.maxLength(1000))
const placing = z.object({ from: party, to: party })
const texting = z.object({
  from: party,
  to: party,
  body: z.string().check(z.minLength(1), z.maxLength(1600)),
})
const faultsSchema = z.object({
  lateSeconds: z.number().check(z.gte(0), z.lte(300)),
  doubled: z.boolean(),
  lost: z.boolean(),
  tries: z.number().check(z.int(), z.gte(1), z.lte(4)),
})
const call = z.string()
const leg = z.string()
const acting = z.discriminatedUnion('do', [
  z.object({ do: z.literal('press'), call, keys }),
  z.object({ do: z.literal('say'), call, text: speech }),
  z.object({ do: z.literal('silence'), call }),
  z.object({ do: z.literal('hang-up'), call }),
  z.object({
    do: z.literal('leave-message'),
    call,
    text: z.string().check(z.maxLength(2000)),
    endsBy: z.enum(['key', 'silence', 'hangup']),
  }),
  z.object({ do: z.literal('leg-answer'), call, leg }),
  z.object({ do: z.literal('leg-refuse'), call, leg, how: z.enum(['busy', 'failed', 'no-answer']) }),
  z.object({ do: z.literal('leg-hang-up'), call, leg }),
  z.object({ do: z.literal('leg-press'), call, leg, keys }),
])

function act(phone: PhoneCall, action: z.infer<typeof acting>): Promise<void> {
  switch (action.do) {
    case 'press':
      return phone.press(action.keys)
    case 'say':
      return phone.say(action.text)
    case 'silence':
      return phone.silence()
    case 'hang-up':
      return phone.hangUp()
    case 'leave-message':
      return phone.leaveMessage({ text: action.text.trim(), seconds: 0, endsBy: action.endsBy })
    case 'leg-answer':
      return phone.phone.answer(action.leg)
    case 'leg-refuse':
      return phone.phone.refuse(action.leg, action.how)
    case 'leg-hang-up':
      return phone.phone.hangUp(action.leg)
    case 'leg-press':
      return phone.phone.press(action.leg, action.keys)
  }
}

/** The telephone of one machine, and the peer of Twilio's REST API that its texts come by. Never deployed. */
export function mountPhoneRoutes(app: Hono, deps: PhoneDeps): void {
  const { accountSid, authToken, publicBaseUrl, ownUrl, accountName, numbers } = deps
  const exchange = createExchange({
    ...deps,
    restUrl: `${ownUrl}${restPeerPath}`,
    now: Date.now,
    newToken: randomUUID,
    newSid: (prefix) => prefix + randomBytes(16).toString('hex'),
    fetch: async (url, init) =>
      url.startsWith(`${publicBaseUrl}/`) ? deps.app.fetch(new Request(url, init)) : fetch(url, init),
  })

  const state = async () => ({
    numbers: await numbers(),
    call: exchange.current() ?? null,
    texts: exchange.texts.texts(),
    log: exchange.log(),
    troubles: exchange.troubles(),
    faults: exchange.faults(),
    now: Date.now(),
  })

  async function read<Schema extends z.ZodMiniType>(context: Context, schema: Schema) {
    // A form of another site can't send this type, nor ask for leave to.
    if (!context.req.header('content-type')?.startsWith('application/json')) return undefined
    const parsed = schema.safeParse(await context.req.json().catch(() => undefined))
    return parsed.success ? parsed.data : undefined
  }
  const bad = (context: Context) =>
    context.json({ error: 'That can’t be read: check what was entered.' }, 400)

  const phone = new Hono()
  phone.use(onlyAtThisMachine)
  phone.get('/', (context) => context.html(renderPhone(accountName)))
  phone.get('/state', async (context) => context.json(await state()))
  phone.post('/call', async (context) => {
    const given = await read(context, placing)
    if (!given) return bad(context)
    await exchange.place(given.from, given.to)
    return context.json(await state(), 201)
  })
  phone.post('/act', async (context) => {
    const given = await read(context, acting)
    const found = given && exchange.find(given.call)
    if (!given || !found) return bad(context)
    try {
      await act(found, given)
    } catch (error) {
      if (error instanceof RangeError) return context.json({ error: 'That phone does not ring.' }, 409)
      throw error
    }
    return context.json(await state())
  })
  phone.post('/text', async (context) => {
    const given = await read(context, texting)
    if (!given) return bad(context)
    await exchange.texts.send(given.from, given.to, given.body)
    return context.json(await state(), 201)
  })
  phone.post('/faults', async (context) => {
    const given = await read(context, faultsSchema)
    if (!given) return bad(context)
    exchange.setFaults(given)
    return context.json(await state())
  })
  phone.post('/late', async (context) => {
    await exchange.deliverLate()
    return context.json(await state())
  })
  app.route('/local/phone', phone)
  app.route(restPeerPath, createRestPeer(exchange, accountSid, authToken))
}
