import { randomBytes } from 'node:crypto'
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'
import { createNumberStore } from '../../shared/store/number-store.ts'
import { createPoolStore } from '../../shared/store/pool-store.ts'
import type { Table } from '../../shared/store/table.ts'
import { example, trackingNumber } from '../http/bridge.ts'

/** What people and Twilio do, as the functions see it. */
export const twilioAccount = `AC${'0'.repeat(32)}`

/** What the functions are composed with. */
export const functionEnv = {
  TIELINE_MASTER_KEY: example.masterKey,
  PUBLIC_BASE_URL: example.publicBaseUrl,
  TWILIO_ACCOUNT_SID: twilioAccount,
  TWILIO_AUTH_TOKEN: example.authToken,
  TIELINE_HOUSE_ACCOUNT: example.account,
}

/** @param numbers how many the pool has */
export async function openPool(ledger: Table, numbers: number): Promise<void> {
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
  for (let index = 0; index < numbers; index++) {
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

export type Server = { request(path: string, init: RequestInit): Response | Promise<Response> }

/** What a beacon came to. */
export interface Told {
  readonly visitorId: string
  readonly sessionId: string
  /** The number that the page shows. */
  readonly number: string
}

/** One beacon of a page from an advertisement: the first of a session, unless it names one. */
export async function beacon(
  session: Server,
  type: 'page' | 'heartbeat',
  of?: Pick<Told, 'visitorId' | 'sessionId'>,
): Promise<Told> {
  const response = await session.request('/v1/collect', {
    method: 'POST',
    headers: { 'content-type': 'text/plain', 'user-agent': 'Mozilla/5.0 Chrome/140.0.0.0' },
    body: JSON.stringify({
      key: example.siteKey,
      type,
      url: 'https://shop.example/sash?utm_source=google&utm_medium=cpc&utm_campaign=sash&gclid=AbC',
      ...(of && { visitorId: of.visitorId, sessionId: of.sessionId }),
    }),
  })
  if (!response.ok) throw new Error(`a beacon was answered ${response.status}`)
  const { visitorId, sessionId, swap } = (await response.json()) as Told & { swap: { number: string }[] }
  return { visitorId, sessionId, number: swap[0]?.number ?? '' }
}

const anyCaller = () => `+4477009${String(Math.floor(Math.random() * 100_000)).padStart(5, '0')}`

async function post(webhook: Server, url: string, form: Record<string, string>): Promise<string> {
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

/** A text as Twilio tells of it. */
export async function text(webhook: Server, texted: string): Promise<void> {
  await post(webhook, `${example.publicBaseUrl}/twilio/sms`, {
    AccountSid: twilioAccount,
    MessageSid: `SM${randomBytes(16).toString('hex')}`,
    From: anyCaller(),
    To: texted,
    Body: 'Do you repair sash windows?',
    NumMedia: '0',
  })
}

/** A code is entered online, in a session. */
export async function redeem(coupon: Server, code: string, of: Told): Promise<void> {
  const response = await coupon.request('/v1/redemptions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ key: example.siteKey, code, visitorId: of.visitorId, sessionId: of.sessionId }),
  })
  if (response.status !== 201) throw new Error(`a redemption was answered ${response.status}`)
}

/** A whole call as Twilio tells of it: asked, ringing, answered, over. */
export async function call(webhook: Server, dialled: string): Promise<void> {
  const CallSid = `CA${randomBytes(16).toString('hex')}`
  const base = { AccountSid: twilioAccount, CallSid, From: anyCaller(), To: dialled, Direction: 'inbound' }
  const tell = (url: string, fields: Record<string, string>) => post(webhook, url, { ...base, ...fields })
  const twiml = await tell(`${example.publicBaseUrl}/twilio/voice`, { CallStatus: 'ringing' })
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
    await tell(attribute('statusCallback'), {
      ...leg,
      CallStatus,
      SequenceNumber: String(sequence),
      ...ended,
    })
  }
  await tell(attribute('action'), {
    CallStatus: 'in-progress',
    DialCallStatus: 'completed',
    DialCallSid: leg.CallSid,
    DialCallDuration: '61',
  })
  await tell(`${example.publicBaseUrl}/twilio/voice/status`, {
    CallStatus: 'completed',
    CallDuration: '70',
    SequenceNumber: '0',
  })
}
