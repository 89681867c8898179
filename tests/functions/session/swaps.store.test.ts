import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CollectReply } from '../../../functions/session/schema.ts'
import { unleasedNumbersOf } from '../../../shared/domain/session.ts'
import { addMinutes } from '../../../shared/domain/time.ts'
import type { TrackingNumber } from '../../../shared/domain/tracking-number.ts'
import { createLeaseStore } from '../../../shared/store/lease-store.ts'
import { createNumberStore } from '../../../shared/store/number-store.ts'
import { createPoolStore } from '../../../shared/store/pool-store.ts'
import { createSessionStore } from '../../../shared/store/session-store.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { makeSite, type Site, start, target } from './support.ts'

let tables: Tables
beforeAll(async () => {
  tables = await createTestTables()
})
afterAll(() => tables.drop())

const support = '+442079460009'
const ads = 'https://shop.example/?utm_source=google&utm_medium=cpc'
const ids = ({ visitorId, sessionId }: CollectReply) => ({ visitorId, sessionId })

let numbersMade = 0
async function addNumber(site: Site, fields: Partial<TrackingNumber> = {}): Promise<TrackingNumber> {
  const index = String(++numbersMade).padStart(4, '0')
  const number: TrackingNumber = {
    id: `num_s${index}`,
    number: `+44161496${index}`,
    label: '',
    kind: 'source',
    source: { source: 'google', medium: 'cpc' },
    swapTargets: [target],
    createdAt: start,
    ...fields,
  }
  const saved = await createNumberStore(tables.ledger).create(site.account, number)
  if (!saved.saved) throw new Error(saved.because)
  return number
}

async function addPool(site: Site, size: number, swapTargets: string[]): Promise<string[]> {
  const id = `pol_z${site.account}`
  const terms = { leaseMinutes: 30, cooldownMinutes: 10, createdAt: start }
  await createPoolStore(tables.ledger).create(site.account, { id, name: 'Support', swapTargets, ...terms })
  const numbers: string[] = []
  for (let each = 0; each < size; each++) {
    const { number } = await addNumber(site, {
      kind: 'pool',
      poolId: id,
      source: undefined,
      swapTargets: undefined,
    })
    numbers.push(number)
  }
  return numbers
}
const factsOf = (site: Site, { sessionId }: CollectReply) =>
  createSessionStore(tables.ledger).factsOf(site.account, sessionId)
const shownIn = async (site: Site, reply: CollectReply) => unleasedNumbersOf(await factsOf(site, reply))
const leasesOf = (site: Site, { sessionId }: CollectReply) =>
  createLeaseStore(tables.ledger).leasesOfSession(site.account, sessionId)
const numberFor = (reply: CollectReply, swapped: string) =>
  reply.swap.find(({ target }) => target === swapped)?.number

describe('a page with several numbers', () => {
  test('leases from the pool of each, in the order in which the pools were made', async () => {
    const site = await makeSite(tables.ledger)
    const others = await addPool(site, 2, [support])
    const reply = await site.visit()
    expect(reply.swap.map((each) => each.target)).toEqual([target, support])
    expect(site.numbers).toContain(numberFor(reply, target))
    expect(others).toContain(numberFor(reply, support))
    expect((await leasesOf(site, reply)).map(({ number }) => number).sort()).toEqual(
      reply.swap.map(({ number }) => number).sort(),
    )
    site.clock.forward(120)
    expect(await site.visit({ ...ids(reply), type: 'heartbeat' })).toEqual(reply)
  })

  test('of a crowd at once everybody holds a number of each pool alone, while there are enough', async () => {
    const site = await makeSite(tables.ledger, { numbers: 12 })
    const others = await addPool(site, 12, [support])
    const replies = await Promise.all(Array.from({ length: 12 }, () => site.visit()))
    expect(replies.map((reply) => numberFor(reply, target)).sort()).toEqual([...site.numbers].sort())
    expect(replies.map((reply) => numberFor(reply, support)).sort()).toEqual([...others].sort())
  })

  test('takes no number of a pool whose targets others show', async () => {
    const site = await makeSite(tables.ledger)
    const others = await addPool(site, 1, [target])
    const reply = await site.visit()
    expect(reply.swap).toHaveLength(1)
    expect(site.numbers).toContain(reply.swap[0]?.number)
    expect(others).not.toContain(reply.swap[0]?.number)
    expect(await leasesOf(site, reply)).toHaveLength(1)
  })

  test('a tapped number is the one that was shown, whichever target it stands for', async () => {
    const site = await makeSite(tables.ledger)
    await addPool(site, 2, [support])
    const reply = await site.visit()
    const number = numberFor(reply, support)
    await site.visit({ ...ids(reply), type: 'phone-click', number })
    const clicks = (await factsOf(site, reply)).filter(({ fact }) => fact === 'phone-click')
    expect(clicks).toMatchObject([{ number }])
  })

  test('costs the same reads, however many numbers of its own the business has', async () => {
    const reads: string[] = []
    const counted = <Kind extends 'get' | 'getAll' | 'query'>(kind: Kind) =>
      ((...given: never[]) => {
        reads.push(kind)
        return (tables.ledger[kind] as (...given: never[]) => unknown)(...given)
      }) as Tables['ledger'][Kind]
    const counting = {
      ...tables.ledger,
      get: counted('get'),
      getAll: counted('getAll'),
      query: counted('query'),
    }
    const cost = async (numbers: number) => {
      const site = await makeSite(counting)
      for (let each = 0; each < numbers; each++) await addNumber(site, { swapTargets: [support] })
      const first = await site.visit({ url: ads })
      reads.length = 0
      await site.visit(ids(first))
      return reads.length
    }
    expect(await cost(8)).toBe(await cost(0))
  })
})

describe('a number set apart for a source', () => {
  test('is shown to its visitors without a lease, and the ledger knows', async () => {
    const site = await makeSite(tables.ledger)
    const own = await addNumber(site)
    const reply = await site.visit({ url: ads })
    expect(reply.swap).toEqual([
      { target, number: own.number, display: expect.stringMatching(/^0161 496 \d{4}$/) },
    ])
    expect(await leasesOf(site, reply)).toEqual([])
    expect(await shownIn(site, reply)).toEqual([own.number])
    expect((await site.items('pool')).filter((slot) => slot.session)).toEqual([])
  })

  test('stays on the pages that follow, and gives way to the pool once the visitor comes another way', async () => {
    const site = await makeSite(tables.ledger)
    const own = await addNumber(site)
    const first = await site.visit({ url: ads })
    site.clock.forward(60)
    const second = await site.visit({ ...ids(first), url: 'https://shop.example/vans', referrer: ads })
    expect(second).toEqual(first)
    site.clock.forward(60)
    expect((await site.visit({ ...ids(first), type: 'heartbeat' })).swap).toEqual(first.swap)
    const third = await site.visit({
      ...ids(first),
      url: 'https://shop.example/?utm_source=news&utm_medium=email',
    })
    expect(third.sessionId).toBe(first.sessionId)
    expect(site.numbers).toContain(third.swap[0]?.number)
    site.clock.forward(60)
    expect((await site.visit({ ...ids(first), url: 'https://shop.example/b' })).swap).toEqual(third.swap)
    expect(await leasesOf(site, first)).toHaveLength(1)
    expect(await shownIn(site, first)).toEqual([own.number])
  })

  test('is shown again to who comes back directly, within the lookback, and the visit stays a direct one', async () => {
    const site = await makeSite(tables.ledger, { account: { lookbackDays: 30 } })
    const own = await addNumber(site)
    const first = await site.visit({ url: ads })
    site.clock.forward(29 * 86_400)
    const again = await site.visit({ visitorId: first.visitorId })
    expect(again.swap[0]?.number).toBe(own.number)
    const [page] = await factsOf(site, again)
    expect(page).toEqual(
      expect.objectContaining({ fact: 'page', url: 'https://shop.example/', shown: [own.number] }),
    )
    expect(page).not.toHaveProperty('arrival')
    site.clock.forward(60)
    const inside = await site.visit({ ...ids(again), url: 'https://shop.example/b' })
    expect(inside.swap).toEqual(again.swap)
    site.clock.forward(30 * 86_400)
    const late = await site.visit({ visitorId: first.visitorId })
    expect(late.swap[0]?.number).not.toBe(own.number)
  })

  test('that comes to be while a page is open is shown by the next sign of life, and the ledger knows', async () => {
    const site = await makeSite(tables.ledger, { numbers: 0 })
    const first = await site.visit({ url: ads })
    expect(first.swap).toEqual([])
    const own = await addNumber(site)
    site.clock.forward(5)
    const beat = await site.visit({ ...ids(first), type: 'heartbeat' })
    expect(beat.swap[0]?.number).toBe(own.number)
    expect(await shownIn(site, first)).toEqual([own.number])
  })

  test('is taken off the pages with its target, and when it is given up', async () => {
    const site = await makeSite(tables.ledger, { numbers: 0 })
    const numbers = createNumberStore(tables.ledger)
    const [one, two] = [await addNumber(site), await addNumber(site, { swapTargets: [support] })]
    expect((await site.visit({ url: ads })).swap).toHaveLength(2)
    await numbers.update(site.account, one.id, ({ swapTargets: _, ...rest }) => rest)
    expect((await site.visit({ url: ads })).swap.map(({ number }) => number)).toEqual([two.number])
    await numbers.delete(site.account, two.id)
    expect((await site.visit({ url: ads })).swap).toEqual([])
  })

  test('a business without a pool: five numbers, one of them for everybody else', async () => {
    const site = await makeSite(tables.ledger, { numbers: 0, pool: { swapTargets: [] } })
    const rest = await addNumber(site, { source: { source: 'website' }, swapWhen: {}, display: undefined })
    const google = await addNumber(site)
    const spring = await addNumber(site, { source: { source: 'google', campaign: 'spring' } })
    const shown = async (url: string) => (await site.visit({ url })).swap.map(({ number }) => number)
    expect(await shown(`${ads}&utm_campaign=spring`)).toEqual([spring.number])
    expect(await shown(ads)).toEqual([google.number])
    expect(await shown('https://shop.example/')).toEqual([rest.number])
  })
})

describe('how a number is written', () => {
  test('as the pool says, and as the number says', async () => {
    const site = await makeSite(tables.ledger, { numbers: 1, pool: { display: '(###) #### ####' } })
    await addNumber(site, {
      number: '+448003569377',
      swapTargets: [support],
      swapWhen: {},
      display: '0800 FLOWERS',
    })
    const { swap } = await site.visit()
    expect(swap.map(({ display }) => display)).toEqual([
      expect.stringMatching(/^\(020\) \d{4} \d{4}$/),
      '0800 FLOWERS',
    ])
  })
})

describe('staff', () => {
  const from = (site: Site, address: string, beacon: Record<string, unknown> = {}) =>
    site.app.request(
      '/v1/collect',
      {
        method: 'POST',
        headers: { 'user-agent': 'Mozilla/5.0 Firefox/140.0' },
        body: JSON.stringify({ key: site.siteKey, type: 'page', url: 'https://shop.example/', ...beacon }),
      },
      { incoming: { socket: { remoteAddress: address } } },
    )

  test.each([
    ['in the office', '203.0.113.9', 0],
    ['in the office, by a socket of both families', '::ffff:203.0.113.9', 0],
    ['in the office, IPv6', '2001:db8:0:7::1', 0],
    ['elsewhere', '198.51.100.9', 1],
  ])('%s', async (_label, address, counted) => {
    const site = await makeSite(tables.ledger, {
      account: { excludedNetworks: ['203.0.113.0/24', '2001:db8::/48'] },
    })
    const response = await from(site, address)
    expect(response.status).toBe(200)
    expect(((await response.json()) as CollectReply).swap).toHaveLength(counted)
    expect(await site.items('session')).toHaveLength(counted)
  })

  test('who opens a page with ?tieline=off is left out by what the browser remembers, and back in with ?tieline=on', async () => {
    const site = await makeSite(tables.ledger)
    const first = await site.visit()
    const written = await site.items('session')
    const off = await site.visit({ ...ids(first), url: 'https://shop.example/?tieline=off' })
    expect(off.swap).toEqual([])
    expect(off.visitorId).toBe(`${first.visitorId}_off`)
    expect(off.sessionId).not.toBe(first.sessionId)
    const next = { ...ids(off), url: 'https://shop.example/b' }
    expect(await site.visit(next)).toEqual(off)
    await site.visit({ ...next, type: 'phone-click', number: target })
    await site.visit({ ...next, type: 'form', form: { email: 'a@b.example' } })
    site.clock.forward(7200)
    expect((await site.visit({ ...next, sessionId: null })).swap).toEqual([])
    expect(await site.items('session')).toEqual(written)
    const on = await site.visit({ ...next, url: 'https://shop.example/?tieline=on' })
    expect(on.visitorId).toBe(first.visitorId)
    expect(on.swap).toHaveLength(1)
  })

  test('a new browser is left out from its first page on', async () => {
    const site = await makeSite(tables.ledger)
    const off = await site.visit({ url: 'https://shop.example/?utm_source=x&tieline=off' })
    expect(off).toMatchObject({ swap: [], visitorId: expect.stringMatching(/^vis_[0-9a-z]{20}_off$/) })
    expect(await site.items('session')).toEqual([])
  })
})

describe('who comes back', () => {
  test('gets the number of before, though another had it meanwhile, once the cooldown is over', async () => {
    const site = await makeSite(tables.ledger, { numbers: 3 })
    const mine = await site.visit()
    site.clock.forward(40 * 60)
    const number = mine.swap[0]?.number
    // The others take all numbers, mine among them.
    const others = [await site.visit(), await site.visit(), await site.visit()]
    expect(others.map(({ swap }) => swap[0]?.number)).toContain(number)
    site.clock.forward(40 * 60)
    const again = await site.visit({ visitorId: mine.visitorId })
    expect(again.swap[0]?.number).toBe(number)
    const [lease] = await leasesOf(site, again)
    expect(lease).toMatchObject({ from: addMinutes(start, 80), shared: false })
    expect(Object.keys(lease ?? {})).not.toContain('formerly')
  })

  test('gets another, held alone, while somebody holds that one', async () => {
    const site = await makeSite(tables.ledger, { numbers: 2 })
    const mine = await site.visit()
    const number = mine.swap[0]?.number
    site.clock.forward(40 * 60)
    const others = [await site.visit(), await site.visit()]
    const holder = others.find(({ swap }) => swap[0]?.number === number)
    if (!holder) throw new Error('two visitors take two numbers')
    for (const minutes of [20, 20]) {
      site.clock.forward(minutes * 60)
      await site.visit({ ...ids(holder), type: 'heartbeat' })
    }
    const again = await site.visit({ visitorId: mine.visitorId })
    expect(again.swap[0]?.number).not.toBe(number)
    expect(await leasesOf(site, again)).toMatchObject([{ shared: false }])
  })
})
