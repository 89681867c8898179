import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isWellFormed } from '../../shared/domain/code.ts'
import { addDays } from '../../shared/domain/time.ts'
import { createCodeStore } from '../../shared/store/code-store.ts'
import { createMintJobStore } from '../../shared/store/mint-job-store.ts'
import type { Table } from '../../shared/store/table.ts'
import { online, openCoupons, start } from '../support/coupons.ts'
import { createTestTables, type Tables } from '../support/engine.ts'

let tables: Tables
beforeAll(async () => {
  tables = await createTestTables()
})
afterAll(() => tables.drop())
const open = () => openCoupons(tables.ledger)

async function listAll(opened: ReturnType<typeof open>, campaign: string, limit = 170) {
  const found = []
  for (let after: string | undefined; ; ) {
    const page = await opened.codes.list(opened.account, campaign, limit, after)
    expect(page.codes.length).toBeLessThanOrEqual(limit)
    found.push(...page.codes)
    after = page.next
    if (after === undefined) return found
  }
}

describe('one code', () => {
  test('is well formed, of the campaign’s length, and issued to its session', async () => {
    const { account, codes, campaign, mint } = open()
    const spring = await campaign({
      digits: 6,
      startsAt: start,
      validFor: 'P7D',
      kind: 'source',
      source: { source: 'van' },
    })
    const { code } = await mint(spring, { session: 'ses_a', visitor: 'vis_a' })
    expect(isWellFormed(code, 7)).toBe(true)
    expect(await codes.get(account, code)).toEqual(
      expect.objectContaining({
        code,
        campaignId: spring.id,
        used: 0,
        state: 'live',
        session: 'ses_a',
        startsAt: start,
        expiresAt: addDays(start, 7),
        source: { source: 'van' },
        holds: [],
      }),
    )
    expect(await codes.history(account, code)).toMatchObject([
      {
        fact: 'code-issued',
        session: 'ses_a',
        visitor: 'vis_a',
        singleUse: false,
        source: { source: 'van' },
      },
    ])
  })

  test('a code that is taken is drawn again, whichever campaign has it', async () => {
    const { account, campaign } = open()
    // Two digits of entropy at most: the first draws repeat.
    let drawn = 0
    const few = (length: number) => new Uint8Array(length).fill(++drawn % 3)
    const codes = createCodeStore(tables.ledger, { randomBytes: few })
    const [one, other] = [await campaign({ acceptableRisk: 1 }), await campaign({ acceptableRisk: 1 })]
    const minted = [
      await codes.mint(account, one, {}, start),
      await codes.mint(account, other, {}, start),
      await codes.mint(account, one, {}, start),
    ]
    expect(new Set(minted.map((each) => each.kind === 'minted' && each.code.code)).size).toBe(3)
    expect(await codes.mint(account, one, {}, start)).toMatchObject({
      kind: 'refused',
      because: 'no-free-code',
    })
    // What nobody used may be given out again when it is long over; what was used never.
    const [used] = minted
    if (used?.kind === 'minted') await codes.redeem(account, used.code.code, online('ses_me'), start)
    const muchLater = addDays(start, 121)
    expect(await codes.mint(account, one, {}, addDays(start, 119))).toMatchObject({ because: 'no-free-code' })
    const again = [
      await codes.mint(account, other, {}, muchLater),
      await codes.mint(account, other, {}, muchLater),
    ]
    expect(again.map(({ kind }) => kind)).toEqual(['minted', 'minted'])
    expect(await codes.mint(account, other, {}, muchLater)).toMatchObject({ because: 'no-free-code' })
    const { codes: ofOne } = await codes.list(account, one.id, 100)
    expect(ofOne.map(({ code }) => code)).toEqual(used?.kind === 'minted' ? [used.code.code] : [])
  })

  test('is refused, with the arithmetic, where one more would be guessed too easily', async () => {
    const { account, codes, campaign, mint } = open()
    // Of 10,000 codes, 100 guesses hit one of 5 with 4.9 %, one of 6 with 5.8 %.
    const small = await campaign({ digits: 4, acceptableRisk: 0.05 })
    const live = []
    for (let count = 0; count < 5; count++) live.push(await mint(small))
    const refused = await codes.mint(account, small, {}, start)
    expect(refused).toMatchObject({ kind: 'refused', because: 'too-many-live' })
    expect(refused.kind === 'refused' && refused.detail).toContain('6 live codes among 10,000')
    expect(await codes.get(account, live[0]?.code ?? '')).toMatchObject({ state: 'live' })
    // One is used up: there is room for another, at once.
    await codes.redeem(account, live[0]?.code ?? '', online('ses_me'), start)
    expect((await codes.mint(account, small, {}, start)).kind).toBe('minted')
    expect((await codes.mint(account, small, {}, start)).kind).toBe('refused')
    expect((await codes.mint(account, small, {}, addDays(start, 32))).kind).toBe('minted')
  })

  test('of a paused or ended campaign there is none', async () => {
    const { account, codes, campaign } = open()
    expect(await codes.mint(account, await campaign({ active: false }), {}, start)).toMatchObject({
      because: 'campaign-inactive',
    })
    expect(await codes.mint(account, await campaign({ endsAt: start }), {}, start)).toMatchObject({
      because: 'campaign-ended',
    })
  })

  test('32 at once are 32 codes, all counted', async () => {
    const { account, codes, campaign, mint } = open()
    const autumn = await campaign({ acceptableRisk: 1 })
    const minted = await Promise.all(Array.from({ length: 32 }, () => mint(autumn)))
    expect(new Set(minted.map(({ code }) => code)).size).toBe(32)
    expect(await codes.countLive(account, 9, start)).toBe(32)
  })
})

describe('many codes', () => {
  test('are listed page by page beside those that were issued one by one', async () => {
    const opened = open()
    const autumn = await opened.campaign()
    const many = await opened.codes.mintMany(opened.account, autumn, 1005, start)
    const single = await opened.mint(autumn, { session: 'ses_a' })
    await opened.mint(await opened.campaign())
    if (many.kind === 'refused') throw new Error(many.detail)
    const found = await listAll(opened, autumn.id)
    const expected = [...many.codes.map(({ code }) => code), single.code].sort()
    expect(found.map(({ code }) => code).sort()).toEqual(expected)
    expect(new Set(expected).size).toBe(1006)
    expect(found.find(({ code }) => code === many.codes[3]?.code)).toEqual(many.codes[3])
    expect(await opened.codes.countLive(opened.account, 9, start)).toBe(1007)
    const [first] = many.codes
    expect(await opened.codes.history(opened.account, first?.code ?? '')).toMatchObject([
      { fact: 'code-issued', at: start, campaignId: autumn.id, singleUse: true },
    ])
    expect(
      await opened.codes.redeem(opened.account, first?.code ?? '', online('ses_me'), start),
    ).toMatchObject({
      kind: 'redeemed',
    })
  })

  test('are refused as a whole, before the first, where they would be too many', async () => {
    const { account, codes, campaign } = open()
    const small = await campaign({ digits: 4, acceptableRisk: 0.05 })
    expect(await codes.mintMany(account, small, 6, start)).toMatchObject({ because: 'too-many-live' })
    expect(await codes.countLive(account, 4, start)).toBe(0)
    expect(await codes.mintMany(account, small, 5, start)).toMatchObject({ kind: 'minted' })
  })

  test('none are drawn that others have', async () => {
    const { account, codes, campaign, mint } = open()
    const crowded = await campaign({ digits: 2, acceptableRisk: 1 })
    const single = await Promise.all(Array.from({ length: 30 }, () => mint(crowded)))
    const many = await codes.mintMany(account, crowded, 50, start)
    if (many.kind === 'refused') throw new Error(many.detail)
    const all = [...single, ...many.codes].map(({ code }) => code)
    expect(new Set(all).size).toBe(80)
    for (const { code, batch } of [...single, ...many.codes]) {
      expect((await codes.get(account, code))?.batch).toBe(batch)
    }
    expect(await codes.countLive(account, 2, start)).toBe(80)
  })
})

describe('a job', () => {
  const storeOn = (ledger: Table, codesPerBatch = 25) =>
    createMintJobStore(ledger, randomBytes, codesPerBatch)

  /** Dies with its n-th write, before it or, as when the answer is lost, behind it. */
  function dyingTable(ledger: Table, atWrite: number, isDone: boolean): Table {
    let writes = 0
    const dying =
      <Arguments extends unknown[], Answer>(write: (...given: Arguments) => Promise<Answer>) =>
      async (...given: Arguments) => {
        writes += 1
        if (writes > atWrite || (writes === atWrite && !isDone)) throw new Error('killed')
        const answer = await write(...given)
        if (writes === atWrite) throw new Error('killed')
        return answer
      }
    return {
      ...ledger,
      transact: dying(ledger.transact),
      update: dying(ledger.update),
      putIf: dying(ledger.putIf),
    }
  }

  test.each([false, true])(
    'cut off at any write (done: %s), it ends with as many as were asked for',
    async (isDone) => {
      for (const atWrite of [1, 2, 3, 5, 7]) {
        const opened = open()
        const { account, codes, campaign } = opened
        const autumn = await campaign()
        const jobs = storeOn(tables.ledger)
        await jobs.start(account, autumn, 'job_1', 60, start)
        await expect(
          (async () => {
            const dying = storeOn(dyingTable(tables.ledger, atWrite, isDone))
            for (;;) await dying.advance(account, 'job_1', start)
          })(),
        ).rejects.toThrow('killed')
        // What stands already may be used before the job goes on.
        const { codes: early } = await codes.list(account, autumn.id, 1)
        for (const { code } of early) await codes.redeem(account, code, online('ses_me'), start)

        let job = await jobs.get(account, 'job_1')
        while (job?.status === 'running') job = await jobs.advance(account, 'job_1', start)
        expect(job).toMatchObject({ status: 'done', minted: 60, count: 60 })
        const found = await listAll(opened, autumn.id)
        expect(new Set(found.map(({ code }) => code)).size).toBe(60)
        expect(found.filter(({ used }) => used === 1)).toHaveLength(early.length)
        expect(await codes.countLive(account, 9, start)).toBe(60 - early.length)
      }
    },
  )

  test('taken on by several at once, it ends with as many as were asked for', async () => {
    const opened = open()
    const { account, campaign } = opened
    const autumn = await campaign({ digits: 3, acceptableRisk: 1 })
    await storeOn(tables.ledger).start(account, autumn, 'job_1', 120, start)
    await Promise.all(
      Array.from({ length: 3 }, async () => {
        const jobs = storeOn(tables.ledger)
        for (let job = await jobs.advance(account, 'job_1', start); job?.status === 'running'; ) {
          job = await jobs.advance(account, 'job_1', start)
        }
      }),
    )
    const jobs = storeOn(tables.ledger)
    expect(await jobs.advance(account, 'job_1', start)).toMatchObject({ status: 'done', minted: 120 })
    const found = await listAll(opened, autumn.id)
    expect(found).toHaveLength(120)
    expect(new Set(found.map(({ code }) => code)).size).toBe(120)
    expect(await opened.codes.countLive(account, 3, start)).toBe(120)
  })

  test('a large one stops when its campaign is paused, and says so', async () => {
    const { account, campaign, campaigns } = open()
    const autumn = await campaign()
    const jobs = storeOn(tables.ledger)
    await jobs.start(account, autumn, 'job_1', 10_001, start)
    await jobs.advance(account, 'job_1', start)
    await campaigns.update(account, autumn.id, (current) => ({ ...current, active: false }))
    expect(await jobs.advance(account, 'job_1', start)).toMatchObject({
      status: 'refused',
      minted: 25,
      detail: 'the campaign is not active',
    })
    expect(await jobs.advance(account, 'job_1', start)).toMatchObject({ status: 'refused', minted: 25 })
  })

  test('refused by one while another plans the next step: no code comes of that', async () => {
    const opened = open()
    const { account, campaign, campaigns, codes } = opened
    const autumn = await campaign()
    const jobs = storeOn(tables.ledger)
    await jobs.start(account, autumn, 'job_1', 10_001, start)
    let isFirst = true
    const slow = storeOn({
      ...tables.ledger,
      async transact(writes) {
        if (isFirst) {
          isFirst = false
          await campaigns.update(account, autumn.id, (current) => ({ ...current, active: false }))
          await jobs.advance(account, 'job_1', start)
        }
        return tables.ledger.transact(writes)
      },
    })
    expect(await slow.advance(account, 'job_1', start)).toMatchObject({ status: 'refused', minted: 0 })
    expect(await listAll(opened, autumn.id)).toEqual([])
    expect(await codes.countLive(account, 9, start)).toBe(0)
  })

  test('another account’s is not found', async () => {
    const [one, other] = [open(), open()]
    const jobs = storeOn(tables.ledger)
    await jobs.start(one.account, await one.campaign(), 'job_1', 5, start)
    expect(await jobs.get(other.account, 'job_1')).toBeUndefined()
    expect(await jobs.advance(other.account, 'job_1', start)).toBeUndefined()
  })
})
