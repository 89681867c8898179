import { execFile } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { exampleEnv } from '../../scripts/build-env-example.ts'
import { type FaultyServer, startFaultyServer } from '../support/faulty-server.ts'
import { signedForm } from '../support/twilio-signing.ts'
import { builtFunctions } from './built-functions.ts'

const file = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const run = promisify(execFile)

let built: string
let engine: FaultyServer
let queue: FaultyServer
const sent: string[] = []
beforeAll(async () => {
  built = path.join((await builtFunctions()).folder, 'call-webhook', 'index.mjs')
  engine = await startFaultyServer(() => {})
  engine.ailment = 'refuses'
  queue = await startFaultyServer((incoming, outgoing) => {
    let text = ''
    incoming.on('data', (chunk) => {
      text += chunk
    })
    incoming.on('end', () => {
      sent.push(text)
      outgoing
        .writeHead(200, { 'content-type': 'application/x-amz-json-1.0' })
        .end(JSON.stringify({ Successful: [{ Id: '0' }], Failed: [] }))
    })
  })
}, 300_000)
afterAll(async () => {
  await Promise.all([engine.close(), queue.close()])
})

test('the built call webhook finds the queue’s client in its chunk, in a fresh process whose first call meets no engine', async () => {
  const example = exampleEnv('call-webhook')
  const { PUBLIC_BASE_URL = '', TWILIO_AUTH_TOKEN = '' } = example
  const env = {
    ...example,
    DYNAMODB_ENDPOINT: engine.url,
    SPOOL_QUEUE_URL: `${queue.url}/000000000000/spool`,
    FALLBACK_BASE_URL: queue.url.replace('127.0.0.1', '127.0.0.2'),
    AWS_REGION: 'eu-west-2',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  }
  const call = { CallSid: 'CA1', From: '+447700900123', To: '+441614960000' }
  const target = `${PUBLIC_BASE_URL}/twilio/voice`
  const { headers, body } = signedForm(target, call, TWILIO_AUTH_TOKEN)
  const event = {
    version: '2.0',
    rawPath: '/twilio/voice',
    rawQueryString: '',
    headers,
    requestContext: { http: { method: 'POST', path: '/twilio/voice' }, domainName: 'tieline.example' },
    body,
    isBase64Encoded: false,
  }
  const { stdout } = await run(
    process.execPath,
    [file('run-bundle.mjs'), JSON.stringify(pathToFileURL(built).href), JSON.stringify(event)],
    { env },
  )
  // Before it stand the lines of the log.
  const { answer } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '')
  expect(answer).toMatchObject({ statusCode: 200 })
  // Nothing listens where the documents should be: Twilio, which has more time, is sent there.
  expect(answer.body).toContain(
    `<Redirect method="GET">${env.FALLBACK_BASE_URL}/fallback/441614960000.xml</Redirect>`,
  )
  expect(sent).toHaveLength(1)
  const [entry] = JSON.parse(sent[0] ?? '{}').Entries
  expect(JSON.parse(entry.MessageBody)).toMatchObject({ spooled: 'unrouted', callSid: 'CA1' })
}, 30_000)
