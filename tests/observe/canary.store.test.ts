import { SendMessageBatchCommand } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { metrics } from '../../shared/observe/metric.ts'
import { type Deployed, operatorKey, startDeployed } from '../support/deployed.ts'
import { createTestTables, type Tables } from '../support/engine.ts'

/**
 * What people tell of themselves and each other, each in words that stand nowhere else: whichever of them a line holds
 * came from the flow that is named here.
 */
const canaries = {
  caller: '+447700900741',
  callerName: 'Zerelda Quill',
  texter: '+447700900742',
  text: 'my cat Brimblewick is stuck behind the wainscot',
  formName: 'Ottoline Marrow',
  formEmail: 'ottoline.marrow@canary.example',
  formPhone: '+447700900743',
  formWords: 'please ring before my husband Fenwick is home',
  agentNote: 'sounds like a Gudgeon, limps',
  memberEmail: 'ferdinand.lamprey@canary.example',
  guessedCode: '73190-44185',
  query: 'q-ptarmigan-secret',
  signInCode: 'oauth-capercaillie-code',
  bounceWords: 'mailbox of Hepzibah is over quota',
  badBody: 'not json but Isolde Thrupp',
  address: '198.51.100.77',
} as const

/** The whole, its digits or words alone, and as it stands in an address. */
const formsOf = (canary: string): string[] => {
  const digits = canary.replaceAll(/\D/g, '')
  const words = canary
    .split(/[^A-Za-z.@-]+/)
    .filter((word) => /^[A-Z]?[a-z]{6,}/.test(word) && !common.has(word))
  return [canary, encodeURIComponent(canary), ...(digits.length >= 8 ? [digits] : []), ...words]
}
const common = new Set(['please', 'before', 'husband', 'behind', 'sounds', 'mailbox', 'stuck', 'secret'])

let tables: Tables
let deployed: Deployed
let secretKey: string
let siteKey: string
beforeAll(async () => {
  tables = await createTestTables()
  deployed = await startDeployed(tables)
}, 300_000)
afterAll(async () => {
  await deployed.stop()
  await tables.drop()
})

const number = '+442079460700'
const call = (sid: string) => ({
  CallSid: sid,
  From: canaries.caller,
  To: number,
  CallerName: canaries.callerName,
  CallStatus: 'ringing',
})
const api = (method: string, path: string, body?: unknown, key = secretKey) =>
  deployed.request(functionOf(path, method), method, path, {
    ...(body !== undefined && { body: JSON.stringify(body) }),
    headers: { authorization: `Bearer ${key}`, 'x-forwarded-for': canaries.address },
  })
const functionOf = (path: string, method: string) => {
  if (/^\/v1\/(codes|campaigns|redemptions)|\/(code|give-code)$/.test(path)) return 'coupon'
  if (/^\/v1\/(enquiries|calls|sessions|reports)/.test(path) && method === 'GET') return 'attribution'
  if (path.startsWith('/v1/suppressions')) return 'outreach'
  return 'admin'
}
const collect = (beacon: Record<string, unknown>) =>
  deployed.request('session', 'POST', '/v1/collect', {
    body: JSON.stringify({
      key: siteKey,
      url: `https://shop.example/?email=${canaries.formEmail}&utm_source=x`,
      ...beacon,
    }),
    headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' },
  })

/** Everything that people do, once. Answers are not looked at: the engine may be away. */
async function live(sid: string): Promise<void> {
  const page = await collect({ type: 'page', title: canaries.formName })
  const { sessionId, visitorId } = JSON.parse(page.body || '{}') as Record<string, string>
  const form = {
    name: canaries.formName,
    email: canaries.formEmail,
    phone: canaries.formPhone,
    fields: { message: canaries.formWords },
  }
  await collect({ type: 'form', sessionId, visitorId, form })
  await deployed.webhook('/twilio/voice', call(sid))
  await deployed.webhook('/twilio/voice/status', {
    ...call(sid),
    CallStatus: 'no-answer',
    SequenceNumber: '2',
    CallDuration: '30',
  })
  await deployed.webhook('/twilio/sms', {
    MessageSid: `SM${sid}`,
    From: canaries.texter,
    To: number,
    Body: canaries.text,
  })
  await api('POST', '/v1/codes/73190-44185/redeem', { sessionId })
  await deployed.request('coupon', 'POST', '/v1/redemptions', {
    body: JSON.stringify({ key: siteKey, code: canaries.guessedCode, sessionId }),
  })
  await api('PATCH', `/v1/calls/${sid}`, { note: canaries.agentNote })
  await api('POST', '/v1/members', { email: canaries.memberEmail, role: 'owner' })
  await api('GET', `/v1/enquiries?person=${encodeURIComponent(canaries.caller)}&q=${canaries.query}`)
  await api('GET', `/v1/nothing/${canaries.formEmail}`)
  await deployed.request('admin', 'GET', `/auth/callback?code=${canaries.signInCode}&state=${canaries.query}`)
  await deployed.request('admin', 'GET', '/auth/sign-in')
  // What can't be read.
  for (const path of ['/v1/numbers', '/v1/imports']) {
    await deployed.request('admin', 'POST', path, {
      body: canaries.badBody,
      headers: { authorization: `Bearer ${secretKey}` },
    })
  }
  await deployed.request('session', 'POST', '/v1/collect', { body: canaries.badBody })
  await deployed.request('call-webhook', 'POST', '/twilio/voice', {
    body: `From=${encodeURIComponent(canaries.caller)}`,
  })
  await deployed.invoke('call-webhook', { Records: [{ messageId: 'm1', body: canaries.badBody }] })
  const bounce = {
    eventType: 'Bounce',
    mail: { tags: { 'tieline-account': ['acc_1'], 'tieline-mail': ['mail_1'] } },
    bounce: {
      bounceType: 'Permanent',
      bouncedRecipients: [{ emailAddress: canaries.formEmail, diagnosticCode: canaries.bounceWords }],
    },
  }
  await deployed
    .invoke('outreach', { Records: [{ Sns: { Message: JSON.stringify(bounce) } }] })
    .catch(() => {})
  const poison = {
    fact: { S: 'form' },
    account: { S: 'acc_1' },
    at: { S: canaries.formWords },
    pk: { S: 'x' },
    sk: { S: 'y' },
    formId: { S: canaries.formEmail },
  }
  await deployed.invoke('attribution', {
    Records: [
      { eventName: 'INSERT', dynamodb: { SequenceNumber: '400000000000000499660', NewImage: poison } },
    ],
  })
}

function expectNoCanary(): void {
  const found = Object.entries(canaries).flatMap(([name, canary]) =>
    formsOf(canary).flatMap((form) => {
      const line = deployed.written.find((each) => each.toLowerCase().includes(form.toLowerCase()))
      return line === undefined ? [] : [`${name}: ${line}`]
    }),
  )
  expect(found).toEqual([])
}

test('no line and no metric of the deployed functions holds what people told of themselves', async () => {
  deployed.queue.on(SendMessageBatchCommand).callsFake(({ Entries }) => ({ Successful: Entries, Failed: [] }))
  const made = await api(
    'POST',
    '/v1/accounts',
    { name: 'Shop', timeZone: 'UTC', currency: 'GBP' },
    operatorKey,
  )
  const account = JSON.parse(made.body) as { id: string; secretKey: string; siteKey: string }
  secretKey = account.secretKey
  siteKey = account.siteKey
  await api('PATCH', '/v1/account', { origins: ['*'] })
  await api('POST', '/v1/numbers', {
    number,
    label: 'Van',
    kind: 'source',
    source: { source: 'van' },
    flow: { forwardTo: ['+442079460001'], ring: 'all', textBack: true },
  })

  await live('CA1')
  await deployed.settle()
  await deployed.invoke('outreach', { sendMails: true })
  deployed.refuseMails('MessageRejected')
  await live('CA2')
  await deployed.settle()
  await deployed.invoke('outreach', { sendMails: true })
  expectNoCanary()

  // It is not for want of lines: each flow left its own.
  const events = deployed.logged()
  expect(events.filter(({ event }) => event === 'joined').map(({ callSid }) => callSid)).toEqual(
    expect.arrayContaining(['CA1', 'CA2']),
  )
  for (const route of [
    '/v1/collect',
    '/twilio/voice',
    '/twilio/sms',
    '/v1/redemptions',
    '/v1/members',
    '/v1/calls/:callSid',
    'none',
  ])
    expect(
      events.map((line) => line.route),
      route,
    ).toContain(route)
  const voice = events.find(({ route }) => route === '/twilio/voice')
  expect(voice).toMatchObject({
    account: account.id,
    callSid: 'CA1',
    status: 200,
    requestId: expect.any(String),
    milliseconds: expect.any(Number),
  })
  expect(deployed.counted('Calls')).toBe(2)
  expect(deployed.counted('CallsConnected')).toBe(2)
  expect(
    deployed.counted('RedemptionsRefused', 'code_malformed') +
      deployed.counted('RedemptionsRefused', 'code_unknown'),
  ).toBeGreaterThan(0)
  expect(deployed.counted('StreamRecordsFailed')).toBeGreaterThan(0)
  expect(deployed.measured('JoinLag').length).toBeGreaterThan(2)
  expect(deployed.counted('MailsSent')).toBeGreaterThan(0)
  expect(deployed.counted('MailsRefused')).toBeGreaterThan(0)
  expect(deployed.counted('MailsBounced')).toBe(2)
}, 300_000)

test('nor while the engine fails', async () => {
  deployed.forget()
  deployed.engine.ailment = 'answers 500'
  await live('CA3')
  deployed.engine.ailment = 'none'
  expectNoCanary()
  expect(deployed.counted('FactsSpooled')).toBeGreaterThan(0)
  expect(deployed.logged().filter(({ status }) => status === 503 || status === 500).length).toBeGreaterThan(3)
}, 300_000)

test('every metric that was sent is of the list, and has no dimension but the reason', () => {
  const directives = deployed
    .logged()
    .flatMap(
      ({ _aws }) =>
        (_aws as { CloudWatchMetrics: { Dimensions: string[][]; Metrics: { Name: string }[] }[] } | undefined)
          ?.CloudWatchMetrics ?? [],
    )
  expect(directives.length).toBeGreaterThan(3)
  for (const { Dimensions, Metrics } of directives) {
    expect([[[]], [[], ['reason']]]).toContainEqual(Dimensions)
    for (const { Name } of Metrics) expect(Object.keys(metrics)).toContain(Name)
  }
})
