import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { SQSEvent } from 'aws-lambda'
import { mockClient } from 'aws-sdk-client-mock'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { engineCredentials, engineRegion } from '../../../local/engine-config.ts'
import type { NumberRoute } from '../../../shared/domain/number.ts'
import type { Metric } from '../../../shared/observe/metric.ts'
import { createCallStore } from '../../../shared/store/call-store.ts'
import { ledgerKeys } from '../../../shared/store/keys.ts'
import { renderFallback } from '../../../shared/twilio/fallback.ts'
import { testMasterKey } from '../../support/bridge.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import {
  type Ailment,
  type FaultyServer,
  startFaultyEngine,
  startFaultyServer,
} from '../../support/faulty-server.ts'
import { signedForm } from '../../support/twilio-signing.ts'

const origin = 'https://calls.example.com'
const token = 'a-token-of-the-tests'
const account = 'acc_deployed'
const phone = '+442079460001'
const route = (number: string): NumberRoute => ({
  account,
  numberId: `num_${number.slice(1)}`,
  number,
  kind: 'source',
  flow: { forwardTo: [phone], ring: 'all' },
})
let calls = 0
const freshCall = () => {
  calls += 1
  const digits = String(calls).padStart(4, '0')
  return { CallSid: `CA${digits}`, From: '+447700900123', To: `+44161496${digits}` }
}
type Call = ReturnType<typeof freshCall>

/** What Lambda hands to the function: the API's event, or a batch of the queue. */
type Handler = (event: unknown, context?: unknown) => Promise<unknown>
type HttpAnswer = { readonly statusCode: number; readonly body: string }

const queue = mockClient(SQSClient)
let tables: Tables
let engine: FaultyServer
let files: FaultyServer
const documents = new Map<string, string>()
let handler: Handler
let logged: string[]

beforeAll(async () => {
  tables = await createTestTables()
  engine = await startFaultyEngine(tables.endpoint)
  files = await startFaultyServer((incoming, outgoing) => {
    const document = documents.get(incoming.url ?? '')
    outgoing.writeHead(document ? 200 : 403, { 'content-type': 'text/xml; charset=utf-8' }).end(document)
  })
})
afterAll(async () => {
  await Promise.all([engine.close(), files.close()])
  await tables.drop()
})

/** What Node loads but once is loaded before any test measures how long a caller waits. */
beforeAll(async () => {
  await startProcess()
  await post('/twilio/voice', freshCall())
  engine.ailment = 'hangs'
  await post('/twilio/voice', freshCall())
})

beforeEach(() => startProcess())
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

/** A fresh process, as far as it goes: nothing is known yet, and the real handler reads the environment. */
async function startProcess(
  more: Record<string, string> = {},
  ailment: typeof engine.ailment = 'none',
): Promise<void> {
  engine.ailment = ailment
  files.ailment = 'none'
  files.asked.length = 0
  queue.reset()
  queue.on(SendMessageBatchCommand).callsFake(({ Entries }) => ({ Successful: Entries, Failed: [] }))
  logged = []
  // What it would do in Lambda: one line of JSON each.
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => {
    for (const each of String(line).split('\n')) if (each.startsWith('{')) logged.push(each)
    return true
  })
  const env = {
    LEDGER_TABLE: tables.names.ledger,
    VIEWS_TABLE: tables.names.views,
    TIELINE_MASTER_KEY: testMasterKey,
    PUBLIC_BASE_URL: origin,
    TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
    TWILIO_AUTH_TOKEN: token,
    TIELINE_HOUSE_ACCOUNT: 'acc_house',
    SPOOL_QUEUE_URL: 'https://queues.example/0/spool',
    SPOOL_DEAD_LETTERS_URL: 'https://queues.example/0/dead-letters',
    FALLBACK_BASE_URL: files.url,
    DYNAMODB_ENDPOINT: engine.url,
    AWS_REGION: engineRegion,
    AWS_ACCESS_KEY_ID: engineCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: engineCredentials.secretAccessKey,
    ...more,
  }
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
  vi.resetModules()
  handler = (await import('../../../functions/call-webhook/handler.ts')).handler as unknown as Handler
}

async function post(path: string, fields: Record<string, string>): Promise<HttpAnswer> {
  const { headers, body } = signedForm(origin + path, fields, token)
  const event = {
    version: '2.0',
    rawPath: path.split('?')[0],
    rawQueryString: path.split('?')[1] ?? '',
    headers,
    requestContext: { http: { method: 'POST', path }, domainName: 'calls.example.com' },
    body,
    isBase64Encoded: false,
  }
  return (await handler(event, {})) as HttpAnswer
}
const register = (number: string) => tables.ledger.put({ ...ledgerKeys.route(number), ...route(number) })
const writeDocument = (number: string) =>
  documents.set(`/fallback/${number.slice(1)}.xml`, renderFallback(route(number), origin) ?? '')

/** What was sent to the queue, in the order of sending. */
const sent = (): string[] =>
  queue
    .commandCalls(SendMessageBatchCommand)
    .flatMap(({ args: [{ input }] }) => (input.Entries ?? []).map(({ MessageBody }) => MessageBody ?? ''))
const batchOf = (bodies: readonly string[]): Pick<SQSEvent, 'Records'> => ({
  Records: bodies.map((body, index) => ({ messageId: `m${index}`, body })) as SQSEvent['Records'],
})
const factsOf = (call: Call) => createCallStore(tables.ledger).factsOf(account, call.CallSid)
/** As CloudWatch would find it. */
const counted = (metric: Metric) =>
  logged.reduce((sum, line) => sum + ((JSON.parse(line)[metric] as number | undefined) ?? 0), 0)
const troubles = () =>
  logged
    .map((line) => JSON.parse(line) as { trouble: string; callSid?: string })
    .filter(({ trouble }) => trouble !== undefined)

interface Knowledge {
  readonly title: string
  /** Before the engine fails. */
  prepare(call: Call): Promise<unknown>
  readonly files?: Ailment
  /** What the TwiML has. */
  expected(call: Call): string
}
const ringsBusiness = () => `>${phone}</Number>`
const byRoute: Knowledge = {
  title: 'called before: rings by the route last known',
  async prepare(call) {
    await register(call.To)
    return post('/twilio/voice', { ...call, CallSid: `${call.CallSid}before` })
  },
  expected: ringsBusiness,
}
const byDocument: Knowledge = {
  title: 'never called: rings by the content of its document',
  prepare: async (call) => writeDocument(call.To),
  expected: ringsBusiness,
}
const byRedirect: Knowledge = {
  title: 'never called, and the file store does not tell in time: Twilio is sent there itself',
  prepare: async (call) => writeDocument(call.To),
  files: 'hangs',
  expected: ({ To }) => `<Redirect method="GET">${files.url}/fallback/${To.slice(1)}.xml</Redirect>`,
}
const byMessage: Knowledge = {
  title: 'nobody’s: the caller leaves a message rather than hear an error',
  prepare: async () => {},
  expected: () => '<Record ',
}

describe.each<Ailment>(['hangs', 'refuses', 'answers 500', 'answers nonsense'])(
  'an engine that %s: a call to a number',
  (ailment) => {
    test.each([byRoute, byDocument, byRedirect, byMessage])('$title', async (knowledge) => {
      const call = freshCall()
      await knowledge.prepare(call)
      queue.resetHistory()
      logged.length = 0
      engine.ailment = ailment
      files.ailment = knowledge.files ?? 'none'
      const began = performance.now()
      const answer = await post('/twilio/voice', call)
      const waited = performance.now() - began
      expect(answer.statusCode).toBe(200)
      expect(answer.body).toContain(knowledge.expected(call))
      expect(waited).toBeLessThan(2000)
      expect(sent()).toHaveLength(1)
      expect(sent().join()).not.toMatch(/7700900123/)
      expect(troubles().map(({ trouble }) => trouble)).not.toContain('fact-unwritten')
      expect(counted('Calls')).toBe(1)
      expect(counted('FallbackUsed')).toBe(1)
      expect(counted('FactsSpooled')).toBe(1)
      expect(counted('CallsConnected')).toBe(knowledge === byMessage ? 0 : 1)
    })
  },
)

describe('an exception while deciding', () => {
  test('a route that makes no sense: the number’s document rings', async () => {
    const call = freshCall()
    await tables.ledger.put({ ...ledgerKeys.route(call.To), ...route(call.To), flow: { forwardTo: 5 } })
    writeDocument(call.To)
    const answer = await post('/twilio/voice', call)
    expect(answer).toMatchObject({ statusCode: 200 })
    expect(answer.body).toContain(ringsBusiness())
    expect(troubles()).toContainEqual(
      expect.objectContaining({ trouble: 'webhook-failed', callSid: call.CallSid }),
    )
    expect(counted('WebhooksFailed')).toBe(1)
    expect(counted('CallsConnected')).toBe(1)
  })
})

describe('the queue', () => {
  async function missCalls(count: number): Promise<Call[]> {
    const missed = Array.from({ length: count }, freshCall)
    for (const call of missed) {
      await register(call.To)
      writeDocument(call.To)
    }
    engine.ailment = 'refuses'
    for (const call of missed) {
      await post('/twilio/voice', call)
      await post('/twilio/voice/status', { ...call, CallStatus: 'completed', SequenceNumber: '2' })
      const query = `account=${account}&number=${encodeURIComponent(call.To)}`
      await post(`/twilio/voice/dial?${query}`, { ...call, DialCallStatus: 'completed' })
    }
    return missed
  }

  test('gives the ledger everything once, however often, in whatever order and by whom it is delivered', async () => {
    const missed = await missCalls(3)
    expect(sent()).toHaveLength(9)
    engine.ailment = 'none'
    const batch = batchOf(sent())
    const again = batchOf(sent().reverse())
    expect(await Promise.all([handler(batch), handler(again)])).toEqual([
      { batchItemFailures: [] },
      { batchItemFailures: [] },
    ])
    const once = await Promise.all(missed.map(factsOf))
    for (const facts of once) {
      expect(facts.map(({ fact }) => fact).sort()).toEqual(['dial', 'status', 'voice'])
    }
    await handler(batch)
    expect(await Promise.all(missed.map(factsOf))).toEqual(once)
  })

  test('keeps what the ledger does not take yet, and says so in one line', async () => {
    const [call] = await missCalls(1)
    logged.length = 0
    const batch = batchOf(sent())
    expect(await handler(batch)).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm0' }, { itemIdentifier: 'm1' }, { itemIdentifier: 'm2' }],
    })
    expect(troubles().map(({ trouble }) => trouble)).toEqual(['spool-undrained'])
    engine.ailment = 'none'
    expect(await handler(batch)).toEqual({ batchItemFailures: [] })
    expect(await factsOf(call as Call)).toHaveLength(3)
  })

  test('sets aside what the ledger will never take, which holds up no other', async () => {
    const [call] = await missCalls(1)
    engine.ailment = 'none'
    const forged = JSON.stringify({
      spooled: 'unrouted',
      callSid: 'CA9',
      sealed: 'v1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    })
    const bodies = [...sent(), forged, 'no JSON']
    queue.resetHistory()
    logged.length = 0
    expect(await handler(batchOf(bodies))).toEqual({ batchItemFailures: [] })
    expect(await factsOf(call as Call)).toHaveLength(3)
    const letters = queue.commandCalls(SendMessageBatchCommand)
    expect(letters.map(({ args: [{ input }] }) => input.QueueUrl)).toEqual(
      Array(2).fill('https://queues.example/0/dead-letters'),
    )
    expect(sent().sort()).toEqual([forged, 'no JSON'].sort())
    expect(troubles().map(({ trouble }) => trouble)).toEqual(['spooled-set-aside', 'spooled-set-aside'])
    expect(counted('SpoolSetAside')).toBe(2)
    expect(counted('SpoolDrained')).toBe(3)
  })

  test('what can’t even be set aside comes again', async () => {
    queue.on(SendMessageBatchCommand).rejects(new Error('no queue'))
    expect(await handler(batchOf(['no JSON']))).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] })
  })

  test.each([
    ['refuses', () => queue.on(SendMessageBatchCommand).rejects(new Error('no queue'))],
    [
      'takes a part only',
      () =>
        queue.on(SendMessageBatchCommand).resolves({
          Successful: [],
          Failed: [{ Id: '0', Code: 'InternalError', SenderFault: false }],
        }),
    ],
    ['hangs', () => queue.on(SendMessageBatchCommand).callsFake(() => new Promise(() => {}))],
  ])('that %s as well: the caller is connected, and one line tells what was lost', async (_how, fail) => {
    const call = freshCall()
    writeDocument(call.To)
    fail()
    engine.ailment = 'hangs'
    const began = performance.now()
    const answer = await post('/twilio/voice', call)
    expect(performance.now() - began).toBeLessThan(2500)
    expect(answer.body).toContain(ringsBusiness())
    const lost = troubles().filter(({ trouble }) => trouble === 'fact-unwritten')
    expect(lost).toMatchObject([
      {
        trouble: 'fact-unwritten',
        callSid: call.CallSid,
        cause: expect.stringContaining('no answer within 1000 ms; '),
      },
    ])
    expect(logged.join()).not.toContain('7700900123')
    expect(counted('FactsUnwritten')).toBe(1)
  })
})

test.each(['hangs', 'refuses'] as const)(
  'a process that starts while the ledger %s, which has the data keys, connects the caller and spools the call',
  async (ailment) => {
    await startProcess({ TIELINE_KMS_KEY_ID: 'arn:aws:kms:eu-west-2:000000000000:key/key-1' }, ailment)
    const call = freshCall()
    writeDocument(call.To)
    const answer = await post('/twilio/voice', call)
    expect(answer.body).toContain(ringsBusiness())
    expect(sent()).toHaveLength(1)
    // And goes on as ever once the ledger is back.
    engine.ailment = 'none'
    const next = freshCall()
    expect((await post('/twilio/voice', next)).statusCode).toBe(200)
  },
)
