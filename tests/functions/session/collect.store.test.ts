import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CollectReply } from '../../../functions/session/schema.ts'
import { foldSession } from '../../../shared/domain/session.ts'
import { addMinutes, addSeconds } from '../../../shared/domain/time.ts'
import { createLeaseStore } from '../../../shared/store/lease-store.ts'
import { createSessionStore } from '../../../shared/store/session-store.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { makeSite, type Site, start, target } from './support.ts'

let tables: Tables
beforeAll(async () => {
  tables = await createTestTables()
})
afterAll(() => tables.drop())

const ids = ({ visitorId, sessionId }: CollectReply) => ({ visitorId, sessionId })
const sessionOf = async (site: Site, { sessionId }: CollectReply) =>
  foldSession(await createSessionStore(tables.ledger).factsOf(site.account, sessionId))

describe('a page view', () => {
  test('answers new ids and the number to show instead of the page’s own', async () => {
    const site = await makeSite(tables.ledger)
    const reply = await site.visit()
    expect(reply.visitorId).toMatch(/^vis_[0-9a-z]{20}$/)
    expect(reply.sessionId).toMatch(/^ses_[0-9a-z]{20}$/)
    expect(reply.code).toBeNull()
    expect(reply.swap).toHaveLength(1)
    const [{ number, display, target: swapped } = { number: '', display: '', target: '' }] = reply.swap
    expect(swapped).toBe(target)
    expect(site.numbers).toContain(number)
    expect(display).toMatch(/^020 7\d{3} \d{4}$/)
  })

  test('keeps of the address what says where the visit came from, and nothing else', async () => {
    const site = await makeSite(tables.ledger)
    await site.visit({
      url: 'https://user:secret@shop.example/vans?utm_source=Google&email=a@b.example&gclid=AbC#form',
      referrer: 'https://www.google.com/search?q=my+illness',
      title: 'x'.repeat(1000),
    })
    const [page] = await site.items('session')
    expect(page).toMatchObject({
      fact: 'page',
      account: site.account,
      url: 'https://shop.example/vans?utm_source=Google&gclid=AbC',
      referrer: 'https://www.google.com/search',
      title: 'x'.repeat(300),
    })
  })

  test('is part of the session while that lives, with the same number', async () => {
    const site = await makeSite(tables.ledger)
    const first = await site.visit()
    site.clock.forward(29 * 60)
    const second = await site.visit({ ...ids(first), url: 'https://shop.example/vans' })
    expect(second).toEqual(first)
    site.clock.forward(29 * 60)
    expect(await site.visit(ids(first))).toEqual(first)
    expect((await sessionOf(site, first)).pages).toHaveLength(3)
  })

  test('after 30 minutes of silence begins another session of the same visitor', async () => {
    const site = await makeSite(tables.ledger)
    const first = await site.visit()
    site.clock.forward(30 * 60)
    const second = await site.visit(ids(first))
    expect(second.visitorId).toBe(first.visitorId)
    expect(second.sessionId).not.toBe(first.sessionId)
  })

  test('with another campaign adds a touch to the session', async () => {
    const site = await makeSite(tables.ledger)
    const first = await site.visit({ url: 'https://shop.example/?utm_source=news&utm_campaign=may' })
    site.clock.forward(60)
    const second = await site.visit({
      ...ids(first),
      url: 'https://shop.example/?utm_source=news&utm_campaign=june',
    })
    expect(second.sessionId).toBe(first.sessionId)
    expect((await sessionOf(site, first)).touches.map(({ source }) => source.campaign)).toEqual([
      'may',
      'june',
    ])
  })

  test.each([
    ['a session that was never seen is not adopted', { sessionId: 'ses_madeup' }],
    ['an id that can’t be ours is replaced', { sessionId: 'x#y' }],
  ])('%s', async (_label, beacon) => {
    const site = await makeSite(tables.ledger)
    const reply = await site.visit({ visitorId: 'vis_known', ...beacon })
    expect(reply.visitorId).toBe('vis_known')
    expect(reply.sessionId).toMatch(/^ses_[0-9a-z]{20}$/)
  })

  test('of another visitor does not join the session', async () => {
    const site = await makeSite(tables.ledger)
    const first = await site.visit()
    const second = await site.visit({ sessionId: first.sessionId, visitorId: 'vis_other' })
    expect(second.sessionId).not.toBe(first.sessionId)
    const third = await site.visit({ sessionId: first.sessionId })
    expect(third.sessionId).not.toBe(first.sessionId)
    expect(third.visitorId).not.toBe(first.visitorId)
  })

  test.each([['not an id'], [`vis_${'x'.repeat(61)}`], ['vis_a#b'], ['']])(
    'a visitor id of another form is replaced: %j',
    async (visitorId) => {
      const site = await makeSite(tables.ledger)
      expect((await site.visit({ visitorId })).visitorId).toMatch(/^vis_[0-9a-z]{20}$/)
    },
  )

  test('is dated by the browser’s clock where that is near, and never later than it came', async () => {
    const site = await makeSite(tables.ledger, { numbers: 0 })
    const dates: string[] = []
    for (const seconds of [-30, -301, 30, 301]) {
      const reply = await site.visit({ sentAt: addSeconds(start, seconds) })
      dates.push((await sessionOf(site, reply)).startedAt)
    }
    expect(dates).toEqual([addSeconds(start, -30), start, start, start])
  })
})

describe('a beacon delivered twice', () => {
  test.each([
    ['a page view', { type: 'page' }],
    ['an event', { type: 'event', name: 'video' }],
    ['a tapped number', { type: 'phone-click', number: target }],
    ['a form', { type: 'form', form: { email: 'a@b.example' } }],
  ])('writes once: %s', async (_label, beacon) => {
    const site = await makeSite(tables.ledger)
    const first = await site.visit({ sentAt: start })
    site.clock.forward(60)
    const again = { ...ids(first), ...beacon, url: 'https://shop.example/b', sentAt: site.clock.now }
    await site.visit(again)
    const items = await site.items('session')
    site.clock.forward(5)
    await Promise.all([site.visit(again), site.visit(again)])
    expect(await site.items('session')).toEqual(items)
  })

  test('writes once, also if the browser’s clock is hours off', async () => {
    const site = await makeSite(tables.ledger)
    const first = await site.visit()
    site.clock.forward(10)
    const again = { ...ids(first), url: 'https://shop.example/b', sentAt: addMinutes(start, -600) }
    await site.visit(again)
    site.clock.forward(5)
    await site.visit(again)
    expect(await site.items('session')).toHaveLength(2)
  })

  test('of a known visitor begins one session', async () => {
    const site = await makeSite(tables.ledger)
    const beacon = { visitorId: 'vis_known', sentAt: start }
    const replies = await Promise.all([site.visit(beacon), site.visit(beacon)])
    site.clock.forward(2)
    replies.push(await site.visit(beacon))
    expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1)
    expect(await site.items('session')).toHaveLength(1)
  })

  test('two views of one page are two where nothing tells them apart', async () => {
    const site = await makeSite(tables.ledger)
    const first = await site.visit()
    await site.visit(ids(first))
    expect(await site.items('session')).toHaveLength(2)
  })
})

describe('a heartbeat', () => {
  test('extends the lease and answers the same swap', async () => {
    const site = await makeSite(tables.ledger)
    const first = await site.visit()
    for (let minute = 1; minute <= 50; minute++) {
      site.clock.forward(60)
      expect(await site.visit({ ...ids(first), type: 'heartbeat' })).toEqual(first)
    }
    const [lease] = await createLeaseStore(tables.ledger).leasesOfSession(site.account, first.sessionId)
    expect(lease).toMatchObject({ from: start, until: addMinutes(start, 80), freeAt: addMinutes(start, 90) })
  })

  test('moves the last sign of life in steps of two minutes, in one item', async () => {
    const site = await makeSite(tables.ledger)
    const first = await site.visit()
    site.clock.forward(119)
    await site.visit({ ...ids(first), type: 'heartbeat' })
    expect(await site.items('session')).toHaveLength(1)
    for (const seconds of [1, 60, 60, 60, 60]) {
      site.clock.forward(seconds)
      await site.visit({ ...ids(first), type: 'heartbeat' })
    }
    expect(await site.items('session')).toHaveLength(2)
    expect((await sessionOf(site, first)).lastSeenAt).toBe(addMinutes(start, 6))
    expect((await sessionOf(site, first)).pages).toHaveLength(1)
  })

  test('after the end of the session begins another one, with its page', async () => {
    const site = await makeSite(tables.ledger)
    const first = await site.visit()
    site.clock.forward(3600)
    const second = await site.visit({
      ...ids(first),
      type: 'heartbeat',
      url: 'https://shop.example/?utm_campaign=may',
    })
    expect(second.sessionId).not.toBe(first.sessionId)
    expect((await sessionOf(site, second)).touches).toMatchObject([{ source: { campaign: 'may' } }])
  })

  test('of a session whose number was given away meanwhile answers another number and remembers it', async () => {
    const site = await makeSite(tables.ledger, { numbers: 1, pool: { leaseMinutes: 2, cooldownMinutes: 0 } })
    const first = await site.visit()
    site.clock.forward(150)
    await site.visit()
    site.clock.forward(1)
    const shared = await site.visit({ ...ids(first), type: 'heartbeat' })
    site.clock.forward(1)
    expect(await site.visit({ ...ids(first), type: 'heartbeat' })).toEqual(shared)
    const leases = await createLeaseStore(tables.ledger).leasesOfSession(site.account, first.sessionId)
    expect(leases.map((lease) => [lease.from, lease.shared])).toEqual([
      [start, false],
      [addSeconds(start, 151), true],
    ])
  })
})

describe('what else happens on a page', () => {
  test('a tapped number is a fact', async () => {
    const site = await makeSite(tables.ledger)
    const first = await site.visit()
    const reply = await site.visit({ ...ids(first), type: 'phone-click', number: '+44 (0)20 7946 0000' })
    expect(reply).toEqual(first)
    expect((await sessionOf(site, first)).phoneClicks).toEqual([{ at: start, number: target }])
  })

  test('an event is a fact', async () => {
    const site = await makeSite(tables.ledger)
    const first = await site.visit()
    await site.visit({ ...ids(first), type: 'event', name: 'video' })
    expect((await sessionOf(site, first)).events).toEqual([{ at: start, name: 'video' }])
  })

  test('a form is known by hashes, in any spelling, and stands encrypted', async () => {
    const site = await makeSite(tables.ledger)
    const first = await site.visit()
    const form = {
      name: 'N',
      email: ' Ann@Mail.Example ',
      phone: '020 7946 0123',
      fields: { message: 'hello' },
    }
    await site.visit({ ...ids(first), type: 'form', form, sentAt: start })
    const [stored] = (await sessionOf(site, first)).forms
    expect(stored?.email).toBe(site.vault.hash(site.account, 'email', 'ann@mail.example'))
    expect(stored?.phone).toBe(site.vault.hash(site.account, 'phone', '+442079460123'))
    expect(JSON.parse(site.vault.open(site.account, stored?.sealed ?? ''))).toEqual(form)
    const ledger = JSON.stringify(await site.items('session'))
    expect(ledger).not.toMatch(/ann@mail|7946 ?0123|hello/i)
  })

  test('a form whose address and phone can’t be read is kept all the same', async () => {
    const site = await makeSite(tables.ledger)
    const first = await site.visit()
    const form = { email: 'none', phone: 'ask my wife' }
    await site.visit({ ...ids(first), type: 'form', form })
    const [stored] = (await sessionOf(site, first)).forms
    expect(stored).not.toHaveProperty('email')
    expect(stored).not.toHaveProperty('phone')
    expect(JSON.parse(site.vault.open(site.account, stored?.sealed ?? ''))).toEqual(form)
  })

  test.each([
    ['the first field that asks it', { 'How did you hear of us?': ' Radio ', heard_from: 'Van' }, 'Radio'],
    ['passing over an empty one', { heard_about: '  ', 'how-did-you-find-us': 'A friend' }, 'A friend'],
    ['passing over what is no text', { heard_from: ['a', 'b'], hear_about: 'Flyer' }, 'Flyer'],
    ['200 characters of a long one', { heard_from: 'x'.repeat(300) }, 'x'.repeat(200)],
    ['no half of a character', { heard_from: `${'x'.repeat(199)}😀` }, 'x'.repeat(199)],
    ['nothing where nobody asked', { message: 'I heard a noise' }, undefined],
  ])('of how the person heard of the business a form’s fact has %s', async (_label, fields, heard) => {
    const site = await makeSite(tables.ledger)
    await site.visit({ type: 'form', form: { fields } })
    const stored = (await site.items('session')).filter(({ fact }) => fact === 'form')
    expect(stored.map((fact) => fact.heard)).toEqual([heard])
  })

  test('what comes first of a session is a view of its page too', async () => {
    const site = await makeSite(tables.ledger)
    const reply = await site.visit({ type: 'form', form: {}, url: 'https://shop.example/?utm_campaign=may' })
    const session = await sessionOf(site, reply)
    expect(session.forms).toHaveLength(1)
    expect(session.touches).toMatchObject([{ source: { campaign: 'may' } }])
  })
})

describe('the swap', () => {
  test('two sessions see two numbers', async () => {
    const site = await makeSite(tables.ledger)
    const replies = [await site.visit(), await site.visit()]
    expect(replies.map((reply) => reply.swap[0]?.number).sort()).toEqual(site.numbers)
  })

  test.each([
    ['every target of the pool', { swapTargets: [target, '+442079460009'] }, 1, [target, '+442079460009']],
    ['a pool without targets leases nothing', { swapTargets: [] }, 1, []],
    ['a pool without numbers and fallback swaps nothing', {}, 0, []],
  ])('%s', async (_label, pool, numbers, expected) => {
    const site = await makeSite(tables.ledger, { numbers, pool })
    expect((await site.visit()).swap.map((each) => each.target)).toEqual(expected)
    expect((await site.items('pool')).filter((slot) => slot.session)).toHaveLength(
      Math.min(expected.length, 1),
    )
  })

  test('a pool without numbers shows its fallback number; one of another country with its calling code', async () => {
    const site = await makeSite(tables.ledger, { numbers: 0, pool: { fallbackNumber: '+12025550123' } })
    expect((await site.visit()).swap).toEqual([
      { target, number: '+12025550123', display: '+1 202 555 0123' },
    ])
    expect(await site.items('number')).toEqual([])
  })
})

describe('write units', () => {
  async function countedSite() {
    const written: string[] = []
    const counting = {
      ...tables.ledger,
      putIf: (...args: Parameters<Tables['ledger']['putIf']>) => {
        written.push('put')
        return tables.ledger.putIf(...args)
      },
      put: (...args: Parameters<Tables['ledger']['put']>) => {
        written.push('put')
        return tables.ledger.put(...args)
      },
      update: (...args: Parameters<Tables['ledger']['update']>) => {
        written.push('update')
        return tables.ledger.update(...args)
      },
    }
    const site = await makeSite(counting)
    written.length = 0
    const cost = async (beacon: Record<string, unknown>) => {
      const reply = await site.visit(beacon)
      return { reply, writes: written.splice(0).length }
    }
    return { site, cost }
  }

  test('a session costs two writes to begin, two a page view, one a heartbeat', async () => {
    const { site, cost } = await countedSite()
    const first = await cost({})
    expect(first.writes).toBe(2)
    expect((await cost(ids(first.reply))).writes).toBe(2)
    site.clock.forward(60)
    expect((await cost({ ...ids(first.reply), type: 'heartbeat' })).writes).toBe(1)
    site.clock.forward(3600)
    expect((await cost(ids(first.reply))).writes).toBe(3)
  })
})
