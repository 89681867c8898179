import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { engineCredentials, engineRegion } from '../../../local/engine-config.ts'
import { sha256Hex } from '../../../shared/http/digest.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { type FaultyServer, startFaultyServer } from '../../support/faulty-server.ts'
import { freshNumber } from './bridge.ts'

type Handler = (event: unknown, context?: unknown) => Promise<{ statusCode: number; body: string }>

/** What S3 was told, as it went over the wire. */
interface Told {
  readonly method: string
  readonly path: string
  readonly contentType: string | undefined
  readonly cacheControl: string | undefined
}
/** The keys that the bucket has, a page of S3's own XML. */
let keys: readonly string[] = []
const listing = () =>
  `<?xml version="1.0"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><IsTruncated>false</IsTruncated>${keys
    .map((key) => `<Contents><Key>${key}</Key></Contents>`)
    .join('')}</ListBucketResult>`
let tables: Tables
let s3: FaultyServer
let handler: Handler
let secretKey: string
const told: Told[] = []
let logged: string[]
const troubles = () => logged.map((line) => JSON.parse(line).trouble).filter(Boolean)

beforeAll(async () => {
  tables = await createTestTables()
  s3 = await startFaultyServer(({ method = '', url = '', headers }, outgoing) => {
    told.push({
      method,
      path: url.split('?')[0] ?? '',
      contentType: headers['content-type'],
      cacheControl: headers['cache-control'],
    })
    if (method === 'GET') outgoing.end(listing())
    else outgoing.writeHead(method === 'DELETE' ? 204 : 200).end()
  })
  const env = {
    LEDGER_TABLE: tables.names.ledger,
    VIEWS_TABLE: tables.names.views,
    TIELINE_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
    PUBLIC_BASE_URL: 'https://calls.example.com',
    TIELINE_OPERATOR_KEY_SHA256: sha256Hex('op_the_operators_key'),
    TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
    TWILIO_AUTH_TOKEN: '12345',
    FALLBACK_BUCKET: 'documents',
    SPOOL_QUEUE_URL: 'https://queues.example/0/spool',
    OIDC_ISSUER: 'https://issuer.example',
    OIDC_CLIENT_ID: 'tieline',
    DYNAMODB_ENDPOINT: tables.endpoint,
    AWS_ENDPOINT_URL_S3: s3.url,
    AWS_REGION: engineRegion,
    AWS_ACCESS_KEY_ID: engineCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: engineCredentials.secretAccessKey,
  }
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value)
  // Files share what they import: another may have loaded the handler in its own surroundings.
  vi.resetModules()
  handler = (await import('../../../functions/admin/handler.ts')).handler as unknown as Handler
  const made = await send(
    'POST',
    '/v1/accounts',
    { name: 'Shop', timeZone: 'UTC', currency: 'GBP' },
    'op_the_operators_key',
  )
  secretKey = made.json.secretKey
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await s3.close()
  await tables.drop()
})
beforeEach(() => {
  s3.ailment = 'none'
  told.length = 0
  logged = []
  // What it would do in Lambda: one line of JSON each.
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => {
    for (const each of String(line).split('\n')) if (each.startsWith('{')) logged.push(each)
    return true
  })
})
afterEach(() => vi.restoreAllMocks())

async function send(method: string, path: string, body?: unknown, key = secretKey) {
  const answer = await handler(
    {
      version: '2.0',
      rawPath: path,
      rawQueryString: '',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      requestContext: { http: { method, path }, domainName: 'calls.example.com' },
      body: body === undefined ? undefined : JSON.stringify(body),
      isBase64Encoded: false,
    },
    {},
  )
  return { status: answer.statusCode, json: answer.body ? JSON.parse(answer.body) : {} }
}
const van = (number: string) => ({
  number,
  label: 'Van',
  kind: 'source',
  flow: { forwardTo: ['+442079460001'] },
})

test('a number’s document is written to the bucket at every change, and deleted with the number', async () => {
  const number = freshNumber()
  const path = `/documents/fallback/${number.slice(1)}.xml`
  const { status, json } = await send('POST', '/v1/numbers', van(number))
  expect(status).toBe(201)
  await send('PATCH', `/v1/numbers/${json.id}`, { flow: { forwardTo: ['+442079460002'] } })
  await send('DELETE', `/v1/numbers/${json.id}`)
  expect(told.map((one) => `${one.method} ${one.path}`)).toEqual([
    `PUT ${path}`,
    `PUT ${path}`,
    `DELETE ${path}`,
  ])
  expect(told[0]).toMatchObject({
    contentType: 'text/xml; charset=utf-8',
    cacheControl: 'public, max-age=60, stale-if-error=86400',
  })
  expect(troubles()).toEqual([])
})

test.each(['refuses', 'answers 500', 'hangs'] as const)(
  'a bucket that %s: the number is changed all the same, one line tells, and the next change writes',
  async (ailment) => {
    const number = freshNumber()
    s3.ailment = ailment
    const began = performance.now()
    const { status, json } = await send('POST', '/v1/numbers', van(number))
    expect(status).toBe(201)
    // Within the API's own 30 s by far.
    expect(performance.now() - began).toBeLessThan(8000)
    expect(troubles()).toEqual(['fallback-unwritten'])

    s3.ailment = 'none'
    await send('PATCH', `/v1/numbers/${json.id}`, { label: 'Lorry' })
    expect(told.map(({ method }) => method)).toEqual(['PUT'])
  },
)

test('the schedule renders every document anew, and takes away those of numbers that are no more', async () => {
  const [standing, gone] = [freshNumber(), freshNumber()]
  await send('POST', '/v1/numbers', van(standing))
  told.length = 0
  const keyOf = (number: string) => `fallback/${number.slice(1)}.xml`
  keys = [keyOf(standing), keyOf(gone), 'fallback/notes.txt']
  expect(await handler({ refreshFallbacks: true }, {})).toEqual({ refreshed: 2 })
  expect(told.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
    `DELETE /documents/${keyOf(gone)}`,
    'GET /documents/',
    `PUT /documents/${keyOf(standing)}`,
  ])
})
