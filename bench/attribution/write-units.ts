import { randomBytes } from 'node:crypto'
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'
import { compose as composeCallWebhook } from '../../functions/call-webhook/compose.ts'
import { compose as composeSession } from '../../functions/session/compose.ts'
import { createNumberStore } from '../../shared/store/number-store.ts'
import { createPoolStore } from '../../shared/store/pool-store.ts'
import type { Table } from '../../shared/store/table.ts'
import type { Bench } from '../bench.ts'
import { example, trackingNumber } from '../http/bridge.ts'
import { type OpenAttribution, watchCommands, withAttribution } from './open.ts'

const atOnce = 20
const twilioAccount = `AC${'0'.repeat(32)}`

/** What the engine says that writes cost: DynamoDB's own arithmetic of sizes and transactions. */
function countWriteUnits(client: DynamoDBClient): { take(): number } {
  let units = 0
  watchCommands(client, (name, input) => {
    if (!/Put|Update|Delete|TransactWrite|BatchWrite/.test(name)) return undefined
    Object.assign(input, { ReturnConsumedCapacity: 'TOTAL' })
    return (output) => {
      const { ConsumedCapacity } = output as {
        ConsumedCapacity?: { CapacityUnits?: number } | { CapacityUnits?: number }[]
      }
      for (const each of ConsumedCapacity ? [ConsumedCapacity].flat() : []) units += each.CapacityUnits ?? 0
    }
  })
  return {
    take() {
      const taken = units
      units = 0
      return taken
    },
  }
}

async function openPool(ledger: Table): Promise<void> {
  const { account, businessPhone, createdAt } = example
  const flow = { forwardTo: [businessPhone], ring: 'all' as const }
  await createPoolStore(ledger).create(account, {
    id: 'pol_bench',
    name: 'Shop',
    swapTargets: [businessPhone],
    leaseMinutes: 30,
    cooldownMinutes: 5,
    flow,
    createdAt,
  })
  for (let index = 0; index < atOnce * 2; index++) {
    await createNumberStore(ledger).create(account, {
      id: `num_bench${index}`,
      number: trackingNumber(index),
      label: `Pool number ${index}`,
      kind: 'pool',
      poolId: 'pol_bench',
      createdAt,
    })
  }
}

type Server = { request(path: string, init: RequestInit): Response | Promise<Response> }

/** A visit of one page from an advertisement. @returns the number that the page shows */
async function visit(session: Server): Promise<string> {
  const response = await session.request('/v1/collect', {
    method: 'POST',
    headers: { 'content-type': 'text/plain', 'user-agent': 'Mozilla/5.0 Chrome/140.0.0.0' },
    body: JSON.stringify({
      key: example.siteKey,
      type: 'page',
      url: 'https://shop.example/sash?utm_source=google&utm_medium=cpc&utm_campaign=sash&gclid=AbC',
    }),
  })
  const { swap } = (await response.json()) as { swap: { number: string }[] }
  return swap[0]?.number ?? ''
}

/** A whole call as Twilio tells of it: asked, ringing, answered, over. */
async function call(webhook: Server, dialled: string): Promise<void> {
  const CallSid = `CA${randomBytes(16).toString('hex')}`
  const caller = `+4477009${String(Math.floor(Math.random() * 100_000)).padStart(5, '0')}`
  const base = { AccountSid: twilioAccount, CallSid, From: caller, To: dialled, Direction: 'inbound' }
  async function post(url: string, fields: Record<string, string>): Promise<string> {
    const form = { ...base, ...fields }
    const [signed = ''] = url.split('#')
    const response = await webhook.request(signed, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-twilio-signature': getExpectedTwilioSignature(example.authToken, signed, form),
      },
      body: new URLSearchParams(form).toString(),
    })
    if (!response.ok) throw new Error(`${url}: ${response.status}`)
    return response.text()
  }
  const twiml = await post(`${example.publicBaseUrl}/twilio/voice`, { CallStatus: 'ringing' })
  const attribute = (name: string) =>
    (new RegExp(`${name}="([^"]+)"`).exec(twiml)?.[1] ?? '').replaceAll('&amp;', '&')
  const leg = {
    CallSid: `CA${randomBytes(16).toString('hex')}`,
    ParentCallSid: CallSid,
    To: example.businessPhone,
  }
  const asked = attribute('statusCallbackEvent').split(' ')
  for (const [sequence, event] of ['initiated', 'ringing', 'answered', 'completed'].entries()) {
    if (!asked.includes(event)) continue
    const CallStatus = event === 'answered' ? 'in-progress' : event
    const ended = event === 'completed' && { CallDuration: '61' }
    await post(attribute('statusCallback'), {
      ...leg,
      CallStatus,
      SequenceNumber: String(sequence),
      ...ended,
    })
  }
  await post(attribute('action'), {
    CallStatus: 'in-progress',
    DialCallStatus: 'completed',
    DialCallSid: leg.CallSid,
    DialCallDuration: '61',
  })
  await post(`${example.publicBaseUrl}/twilio/voice/status`, {
    CallStatus: 'completed',
    CallDuration: '70',
    SequenceNumber: '0',
  })
}

async function measure({ client, tables, settled }: OpenAttribution) {
  await openPool(tables.ledger)
  const env = {
    TIELINE_MASTER_KEY: example.masterKey,
    PUBLIC_BASE_URL: example.publicBaseUrl,
    TWILIO_ACCOUNT_SID: twilioAccount,
    TWILIO_AUTH_TOKEN: example.authToken,
    TIELINE_HOUSE_ACCOUNT: example.account,
  }
  const session = composeSession(tables, env, { snippet: async () => '', checkScript: async () => '' })
  const webhook = composeCallWebhook(tables, env)
  const units = countWriteUnits(client)
  async function costOf(count: number, work: () => Promise<unknown>): Promise<number> {
    await Promise.all(Array.from({ length: count }, work))
    await settled()
    return units.take() / count
  }
  // What is written once a day or once for ever is written before.
  await visit(session)
  await settled()
  units.take()

  const numbers: string[] = []
  const look = async () => void numbers.push(await visit(session))
  const ring = () => call(webhook, numbers.pop() ?? '')
  const aloneSession = await costOf(1, look)
  const aloneCall = await costOf(1, ring)
  const busySession = await costOf(atOnce, look)
  const busyCall = await costOf(atOnce, ring)
  return { aloneSession, aloneCall, busySession, busyCall }
}

export const writeUnits: Bench = {
  name: 'write-units',
  title: `Write units of a visit and of a whole call (webhooks, join, rollups), alone and of ${atOnce} at the same time`,

  async run(context) {
    context.progress('visits and calls, alone and at once')
    const { aloneSession, aloneCall, busySession, busyCall } = await withAttribution(measure)
    const figure = (name: string, value: number, atMost: number) =>
      ({ figure: name, value, unit: 'write units', aim: { of: 'value', atMost } }) as const
    return [
      figure('a session, alone', aloneSession, 4),
      figure('a session, of many', busySession, 4),
      figure('a call, alone', aloneCall, 12),
      figure('a call, of many', busyCall, 12),
    ]
  },
}
