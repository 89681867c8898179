import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ledgerKeys } from '../../../shared/store/keys.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { runs } from '../../support/runs.ts'
import { type Bridge, createBridge, freshNumber, type Send } from './bridge.ts'

let tables: Tables
let bridge: Bridge
let send: Send
let account: string
beforeAll(async () => {
  tables = await createTestTables()
  bridge = createBridge(tables.ledger)
  ;({ send, id: account } = await bridge.newAccount())
})
afterAll(() => tables.drop())

const route = (number: string) => tables.ledger.get(ledgerKeys.route(number))
const slot = (pool: string, number: string) => tables.ledger.get(ledgerKeys.slot(account, pool, number))
const newPool = async (fields: Record<string, unknown> = {}) =>
  (await send('POST', '/v1/pools', { name: 'Site', swapTargets: ['+442079460000'], ...fields })).json.id
const newNumber = async (fields: Record<string, unknown> = {}) =>
  (await send('POST', '/v1/numbers', { number: freshNumber(), label: 'Van', kind: 'source', ...fields })).json

const nine = [{ from: '09:00', until: '17:00' }]
/** Every name of the contract's `flow`. */
const wholeFlow = {
  forwardTo: ['+442079460999', '+15550100123'],
  ring: 'in-order',
  greeting: 'Thank you for calling.',
  announceRecording: true,
  record: true,
  whisper: 'From the van',
  askForCode: true,
  giveCode: { campaignId: 'cmp_1', when: 'missed' },
  hours: {
    timeZone: 'Europe/London',
    monday: [
      { from: '09:00', until: '12:30' },
      { from: '13:30', until: '17:00' },
    ],
    friday: [{ from: '18:00', until: '02:00' }],
    sunday: [],
    holidays: ['2026-12-25'],
    closedMessage: 'The workshop is closed.',
  },
  voicemail: { greeting: 'Leave a message.' },
  textBack: { body: 'We missed you.' },
}

describe('POST /v1/numbers', () => {
  test('answers the whole number, and the route leads to it', async () => {
    const source = { source: 'van', medium: 'vehicle', campaign: 'spring', term: 't', content: 'c' }
    const number = freshNumber()
    const body = { number, label: 'The van', kind: 'source', source, flow: wholeFlow }
    const { status, json } = await send('POST', '/v1/numbers', body)
    expect(status).toBe(201)
    expect(json).toEqual({ ...body, id: expect.stringMatching(/^num_/), createdAt: expect.any(String) })
    expect((await send('GET', `/v1/numbers/${json.id}`)).json).toEqual(json)
    const { pk: _pk, sk: _sk, ...stored } = (await route(number)) ?? {}
    expect(stored).toEqual({ account, numberId: json.id, number, kind: 'source', source, flow: wholeFlow })
  })

  test('stores E.164 whatever the punctuation, in the flow too', async () => {
    const number = freshNumber()
    const written = number.replace('+44', '0044 (0)').replace(/(\d{4})$/, '-$1')
    const json = await newNumber({ number: written, flow: { forwardTo: ['+44 (0)20 7946-0999'] } })
    expect(json).toMatchObject({ number, flow: { forwardTo: ['+442079460999'], ring: 'all' } })
    expect(
      (await send('POST', '/v1/numbers', { number, label: 'Again', kind: 'source' })).json,
    ).toMatchObject({
      code: 'number_taken',
      detail: expect.stringContaining(json.id),
    })
  })

  test('of sixteen at once one wins, of two accounts', async () => {
    const other = await bridge.newAccount()
    const number = freshNumber()
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, index) =>
        (index % 2 ? send : other.send)('POST', '/v1/numbers', {
          number,
          label: `Try ${index}`,
          kind: 'source',
        }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(15).fill(409)])
    const winner = answers.find(({ status }) => status === 201)
    expect((await route(number))?.numberId).toBe(winner?.json.id)
    const lists = await Promise.all([send('GET', '/v1/numbers?limit=200'), other.send('GET', '/v1/numbers')])
    expect(lists.flatMap(({ json }) => json.data).filter((each) => each.number === number)).toHaveLength(1)
  })

  test('what another account holds is taken, without a word about whose it is', async () => {
    const other = await bridge.newAccount()
    const { number, id } = await newNumber()
    const { status, json, text } = await other.send('POST', '/v1/numbers', {
      number,
      label: 'Mine',
      kind: 'source',
    })
    expect([status, json.code]).toEqual([409, 'number_taken'])
    expect(text).not.toContain(account)
    expect(text).not.toContain(id)
  })

  test('a pool number gets its slot and, without a flow of its own, its pool’s', async () => {
    const poolId = await newPool({ flow: { forwardTo: ['+442079460001'] } })
    const borrowing = await newNumber({ kind: 'pool', poolId })
    const own = await newNumber({ kind: 'pool', poolId, flow: { forwardTo: ['+442079460002'] } })
    expect(await slot(poolId, String(borrowing.number))).toMatchObject({
      account,
      poolId,
      number: borrowing.number,
    })
    expect((await route(String(borrowing.number)))?.flow).toEqual({
      forwardTo: ['+442079460001'],
      ring: 'all',
    })
    expect((await route(String(own.number)))?.flow).toMatchObject({ forwardTo: ['+442079460002'] })
    expect(borrowing).not.toHaveProperty('flow')
  })

  test('a pool without a flow sends calls to the number that its pages showed', async () => {
    const poolId = await newPool({ swapTargets: ['+442079460033'] })
    const { number } = await newNumber({ kind: 'pool', poolId })
    expect(await route(String(number))).toMatchObject({ flow: { forwardTo: ['+442079460033'], ring: 'all' } })
  })

  test('sixteen numbers join one pool at once', async () => {
    const poolId = await newPool()
    const joined = await Promise.all(Array.from({ length: 16 }, () => newNumber({ kind: 'pool', poolId })))
    const slots = await tables.ledger.query({ pk: `${account}#pool#${poolId}`, prefix: 'slot#' })
    expect(slots.map(({ number }) => number).sort()).toEqual(joined.map(({ number }) => number).sort())
  })

  const valid = { number: '+442079460123', label: 'Van', kind: 'source' }
  const flow = { forwardTo: ['+442079460999'] }
  test.each([
    ['a national number', { ...valid, number: '020 7946 0123' }, 'number', 'with + or 00'],
    ['a number of no length that is', { ...valid, number: '+44 20 79' }, 'number', 'possible phone number'],
    ['a number for text', { ...valid, number: 442079460123 }, 'number', 'string'],
    ['no number', { label: 'Van', kind: 'source' }, 'number', 'Required'],
    ['no label', { number: valid.number, kind: 'source' }, 'label', 'Required'],
    ['a label without end', { ...valid, label: 'x'.repeat(201) }, 'label', 'at most 200 characters'],
    ['an unknown kind', { ...valid, kind: 'van' }, 'kind', 'one of "source", "pool"'],
    ['a pool number without a pool', { ...valid, kind: 'pool' }, 'poolId', 'Required'],
    ['a source number with a pool', { ...valid, poolId: 'pol_1' }, 'poolId', 'kind "pool"'],
    ['an unknown field', { ...valid, colour: 'red' }, 'colour', 'Unknown field'],
    ['an unknown field of the source', { ...valid, source: { sauce: 'x' } }, 'source.sauce', 'Unknown field'],
    ['a flow that forwards nowhere', { ...valid, flow: { forwardTo: [] } }, 'flow.forwardTo', 'at least 1'],
    ['a flow without phones', { ...valid, flow: {} }, 'flow.forwardTo', 'Required'],
    [
      'a bad phone in the flow',
      { ...valid, flow: { forwardTo: ['+442079460999', '12'] } },
      'flow.forwardTo.1',
      '+ or 00',
    ],
    [
      'a circle',
      { ...valid, flow: { forwardTo: ['+442079460999', valid.number] } },
      'flow.forwardTo.1',
      'circle',
    ],
    [
      'an unknown field of the flow',
      { ...valid, flow: { ...flow, rings: 3 } },
      'flow.rings',
      'Unknown field',
    ],
    [
      'an unknown ring',
      { ...valid, flow: { ...flow, ring: 'loud' } },
      'flow.ring',
      'one of "all", "in-order"',
    ],
    [
      'a code without its campaign',
      { ...valid, flow: { ...flow, giveCode: { when: 'missed' } } },
      'flow.giveCode.campaignId',
      'Required',
    ],
    ['hours as text', { ...valid, flow: { ...flow, hours: 'nine to five' } }, 'flow.hours', 'object'],
    [
      'no hours at all',
      { ...valid, flow: { ...flow, hours: { monday: [] } } },
      'flow.hours',
      'open at some time',
    ],
    [
      'a day that is none',
      { ...valid, flow: { ...flow, hours: { monday: nine, mittwoch: nine } } },
      'flow.hours.mittwoch',
      'Unknown field',
    ],
    [
      'a time of twelve hours',
      { ...valid, flow: { ...flow, hours: { monday: [{ from: '9am', until: '17:00' }] } } },
      'flow.hours.monday.0.from',
      'such as 09:00',
    ],
    [
      'a time that no clock shows',
      { ...valid, flow: { ...flow, hours: { monday: [{ from: '09:00', until: '24:30' }] } } },
      'flow.hours.monday.0.until',
      'such as 17:30',
    ],
    [
      'a holiday that no calendar has',
      { ...valid, flow: { ...flow, hours: { monday: nine, holidays: ['2026-02-30'] } } },
      'flow.hours.holidays.0',
      'such as 2026-12-25',
    ],
    [
      'hours of no zone',
      { ...valid, flow: { ...flow, hours: { monday: nine, timeZone: 'GMT+1' } } },
      'flow.hours.timeZone',
      'IANA',
    ],
    [
      'settings without end',
      { ...valid, flow: { ...flow, voicemail: { greeting: 'x'.repeat(9_000) } } },
      'flow.voicemail',
      '',
    ],
    ['recording by name', { ...valid, flow: { ...flow, record: 'dual' } }, 'flow.record', 'boolean'],
    [
      'a list of whispers',
      { ...valid, flow: { ...flow, whisper: ['a'] } },
      'flow.whisper',
      'a boolean or a string',
    ],
  ])('refuses %s and writes nothing', async (_label, body, path, message) => {
    const { status, json } = await send('POST', '/v1/numbers', body)
    expect([status, json.code]).toEqual([422, 'invalid_body'])
    expect(json.errors).toEqual([{ path, message: expect.stringContaining(message) }])
    expect(await route(valid.number)).toBeUndefined()
  })

  test('refuses a pool that the account does not have, another account’s included', async () => {
    const other = await bridge.newAccount()
    const theirs = await other.send('POST', '/v1/pools', { name: 'Theirs', swapTargets: ['+442079460000'] })
    for (const poolId of ['pol_none', '', theirs.json.id]) {
      const number = freshNumber()
      const { status, json } = await send('POST', '/v1/numbers', {
        number,
        label: 'Van',
        kind: 'pool',
        poolId,
      })
      expect([status, json.errors[0]?.path], poolId).toEqual([422, 'poolId'])
      expect(await route(number)).toBeUndefined()
      if (poolId !== '') expect(json.code).toBe('pool_unknown')
    }
  })

  test('no JSON makes it fail on our side', async () => {
    const value = fc.oneof(
      fc.jsonValue({ depthSize: 'large' }),
      fc.constant('+442079460999'),
      fc.constant('pool'),
    )
    const loose = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 12 }))
    const body = fc.oneof(
      fc.jsonValue(),
      fc.record(
        { number: value, label: value, kind: value, poolId: value, source: value, flow: value },
        { requiredKeys: [] },
      ),
      loose.map((hours) => ({
        number: freshNumber(),
        label: 'Van',
        kind: 'source',
        flow: { ...flow, hours, textBack: hours },
      })),
    )
    await fc.assert(
      fc.asyncProperty(body, async (json) => {
        const { status } = await send('POST', '/v1/numbers', JSON.stringify(json))
        expect(status === 201 || (status >= 400 && status < 500)).toBe(true)
      }),
      { numRuns: runs(80) },
    )
    expect(bridge.logged).toEqual([])
  })
})

describe('GET /v1/numbers', () => {
  test('goes page by page in the order of registration', async () => {
    const { send } = await bridge.newAccount()
    const made: unknown[] = []
    for (let index = 0; index < 7; index += 1) {
      const { json } = await send('POST', '/v1/numbers', {
        number: freshNumber(),
        label: `${index}`,
        kind: 'source',
      })
      made.push(json.id)
    }
    const seen: unknown[] = []
    let cursor = ''
    for (const expected of [3, 3, 1]) {
      const { json } = await send('GET', `/v1/numbers?limit=3${cursor}`)
      expect(json.data).toHaveLength(expected)
      seen.push(...json.data.map(({ id }) => id))
      cursor = `&cursor=${json.nextCursor}`
    }
    expect(cursor).toBe('&cursor=null')
    expect(seen).toEqual(made)
    expect((await send('GET', '/v1/numbers?limit=7')).json.nextCursor).toBeNull()
  })

  test('registrations within one millisecond keep their order', async () => {
    const { send } = await bridge.newAccount()
    bridge.clock.now = '2026-11-22T14:05:00.000Z'
    for (let index = 0; index < 5; index += 1) {
      await send('POST', '/v1/numbers', { number: freshNumber(), label: `${index}`, kind: 'source' })
    }
    bridge.clock.now = undefined
    const { json } = await send('GET', '/v1/numbers')
    expect(json.data.map(({ label }) => label)).toEqual(['0', '1', '2', '3', '4'])
  })

  test.each([
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['limit=1.5', 'limit'],
    ['limit=many', 'limit'],
    ['limit=', 'limit'],
    ['cursor=xyz', 'cursor'],
    [`cursor=${Buffer.from('pol_1').toString('base64url')}`, 'cursor'],
  ])('refuses %s', async (query, path) => {
    const { status, json } = await send('GET', `/v1/numbers?${query}`)
    expect([status, json.code, json.errors[0]?.path]).toEqual([422, 'invalid_query', path])
  })
})

describe('PATCH /v1/numbers/{id}', () => {
  test('changes what is named; null removes; the route follows', async () => {
    const made = await newNumber({ source: { source: 'van' }, flow: wholeFlow })
    const path = `/v1/numbers/${made.id}`
    const relabelled = await send('PATCH', path, { label: 'Truck', source: { source: 'truck' } })
    expect([relabelled.status, relabelled.json]).toEqual([
      200,
      { ...made, label: 'Truck', source: { source: 'truck' } },
    ])
    expect((await route(String(made.number)))?.source).toEqual({ source: 'truck' })
    const bare = await send('PATCH', path, { source: null, flow: null })
    expect(bare.json).not.toHaveProperty('source')
    expect((await send('GET', path)).json).toEqual(bare.json)
    expect(await route(String(made.number))).not.toHaveProperty('flow')
  })

  test('moves between pools and out of them: slots and flow follow', async () => {
    const first = await newPool({ flow: { forwardTo: ['+442079460001'] } })
    const second = await newPool({ flow: { forwardTo: ['+442079460002'] } })
    const made = await newNumber({ kind: 'pool', poolId: first })
    const number = String(made.number)
    expect((await send('PATCH', `/v1/numbers/${made.id}`, { poolId: second })).status).toBe(200)
    expect([await slot(first, number), (await slot(second, number))?.number]).toEqual([undefined, number])
    expect((await route(number))?.flow).toMatchObject({ forwardTo: ['+442079460002'] })
    const { json } = await send('PATCH', `/v1/numbers/${made.id}`, { kind: 'source' })
    expect(json).not.toHaveProperty('poolId')
    expect(await slot(second, number)).toBeUndefined()
    expect(await route(number)).toMatchObject({ kind: 'source' })
  })

  test('two changes of different fields at once both hold', async () => {
    const made = await newNumber()
    const path = `/v1/numbers/${made.id}`
    await Promise.all([
      send('PATCH', path, { label: 'After' }),
      send('PATCH', path, { source: { source: 'van' } }),
      send('PATCH', path, { flow: { forwardTo: ['+442079460777'] } }),
    ])
    const { json } = await send('GET', path)
    expect(json).toMatchObject({ label: 'After', source: { source: 'van' } })
    expect(await route(String(made.number))).toMatchObject({ source: json.source, flow: json.flow })
  })

  test.each([
    ['the number itself', { number: '+442079460000' }, 'number', 'Unknown field'],
    ['a pool for a source number', { poolId: 'pol_1' }, 'poolId', 'kind "pool"'],
    ['a pool number without a pool', { kind: 'pool' }, 'poolId', 'Required'],
    ['no label', { label: null }, 'label', 'string'],
  ])('refuses %s', async (_label, body, path, message) => {
    const made = await newNumber()
    const { status, json } = await send('PATCH', `/v1/numbers/${made.id}`, body)
    expect([status, json.code]).toEqual([422, 'invalid_body'])
    expect(json.errors).toEqual([{ path, message: expect.stringContaining(message) }])
    expect((await send('GET', `/v1/numbers/${made.id}`)).json).toEqual(made)
  })

  test('refuses an unknown pool', async () => {
    const made = await newNumber()
    const { status, json } = await send('PATCH', `/v1/numbers/${made.id}`, {
      kind: 'pool',
      poolId: 'pol_none',
    })
    expect([status, json.code]).toEqual([422, 'pool_unknown'])
  })
})

describe('DELETE /v1/numbers/{id}', () => {
  test('frees the number for anybody, with its slot; its present lease goes to the history', async () => {
    const poolId = await newPool()
    const made = await newNumber({ kind: 'pool', poolId })
    const number = String(made.number)
    const lease = {
      fact: 'lease',
      session: 'ses_1',
      visitor: 'vis_1',
      from: '2026-11-22T14:00:00.000Z',
      until: '2026-11-22T14:30:00.000Z',
      freeAt: '2026-11-22T14:40:00.000Z',
      shared: false,
    }
    await tables.ledger.update(ledgerKeys.slot(account, poolId, number), { set: lease })

    const { status, text } = await send('DELETE', `/v1/numbers/${made.id}`)
    expect([status, text]).toEqual([204, ''])
    expect([await route(number), await slot(poolId, number)]).toEqual([undefined, undefined])
    expect((await send('GET', `/v1/numbers/${made.id}`)).status).toBe(404)
    expect((await send('DELETE', `/v1/numbers/${made.id}`)).status).toBe(404)
    expect(await tables.ledger.get(ledgerKeys.lease(account, number, lease.from, 'ses_1'))).toMatchObject(
      lease,
    )

    const other = await bridge.newAccount()
    expect(
      (await other.send('POST', '/v1/numbers', { number, label: 'Mine now', kind: 'source' })).status,
    ).toBe(201)
  })

  test('of eight at once one deletes', async () => {
    const { id } = await newNumber()
    const answers = await Promise.all(Array.from({ length: 8 }, () => send('DELETE', `/v1/numbers/${id}`)))
    expect(answers.map(({ status }) => status).sort()).toEqual([204, ...Array(7).fill(404)])
  })
})
