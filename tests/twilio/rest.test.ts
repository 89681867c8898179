import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTwilioRest } from '../../shared/twilio/rest.ts'
import { freePort } from './free-port.ts'
import { created, problem, startTinyTwilio } from './tiny-twilio.ts'

const accountSid = `AC${'0'.repeat(32)}`
const message = { to: '+447700900123', from: '+441614960000', body: 'Your code is 482-0913 & more' }

let twilio: Awaited<ReturnType<typeof startTinyTwilio>>
beforeAll(async () => {
  twilio = await startTinyTwilio()
})
afterAll(() => twilio.stop())

const client = (baseUrl = twilio.baseUrl, timeoutMilliseconds = 20_000) =>
  createTwilioRest({ accountSid, authToken: '12345', baseUrl, timeoutMilliseconds })

test('a message is asked for once, with the account’s own name and token', async () => {
  twilio.answerWith(created)
  const before = twilio.messages.length
  expect(await client(`${twilio.baseUrl}/`).createMessage(message)).toEqual({
    outcome: 'created',
    sid: `SM${String(before + 1).padStart(32, '0')}`,
  })
  expect(twilio.messages.slice(before)).toEqual([
    {
      path: `POST /2010-04-01/Accounts/${accountSid}/Messages.json`,
      authorization: `Basic ${Buffer.from(`${accountSid}:12345`).toString('base64')}`,
      ...message,
    },
  ])
})

describe('what Twilio answers', () => {
  test.each([
    [400, 21211, 'the recipient’s number is not valid'],
    [400, 21408, 'no permission for that country'],
    [400, 21610, 'the recipient answered STOP'],
    [401, 20003, 'a wrong token'],
    [429, 20429, 'too many requests'],
  ])('%i with code %i is a refusal: %s', async (status, code) => {
    twilio.answerWith(problem(status, code))
    const before = twilio.messages.length
    expect(await client().createMessage(message)).toEqual({ outcome: 'refused', status, code })
    expect(twilio.messages).toHaveLength(before + 1)
  })

  test.each([
    ['500', problem(500, 20500), { outcome: 'uncertain', cause: 'status 500' }],
    ['503', problem(503, 20503), { outcome: 'uncertain', cause: 'status 503' }],
    [
      'a page instead of JSON',
      (response) => response.writeHead(403, { 'content-type': 'text/html' }).end('<p>no'),
      { outcome: 'refused', status: 403 },
    ],
    [
      'created, and half a body',
      (response) => response.writeHead(201, { 'content-type': 'application/json' }).end('{"sid":'),
      { outcome: 'created' },
    ],
    [
      'a redirection, which would be a second request',
      (response) => response.writeHead(307, { location: '/elsewhere' }).end(),
      { outcome: 'refused', status: 307 },
    ],
    [
      'a cut connection',
      (response) => response.socket?.destroy(),
      { outcome: 'uncertain', cause: expect.any(String) },
    ],
    ['nothing in time', () => {}, { outcome: 'uncertain', cause: expect.stringMatching(/Timeout/) }],
  ] satisfies [string, Parameters<typeof twilio.answerWith>[0], object][])(
    '%s: one request, whatever comes of it',
    async (label, answer, outcome) => {
      twilio.answerWith(answer)
      const before = twilio.messages.length
      // Only who waits for nothing waits shortly.
      const patience = label === 'nothing in time' ? 300 : undefined
      expect(await client(undefined, patience).createMessage(message)).toEqual(outcome)
      expect(twilio.messages).toHaveLength(before + 1)
    },
  )
})

test('where nobody listens, nothing was sent', async () => {
  const port = await freePort()
  expect(await client(`http://127.0.0.1:${port}`).createMessage(message)).toEqual({
    outcome: 'unsent',
    cause: 'ECONNREFUSED',
  })
})

test('a connection that did not come about is tried once more', async () => {
  const port = await freePort()
  const rest = client(`http://127.0.0.1:${port}`)
  const tries = { count: 0 }
  const original = globalThis.fetch
  globalThis.fetch = async (...given) => {
    tries.count += 1
    return original(...given)
  }
  try {
    await rest.createMessage(message)
  } finally {
    globalThis.fetch = original
  }
  expect(tries.count).toBe(2)
})
