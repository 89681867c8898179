import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { letterHtml } from '../../functions/outreach/mails/letter-html.tsx'
import { form, voicemail } from '../functions/outreach/examples.ts'
import { noticeLetter } from '../functions/outreach/letters.ts'
import { signedForm } from '../support/twilio-signing.ts'
import { authToken, type Composed, openComposed, publicBaseUrl } from './composed.ts'
import { type Furnished, furnish } from './furnished.ts'

let composed: Composed
let account: Furnished
beforeAll(async () => {
  composed = await openComposed()
  account = await furnish(composed, 'acc_hostile', 1)
}, 120_000)
afterAll(() => composed.close())

const script = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
/** A tag or a handler that a browser would run. */
const alive = /<script>alert|<img src=x|onerror=alert\(1\)>/
const secret = (body?: unknown, method = 'POST') => ({
  method,
  headers: { authorization: `Bearer ${account.secretKey}`, 'content-type': 'application/json' },
  ...(body !== undefined && { body: JSON.stringify(body) }),
})

/** But for how far the streams were read, and what leads from the desk to a call, once each time it is told of. */
const isAside = ({ pk }: { readonly pk: string }) => pk.startsWith('stream#') || pk.endsWith('#desk')

async function everything(): Promise<string> {
  const items: string[] = []
  for (const table of [composed.tables.ledger, composed.tables.views]) {
    for await (const page of table.scan()) {
      items.push(...page.filter((item) => !isAside(item)).map((item) => JSON.stringify(item)))
    }
  }
  return items.sort().join('\n')
}

describe('words with a program in them', () => {
  test.each([
    [
      'of a form and its campaign',
      { ...form, name: script, email: script, written: [{ label: script, text: script }] },
    ],
    [
      'of a caller, a page and a number',
      {
        ...voicemail,
        number: { number: '+442079460010', label: script },
        page: { url: `https://x.example/?utm_source=${script}`, title: script },
        because: script,
      },
    ],
  ])('%s stay words in a mail', async (_label, notice) => {
    const html = letterHtml(noticeLetter(notice as never))
    expect(html).toContain('alert(1)')
    expect(html).not.toMatch(alive)
  })

  test('of the business stay words on the page to enter a code, and an address of a picture is one', async () => {
    const branding = { name: script, text: script }
    expect((await composed.send('/v1/account', secret({ branding }, 'PATCH'))).response.status).toBe(200)
    const { text, response } = await composed.send(
      `/redeem?key=${account.siteKey}&code=${encodeURIComponent(script)}`,
      {},
    )
    expect(response.status).toBe(200)
    expect(text).not.toMatch(alive)
    const bad = await composed.send(
      '/v1/account',
      secret({ branding: { logoUrl: 'javascript:alert(1)' } }, 'PATCH'),
    )
    expect(bad.response.status).toBe(422)
  })

  test('of a visitor come back as JSON that no browser takes for a page', async () => {
    await composed.send('/v1/collect', {
      method: 'POST',
      headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0' },
      body: JSON.stringify({
        key: account.siteKey,
        type: 'page',
        title: script,
        url: `https://shop.example/?utm_source=${encodeURIComponent(script)}`,
      }),
    })
    await composed.bridge.settled()
    for (const path of [
      '/v1/enquiries',
      '/v1/calls',
      '/v1/reports/sources?from=2026-01-01&to=2026-12-31&groupBy=source',
    ]) {
      const { response } = await composed.send(path, secret(undefined, 'GET'))
      expect([path, response.headers.get('content-type')?.split(';')[0]]).toEqual([path, 'application/json'])
    }
  })
})

test('a webhook that is played again, word for word, adds no fact and changes no view', async () => {
  const webhooks: [path: string, fields: Record<string, string>][] = [
    ['/twilio/voice', { CallSid: account.ids.callSid as string, CallStatus: 'ringing' }],
    [
      '/twilio/voice/status',
      {
        CallSid: account.ids.callSid as string,
        CallStatus: 'completed',
        SequenceNumber: '3',
        CallDuration: '9',
        Timestamp: 'Thu, 26 Nov 2026 10:00:00 +0000',
      },
    ],
    ['/twilio/sms', { MessageSid: 'SM00000000000000000000000000000009', Body: 'Hello' }],
  ]
  const requests = webhooks.map(([path, fields]) => {
    const all = {
      From: account.ids.caller as string,
      To: account.ids.number as string,
      AccountSid: `AC${'0'.repeat(32)}`,
      ...fields,
    }
    return [path, signedForm(publicBaseUrl + path, all, authToken)] as const
  })
  for (const [path, init] of requests) expect((await composed.send(path, init)).response.ok).toBe(true)
  await composed.bridge.settled()
  const before = await everything()
  for (const [path, init] of requests) expect((await composed.send(path, init)).response.ok).toBe(true)
  await composed.bridge.settled()
  expect(await everything()).toBe(before)
})

describe('addresses that come with requests', () => {
  test('of a recording lead nowhere: an id that is none is refused, and an address is not looked at', async () => {
    const RecordingSid = '../../../../evil.example/?x=#'
    const fields = {
      CallSid: account.ids.callSid as string,
      To: account.ids.number as string,
      RecordingSid,
      RecordingStatus: 'completed',
      RecordingUrl: 'http://169.254.169.254/latest/meta-data/',
      RecordingDuration: '3',
    }
    const sent = await composed.send(
      '/twilio/recording',
      signedForm(`${publicBaseUrl}/twilio/recording`, fields, authToken),
    )
    expect(sent).toMatchObject({ response: { status: 422 }, written: [] })
    const asked = composed.twilio.requests.length
    await composed.send(
      `/v1/calls/${account.ids.callSid}/recordings/${encodeURIComponent(RecordingSid)}`,
      secret(undefined, 'GET'),
    )
    const lines = composed.twilio.requests.slice(asked).map(({ line }) => line)
    expect(lines.filter((line) => !line.startsWith('GET Recordings/') || line.includes('..'))).toEqual([])
  })

  test('are fetched by nobody: what asks other servers asks those of the settings', () => {
    const root = fileURLToPath(new URL('../..', import.meta.url))
    const asking = ['functions', 'shared'].flatMap((folder) =>
      readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts') && !file.endsWith('-script.ts'))
        .filter((file) =>
          /(?<![.\w])(?:globalThis\.)?(fetch|https?\.request|axios)\(|\brequest as \w+ \} from 'node:https?'/.test(
            readFileSync(`${root}${folder}/${file}`, 'utf8'),
          ),
        )
        .map((file) => `${folder}/${file}`),
    )
    expect(asking.sort()).toEqual([
      // The address is FALLBACK_BASE_URL's, with digits behind it.
      'functions/call-webhook/outage/fallback-reader.ts',
      // A webhook's, which an owner has set: checked, and pinned to what was checked.
      'shared/outgoing/post.ts',
      // TWILIO_API_BASE_URL's, with an encoded id behind it.
      'shared/twilio/recordings.ts',
      'shared/twilio/request.ts',
    ])
  })
})
