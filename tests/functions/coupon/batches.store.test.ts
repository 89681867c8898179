import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isWellFormed } from '../../../shared/domain/code.ts'
import { addSeconds } from '../../../shared/domain/time.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { type Answer, openShop, type Shop, start } from './support.ts'

let tables: Tables
let shop: Shop
beforeAll(async () => {
  tables = await createTestTables()
  shop = await openShop(tables.ledger)
})
afterAll(() => tables.drop())

const mint = (campaign: string, count: unknown, of = shop) =>
  of.send('POST', `/v1/campaigns/${campaign}/codes`, { count })
const list = (campaign: string, query = '', of = shop) =>
  of.send('GET', `/v1/campaigns/${campaign}/codes${query}`)
/** The cells of an export, its quotes taken off; no cell of these tests holds a comma. */
const cellsOf = ({ text }: Answer) =>
  text
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(',').map((cell) => cell.replaceAll(/^"|"$/g, '')))

describe('POST /v1/campaigns/{id}/codes', () => {
  test('mints so many, all different and all good', async () => {
    const { id } = await shop.newCampaign()
    const { status, json } = await mint(id, 120)
    expect(status).toBe(201)
    expect(json).toMatchObject({ campaignId: id, count: 120, minted: 120 })
    const codes = json.data.map(({ code }) => code)
    expect(new Set(codes).size).toBe(120)
    expect(codes.every((code) => code.length === 10 && isWellFormed(code))).toBe(true)
    expect((await shop.send('POST', '/v1/redemptions', { code: codes[7] })).status).toBe(201)
  })

  test('above 10,000 it is a job, which each answer about it takes further', async () => {
    let asked = 0
    const now = () => {
      asked += 1
      return addSeconds(start, 3 * asked)
    }
    const busy = await openShop(tables.ledger, { deps: { now } })
    const { id } = await busy.newCampaign()
    const { status, json, headers } = await mint(id, 10_001, busy)
    expect(status).toBe(202)
    expect(json).toMatchObject({
      id: expect.stringMatching(/^job_/),
      campaignId: id,
      count: 10_001,
      minted: 0,
      status: 'running',
    })
    const path = headers.get('location') ?? ''
    expect(path).toBe(`/v1/jobs/${json.id}`)
    const first = await busy.send('GET', path)
    const second = await busy.send('GET', path)
    expect(first.json).toMatchObject({ id: json.id, status: 'running' })
    expect(first.headers.get('retry-after')).toBe('1')
    expect(Number(first.json.minted)).toBeGreaterThan(0)
    expect(Number(second.json.minted)).toBeGreaterThan(Number(first.json.minted))
    const codes = cellsOf(await list(id, '?format=csv', busy))
      .slice(1)
      .map(([code]) => code)
    expect([codes.length, new Set(codes).size]).toEqual([second.json.minted, second.json.minted])
  })

  test.each([
    ['none', 0],
    ['a part of one', 1.5],
    ['a word', 'many'],
    ['more than there are numbers for', 100_000_001],
  ])('%s is refused, and nothing is minted', async (_label, count) => {
    const { id } = await shop.newCampaign()
    const { status, json } = await mint(id, count)
    expect([status, json.errors.map(({ path }) => path)]).toEqual([422, ['count']])
    expect((await list(id)).json).toEqual({ data: [], nextCursor: null })
  })

  test.each([[9_000], [900_000]])(
    '%i that would be guessed are refused with the arithmetic, all of them',
    async (count) => {
      const { id } = await shop.newCampaign({ digits: 6, acceptableRisk: 0.001 })
      const { status, json } = await mint(id, count)
      expect([status, json.code]).toEqual([409, 'mint_refused'])
      expect(json.detail).toMatch(/live codes.*100 guesses.*%/)
      expect((await list(id)).json.data).toEqual([])
    },
  )

  test.each(['/v1/jobs/job_1', '/v1/jobs/cmp_1', `/v1/jobs/job_${'x'.repeat(99)}`])(
    '%s is no job',
    async (path) => {
      expect((await shop.send('GET', path)).json.code).toBe('not_found')
    },
  )

  test('another account’s job is not found', async () => {
    const { id } = await shop.newCampaign()
    const { json } = await mint(id, 20_000)
    const other = await openShop(tables.ledger)
    expect((await other.send('GET', `/v1/jobs/${json.id}`)).status).toBe(404)
  })
})

describe('GET /v1/campaigns/{id}/codes', () => {
  test('lists them all, page by page, those issued one by one and those in bulk', async () => {
    const { id } = await shop.newCampaign()
    const single = await shop.newCode(id, { sessionId: 'ses_1' })
    const minted = (await mint(id, 12)).json.data.map(({ code }) => code)
    const found: string[] = []
    let cursor: string | null = null
    do {
      const { json }: Answer = await list(id, `?limit=5${cursor ? `&cursor=${cursor}` : ''}`)
      expect(json.data.length).toBeLessThanOrEqual(5)
      found.push(...json.data.map(({ code }) => code))
      cursor = json.nextCursor
    } while (cursor)
    expect(found.sort()).toEqual([single.code, ...minted].sort())
  })

  test('of one status: pages without any are passed over', async () => {
    const { id } = await shop.newCampaign()
    const codes = (await mint(id, 30)).json.data.map(({ code }) => code)
    const withdrawn = [codes[4], codes[25]]
    for (const code of withdrawn) await shop.send('POST', `/v1/codes/${code}/void`, {})
    const found: string[] = []
    for (let cursor = ''; ; ) {
      const { json } = await list(id, `?status=voided&limit=5${cursor && `&cursor=${cursor}`}`)
      found.push(...json.data.map(({ code }) => code))
      if (json.nextCursor === null) break
      expect(json.data.length).toBeGreaterThan(0)
      cursor = json.nextCursor
    }
    expect(found.sort()).toEqual(withdrawn.sort())
    expect((await list(id, '?status=gone')).status).toBe(422)
  })

  test('as CSV: the codes as text, whatever a session calls itself', async () => {
    const { id } = await shop.newCampaign()
    const { code, display } = await shop.newCode(id, { sessionId: '=HYPERLINK("http://evil.example")' })
    const answer = await list(id, '?format=csv')
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="codes-${id}.csv"`)
    const [header, line] = answer.text.split('\r\n')
    expect(header).toContain('"code","display","status","direction"')
    expect(line).toContain(`"${code}","${display}","live","phone-to-web",0,1,`)
    expect(line).toContain(`"'=HYPERLINK(""http://evil.example"")"`)
  })

  test('where answers are limited a link leads on to the rest', async () => {
    const limited = await openShop(tables.ledger, { deps: { exportRows: 30 } })
    const { id } = await limited.newCampaign()
    await limited.newCode(id)
    await mint(id, 71, limited)
    const codes: (string | undefined)[] = []
    let path: string | undefined = `/v1/campaigns/${id}/codes?format=csv`
    for (let parts = 0; path !== undefined && parts < 9; parts++) {
      const answer: Answer = await limited.send('GET', path)
      const rows = cellsOf(answer).slice(1)
      expect(rows.length).toBeLessThanOrEqual(30)
      codes.push(...rows.map(([code]) => code))
      path = /^<([^>]+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1]
    }
    expect([codes.length, new Set(codes).size]).toEqual([72, 72])
  })

  test('a cursor that is none is refused', async () => {
    const { id } = await shop.newCampaign()
    const { status, json } = await list(id, '?cursor=%00')
    expect([status, json.code]).toEqual([422, 'invalid_query'])
  })
})
