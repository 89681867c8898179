import { once } from 'node:events'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { handle, type LambdaEvent } from 'hono/aws-lambda'
import { describe, expect, onTestFinished, test } from 'vitest'
import { maxFormBytes, type TwilioRequest, verifyTwilio } from '../../shared/twilio/verify.ts'
import { signedForm, twilioSignature } from '../support/twilio-signing.ts'

const token = 'a-token-of-the-tests'
const origin = 'https://calls.example.com'
const app = new Hono<TwilioRequest>()
app.post(
  '*',
  verifyTwilio({ authTokens: ['the next token', token], publicBaseUrl: `${origin}/` }),
  (context) => context.json(context.get('form')),
)

const fields = { CallSid: 'CA1', ToCity: '', FromCity: 'München' }
const signed = signedForm(`${origin}/twilio/voice`, fields, token)

describe('the guard', () => {
  test('lets a signed form pass, its fields read', async () => {
    const answer = await app.request('/twilio/voice', signed)
    expect(answer.status).toBe(200)
    expect(await answer.json()).toEqual(fields)
  })

  const large = `a=${'x'.repeat(maxFormBytes)}`
  test.each<[label: string, request: RequestInit, status: number, code: string]>([
    [
      'without a signature',
      { ...signed, headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      403,
      'bad_signature',
    ],
    [
      'with an empty signature',
      { ...signed, headers: { ...signed.headers, 'x-twilio-signature': '' } },
      403,
      'bad_signature',
    ],
    ['changed on the way', { ...signed, body: `${signed.body}&a=1` }, 403, 'bad_signature'],
    [
      'unsigned and in JSON',
      { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } },
      403,
      'bad_signature',
    ],
    [
      'in JSON',
      { ...signed, body: '{}', headers: { ...signed.headers, 'content-type': 'application/json' } },
      415,
      'unsupported_media_type',
    ],
    ['too large', { ...signed, body: large }, 413, 'payload_too_large'],
    [
      'too large, and says so',
      { ...signed, body: large, headers: { ...signed.headers, 'content-length': String(large.length) } },
      413,
      'payload_too_large',
    ],
  ])('refuses a request %s', async (_label, request, status, code) => {
    const answer = await app.request('/twilio/voice', request)
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(await answer.json()).toMatchObject({ code, status })
  })

  test('lets the largest form pass', async () => {
    const value = 'x'.repeat(maxFormBytes - 2)
    expect(
      (await app.request('/twilio/voice', signedForm(`${origin}/twilio/voice`, { a: value }, token))).status,
    ).toBe(200)
    expect(
      (await app.request('/twilio/voice', signedForm(`${origin}/twilio/voice`, { a: `${value}x` }, token)))
        .status,
    ).toBe(413)
  })

  test('knows the public address only, whatever host the request names', async () => {
    const answer = await app.request('http://10.0.0.7:8787/twilio/voice', signed)
    expect(answer.status).toBe(200)
  })
})

/** Each is signed as it stands; a server that decodes, or `new URL()`, would change it. */
const targets = [
  '/twilio/voice?a=one%20two',
  '/twilio/voice?a=one+two',
  '/twilio/voice?a=%7Ex',
  '/twilio/voice?a=~x',
  "/twilio/voice?a=it's",
  '/twilio/voice?a=it%27s&b=',
  '/twilio/voice?a=%2b44&b=%2B44',
  '/twilio/voice?a=1&a=2',
  '/twilio/voice?b=2&a=1',
  '/twilio/voice?a="x"|^',
]

describe.each(targets)('the address %s', (target) => {
  const body = 'CallSid=CA1'
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-twilio-signature': twilioSignature(origin + target, [['CallSid', 'CA1']], token),
  }

  test('survives API Gateway and Lambda byte for byte, body in base64', async () => {
    const [rawPath, rawQueryString] = target.split('?')
    const event = {
      version: '2.0',
      routeKey: '$default',
      rawPath,
      rawQueryString,
      headers: { ...headers, host: 'abc123.execute-api.eu-west-2.amazonaws.com' },
      requestContext: {
        http: { method: 'POST', path: rawPath },
        domainName: 'abc123.execute-api.eu-west-2.amazonaws.com',
      },
      body: Buffer.from(body).toString('base64'),
      isBase64Encoded: true,
    } as unknown as LambdaEvent
    expect(await handle(app)(event)).toMatchObject({ statusCode: 200, body: '{"CallSid":"CA1"}' })

    const changed = { ...event, rawQueryString: `${rawQueryString}&c=3` } as LambdaEvent
    expect(await handle(app)(changed)).toMatchObject({ statusCode: 403 })
  })

  test('survives the server on one machine', async () => {
    const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
    onTestFinished(() => void server.close())
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const sent = request({ port, host: '127.0.0.1', path: target, method: 'POST', headers }).end(body)
    const [answer] = await once(sent, 'response')
    answer.resume()
    expect(answer.statusCode).toBe(200)
  })
})
