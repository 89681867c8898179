import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Surroundings } from '../../cli/command.ts'
import { numbers } from '../../cli/numbers-command.ts'
import { createExchange } from '../../local/phone/exchange.ts'
import { createRestPeer } from '../../local/phone/rest-peer.ts'
import { type Bridge, createBridge, freshNumber } from '../functions/admin/bridge.ts'
import { createTestTables, type Tables } from '../support/engine.ts'
import { type FaultProxy, startFaultProxy } from '../twilio/fault-proxy.ts'
import { type Prism, startPrism } from '../twilio/prism.ts'
import { run } from './run.ts'

/**
 * The command line, and everything it speaks to: the management API on an engine, and this machine's Twilio behind Prism, so
 * that neither a request nor an answer can be one that Twilio does not describe.
 */
const accountSid = `AC${'0'.repeat(32)}`
const authToken = '12345'
const publicBaseUrl = 'https://calls.example.com'
const phone = '+442079460099'

let tables: Tables
let bridge: Bridge
let server: Server
let prism: Prism
let twilio: FaultProxy
let app: Hono
let clock = Date.parse('2026-11-26T10:00:00Z')

/** An account at Twilio without any number. */
function openAccount(): void {
  const exchange = createExchange({
    fetch: () => Promise.reject(new Error('not called')),
    accountSid,
    authToken,
    publicBaseUrl,
    restUrl: 'http://localhost',
    numbers: async () => [],
    now: () => clock,
    newToken: () => 'token',
    newSid: (prefix) => prefix + '5'.repeat(32),
  })
  app = new Hono().route('/', createRestPeer(exchange, accountSid, authToken))
}

beforeAll(async () => {
  tables = await createTestTables()
  bridge = createBridge(tables.ledger)
  server = serve({
    fetch: (request, env) => app.fetch(request, env),
    port: 0,
    hostname: '127.0.0.1',
  }) as Server
  await new Promise<void>((resolve) =>
    server.listening ? resolve() : server.once('listening', () => resolve()),
  )
  prism = await startPrism({ before: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
  twilio = await startFaultProxy(prism.baseUrl)
}, 120_000)
afterAll(async () => {
  await twilio?.stop()
  await prism?.stop()
  server?.closeAllConnections()
  server?.close()
  await tables?.drop()
})

let account: Awaited<ReturnType<Bridge['newAccount']>>
beforeEach(async () => {
  openAccount()
  account = await bridge.newAccount()
  twilio.fail(() => false)
  twilio.take()
})

const answer = (text: string): Pick<Surroundings, 'stdin'> => ({
  stdin: (async function* () {
    yield new TextEncoder().encode(text)
  })(),
})
const tieline = (line: string, given: Partial<Surroundings> = {}) =>
  run(numbers, line.split(' '), {
    env: {
      TWILIO_ACCOUNT_SID: accountSid,
      TWILIO_AUTH_TOKEN: authToken,
      TWILIO_API_BASE_URL: twilio.baseUrl,
      PUBLIC_BASE_URL: publicBaseUrl,
      TIELINE_SECRET_KEY: account.secretKey,
    },
    fetch: (async (url: URL, init: RequestInit) => bridge.app.fetch(new Request(url, init))) as typeof fetch,
    now: () => clock,
    ...given,
  })
const inTieline = async () =>
  (await account.send('GET', '/v1/numbers')).json.data.map(({ number }) => number as string)
const atTwilio = async (): Promise<Record<string, string>[]> => {
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`
  const path = `/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers.json?PageSize=1000`
  const response = await app.request(`http://localhost${path}`, { headers: { authorization } })
  return ((await response.json()) as { incoming_phone_numbers: Record<string, string>[] })
    .incoming_phone_numbers
}
const newPool = async (leaseMinutes = 30) => {
  const { json } = await account.send('POST', '/v1/pools', {
    name: 'Website',
    swapTargets: [phone],
    leaseMinutes,
    cooldownMinutes: 10,
    flow: { forwardTo: [phone], ring: 'all' },
  })
  return json.id
}
/** One that came to Twilio by another way, and is asked elsewhere. */
const atTwilioOnly = async (number = freshNumber()) => {
  const created = await fetch(
    `${twilio.baseUrl}/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers.json`,
    {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}` },
      body: new URLSearchParams({ PhoneNumber: number, VoiceUrl: 'https://old.example.com/voice' }),
    },
  )
  expect(created.status).toBe(201)
  return number
}

describe('search', () => {
  it('shows what can be bought, and says when there is nothing', async () => {
    const found = await tieline('search --country GB --area-code 0161 --contains 96* --limit 2')
    expect(found).toMatchObject({ code: 0, err: '' })
    expect(found.out.split('\n')).toEqual([
      'number          place            can             needs',
      '+441614960000   Manchester, GB   voice sms mms',
      '+441614960001   Manchester, GB   voice sms mms',
      '',
    ])
    expect(await tieline('search --country US --type mobile')).toMatchObject({
      code: 1,
      out: '',
      err: 'Twilio has no such number just now: search another area, --type or pattern.\n',
    })
  })

  it('gives lines of JSON to programs', async () => {
    const { out } = await tieline('search --area-code 415 --limit 1 --json')
    expect(JSON.parse(out)).toEqual({
      number: '+14155550100',
      place: 'San Francisco, CA, US',
      can: ['voice', 'sms', 'mms'],
      address: 'none',
    })
  })
})

describe('buy', () => {
  it('gets a number that calls here from its first second, and counts for its source', async () => {
    const number = freshNumber()
    const bought = await tieline(
      `buy ${number} --label Van --source van --medium vehicle --forward-to ${phone}`,
    )
    expect(bought).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringMatching(/^\+44\d+ {2}bought \(PN[0-9a-f]{32}\)\n$/),
    })
    expect(await atTwilio()).toMatchObject([
      {
        phone_number: number,
        friendly_name: 'Van',
        voice_url: `${publicBaseUrl}/twilio/voice#ct=2000&rt=6000`,
        voice_fallback_url: `${publicBaseUrl}/fallback/${number.slice(1)}.xml`,
        voice_fallback_method: 'GET',
        status_callback: `${publicBaseUrl}/twilio/voice/status#rc=3&rp=ct,5xx,rt`,
        sms_url: `${publicBaseUrl}/twilio/sms#rc=3&rp=ct,5xx,rt`,
      },
    ])
    const { json } = await account.send('GET', '/v1/numbers')
    expect(json.data).toMatchObject([
      {
        number,
        label: 'Van',
        kind: 'source',
        source: { source: 'van', medium: 'vehicle' },
        flow: { forwardTo: [phone] },
      },
    ])
    expect(await tieline('audit')).toMatchObject({
      code: 0,
      out: '',
      err: '1 number in Tieline, 1 number at Twilio: nothing to say against them.\n',
    })
  })

  it('asks before it buys what it found, and takes only a yes', async () => {
    const pool = await newPool()
    const line = `buy --country GB --area-code 20 --count 2 --pool ${pool}`
    for (const no of ['', 'n\n', 'yesterday\n']) {
      expect(await tieline(line, answer(no))).toMatchObject({
        code: 1,
        out: '',
        err: expect.stringMatching(
          /\+442079460001 [\s\S]*Buy 2 numbers\? \[y\/N\] \n?Nothing was bought\.\n$/,
        ),
      })
    }
    expect(await atTwilio()).toEqual([])
    expect(await tieline(line, answer('y\n'))).toMatchObject({ code: 0 })
    expect(await inTieline()).toEqual(['+442079460000', '+442079460001'])
    // Registered once, everywhere: another test may want them.
    await tieline('release +442079460000 +442079460001 --yes --now')
  })

  it.each([
    ['+15005550001', '21421, the number is not valid'],
    ['+15005550000', '21422, the number is not to be had (any more): search again'],
  ])('says why %s is not sold: error %s', async (number, meaning) => {
    expect(await tieline(`buy ${number} --forward-to ${phone}`)).toMatchObject({
      code: 1,
      out: '',
      err: `${number} was not bought: Twilio refused: error ${meaning}`,
    })
    expect(await inTieline()).toEqual([])
  })

  it('does not buy twice what was bought when the answer got lost', async () => {
    const number = freshNumber()
    twilio.fail(({ method }) => method === 'POST', 'answer lost')
    const bought = await tieline(`buy ${number} --forward-to ${phone}`)
    expect(bought).toMatchObject({
      code: 0,
      err: expect.stringContaining(`looks whether ${number} was bought`),
    })
    expect(twilio.take().map(({ method }) => method)).toEqual(['POST', 'GET'])
    expect(await inTieline()).toEqual([number])
  })

  it('spends nothing where the number could not be registered afterwards', async () => {
    expect(await tieline(`buy ${freshNumber()} --pool pol_none`)).toMatchObject({
      code: 1,
      err: 'there is no pool pol_none: GET /v1/pools lists them',
    })
    const env = { TIELINE_SECRET_KEY: 'sk_wrong', TWILIO_API_BASE_URL: twilio.baseUrl }
    expect(await tieline(`buy ${freshNumber()} --forward-to ${phone}`, { env })).toMatchObject({
      code: 1,
      err: expect.stringContaining('set TIELINE_SECRET_KEY to a secret key of the account'),
    })
    expect(twilio.take()).toEqual([])
  })

  it('says what it bought when the bridge fails just then, and what to do', async () => {
    const number = freshNumber()
    const fetch = (async (url: URL, init: RequestInit) =>
      init.method === 'POST'
        ? new Response('{"detail":"not now"}', {
            status: 503,
            headers: { 'content-type': 'application/json' },
          })
        : bridge.app.fetch(new Request(url, init))) as typeof globalThis.fetch
    const failed = await tieline(`buy ${number} --forward-to ${phone}`, { fetch })
    expect(failed.code).toBe(1)
    expect(failed.err).toMatch(
      /was bought \(PN[0-9a-f]{32}\) and is not in Tieline: the bridge answered 503: not now; then “numbers import \+44\d+”$/,
    )
    expect(await tieline(`import ${number} --forward-to ${phone}`)).toMatchObject({ code: 0 })
    expect(await tieline('audit')).toMatchObject({ code: 0 })
  })
})

describe('import', () => {
  it('takes in what exists, shows first what it would, and changes nothing at Twilio', async () => {
    const [one, two] = [await atTwilioOnly(), await atTwilioOnly()]
    const before = await atTwilio()
    const listed = await tieline('import')
    expect(listed).toMatchObject({ code: 0, out: `${one}\n${two}\n` })
    expect(listed.err).toBe('2 numbers not in Tieline. Nothing was imported: name some, or say --all.\n')
    expect(await inTieline()).toEqual([])

    expect(await tieline(`import ${one} --forward-to ${phone} --label Van`)).toMatchObject({
      code: 0,
      out: `${one}  Van\n`,
    })
    const rest = await tieline('import --all')
    expect(rest).toMatchObject({
      code: 0,
      out: `${two}\n`,
      err: expect.stringContaining('They ring no phone yet'),
    })
    expect(await inTieline()).toEqual([one, two])
    expect(await atTwilio()).toEqual(before)
    expect(await tieline('import --all')).toMatchObject({
      code: 0,
      err: 'Nothing to import: Tieline knows all 2 numbers at Twilio.\n',
    })
    expect(await tieline(`import ${freshNumber()}`)).toMatchObject({
      code: 1,
      err: expect.stringContaining('is no number of this Twilio account'),
    })
  })
})

describe('sync', () => {
  it('shows every difference, changes nothing, and repairs exactly that when told so', async () => {
    const number = await atTwilioOnly()
    await tieline(`import ${number} --forward-to ${phone}`)
    const mute = await atTwilioOnly()
    await tieline(`import ${mute}`)
    const before = await atTwilio()

    const dry = await tieline('sync')
    expect(dry.code).toBe(0)
    expect(dry.out).toContain(
      `${number}\n  VoiceUrl\n    - https://old.example.com/voice\n    + ${publicBaseUrl}/twilio/voice#ct=2000&rt=6000\n  VoiceFallbackUrl\n    - (not set)\n`,
    )
    expect(dry.err).toBe(
      `${mute}: left as it is, since it rings no phone in Tieline: give it a flow first.\n1 of 2 numbers set differently. Nothing was changed: --apply repairs it.\n`,
    )
    expect(await atTwilio()).toEqual(before)

    twilio.take()
    twilio.fail(
      ({ method }) => method === 'POST',
      { status: 429, code: 20429, retryAfterSeconds: 2 },
      'answer lost',
    )
    const applied = await tieline('sync --apply')
    expect(applied).toMatchObject({
      code: 0,
      out: dry.out,
      err: expect.stringMatching(/1 of 1 repaired\.\n$/),
    })
    expect(applied.pauses[0]).toBe(2000)
    const changes = twilio.take().filter(({ method }) => method === 'POST')
    expect(changes).toHaveLength(3)
    expect(Object.keys(changes[0]?.form ?? {})).toEqual([
      'VoiceUrl',
      'VoiceFallbackUrl',
      'VoiceFallbackMethod',
      'StatusCallback',
      'SmsUrl',
    ])
    expect(await tieline('sync')).toMatchObject({
      code: 0,
      out: '',
      err: expect.stringContaining('Nothing to repair: 1 number'),
    })
    expect((await atTwilio()).find(({ phone_number }) => phone_number === mute)?.voice_url).toBe(
      'https://old.example.com/voice',
    )
  })

  it('goes on behind a number that Twilio refuses, and stops where it would refuse all', async () => {
    const own = [await atTwilioOnly(), await atTwilioOnly(), await atTwilioOnly()]
    await tieline(`import --all --forward-to ${phone}`)
    twilio.fail(({ method }) => method === 'POST', { status: 400, code: 21402 })
    const partly = await tieline('sync --apply')
    expect(partly).toMatchObject({ code: 1, err: expect.stringMatching(/2 of 3 repaired\.\n$/) })
    expect(partly.err).toContain(
      'Twilio refused: error 21402, see https://www.twilio.com/docs/api/errors/21402\n',
    )
    expect(await tieline('sync --apply')).toMatchObject({ code: 0, err: '1 of 1 repaired.\n' })
    expect(await tieline(`sync ${own[0]}`)).toMatchObject({
      code: 0,
      err: 'Nothing to repair: 1 number set as they should be.\n',
    })
    expect(
      await tieline('sync', {
        env: {
          TIELINE_SECRET_KEY: account.secretKey,
          TWILIO_AUTH_TOKEN: 'wrong',
          TWILIO_API_BASE_URL: twilio.baseUrl,
        },
      }),
    ).toMatchObject({ code: 1, err: 'Twilio refused: error 20003, the account SID or auth token is wrong' })
  })

  it('reads as many pages as there are, and says how far it is', async () => {
    // Twilio's pages have 200; so have ours.
    for (let index = 0; index < 230; index += 1) {
      const form = new URLSearchParams({ PhoneNumber: `+1415555${String(index).padStart(4, '0')}` })
      const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`
      const path = `/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers.json`
      await app.request(`http://localhost${path}`, { method: 'POST', headers: { authorization }, body: form })
    }
    let now = 0
    const audited = await tieline('audit', { isTerminal: true, now: () => (now += 1000) })
    expect(audited).toMatchObject({
      code: 1,
      out: expect.stringContaining('230 numbers at Twilio, but not in Tieline'),
    })
    expect(audited.err).toContain('Looks: 0 numbers in Tieline, 200 at Twilio')
    expect(twilio.take().map(({ path }) => path)).toEqual([
      '/IncomingPhoneNumbers.json?PageSize=200',
      '/IncomingPhoneNumbers.json?PageSize=200&Page=1',
    ])
  })
})

describe('audit', () => {
  it('finds what differs and what is on one side only, and can pass over numbers of another use', async () => {
    const [drifted, foreign, lost] = [await atTwilioOnly(), await atTwilioOnly(), freshNumber()]
    await tieline(`import ${drifted} --forward-to ${phone}`)
    await account.send('POST', '/v1/numbers', {
      number: lost,
      label: 'Lost',
      kind: 'source',
      flow: { forwardTo: [phone], ring: 'all' },
    })
    const audited = await tieline('audit --json')
    expect(audited.code).toBe(1)
    const found = audited.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(found.map(({ finding, number }) => [finding, number]).sort()).toEqual(
      [
        ['drift', drifted],
        ['not-at-twilio', lost],
        ['not-in-tieline', foreign],
      ].sort(),
    )
    await tieline(`sync --apply`)
    await tieline(`release ${lost} --yes`)
    expect(await tieline(`audit --ignore ${foreign}`)).toMatchObject({ code: 0 })
    expect(await tieline('audit')).toMatchObject({ code: 1 })
  })
})

describe('release', () => {
  it('asks, and keeps everything on a no', async () => {
    const number = freshNumber()
    await tieline(`buy ${number} --forward-to ${phone}`)
    expect(await tieline(`release ${number}`)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/Release 1 number\? \[y\/N\] \nNothing was released\.\n$/),
    })
    expect(await inTieline()).toEqual([number])
    expect(await tieline(`release ${number}`, answer('yes\n'))).toMatchObject({
      code: 0,
      out: `${number}  released\n`,
    })
    expect([await inTieline(), await atTwilio()]).toEqual([[], []])
    expect(await tieline(`release ${number} --yes`)).toMatchObject({
      code: 1,
      err: `${number} is neither in Tieline nor of this Twilio account`,
    })
  })

  it('lets a pool number ring on until no page shows it, and only then gives it up', async () => {
    const pool = await newPool(30)
    const number = freshNumber()
    await tieline(`buy ${number} --pool ${pool}`)
    const begun = clock
    const seen: unknown[] = []
    const pause = async (milliseconds: number) => {
      if (clock === begun) {
        const [standing] = (await account.send('GET', '/v1/numbers')).json.data
        seen.push({ ...standing, there: (await atTwilio()).length })
      }
      clock += milliseconds * 60
    }
    expect(await tieline(`release ${number} --yes`, { pause, isTerminal: true })).toMatchObject({
      code: 0,
      err: expect.stringContaining('Visitors may still be looking at it: waits 30 min 0 s (--now does not)'),
    })
    expect(seen).toMatchObject([{ number, kind: 'source', flow: { forwardTo: [phone] }, there: 1 }])
    expect(seen[0]).not.toHaveProperty('poolId')
    expect(clock - begun).toBeGreaterThanOrEqual(30 * 60_000)
    expect([await inTieline(), await atTwilio()]).toEqual([[], []])
  })

  it('takes a source number off the pages that show it, before it is given up', async () => {
    const number = freshNumber()
    await tieline(`buy ${number} --source google --forward-to ${phone}`)
    const [bought] = (await account.send('GET', '/v1/numbers')).json.data
    await account.send('PATCH', `/v1/numbers/${bought?.id}`, { swapTargets: [phone] })
    const seen: unknown[] = []
    const pause = async (milliseconds: number) => {
      if (seen.length === 0) seen.push(...(await account.send('GET', '/v1/numbers')).json.data)
      clock += milliseconds * 60
    }
    expect(await tieline(`release ${number} --yes`, { pause, isTerminal: true })).toMatchObject({ code: 0 })
    expect(seen).toMatchObject([{ number, flow: { forwardTo: [phone] } }])
    expect((seen[0] as { swapTargets?: string[] }).swapTargets ?? []).toEqual([])
    expect([await inTieline(), await atTwilio()]).toEqual([[], []])
  })

  it('leaves a number ringing that Twilio does not let go', async () => {
    const number = freshNumber()
    await tieline(`buy ${number} --forward-to ${phone}`)
    twilio.fail(({ method }) => method === 'DELETE', { status: 400, code: 21625 })
    expect(await tieline(`release ${number} --yes`)).toMatchObject({
      code: 1,
      err: expect.stringContaining(
        `${number} was not released, and rings as before: Twilio refused: error 21625`,
      ),
    })
    expect(await inTieline()).toEqual([number])
    // Deleted, and the answer lost: asked again, Twilio knows it no more, which is what was wanted.
    twilio.fail(({ method }) => method === 'DELETE', 'answer lost')
    expect(await tieline(`release ${number} --yes`)).toMatchObject({ code: 0 })
    expect([await inTieline(), await atTwilio()]).toEqual([[], []])
  })
})

describe('what is missing is said in one line', () => {
  it.each<[why: string, line: string, env: Record<string, string>, reason: string]>([
    ['what to do', '', {}, 'numbers what? Say one of search, buy, import, sync, release, audit'],
    ['a key', 'audit', {}, 'set TIELINE_SECRET_KEY'],
    [
      'an origin that Twilio reaches',
      'audit',
      { TWILIO_ACCOUNT_SID: `AC${'1'.repeat(32)}` },
      'Twilio can’t reach http://localhost:8787: set PUBLIC_BASE_URL',
    ],
    [
      'a good place for the fallback documents',
      'audit',
      { TIELINE_SECRET_KEY: 'sk_x', FALLBACK_BASE_URL: 'files' },
      'FALLBACK_BASE_URL must be an origin',
    ],
    ['a good variable', 'audit', { PUBLIC_BASE_URL: 'calls' }, 'bad environment: PUBLIC_BASE_URL'],
    ['a phone', `buy ${phone}`, { TIELINE_SECRET_KEY: 'sk_x' }, 'say whom its callers reach: --forward-to'],
    ['a number', 'release', { TIELINE_SECRET_KEY: 'sk_x' }, 'name the numbers to release'],
  ])('%s', async (_why, line, env, reason) => {
    const told = await tieline(line, { env })
    expect(told).toMatchObject({ code: 1, out: '', err: expect.stringContaining(reason) })
    expect(told.err).not.toContain('\n')
  })

  it('a bridge that is not there', async () => {
    const fetch = () =>
      Promise.reject(Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } }))
    const told = await tieline('audit', { fetch })
    expect(told.err.split('\n').at(-1)).toBe(
      `no answer from ${publicBaseUrl} (ECONNREFUSED): is the bridge running there?`,
    )
  })
})
