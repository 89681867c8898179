import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { runs } from '../../support/runs.ts'
import { type Bridge, createBridge, type Send } from './bridge.ts'

let tables: Tables
let bridge: Bridge
beforeAll(async () => {
  tables = await createTestTables()
  bridge = createBridge(tables.ledger)
})
afterAll(() => tables.drop())

interface ImportAnswer {
  readonly accepted: number
  readonly duplicates: number
  readonly rejected: readonly { readonly line: number; readonly code: string; readonly detail: string }[]
}
const ndjson = (lines: readonly unknown[]) =>
  lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')

async function send(to: Send, lines: readonly unknown[]): Promise<ImportAnswer> {
  const { status, json } = await to('POST', '/v1/imports', ndjson(lines), {
    'content-type': 'application/x-ndjson',
  })
  expect(status).toBe(200)
  return json as unknown as ImportAnswer
}

/** Keys, hashes and sealed values are made with the account's own secrets, or anew each time. */
const secret = new Set([
  'pk',
  'sk',
  'account',
  'importedAs',
  'caller',
  'sealedCaller',
  'phone',
  'email',
  'sealed',
  'useId',
])

const plain = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  const open = Object.entries(value).filter(([name]) => !secret.has(name))
  return open.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, each]) => [name, plain(each)])
}

/** What stands of an account, in a form in which that of two accounts can be compared. */
async function factsOf(account: string): Promise<string[]> {
  const items: string[] = []
  for await (const page of tables.ledger.scan()) {
    for (const item of page) {
      if (!item.pk.startsWith(`${account}#`) || item.pk.includes('#idempotency#')) continue
      items.push(JSON.stringify(plain(item)))
    }
  }
  return items.sort()
}

const at = '2026-06-01T10:00:00Z'
const session = { fact: 'session', id: 's1', visitor: 'v1', at, url: 'https://shop.example/?utm_source=bing' }
const lease = {
  fact: 'lease',
  number: '+442079460001',
  session: 's1',
  from: at,
  until: '2026-06-01T10:30:00Z',
}
const call = {
  fact: 'call',
  callSid: 'CA1',
  from: '+447700900001',
  to: '+442079460001',
  at: '2026-06-01T10:05:00Z',
  status: 'completed',
  durationSeconds: 60,
}
const codeIssued = { fact: 'code-issued', code: '4820913', campaign: 'spring', session: 's1', at }
const codeUsed = { fact: 'code-used', code: '4820913', at: call.at, callSid: 'CA1' }
const form = {
  fact: 'form',
  id: 'f1',
  session: 's1',
  at,
  email: 'Ann@Shop.example',
  phone: '+44 7700 900001',
}
const outcome = { fact: 'outcome', callSid: 'CA1', stage: 'won', value: 12_000, at: '2026-06-03T09:00:00Z' }
const spend = {
  fact: 'spend',
  day: '2026-06-01',
  source: 'bing',
  medium: 'cpc',
  campaign: 'doors',
  amount: 500,
  currency: 'GBP',
  at,
}
const all = [session, lease, call, codeIssued, codeUsed, form, outcome, spend]

describe('each fact', () => {
  test.each(all)('$fact is accepted once, and is a duplicate whenever it comes again', async (line) => {
    const { send: to } = await bridge.newAccount()
    expect(await send(to, [line])).toEqual({ accepted: 1, duplicates: 0, rejected: [] })
    expect(await send(to, [line, line])).toEqual({ accepted: 0, duplicates: 2, rejected: [] })
  })

  test.each([
    [session, { url: 'https://shop.example/?utm_source=google' }],
    [session, { visitor: 'v2' }],
    [session, { at: '2026-06-01T10:00:01Z' }],
    [session, { referrer: 'https://news.example/' }],
    [call, { durationSeconds: 61 }],
    [call, { status: 'no-answer' }],
    [call, { from: '+447700900002' }],
    [call, { from: 'anonymous' }],
    [call, { to: '+442079460002' }],
    [call, { at }],
    [codeIssued, { campaign: 'summer' }],
    [codeIssued, { session: undefined, callSid: 'CA1' }],
    [form, { session: 's2' }],
    [form, { email: 'ben@shop.example' }],
    [form, { at: call.at }],
  ])('a fact of the same id with other content is a conflict (%#)', async (line, change) => {
    const other = { ...line, ...change }
    const conflict = { line: 1, code: 'conflicting_fact', detail: expect.any(String) }
    const { send: to, id } = await bridge.newAccount()
    await send(to, [line])
    const before = await factsOf(id)
    expect(await send(to, [other])).toEqual({ accepted: 0, duplicates: 0, rejected: [conflict] })
    expect(await factsOf(id)).toEqual(before)
    // In one request the first line stands.
    const { send: anew } = await bridge.newAccount()
    expect(await send(anew, [line, other, line])).toEqual({
      accepted: 1,
      duplicates: 1,
      rejected: [{ ...conflict, line: 2 }],
    })
  })

  test.each([
    [lease, { until: '2026-06-01T10:40:00Z' }],
    [lease, { session: 's2' }],
    [codeUsed, { at }],
    [codeUsed, { callSid: undefined, session: 's2' }],
    [codeUsed, { callSid: undefined }],
    [outcome, { stage: 'opportunity' }],
    [outcome, { value: 12_001 }],
    [outcome, { value: undefined }],
    [spend, { amount: 501 }],
    [spend, { at: call.at }],
    [spend, { campaign: 'windows' }],
  ])('a fact that has no id is another fact with other content (%#)', async (line, change) => {
    const { send: to } = await bridge.newAccount()
    expect(await send(to, [line, { ...line, ...change }])).toMatchObject({ accepted: 2, rejected: [] })
  })

  test.each([
    ['another order of the fields', call, Object.fromEntries(Object.entries(call).reverse())],
    ['a phone written otherwise', call, { ...call, from: '0044 7700 900001', to: '+44 (20) 7946 0001' }],
    ['an instant written otherwise', call, { ...call, at: '2026-06-01T12:05:00.000+02:00' }],
    ['one withheld number for another', { ...call, from: 'anonymous' }, { ...call, from: '+266696687' }],
    ['null for what is left out', session, { ...session, referrer: null }],
    ['an address in other letters', form, { ...form, email: 'ann@shop.EXAMPLE' }],
    ['a currency that goes without saying', outcome, { ...outcome, value: outcome.value }],
  ])('%s says the same', async (_, line, same) => {
    const { send: to } = await bridge.newAccount()
    expect(await send(to, [line, same])).toEqual({ accepted: 1, duplicates: 1, rejected: [] })
  })

  it('holds for one account: others may use the same ids', async () => {
    const [one, other] = [await bridge.newAccount(), await bridge.newAccount()]
    expect(await send(one.send, all)).toMatchObject({ accepted: all.length })
    expect(await send(other.send, all)).toMatchObject({ accepted: all.length })
  })
})

describe('a line that does not fit', () => {
  test.each([
    ['no JSON', '{"fact":"session"', 'invalid_json'],
    ['no object', '["session"]', 'invalid_json'],
    ['null', 'null', 'invalid_json'],
    ['no fact', { id: 's1' }, 'unknown_fact'],
    ['an unknown fact', { ...session, fact: 'visit' }, 'unknown_fact'],
    ['a name that every object has', { ...session, fact: 'constructor' }, 'unknown_fact'],
    ['a missing field', { ...session, visitor: undefined }, 'invalid_fact'],
    ['an unknown field', { ...session, refferer: 'https://news.example/' }, 'invalid_fact'],
    ['an empty id', { ...session, id: '' }, 'invalid_fact'],
    ['an id that is too long', { ...session, id: 'x'.repeat(201) }, 'invalid_fact'],
    [
      'an id of half a character',
      `{"fact":"form","id":"\\ud800","session":"s","at":"${at}"}`,
      'invalid_fact',
    ],
    ['no instant', { ...session, at: 'yesterday' }, 'invalid_fact'],
    ['an instant without an offset', { ...session, at: '2026-06-01T10:00:00' }, 'invalid_fact'],
    ['a day that is none', { ...session, at: '2026-02-30T10:00:00Z' }, 'invalid_fact'],
    ['a year that nobody means', { ...session, at: '0026-06-01T10:00:00Z' }, 'invalid_fact'],
    ['no address', { ...session, url: 'shop.example' }, 'invalid_fact'],
    ['a lease that ends before it begins', { ...lease, until: '2026-06-01T09:00:00Z' }, 'invalid_fact'],
    ['a lease of weeks', { ...lease, until: '2026-07-01T09:00:00Z' }, 'invalid_fact'],
    ['an impossible number', { ...call, to: '+4420' }, 'invalid_fact'],
    ['a national number', { ...call, from: '020 7946 0000' }, 'invalid_fact'],
    ['an unknown status', { ...call, status: 'ringing-out' }, 'invalid_fact'],
    ['a call without its duration', { ...call, durationSeconds: undefined }, 'invalid_fact'],
    ['a negative duration', { ...call, durationSeconds: -1 }, 'invalid_fact'],
    ['a code of two', { ...codeIssued, callSid: 'CA1' }, 'invalid_fact'],
    ['an e-mail that is none', { ...form, email: 'ann' }, 'invalid_fact'],
    ['an outcome of nothing', { ...outcome, callSid: undefined }, 'invalid_fact'],
    ['an outcome of two', { ...outcome, contact: 'f1' }, 'invalid_fact'],
    ['pounds and pence', { ...outcome, value: 120.5 }, 'invalid_fact'],
    ['another currency', { ...outcome, value: { amount: 1, currency: 'EUR' } }, 'currency_mismatch'],
    ['spend in another currency', { ...spend, currency: 'USD' }, 'currency_mismatch'],
    ['a currency that is none', { ...spend, currency: 'pound' }, 'invalid_fact'],
    ['a day of spend that is none', { ...spend, day: '2026-06-31' }, 'invalid_fact'],
  ])('%s: rejected alone', async (_, line, code) => {
    const { send: to, id } = await bridge.newAccount()
    const answer = await send(to, [call, line, '', spend])
    expect(answer).toEqual({
      accepted: 2,
      duplicates: 0,
      rejected: [{ line: 2, code, detail: expect.any(String) }],
    })
    expect(answer.rejected[0]?.detail).not.toBe('')
    expect(JSON.stringify(answer)).not.toMatch(/7700|020 7946/)
    const other = await bridge.newAccount()
    await send(other.send, [call, spend])
    expect(await factsOf(id)).toEqual(await factsOf(other.id))
  })

  it('is found by its number, whatever stands between: blank lines, other line ends, a mark of the byte order', async () => {
    const { send: to } = await bridge.newAccount()
    const body = `\ufeff${JSON.stringify(session)}\r\n\r\n   \n${JSON.stringify(call)}\nnothing\n\n`
    const { json } = await to('POST', '/v1/imports', body)
    expect(json).toEqual({
      accepted: 2,
      duplicates: 0,
      rejected: [{ line: 5, code: 'invalid_json', detail: expect.any(String) }],
    })
  })

  it('of broken UTF-8 takes no other with it', async () => {
    const { secretKey } = await bridge.newAccount()
    const body = Buffer.concat([
      Buffer.from(`${JSON.stringify(session)}\n{"fact":"`),
      Buffer.from([0xff, 0xfe]),
      Buffer.from(`"}\n${JSON.stringify(call)}`),
    ])
    const response = await bridge.app.request('/v1/imports', {
      method: 'POST',
      headers: { authorization: `Bearer ${secretKey}` },
      body,
    })
    expect(await response.json()).toEqual({
      accepted: 2,
      duplicates: 0,
      rejected: [{ line: 2, code: 'invalid_json', detail: 'The line is not UTF-8.' }],
    })
  })
})

describe('a request', () => {
  it('of nothing is none', async () => {
    const { send: to } = await bridge.newAccount()
    expect(await send(to, [])).toEqual({ accepted: 0, duplicates: 0, rejected: [] })
  })

  it('without the secret key is 401', async () => {
    const { siteKey } = await bridge.newAccount()
    expect((await bridge.as(undefined)('POST', '/v1/imports', '')).status).toBe(401)
    expect((await bridge.as(siteKey)('POST', '/v1/imports', '')).status).toBe(401)
  })

  it('of more than 5 MB is told to come in several', async () => {
    const { send: to } = await bridge.newAccount()
    const { status, json } = await to('POST', '/v1/imports', ' '.repeat(5 * 1024 * 1024 + 1))
    expect(status).toBe(413)
    expect(json.code).toBe('payload_too_large')
    expect(json.detail).toContain('several requests')
    expect((await to('POST', '/v1/imports', ' '.repeat(5 * 1024 * 1024))).status).toBe(200)
    expect((await to('POST', '/v1/imports', 'x\n'.repeat(200_001))).status).toBe(413)
  })

  it('with an Idempotency-Key replays its first answer, and refuses another body', async () => {
    const { send: to } = await bridge.newAccount()
    const headers = { 'idempotency-key': 'import-1' }
    const first = await to('POST', '/v1/imports', ndjson([session, 'nothing']), headers)
    expect(first.json).toMatchObject({ accepted: 1 })
    const again = await to('POST', '/v1/imports', ndjson([session, 'nothing']), headers)
    expect(again.text).toBe(first.text)
    expect((await to('POST', '/v1/imports', ndjson([call]), headers)).json.code).toBe(
      'idempotency_key_reused',
    )
  })

  it('of thousands of lines is answered in full', async () => {
    const { send: to } = await bridge.newAccount()
    const lines = Array.from({ length: 3000 }, (_, index) => ({ ...session, id: `s${index % 2900}` }))
    expect(await send(to, lines)).toEqual({ accepted: 2900, duplicates: 100, rejected: [] })
  })

  it('races another with the same ids: each fact is accepted once, each conflict decided once', async () => {
    const { send: to, id } = await bridge.newAccount()
    const lines = (visitor: string) =>
      Array.from({ length: 150 }, (_, index) => ({ ...session, id: `s${index}`, visitor }))
    const answers = await Promise.all(['a', 'a', 'b', 'b'].map((visitor) => send(to, lines(visitor))))
    const sum = (pick: (answer: ImportAnswer) => number) =>
      answers.reduce((total, answer) => total + pick(answer), 0)
    expect(sum(({ accepted }) => accepted)).toBe(150)
    expect(sum(({ duplicates }) => duplicates)).toBe(150)
    expect(sum(({ rejected }) => rejected.length)).toBe(300)
    expect(await factsOf(id)).toHaveLength(150)
  })
})

describe('a live code', () => {
  it('is not touched by history that names it', async () => {
    const { send: to, id } = await bridge.newAccount()
    const code = {
      pk: `${id}#code#4820913`,
      sk: 'code',
      account: id,
      code: '4820913',
      state: 'live',
      used: 0,
      batch: 'batch#1',
    }
    await tables.ledger.put(code)
    expect(await send(to, [codeIssued, codeUsed])).toMatchObject({
      accepted: 1,
      rejected: [{ line: 1, code: 'conflicting_fact' }],
    })
    expect(await tables.ledger.get(code)).toEqual(code)
  })

  it('is never minted from a code of the past: it is taken', async () => {
    const { send: to, id } = await bridge.newAccount()
    await send(to, [codeIssued, { ...codeIssued, code: 'SPRING-10' }])
    expect(await tables.ledger.get({ pk: `${id}#code#4820913`, sk: 'code' })).toMatchObject({
      state: 'voided',
    })
    expect(await tables.ledger.get({ pk: `${id}#code#SPRING-10`, sk: 'code' })).toBeUndefined()
    expect(await tables.ledger.get({ pk: `${id}#code#SPRING-10`, sk: 'issued' })).toMatchObject({
      code: 'SPRING-10',
      singleUse: true,
    })
  })
})

const lines = fc.constantFrom(
  ...all,
  { ...session, id: 's2', visitor: 'v2' },
  { ...call, callSid: 'CA2', from: 'anonymous', status: 'no-answer', durationSeconds: 0 },
  { ...lease, session: 's2' },
  { ...codeUsed, callSid: undefined, session: 's2' },
  { ...outcome, stage: 'opportunity' },
  { ...spend, amount: 700, at: call.at },
)
it('any order, repetition and cutting into requests of the same lines leaves the same ledger', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(lines, { minLength: 1 }).chain((chosen) =>
        fc.tuple(
          fc.constant(chosen),
          fc.shuffledSubarray([...chosen, ...chosen], {
            minLength: chosen.length,
            maxLength: chosen.length * 2,
          }),
          fc.integer({ min: 1, max: chosen.length }),
        ),
      ),
      async ([chosen, shuffled, cut]) => {
        const [one, other] = [await bridge.newAccount(), await bridge.newAccount()]
        await send(one.send, chosen)
        await send(other.send, shuffled.slice(0, cut))
        await send(other.send, [...shuffled.slice(cut), ...chosen])
        expect(await factsOf(other.id)).toEqual(await factsOf(one.id))
      },
    ),
    { numRuns: runs(6) },
  )
}, 300_000)
