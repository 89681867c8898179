import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { marshall } from '@aws-sdk/util-dynamodb'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lineOf } from '../../cli/backup/format.ts'
import { engineCredentials, engineRegion } from '../../local/engine-config.ts'
import type { Campaign } from '../../shared/domain/campaign.ts'
import { type FunctionName, functionEnvs } from '../../shared/env.ts'
import { edgeKeyHeader, viewerHeader } from '../../shared/http/edge.ts'
import { createAccountStore } from '../../shared/store/account-store.ts'
import { createCampaignStore } from '../../shared/store/campaign-store.ts'
import { createCodeStore } from '../../shared/store/code-store.ts'
import { createNumberStore } from '../../shared/store/number-store.ts'
import type { Item, Table } from '../../shared/store/table.ts'
import getEvent from '../fixtures/lambda-events/http-get.json' with { type: 'json' }
import postEvent from '../fixtures/lambda-events/http-post.json' with { type: 'json' }
import queueRecord from '../fixtures/lambda-events/queue-record.json' with { type: 'json' }
import streamRecord from '../fixtures/lambda-events/stream-record.json' with { type: 'json' }
import { synthesize } from '../infra/synth.ts'
import { testAccount, testKeys, testMasterKey } from '../support/bridge.ts'
import { type DeployedFunction, environmentOf, startFunction } from '../support/deployed-function.ts'
import { createTestTables, type Tables } from '../support/engine.ts'
import { signedForm } from '../support/twilio-signing.ts'
import { builtFunctions } from './built-functions.ts'

const account = 'acc_invoked'
const origin = 'https://calls.example.com'
const twilio = { sid: `AC${'0'.repeat(32)}`, token: 'a-token-of-the-tests' }
/** What CloudFront adds to every request that it passes on. */
const edgeKey = 'what-only-the-cdn-knows'
const fromEdge = { [edgeKeyHeader]: edgeKey, [viewerHeader]: '203.0.113.9' }
const number = '+441614960123'
const business = '+442079460001'
const caller = '+447700900123'
const constructs: Readonly<Partial<Record<FunctionName, string>>> = {
  session: 'Session',
  'call-webhook': 'CallWebhook',
  coupon: 'Coupon',
  attribution: 'Attribution',
  admin: 'Admin',
  outreach: 'Outreach',
}
const campaign: Campaign = {
  id: 'cmp_invoked',
  name: 'Spring',
  kind: 'coupon',
  direction: 'both',
  benefit: { kind: 'percent', percent: 10 },
  digits: 7,
  validFor: 'P30D',
  maxUses: 1,
  active: true,
  voidPolicy: 'return-use',
  acceptableRisk: 1,
  createdAt: '2026-01-01T00:00:00.000Z',
}

/** What else AWS and others answer: Twilio's Calls resource, the issuer's own description, how much waits in the spool. */
const missed = {
  sid: `CA${'f'.repeat(32)}`,
  from: caller,
  to: number,
  status: 'completed',
  direction: 'inbound',
  duration: '42',
}
const outside = createServer((request, response) => {
  const base = `http://127.0.0.1:${(outside.address() as AddressInfo).port}`
  const url = new URL(request.url ?? '', base)
  const isLegs = url.searchParams.has('ParentCallSid')
  const began = new Date(Date.now() - 20 * 60_000).toUTCString()
  const call = { ...missed, start_time: began, end_time: began, date_created: began }
  const answers: Record<string, object> = {
    '/.well-known/openid-configuration': {
      issuer: base,
      authorization_endpoint: `${base}/authorize`,
      token_endpoint: `${base}/token`,
      jwks_uri: `${base}/keys`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
    },
    '/': {
      Attributes: { ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesNotVisible: '0' },
    },
    [`/2010-04-01/Accounts/${twilio.sid}/Calls.json`]: { calls: isLegs ? [] : [call], next_page_uri: null },
  }
  const answer = answers[url.pathname]
  response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' })
  response.end(JSON.stringify(answer ?? {}))
})

let tables: Tables
const functions = new Map<string, DeployedFunction>()

beforeAll(async () => {
  const building = builtFunctions()
  tables = await createTestTables()
  await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve))
  const outsideUrl = `http://127.0.0.1:${(outside.address() as AddressInfo).port}`
  const { template, logicalId } = synthesize({ mailFrom: 'desk@example.com', houseAccount: account })
  const local = {
    LEDGER_TABLE: tables.names.ledger,
    VIEWS_TABLE: tables.names.views,
    TIELINE_MASTER_KEY: testMasterKey,
    PUBLIC_BASE_URL: origin,
    TWILIO_ACCOUNT_SID: twilio.sid,
    TWILIO_AUTH_TOKEN: twilio.token,
    TIELINE_OPERATOR_KEY_SHA256: '0'.repeat(64),
    SPOOL_QUEUE_URL: `${outsideUrl}/0/spool`,
    SPOOL_DEAD_LETTERS_URL: `${outsideUrl}/0/dead`,
    FALLBACK_BASE_URL: outsideUrl,
    FALLBACK_BUCKET: 'fallback',
    OIDC_ISSUER: outsideUrl,
    OIDC_CLIENT_ID: 'tieline',
    TIELINE_EDGE_KEY: edgeKey,
    TIELINE_KMS_KEY_ID: 'arn:aws:kms:eu-west-2:000000000000:key/key-1',
    TIELINE_MAIL_CONFIGURATION_SET: 'set',
  }
  /** What Lambda itself sets, and where AWS and Twilio are here. */
  const machine = {
    AWS_REGION: engineRegion,
    AWS_ACCESS_KEY_ID: engineCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: engineCredentials.secretAccessKey,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    DYNAMODB_ENDPOINT: tables.endpoint,
    TWILIO_API_BASE_URL: outsideUrl,
  }
  await createAccountStore(tables.ledger).create(testAccount(account), testKeys(account))
  await createCampaignStore(tables.ledger).create(account, campaign)
  await createNumberStore(tables.ledger).create(account, {
    id: 'num_invoked',
    number,
    label: 'Van',
    kind: 'source',
    source: { source: 'van', medium: 'vehicle' },
    flow: { forwardTo: [business], ring: 'all' },
    createdAt: '2026-01-01T00:00:00.000Z',
  })
  const { folder } = await building
  await Promise.all(
    Object.entries(constructs).map(async ([name, construct]) => {
      const env = environmentOf(template, logicalId(`${construct}/Lambda`), local)
      functions.set(name, await startFunction(path.join(folder, name, 'index.mjs'), { ...env, ...machine }))
    }),
  )
}, 300_000)
afterAll(async () => {
  for (const each of functions.values()) each.stop()
  outside.closeAllConnections()
  outside.close()
  await tables.drop()
})

interface HttpAnswer {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly isBase64Encoded: boolean
  readonly cookies?: readonly string[]
}

async function invoke(name: FunctionName, event: unknown): Promise<unknown> {
  const found = functions.get(name)
  if (!found) throw new Error(`${name} was not started`)
  return found.invoke(event)
}

/** As API Gateway writes a request into its event: bodies in base64, the path by itself. */
async function post(
  name: FunctionName,
  at: string,
  headers: Record<string, string>,
  body: string,
): Promise<HttpAnswer> {
  const { requestContext } = postEvent
  return (await invoke(name, {
    ...postEvent,
    rawPath: at,
    headers: {
      ...postEvent.headers,
      ...fromEdge,
      'content-length': String(Buffer.byteLength(body)),
      ...headers,
    },
    requestContext: { ...requestContext, http: { ...requestContext.http, path: at } },
    body: Buffer.from(body).toString('base64'),
  })) as HttpAnswer
}
async function get(
  name: FunctionName,
  at: string,
  headers: Record<string, string> = {},
): Promise<HttpAnswer> {
  const [rawPath = '', rawQueryString = ''] = at.split('?')
  const { requestContext } = getEvent
  return (await invoke(name, {
    ...getEvent,
    rawPath,
    rawQueryString,
    headers: { ...getEvent.headers, ...fromEdge, ...headers },
    requestContext: { ...requestContext, http: { ...requestContext.http, path: rawPath } },
  })) as HttpAnswer
}
const bySecretKey = { authorization: `Bearer ${testKeys(account).secretKey}` }
const twilioPost = (at: string, fields: Record<string, string>) => {
  const { headers, body } = signedForm(`${origin}${at}`, fields, twilio.token)
  return post('call-webhook', at, headers, body)
}

async function itemsOf(table: Table, prefix = account): Promise<Item[]> {
  const items: Item[] = []
  for await (const page of table.scan()) items.push(...page.filter(({ pk }) => pk.startsWith(prefix)))
  return items
}
const factsIn = async (kind: string) => (await itemsOf(tables.ledger)).filter(({ fact }) => fact === kind)

/** A batch of a table's stream: what stands in it, as if it had just been written. */
function batchOf(table: string, items: readonly Item[]) {
  return {
    Records: items.map((item, index) => ({
      ...streamRecord,
      eventID: `event-${index}`,
      eventSourceARN: streamRecord.eventSourceARN.replace('TABLE', table),
      dynamodb: {
        ...streamRecord.dynamodb,
        Keys: marshall({ pk: item.pk, sk: item.sk }),
        // As JSON, which Lambda's events are: bytes in base64.
        NewImage: JSON.parse(lineOf(item)).Item,
        SequenceNumber: String(300000000000000 + index),
      },
    })),
  }
}

const call = {
  CallSid: `CA${'1'.repeat(32)}`,
  From: caller,
  To: number,
  Direction: 'inbound',
  AccountSid: twilio.sid,
}
let session: { visitorId: string; sessionId: string }

describe('the bundles, invoked as deployed', () => {
  test('session: a visit is answered and stands in the ledger', async () => {
    const body = JSON.stringify({
      key: testKeys(account).siteKey,
      type: 'page',
      url: 'https://shop.example/sash?utm_source=bing&utm_medium=cpc',
    })
    const answer = await post(
      'session',
      '/v1/collect',
      { 'content-type': 'text/plain', 'user-agent': 'Mozilla/5.0 Chrome/140' },
      body,
    )
    expect(answer).toMatchObject({ statusCode: 200, isBase64Encoded: false })
    const told = JSON.parse(answer.body)
    expect(told).toMatchObject({ sessionId: expect.stringMatching(/^ses_/), swap: expect.any(Array) })
    session = { visitorId: told.visitorId, sessionId: told.sessionId }
    expect(await factsIn('page')).toMatchObject([{ session: session.sessionId, visitor: session.visitorId }])
  })

  test('call-webhook: a call with Twilio’s signature rings the business; with another it is refused', async () => {
    const rung = await twilioPost('/twilio/voice', { ...call, CallStatus: 'ringing' })
    expect(rung.statusCode).toBe(200)
    expect(rung.headers['content-type']).toContain('xml')
    expect(rung.body).toContain(business)
    const ended = await twilioPost('/twilio/voice/status', {
      ...call,
      CallStatus: 'completed',
      CallDuration: '70',
      SequenceNumber: '0',
    })
    expect(ended.statusCode).toBeLessThan(300)
    expect(await factsIn('voice')).toMatchObject([{ callSid: call.CallSid, number, numberId: 'num_invoked' }])
    expect(await factsIn('status')).toMatchObject([{ durationSeconds: 70 }])
    expect(JSON.stringify(await itemsOf(tables.ledger))).not.toContain(caller)

    const forged = signedForm(
      `${origin}/twilio/voice`,
      { ...call, CallSid: `CA${'2'.repeat(32)}` },
      'another-token',
    )
    expect((await post('call-webhook', '/twilio/voice', forged.headers, forged.body)).statusCode).toBe(403)
    expect(await factsIn('voice')).toHaveLength(1)
  })

  test('call-webhook: what waited in the queue comes into the ledger', async () => {
    const fact = {
      fact: 'voice',
      account,
      callSid: `CA${'3'.repeat(32)}`,
      at: '2026-06-01T10:00:00.000Z',
      number,
    }
    const event = { Records: [{ ...queueRecord, body: JSON.stringify({ spooled: 'fact', fact }) }] }
    expect(await invoke('call-webhook', event)).toEqual({ batchItemFailures: [] })
    expect(await factsIn('voice')).toContainEqual(expect.objectContaining({ callSid: fact.callSid }))
  })

  test('call-webhook: the schedule’s sweep finds the call that went by us', async () => {
    expect(await invoke('call-webhook', { sweepMinutes: 60 })).toMatchObject({ seen: 1, found: 1 })
    expect(await factsIn('voice')).toContainEqual(expect.objectContaining({ callSid: missed.sid }))
  })

  test('coupon: a code is redeemed once, and the same session is told yes again', async () => {
    const minted = await createCodeStore(tables.ledger, { randomBytes }).mint(
      account,
      campaign,
      { session: session.sessionId, visitor: session.visitorId },
      new Date().toISOString(),
    )
    if (minted.kind === 'refused') throw new Error(minted.detail)
    const { code } = minted.code
    const body = JSON.stringify({ key: testKeys(account).siteKey, code, ...session })
    const json = { 'content-type': 'application/json' }
    const redeemed = await post('coupon', '/v1/redemptions', json, body)
    expect(redeemed.statusCode).toBe(201)
    expect(JSON.parse(redeemed.body)).toMatchObject({
      code,
      campaignId: campaign.id,
      benefit: campaign.benefit,
    })
    const again = await post('coupon', '/v1/redemptions', json, body)
    expect([again.statusCode, JSON.parse(again.body)]).toEqual([200, JSON.parse(redeemed.body)])
    expect(await factsIn('code-used')).toMatchObject([{ code, session: session.sessionId }])
  })

  test('attribution: a batch of the ledger’s stream becomes enquiries, one of the views’ their sums', async () => {
    const ledger = await itemsOf(tables.ledger)
    expect(await invoke('attribution', batchOf(tables.names.ledger, ledger))).toEqual({
      batchItemFailures: [],
    })
    // Quarters are added up of rows, days of quarters, months of days: as often as the stream would come.
    for (let round = 0; round < 3; round++) {
      const views = await itemsOf(tables.views)
      expect(await invoke('attribution', batchOf(tables.names.views, views))).toEqual({
        batchItemFailures: [],
      })
    }
    const days = await get('attribution', '/v1/enquiries', bySecretKey)
    expect(days.statusCode).toBe(200)
    const { data } = JSON.parse(days.body) as {
      data: { contacts: { kind: string; id: string }[]; source: { source: string } | null }[]
    }
    const called = data.find(({ contacts }) => contacts.some(({ id }) => id === call.CallSid))
    expect(called?.source).toMatchObject({ source: 'van', channel: 'Offline' })
    expect(data.flatMap(({ contacts }) => contacts.map(({ kind }) => kind))).toContain('redemption')

    const today = new Date().toISOString().slice(0, 10)
    const report = await get(
      'attribution',
      `/v1/reports/sources?from=${today}&to=${today}&groupBy=source`,
      bySecretKey,
    )
    expect(JSON.parse(report.body).rows).toContainEqual(expect.objectContaining({ key: 'bing', sessions: 1 }))
  }, 30_000)

  test('outreach: the views’ stream and its rounds end well where nobody is to be told', async () => {
    const rows = (await itemsOf(tables.views)).filter(({ sk }) => /^(call|enquiry)#/.test(sk))
    expect(rows.length).toBeGreaterThan(1)
    expect(await invoke('outreach', batchOf(tables.names.views, rows))).toEqual({ batchItemFailures: [] })
    await invoke('outreach', { sendMails: true })
    await invoke('outreach', { writeDigests: true })
    const refused = await get('outreach', '/v1/suppressions')
    expect([refused.statusCode, JSON.parse(refused.body).code]).toEqual([401, expect.any(String)])
  }, 30_000)

  test('admin: answers the API, sends the browser to the issuer, and sweeps recordings', async () => {
    const known = await get('admin', '/v1/account', bySecretKey)
    expect(JSON.parse(known.body)).toMatchObject({ id: account, timeZone: 'UTC' })
    const unknown = await get('admin', '/v1/account', { authorization: 'Bearer sk_wrong' })
    expect([unknown.statusCode, unknown.headers['content-type']]).toEqual([
      401,
      expect.stringContaining('problem+json'),
    ])
    const begun = await get('admin', '/auth/sign-in?returnTo=%2Fsources')
    expect(begun.statusCode).toBe(302)
    const to = new URL(begun.headers.location ?? '')
    expect(to.pathname).toBe('/authorize')
    expect(to.searchParams.get('redirect_uri')).toBe(`${origin}/auth/callback`)
    expect(to.searchParams.get('code_challenge_method')).toBe('S256')
    expect(begun.cookies?.join() ?? begun.headers['set-cookie']).toMatch(/HttpOnly/i)
    await invoke('admin', { sweepRecordings: true })
    expect((await get('admin', '/healthz')).statusCode).toBe(200)
  })
})

test('every function that the stack has without being asked is invoked here', () => {
  const asked = Object.keys(functionEnvs).filter((name) => name !== 'lake')
  expect(Object.keys(constructs).sort()).toEqual(asked.sort())
})
