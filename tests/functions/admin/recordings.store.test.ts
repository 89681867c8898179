import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sweepRecordings } from '../../../functions/admin/recordings/recording-sweep.ts'
import type { CallFact } from '../../../shared/domain/fact.ts'
import { cardMark } from '../../../shared/domain/redact.ts'
import { addDays, addMinutes, addSeconds } from '../../../shared/domain/time.ts'
import { createAccountStore } from '../../../shared/store/account-store.ts'
import { createCallStore } from '../../../shared/store/call-store.ts'
import { createRecordingStore } from '../../../shared/store/recording-store.ts'
import type { Table } from '../../../shared/store/table.ts'
import { createTwilioRecordings } from '../../../shared/twilio/recordings.ts'
import { wholeFile } from '../../../web/console/src/api/whole-file.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { startTinyRecordings } from '../../twilio/tiny-recordings.ts'
import { type Bridge, createBridge } from './bridge.ts'

const now = '2026-11-22T15:00:00.000Z'
const number = '+441614960005'
const sound = Buffer.from(Array.from({ length: 5000 }, (_, at) => at % 251))
const accountSid = `AC${'0'.repeat(32)}`
const basic = `Basic ${Buffer.from(`${accountSid}:12345`).toString('base64')}`

let tables: Tables
let twilio: Awaited<ReturnType<typeof startTinyRecordings>>
let bridge: Bridge
beforeAll(async () => {
  tables = await createTestTables()
  twilio = await startTinyRecordings()
})
afterAll(async () => {
  await twilio.stop()
  await tables.drop()
})
beforeEach(() => {
  bridge = createBridge(tables.ledger, undefined, tables.views, undefined, { twilioUrl: twilio.baseUrl })
  bridge.clock.now = now
  twilio.failWith(undefined)
  twilio.holdSound(undefined)
  twilio.requests.length = 0
})

let made = 0
type Account = Awaited<ReturnType<Bridge['newAccount']>>
/** A call of the account that was recorded so many minutes before now. */
async function recorded(account: Account, minutesAgo = 60) {
  made += 1
  const [callSid, recordingSid] = [`CArec${made}`, `RErec${made}`]
  const at = addMinutes(now, -minutesAgo)
  const base = { account: account.id, callSid, number, at }
  const calls = createCallStore(tables.ledger)
  await calls.record({ ...base, fact: 'voice' })
  await calls.record({
    ...base,
    fact: 'recording',
    recordingSid,
    kind: 'call',
    status: 'completed',
    durationSeconds: 20,
  })
  twilio.sounds.set(recordingSid, sound)
  const path = `/v1/calls/${callSid}/recordings/${recordingSid}`
  const view = async () => {
    const { json } = await account.send('PATCH', `/v1/calls/${callSid}`, {})
    return (json.recordings as Record<string, unknown>[])[0]
  }
  return {
    callSid,
    recordingSid,
    path,
    view,
    facts: () => calls.factsOf(account.id, callSid),
    hear: (headers: Record<string, string> = {}, query = '') =>
      bridge.app.request(path + query, {
        headers: { authorization: `Bearer ${account.secretKey}`, ...headers },
      }),
    code: async (method = 'GET', at = path) => {
      const { status, json } = await account.send(method, at)
      return [status, json?.code]
    },
  }
}
const sweep = (change: { ledger?: Table; at?: string } = {}) => {
  const { ledger = tables.ledger, at = now } = change
  return sweepRecordings({
    accounts: createAccountStore(ledger),
    calls: createCallStore(ledger),
    recordings: {
      twilio: createTwilioRecordings({ accountSid, authToken: '12345', baseUrl: twilio.baseUrl }),
      kept: createRecordingStore(ledger),
      report: (trouble) => void bridge.logged.push(JSON.stringify(trouble)),
    },
    now: () => at,
  })
}
const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code
const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer())

describe('a recording is heard', () => {
  test('at an address of ours, by who has the key; the view never names Twilio’s', async () => {
    const call = await recorded(await bridge.newAccount())
    expect(await call.view()).toEqual({
      id: call.recordingSid,
      kind: 'call',
      startedAt: addSeconds(addMinutes(now, -60), -20),
      durationSeconds: 20,
      url: `https://calls.example.com${call.path}`,
      transcript: null,
      deletedAt: null,
      deletedBy: null,
    })
    const response = await call.hear()
    expect(response.status).toBe(200)
    expect(await bytesOf(response)).toEqual(sound)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'private, no-store',
      'content-length': '5000',
      'content-type': 'audio/mpeg',
      'x-content-type-options': 'nosniff',
    })
    expect(twilio.requests).toEqual([
      { line: `GET Recordings/${call.recordingSid}.mp3`, authorization: basic, range: undefined },
    ])
  })

  test('as WAV where that is asked for', async () => {
    const call = await recorded(await bridge.newAccount())
    expect((await call.hear({}, '?format=wav')).headers.get('content-type')).toBe('audio/x-wav')
    expect(twilio.requests[0]?.line).toBe(`GET Recordings/${call.recordingSid}.wav`)
    expect((await call.hear({}, '?format=ogg')).status).toBe(422)
  })

  test('in parts, so that a player can seek; what lies behind the end is told as such', async () => {
    const call = await recorded(await bridge.newAccount())
    const part = await call.hear({ range: 'bytes=1000-1099' })
    expect(part.status).toBe(206)
    expect(part.headers.get('content-range')).toBe('bytes 1000-1099/5000')
    expect(part.headers.get('cache-control')).toBe('private, no-store')
    expect(await bytesOf(part)).toEqual(sound.subarray(1000, 1100))
    expect((await call.hear({ range: 'bytes=9000-' })).status).toBe(416)
  })

  test('while it still comes: a long one is not waited for', async () => {
    const call = await recorded(await bridge.newAccount())
    let finish = () => {}
    twilio.holdSound((response, whole) => {
      response.write(whole.subarray(0, 100))
      finish = () => void response.end(whole.subarray(100))
    })
    const reader = (await call.hear()).body?.getReader()
    const first = await reader?.read()
    expect(Buffer.from(first?.value ?? [])).toEqual(sound.subarray(0, 100))
    finish()
    expect(Buffer.from((await reader?.read())?.value ?? [])).toEqual(sound.subarray(100))
  })

  test('where answers are small: short ones whole, long ones in parts only', async () => {
    const small = (mostRecordingBytes: number) =>
      createBridge(tables.ledger, undefined, tables.views, undefined, {
        twilioUrl: twilio.baseUrl,
        mostRecordingBytes,
      })
    const account = await bridge.newAccount()
    const call = await recorded(account)
    const ask = async (most: number, headers = {}) =>
      small(most).app.request(call.path, {
        headers: { authorization: `Bearer ${account.secretKey}`, ...headers },
      })
    const whole = await ask(5000)
    expect([whole.status, whole.headers.get('content-range')]).toEqual([200, null])
    expect(await bytesOf(whole)).toEqual(sound)
    const part = await ask(2000, { range: 'bytes=0-' })
    expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 0-1999/5000'])
    const refused = await ask(2000)
    expect([refused.status, await codeOf(refused)]).toEqual([400, 'range_needed'])
  })

  test('whole, however long, by whoever asks for part after part', async () => {
    const account = await bridge.newAccount()
    const call = await recorded(account)
    const { app } = createBridge(tables.ledger, undefined, tables.views, undefined, {
      twilioUrl: twilio.baseUrl,
      mostRecordingBytes: 1999,
    })
    const ranges: string[] = []
    const ask = async (path: string, { headers }: { readonly headers: Record<string, string> }) => {
      ranges.push(headers.range ?? '')
      return app.request(path, { headers: { authorization: `Bearer ${account.secretKey}`, ...headers } })
    }
    const file = await wholeFile(call.path, ask)
    expect(Buffer.from(await file.arrayBuffer())).toEqual(sound)
    expect(ranges).toEqual(['bytes=0-', 'bytes=1999-', 'bytes=3998-'])
    expect(file.type).toBe('audio/mpeg')
  })

  test('by nobody else', async () => {
    const [ours, theirs] = [await bridge.newAccount(), await bridge.newAccount()]
    const call = await recorded(ours)
    const other = await recorded(ours)
    const unknown = (path: string) => theirs.send('GET', path)
    expect((await bridge.as(undefined)('GET', call.path)).status).toBe(401)
    expect((await bridge.as('sk_guessed')('GET', call.path)).status).toBe(401)
    expect((await bridge.as(ours.siteKey)('GET', call.path)).status).toBe(401)
    expect((await unknown(call.path)).json.code).toBe('not_found')
    for (const [method, path] of [
      ['DELETE', call.path],
      ['POST', `${call.path}/link`],
      ['POST', `${call.path}/transcript`],
    ] as const) {
      const body = path.endsWith('transcript') ? { text: 'x' } : method === 'POST' ? {} : undefined
      expect((await theirs.send(method, path, body)).status, path).toBe(404)
      expect((await bridge.as(undefined)(method, path, body)).status, path).toBe(401)
    }
    expect(await call.code('GET', `/v1/calls/${call.callSid}/recordings/${other.recordingSid}`)).toEqual([
      404,
      'not_found',
    ])
    expect(await call.code('GET', `/v1/calls/${'x'.repeat(3000)}/recordings/RE1`)).toEqual([404, 'not_found'])
    expect(twilio.requests).toEqual([])
  })

  test('not when it is gone at Twilio; right after the call it may only not be ready', async () => {
    const account = await bridge.newAccount()
    const [old, fresh] = [await recorded(account), await recorded(account, 1)]
    twilio.sounds.clear()
    expect(await old.code()).toEqual([410, 'recording_gone'])
    expect(await fresh.code()).toEqual([503, 'unavailable'])
  })

  test.each([401, 429, 500])(
    'not while Twilio answers %i: that is said without its words',
    async (status) => {
      const call = await recorded(await bridge.newAccount())
      twilio.failWith(status)
      expect(await call.code()).toEqual([503, 'unavailable'])
      expect(bridge.logged.map((line) => JSON.parse(line))).toEqual([
        { trouble: 'recording-unread', callSid: call.callSid, cause: `Twilio answered ${status}` },
      ])
    },
  )
})

describe('a link', () => {
  const linkOf = async (account: Account, path: string, body = {}) => {
    const { status, json } = await account.send('POST', `${path}/link`, body)
    expect(status).toBe(201)
    const url = new URL(String(json.url))
    expect(url.origin).toBe('https://calls.example.com')
    return { target: url.pathname + url.search, expiresAt: json.expiresAt, url }
  }

  test('plays the recording without a key, in parts too, until it runs out', async () => {
    const account = await bridge.newAccount()
    const call = await recorded(account)
    const { target, expiresAt } = await linkOf(account, call.path)
    expect(expiresAt).toBe(addMinutes(now, 15))
    const played = await bridge.app.request(target, { headers: { range: 'bytes=0-9' } })
    expect([played.status, played.headers.get('cache-control')]).toEqual([206, 'private, no-store'])
    bridge.clock.now = addSeconds(now, 15 * 60 - 1)
    expect((await bridge.app.request(target)).status).toBe(200)
    bridge.clock.now = addMinutes(now, 15)
    const late = await bridge.app.request(target)
    expect([late.status, await codeOf(late)]).toEqual([403, 'link_expired'])
  })

  test('opens nothing else: every part of it is signed', async () => {
    const [account, theirs] = [await bridge.newAccount(), await bridge.newAccount()]
    const [call, other] = [await recorded(account), await recorded(account)]
    const { url, target } = await linkOf(account, call.path, { minutes: 1 })
    const changed = (name: string, value: string) => {
      const copy = new URL(url)
      copy.searchParams.set(name, value)
      return copy.pathname + copy.search
    }
    const forged = [
      changed('expires', String(Number(url.searchParams.get('expires')) + 1)),
      changed('account', theirs.id),
      changed('signature', ''),
      changed('signature', `x${url.searchParams.get('signature')?.slice(1)}`),
      target.replace(call.recordingSid, other.recordingSid),
      target.replace(call.callSid, other.callSid),
      target.replace(call.path, other.path),
    ]
    for (const each of forged) {
      const response = await bridge.app.request(each)
      expect([response.status, await codeOf(response)], each).toEqual([403, 'bad_signature'])
    }
    expect((await bridge.app.request(`${call.path}/media`)).status).toBe(422)
    expect(twilio.requests).toEqual([])
  })

  test('plays nothing that was deleted meanwhile', async () => {
    const account = await bridge.newAccount()
    const call = await recorded(account)
    const { target } = await linkOf(account, call.path)
    await account.send('DELETE', call.path)
    expect((await bridge.app.request(target)).status).toBe(410)
    expect((await account.send('POST', `${call.path}/link`, {})).json.code).toBe('recording_gone')
  })
})

describe('a recording is deleted by hand', () => {
  test('here and at Twilio, what was written down of it first; who did it and why is kept', async () => {
    const account = await bridge.newAccount()
    const call = await recorded(account)
    await account.send('POST', `${call.path}/transcript`, { text: 'Please call me back.' })
    twilio.transcriptions.set(call.recordingSid, 'TRlisted')
    expect((await account.send('DELETE', `${call.path}?reason=the%20caller%20asked`)).status).toBe(204)
    expect(twilio.requests.map(({ line }) => line)).toEqual([
      `GET Recordings/${call.recordingSid}/Transcriptions.json`,
      'DELETE Transcriptions/TRlisted.json',
      `DELETE Recordings/${call.recordingSid}.json`,
    ])
    expect(await call.code()).toEqual([410, 'recording_gone'])
    expect(await call.view()).toMatchObject({ url: null, transcript: null, deletedAt: now, deletedBy: 'api' })
    const facts = await call.facts()
    expect(facts).toContainEqual({
      fact: 'recording-deleted',
      account: account.id,
      callSid: call.callSid,
      number,
      recordingSid: call.recordingSid,
      at: now,
      by: 'api',
      reason: 'the caller asked',
    })
    expect(JSON.stringify(facts)).not.toContain('sealedText')

    bridge.clock.now = addMinutes(now, 5)
    expect((await account.send('DELETE', call.path)).status).toBe(204)
    expect(await call.facts()).toEqual(facts)
    expect(await sweep({ at: addDays(now, 1000) })).toMatchObject({ failed: 0 })
    expect(await call.facts()).toEqual(facts)
  })

  test('while Twilio does not answer: nobody hears it, and the next sweep deletes it', async () => {
    const account = await bridge.newAccount()
    const call = await recorded(account)
    twilio.failWith(401)
    const reason = 'a mistake'
    expect((await account.send('DELETE', `${call.path}?reason=a%20mistake`)).status).toBe(202)
    expect(await call.code()).toEqual([410, 'recording_gone'])
    expect(await sweep()).toMatchObject({ deleted: 0 })
    expect(twilio.sounds.has(call.recordingSid)).toBe(true)
    twilio.failWith(undefined)
    expect(await sweep()).toMatchObject({ failed: 0 })
    expect(twilio.sounds.has(call.recordingSid)).toBe(false)
    expect(await call.facts()).toContainEqual(
      expect.objectContaining({ fact: 'recording-deleted', by: 'api', reason }),
    )
    expect(bridge.logged.join()).toContain('recording-undeleted')
    expect(await sweep()).toEqual({ due: 0, deleted: 0, failed: 0 })
  })

  test('what Twilio writes down of it afterwards is not kept, and deleted there by the next sweep', async () => {
    const account = await bridge.newAccount()
    const call = await recorded(account)
    await account.send('DELETE', call.path)
    const late: CallFact = {
      fact: 'transcription',
      account: account.id,
      callSid: call.callSid,
      number,
      at: now,
      recordingSid: call.recordingSid,
      status: 'completed',
      transcriptionSid: 'TRlate',
      sealedText: 'v1.late',
    }
    const calls = createCallStore(tables.ledger)
    expect([await calls.record(late), await calls.record(late)]).toEqual(['recorded', 'duplicate'])
    expect(JSON.stringify(await call.facts())).not.toContain('v1.late')
    twilio.requests.length = 0
    expect(await sweep()).toEqual({ due: 1, deleted: 1, failed: 0 })
    expect(twilio.requests.map(({ line }) => line)).toContain('DELETE Transcriptions/TRlate.json')
    expect(await call.view()).toMatchObject({ transcript: null, deletedBy: 'api' })
    expect(await sweep()).toEqual({ due: 0, deleted: 0, failed: 0 })
  })

  test('that Twilio has none of it is as good', async () => {
    const account = await bridge.newAccount()
    const call = await recorded(account)
    twilio.sounds.clear()
    expect((await account.send('DELETE', call.path)).status).toBe(204)
  })
})

describe('a recording is deleted when its time is over', () => {
  const day = 24 * 60
  const deletionOf = (facts: readonly CallFact[]) => facts.find(({ fact }) => fact === 'recording-deleted')

  test('which each account says itself, 90 days unless it does', async () => {
    const [usual, short] = [await bridge.newAccount(), await bridge.newAccount()]
    expect((await usual.send('GET', '/v1/account')).json.recordingRetentionDays).toBe(90)
    expect((await short.send('PATCH', '/v1/account', { recordingRetentionDays: 7 })).json).toMatchObject({
      recordingRetentionDays: 7,
    })
    expect((await short.send('PATCH', '/v1/account', { recordingRetentionDays: -1 })).status).toBe(422)
    const [old, young] = [await recorded(usual, 91 * day), await recorded(usual, 89 * day)]
    const [oldShort, youngShort] = [await recorded(short, 8 * day), await recorded(short, 6 * day)]

    expect(await sweep()).toEqual({ due: 2, deleted: 2, failed: 0 })
    for (const call of [old, oldShort]) {
      expect(twilio.sounds.has(call.recordingSid)).toBe(false)
      expect(await call.view()).toMatchObject({ url: null, deletedAt: now, deletedBy: 'retention' })
    }
    expect(deletionOf(await oldShort.facts())).toMatchObject({ by: 'retention', reason: 'kept for 7 days' })
    for (const call of [young, youngShort]) {
      expect(twilio.sounds.has(call.recordingSid)).toBe(true)
      expect(await call.view()).toMatchObject({ url: expect.any(String), deletedAt: null })
    }
    expect(await sweep()).toEqual({ due: 0, deleted: 0, failed: 0 })
    expect(await sweep({ at: addDays(now, 2) })).toEqual({ due: 2, deleted: 2, failed: 0 })
  })

  test('once, however many sweeps run at a time', async () => {
    const call = await recorded(await bridge.newAccount(), 91 * day)
    const swept = await Promise.all([sweep(), sweep({ at: addSeconds(now, 1) })])
    expect(swept.map(({ failed }) => failed)).toEqual([0, 0])
    expect((await call.facts()).filter(({ fact }) => fact === 'recording-deleted')).toHaveLength(1)
  })

  test('later, if Twilio refuses: it stays to be heard until it is really gone', async () => {
    const call = await recorded(await bridge.newAccount(), 91 * day)
    twilio.failWith(503)
    expect(await sweep()).toEqual({ due: 1, deleted: 0, failed: 1 })
    expect(bridge.logged.map((line) => JSON.parse(line))).toEqual([
      {
        trouble: 'recording-undeleted',
        callSid: call.callSid,
        cause: 'TwilioError: Twilio gave no clear answer (status 503)',
      },
    ])
    twilio.failWith(undefined)
    expect((await call.hear()).status).toBe(200)
    expect(await sweep()).toEqual({ due: 1, deleted: 1, failed: 0 })
    expect(await call.code()).toEqual([410, 'recording_gone'])
  })

  test('even if the sweep was cut off between Twilio and the ledger', async () => {
    const call = await recorded(await bridge.newAccount(), 91 * day)
    const ledger: Table = { ...tables.ledger, putIf: () => Promise.reject(new Error('ECONNREFUSED')) }
    expect(await sweep({ ledger })).toEqual({ due: 1, deleted: 0, failed: 1 })
    expect(twilio.sounds.has(call.recordingSid)).toBe(false)
    expect(await sweep()).toEqual({ due: 1, deleted: 1, failed: 0 })
    expect(deletionOf(await call.facts())).toMatchObject({ by: 'retention' })
  })

  test('what Twilio had written down is deleted there by its own id, too', async () => {
    const account = await bridge.newAccount()
    const call = await recorded(account, 91 * day)
    await createCallStore(tables.ledger).record({
      fact: 'transcription',
      account: account.id,
      callSid: call.callSid,
      number,
      at: now,
      recordingSid: call.recordingSid,
      status: 'completed',
      transcriptionSid: 'TRknown',
      sealedText: 'v1.x',
    })
    twilio.transcriptions.set('RE-that-is-gone', 'TRknown')
    twilio.sounds.delete(call.recordingSid)
    expect(await sweep()).toMatchObject({ deleted: 1, failed: 0 })
    expect([...twilio.transcriptions.values()]).not.toContain('TRknown')
  })
})

describe('a transcript', () => {
  test('is kept without card numbers, sealed; the last one holds', async () => {
    const account = await bridge.newAccount()
    const call = await recorded(account)
    const write = (text: string) => account.send('POST', `${call.path}/transcript`, { text })
    const first = await write('My card is 4242 4242 4242 4242, call 020 7946 0123.')
    expect([first.status, first.json]).toEqual([
      201,
      {
        recordingId: call.recordingSid,
        transcript: `My card is ${cardMark}, call 020 7946 0123.`,
        at: now,
      },
    ])
    bridge.clock.now = addSeconds(now, 1)
    await write('four two four two four two four two four two four two four two four two is it')
    expect(await call.view()).toMatchObject({ transcript: `${cardMark} is it` })
    const stored = JSON.stringify(await tables.ledger.query({ pk: `${account.id}#call#${call.callSid}` }))
    expect(stored).not.toContain('4242')
    expect(stored).not.toContain('card')
  })

  test('is of a recording that there is, and says something', async () => {
    const account = await bridge.newAccount()
    const call = await recorded(account)
    const write = (path: string, text: string) => account.send('POST', `${path}/transcript`, { text })
    expect((await write('/v1/calls/CAnone/recordings/REnone', 'x')).status).toBe(404)
    expect((await write(call.path, '  ')).status).toBe(422)
    await account.send('DELETE', call.path)
    expect((await write(call.path, 'x')).json.code).toBe('recording_gone')
  })
})
