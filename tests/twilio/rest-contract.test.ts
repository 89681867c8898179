import { type ChildProcess, spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTwilioCalls } from '../../shared/twilio/calls.ts'
import { createTwilioRecordings } from '../../shared/twilio/recordings.ts'
import { createTwilioRest } from '../../shared/twilio/rest.ts'
import { freePort } from './free-port.ts'

/** Twilio's own description of its API, served by Prism, which refuses what the description does not allow. */
const description = fileURLToPath(new URL('../fixtures/twilio-oai/twilio_api_v2010.json', import.meta.url))
const prismCli = createRequire(import.meta.url).resolve('@stoplight/prism-cli')

let prism: ChildProcess
let baseUrl: string

beforeAll(async () => {
  const port = await freePort()
  baseUrl = `http://127.0.0.1:${port}`
  prism = spawn(process.execPath, [prismCli, 'mock', '-h', '127.0.0.1', '-p', String(port), description], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise<void>((resolve, reject) => {
    prism.once('exit', (code) => reject(new Error(`Prism ended with ${code}`)))
    prism.stdout?.on('data', (chunk) => String(chunk).includes('is listening') && resolve())
  })
}, 60_000)

afterAll(async () => {
  if (prism.exitCode !== null) return
  const ended = new Promise((resolve) => prism.once('exit', resolve))
  prism.kill('SIGKILL')
  await ended
})

const accountSid = `AC${'0'.repeat(32)}`
const message = { to: '+447700900123', from: '+441614960000', body: 'Your code is 482-0913.' }
const client = (sid: string, authToken = '12345') =>
  createTwilioRest({ accountSid: sid, authToken, baseUrl, timeoutMilliseconds: 20_000 })

test('a message as we ask for it is what Twilio describes', async () => {
  expect(await client(accountSid).createMessage(message)).toEqual({
    outcome: 'created',
    sid: expect.stringMatching(/^SM[0-9a-f]{32}$/),
  })
})

test('an account SID that is none is refused, not thrown', async () => {
  expect(await client('AC1').createMessage(message)).toEqual({ outcome: 'refused', status: 422 })
})

test('the description does refuse what is not a message, so that the tests above prove something', async () => {
  const post = (init: RequestInit) =>
    fetch(`${baseUrl}/2010-04-01/Accounts/${accountSid}/Messages.json`, { method: 'POST', ...init })
  const authorization = `Basic ${Buffer.from(`${accountSid}:12345`).toString('base64')}`
  const form = new URLSearchParams({ To: message.to, From: message.from, Body: message.body })
  expect((await post({ body: form })).status).toBe(401)
  expect(
    (await post({ headers: { authorization }, body: new URLSearchParams({ From: message.from }) })).status,
  ).toBe(422)
  expect(
    (
      await post({
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify(message),
      })
    ).status,
  ).toBe(415)
})

test('calls are asked for by their end as Twilio describes', async () => {
  const calls = createTwilioCalls({ accountSid, authToken: '12345', baseUrl, timeoutMilliseconds: 20_000 })
  for await (const page of calls.endedSince('2026-11-22T14:05:00.000Z')) {
    expect(page[0]).toMatchObject({ callSid: expect.stringMatching(/^CA/), status: expect.any(String) })
    break
  }
})

test('a recording and what was written down of it are deleted as Twilio describes', async () => {
  const recordings = createTwilioRecordings({
    accountSid,
    authToken: '12345',
    baseUrl,
    timeoutMilliseconds: 20_000,
  })
  const sid = (prefix: string) => prefix + 'a'.repeat(32)
  await recordings.delete(sid('RE'), [sid('TR')])
  await expect(recordings.delete('RE1')).rejects.toThrow('answered 422')
})
