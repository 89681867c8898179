import { randomUUID } from 'node:crypto'
import { ScanCommand } from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { compose } from '../../../functions/attribution/compose.ts'
import { evaluationSchema } from '../../../functions/attribution/reports/model-schema.ts'
import { createAccountStore } from '../../../shared/store/account-store.ts'
import { testAccount, testKeys, testMasterKey } from '../../support/bridge.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'

let tables: Tables
let app: ReturnType<typeof compose>['app']
const account = 'acc_models'
let storedAtFirst: number | undefined
beforeAll(async () => {
  tables = await createTestTables()
  app = compose(tables, { TIELINE_MASTER_KEY: testMasterKey }).app
  await createAccountStore(tables.ledger).create(testAccount(account), testKeys(account))
  const stored = await tables.client.send(new ScanCommand({ TableName: tables.names.ledger }))
  storedAtFirst = stored.Count
})
afterAll(() => tables.drop())

const send = (body: string, headers: Record<string, string> = {}) =>
  app.request('/v1/models/evaluate', {
    method: 'POST',
    body,
    headers: { authorization: `Bearer ${testKeys(account).secretKey}`, ...headers },
  })

async function evaluate(body: unknown) {
  const response = await send(JSON.stringify(body))
  const text = await response.text()
  expect(response.status, text).toBe(200)
  return evaluationSchema.parse(JSON.parse(text))
}

async function refusalOf(body: string) {
  const response = await send(body)
  const problem = (await response.json()) as {
    code: string
    errors?: { path: string; message: string }[]
    detail: string
  }
  return { status: response.status, ...problem }
}

const paths = [
  { touches: ['Paid Search', 'Direct'], conversions: 3, value: 900, nulls: 1 },
  { touches: ['Referral'], conversions: 1, value: 100, nulls: 3 },
  { touches: [], conversions: 2, value: 50 },
]

describe('POST /v1/models/evaluate', () => {
  it('answers each model asked for, with the totals and what no channel can have', async () => {
    const models = ['first', 'lastNonDirect', 'shapley', 'markov']
    const { totals, results, transform, lookbackDays, order } = await evaluate({ paths, models })
    expect({ totals, transform, lookbackDays, order }).toEqual({
      totals: { paths: 3, conversions: 6, value: 1050, nulls: 4 },
      transform: 'as-given',
      lookbackDays: null,
      order: 1,
    })
    expect(Object.keys(results)).toEqual(models)
    const unattributed = { conversions: 2, value: 50 }
    const toPaidSearch = {
      conversions: { 'Paid Search': 3, Direct: 0, Referral: 1 },
      value: { 'Paid Search': 900, Direct: 0, Referral: 100 },
      unattributed,
    }
    expect(results.first).toEqual(toPaidSearch)
    expect(results.lastNonDirect).toMatchObject(toPaidSearch)
    expect(results.shapley).toEqual({
      conversions: { 'Paid Search': 1.5, Direct: 1.5, Referral: 1 },
      value: { 'Paid Search': 450, Direct: 450, Referral: 100 },
      unattributed,
    })
    const effects = Object.values(results.markov?.removalEffects ?? {})
    expect(effects.map((effect) => effect.toFixed(12))).toEqual(
      [3 / 6, 3 / 6, 1 / 6].map((effect) => effect.toFixed(12)),
    )
  })

  it('knows all nine models, and says what those take for granted that need more than a path', async () => {
    const models = 'first last lastNonDirect linear position timeDecay wShaped markov shapley'.split(' ')
    const { results } = await evaluate({ paths, models, order: 4 })
    expect(Object.keys(results)).toEqual(models)
    expect(results.timeDecay?.assumes).toContain('no times')
    expect(results.wShaped?.assumes).toContain('position')
  })

  it.each(['__proto__', 'constructor', 'toString', '', '(start)', '[]', '0', ' > '])(
    'takes %j for a channel like any other',
    async (channel) => {
      const rows = [{ touches: [channel, 'B', channel], conversions: 4, value: 8 }]
      const response = await send(JSON.stringify({ paths: rows, models: ['markov', 'shapley'], order: 2 }))
      // Read without the schema: zod passes over `__proto__`.
      const { results } = (await response.json()) as {
        results: Record<string, { conversions: Record<string, number>; value: Record<string, number> }>
      }
      const shares = (share: number) =>
        [
          [channel, share],
          ['B', share],
        ].sort()
      for (const model of ['markov', 'shapley']) {
        expect(Object.entries(results[model]?.conversions ?? {}).sort()).toEqual(shares(2))
        expect(Object.entries(results[model]?.value ?? {}).sort()).toEqual(shares(4))
      }
    },
  )

  test.each([
    ['no paths', { paths: [] }],
    ['paths without touches alone', { paths: [{ touches: [], conversions: 0, nulls: 4 }] }],
  ])('has nothing to give for %s', async (_, { paths: rows }) => {
    const { results } = await evaluate({ paths: rows, models: ['markov', 'shapley', 'last'], order: 3 })
    for (const result of Object.values(results)) {
      expect(result).toMatchObject({ conversions: {}, value: {}, unattributed: { conversions: 0, value: 0 } })
    }
  })

  test.each([
    [
      'a negative number',
      { paths: [{ touches: ['A'], conversions: -1 }] },
      'paths.0.conversions',
      'at least 0',
    ],
    [
      'a negative value',
      { paths: [{ touches: ['A'], conversions: 1, value: -0.5 }] },
      'paths.0.value',
      'at least 0',
    ],
    [
      'negative nulls',
      { paths: [{ touches: ['A'], conversions: 1, nulls: -2 }] },
      'paths.0.nulls',
      'at least 0',
    ],
    [
      'a path without conversions',
      { paths: [...paths, { touches: ['A'] }] },
      'paths.3.conversions',
      'Required',
    ],
    [
      'a touch that is no text',
      { paths: [{ touches: ['A', 7], conversions: 1 }] },
      'paths.0.touches.1',
      'a string',
    ],
    [
      'a field that is not known',
      { paths: [{ touches: [], conversions: 1, null: 1 }] },
      'paths.0.null',
      'Unknown field',
    ],
    ['no paths', { paths: undefined }, 'paths', 'Required'],
    ['an unknown model', { models: ['markow'] }, 'models.0', '"markov", "shapley"'],
    ['no model', { models: [] }, 'models', 'at least 1'],
    ['order 0', { order: 0 }, 'order', '1, 2, 3 or 4'],
    ['order 5', { order: 5 }, 'order', '1, 2, 3 or 4'],
    ['order 1.5', { order: 1.5 }, 'order', '1, 2, 3 or 4'],
  ])('refuses %s and says where', async (_, change, path, message) => {
    const refusal = await refusalOf(JSON.stringify({ paths, models: ['markov'], ...change }))
    expect([refusal.status, refusal.code, refusal.errors?.map((error) => error.path)]).toEqual([
      422,
      'invalid_body',
      [path],
    ])
    expect(refusal.errors?.[0]?.message).toContain(message)
  })

  it('refuses a number that JSON can write and a double cannot hold', async () => {
    const refusal = await refusalOf('{"paths":[{"touches":["A"],"conversions":1e999}],"models":["markov"]}')
    expect([refusal.status, refusal.errors?.[0]?.path]).toEqual([422, 'paths.0.conversions'])
  })

  it('tells of the first hundred errors of a table full of them', async () => {
    const bad = Array.from({ length: 5000 }, () => ({ touches: ['A'] }))
    const refusal = await refusalOf(JSON.stringify({ paths: bad, models: ['last'] }))
    expect(refusal.errors).toHaveLength(100)
  })

  it('takes a table of just under 5 MB, and refuses a larger one by its size', async () => {
    const row = JSON.stringify({ touches: ['Paid Search', 'Email', 'Direct'], conversions: 1, nulls: 2 })
    const tableOf = (bytes: number) => {
      const rows = new Array(Math.floor(bytes / (row.length + 1))).fill(row).join(',')
      return `{"models":["markov","shapley"],"order":3,"paths":[${rows}]}`
    }
    const fits = tableOf(5 * 1024 * 1024 - 100)
    const response = await send(fits)
    expect(response.status).toBe(200)
    const { totals, results } = evaluationSchema.parse(await response.json())
    expect(results.markov?.conversions.Email).toBeCloseTo(totals.conversions / 3, 6)

    const refusal = await refusalOf(tableOf(5 * 1024 * 1024 + 1000))
    expect([refusal.status, refusal.code, refusal.detail]).toEqual([
      413,
      'payload_too_large',
      'A body may have 5 MB at most.',
    ])
  })

  it('needs a secret key', async () => {
    const response = await send(JSON.stringify({ paths, models: ['last'] }), { authorization: '' })
    expect(response.status).toBe(401)
  })

  it('answers a repeated Idempotency-Key with the first answer, and refuses it for another table', async () => {
    const headers = { 'idempotency-key': randomUUID() }
    const body = JSON.stringify({ paths, models: ['last'] })
    const first = await send(body, headers)
    const again = await send(body, headers)
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([200, 'true'])
    expect(await again.text()).toBe(await first.text())
    const other = await send(JSON.stringify({ paths, models: ['first'] }), headers)
    expect(other.status).toBe(422)
    expect(await other.json()).toMatchObject({ code: 'idempotency_key_reused' })
  })

  it('stores nothing of what came without a key', async () => {
    const marker = randomUUID()
    await evaluate({ paths: [{ touches: [marker], conversions: 1 }], models: ['markov'] })
    for (const TableName of Object.values(tables.names)) {
      const { Items } = await tables.client.send(new ScanCommand({ TableName }))
      expect(JSON.stringify(Items)).not.toContain(marker)
      const others = Items?.filter(({ pk }) => !pk?.S?.includes('#idempotency#'))
      expect(others).toHaveLength(TableName === tables.names.views ? 0 : (storedAtFirst ?? Number.NaN))
    }
  })
})
