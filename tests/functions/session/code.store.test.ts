import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CollectReply } from '../../../functions/session/schema.ts'
import type { Campaign } from '../../../shared/domain/campaign.ts'
import { isWellFormed } from '../../../shared/domain/code.ts'
import { addDays, addSeconds } from '../../../shared/domain/time.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { makeSite, type Site, start } from './support.ts'

let tables: Tables
beforeAll(async () => {
  tables = await createTestTables()
})
afterAll(() => tables.drop())

const ids = ({ visitorId, sessionId }: CollectReply) => ({ visitorId, sessionId })
const codeOf = ({ code }: CollectReply): string => {
  if (!code) throw new Error('no code was answered')
  return code.code
}
async function siteWithCampaign(campaign: Partial<Campaign> = {}): Promise<Site> {
  const site = await makeSite(tables.ledger)
  await site.addCampaign(campaign)
  return site
}
const issued = async (site: Site) => (await site.items('code')).filter(({ sk }) => sk === 'code')
const quoteByPhone = (site: Site, code: string) =>
  site.codes.quote(site.account, code, { callSid: `CA${'7'.repeat(32)}`, how: 'keyed' }, site.clock.now)

describe('a page view where a campaign shows codes', () => {
  test('answers a code that is tied to the session and the visitor', async () => {
    const site = await siteWithCampaign()
    const reply = await site.visit()
    const code = codeOf(reply)
    expect(isWellFormed(code, 7)).toBe(true)
    expect(reply.code?.display).toBe(`${code.slice(0, 3)}-${code.slice(3)}`)
    expect(reply.code?.spoken).toMatch(/^(\w+, ){2}\w+\. (\w+, ){3}\w+\.$/)
    expect(reply.code?.expiresAt).toBe(addDays(start, 7))
    const [fact] = await site.items('code').then((items) => items.filter(({ sk }) => sk === 'issued'))
    expect(fact).toMatchObject({
      fact: 'code-issued',
      code,
      session: reply.sessionId,
      visitor: reply.visitorId,
      singleUse: true,
    })
  })

  test('answers the same code to the same visitor, in later sessions too, and another to another', async () => {
    const site = await siteWithCampaign()
    const first = await site.visit()
    expect((await site.visit(ids(first))).code).toEqual(first.code)
    site.clock.forward(2 * 86_400)
    const later = await site.visit(ids(first))
    expect(later.sessionId).not.toBe(first.sessionId)
    expect(later.code).toEqual(first.code)
    expect(codeOf(await site.visit())).not.toBe(codeOf(first))
    expect((await site.codes.get(site.account, codeOf(first)))?.session).toBe(first.sessionId)
  })

  test('answers a new code when the old one is over', async () => {
    const site = await siteWithCampaign()
    const first = await site.visit()
    site.clock.forward(7 * 86_400 - 1)
    expect((await site.visit(ids(first))).code).toEqual(first.code)
    site.clock.forward(1)
    const second = await site.visit(ids(first))
    expect(codeOf(second)).not.toBe(codeOf(first))
    expect((await site.visit(ids(second))).code).toEqual(second.code)
  })

  test('answers a new code when the old one was used, and again after each use', async () => {
    const site = await siteWithCampaign()
    const first = await site.visit()
    expect(await quoteByPhone(site, codeOf(first))).toMatchObject({ kind: 'redeemed' })
    const second = await site.visit(ids(first))
    expect(codeOf(second)).not.toBe(codeOf(first))
    expect(await quoteByPhone(site, codeOf(second))).toMatchObject({ kind: 'redeemed' })
    const third = await site.visit(ids(first))
    expect(new Set([first, second, third].map(codeOf)).size).toBe(3)
  })

  test('answers a code with uses left again', async () => {
    const site = await siteWithCampaign({ maxUses: 2 })
    const first = await site.visit()
    await quoteByPhone(site, codeOf(first))
    expect((await site.visit(ids(first))).code).toEqual(first.code)
  })

  test('answers a code again that a call holds, and another when it was voided', async () => {
    const site = await siteWithCampaign()
    const first = await site.visit()
    await site.codes.hold(site.account, codeOf(first), `CA${'8'.repeat(32)}`, 10, site.clock.now)
    expect((await site.visit(ids(first))).code).toEqual(first.code)
    await site.codes.voidCode(site.account, codeOf(first), 'owner', undefined, site.clock.now)
    expect(codeOf(await site.visit(ids(first)))).not.toBe(codeOf(first))
  })

  test('answers no code that is another visitor’s by now', async () => {
    const site = await siteWithCampaign()
    const [mine, other] = [await site.visit(), await site.visit()]
    const [item] = (await site.items('visitor')).filter(({ pk }) => pk.endsWith(mine.visitorId))
    if (!item) throw new Error('the visitor’s code is not kept')
    await tables.ledger.put({ ...item, code: codeOf(other) })
    expect(codeOf(await site.visit(ids(mine)))).not.toBe(codeOf(other))
  })

  test('answers each account’s own code to a visitor of both', async () => {
    const [one, other] = [await siteWithCampaign(), await siteWithCampaign()]
    const replies = [await one.visit({ visitorId: 'vis_both' }), await other.visit({ visitorId: 'vis_both' })]
    expect(await other.codes.get(other.account, codeOf(replies[0] as CollectReply))).toBeUndefined()
    expect(await issued(other)).toHaveLength(1)
  })

  test('answers codes of ten digits for a campaign of both directions', async () => {
    const site = await siteWithCampaign({ direction: 'both', digits: 9 })
    expect(codeOf(await site.visit())).toMatch(/^\d{10}$/)
  })
})

describe('whether a code is wanted', () => {
  test.each([
    ['says nothing', undefined, 1],
    ['says null', null, 1],
    ['says yes', true, 1],
    ['says no', false, 0],
  ])('a page that %s', async (_label, wantsCode, codes) => {
    const site = await siteWithCampaign()
    const reply = await site.visit({ wantsCode })
    expect(reply.code === null).toBe(codes === 0)
    expect(await issued(site)).toHaveLength(codes)
  })

  test('a heartbeat may ask for one that the page view did not want', async () => {
    const site = await siteWithCampaign()
    const first = await site.visit({ wantsCode: false })
    const beat = await site.visit({ ...ids(first), type: 'heartbeat', wantsCode: true })
    expect(await issued(site)).toMatchObject([{ code: codeOf(beat), session: first.sessionId }])
  })

  test('neither yes nor no is refused', async () => {
    const site = await siteWithCampaign()
    expect((await site.collect({ wantsCode: 'yes' })).status).toBe(422)
  })
})

describe('which campaign', () => {
  test.each<[string, Partial<Campaign>]>([
    ['is not active', { active: false }],
    ['has not begun', { startsAt: addSeconds(start, 1) }],
    ['has ended', { endsAt: start }],
    ['gives its codes by phone', { direction: 'phone-to-web' }],
    ['is for referrers', { kind: 'referral' }],
    ['is one code for many', { kind: 'source' }],
  ])('none that %s', async (_label, campaign) => {
    const site = await siteWithCampaign(campaign)
    const reply = await site.visit()
    expect(reply.code).toBeNull()
    expect(reply.swap).toHaveLength(1)
    expect(await issued(site)).toEqual([])
    expect(site.logged).toEqual([])
  })

  test('one from its first instant to its last, codes ending with it', async () => {
    const endsAt = addSeconds(start, 60)
    const site = await siteWithCampaign({ startsAt: start, endsAt })
    expect((await site.visit()).code?.expiresAt).toBe(endsAt)
    site.clock.forward(60)
    expect((await site.visit()).code).toBeNull()
  })

  test('the first that was created, whatever its id', async () => {
    const site = await makeSite(tables.ledger)
    await site.addCampaign({ id: 'cmp_a', createdAt: addSeconds(start, -1) })
    await site.addCampaign({ id: 'cmp_0', createdAt: start })
    await site.addCampaign({ id: 'cmp_1', createdAt: addSeconds(start, -2), active: false })
    await site.visit()
    expect(await issued(site)).toMatchObject([{ campaignId: 'cmp_a' }])
  })

  test('a code of another one that shows codes too stays', async () => {
    const site = await siteWithCampaign({ createdAt: start })
    const first = await site.visit()
    await site.addCampaign({ createdAt: addSeconds(start, -60) })
    expect((await site.visit(ids(first))).code).toEqual(first.code)
  })
})

describe('nobody gets a code who is not counted', () => {
  test('a bot', async () => {
    const site = await siteWithCampaign()
    const response = await site.collect({ wantsCode: true }, { 'user-agent': 'Googlebot/2.1' })
    expect(await response.json()).toMatchObject({ swap: [], code: null })
    expect(await issued(site)).toEqual([])
  })

  test('an excluded visitor, not even the one of before', async () => {
    const site = await makeSite(tables.ledger, { account: { excludedVisitors: ['vis_staff'] } })
    await site.addCampaign()
    expect((await site.visit({ visitorId: 'vis_staff', wantsCode: true })).code).toBeNull()
    expect(await issued(site)).toEqual([])
    expect((await site.visit({ visitorId: 'vis_guest' })).code).not.toBeNull()
  })
})

describe('beacons at once', () => {
  test('of one new visitor get one code; what was minted beside it is void and counts no more', async () => {
    const site = await siteWithCampaign()
    const beacons = Array.from({ length: 8 }, (_, each) => ({
      visitorId: 'vis_tabs',
      sentAt: addSeconds(start, -each),
    }))
    const replies = await Promise.all(beacons.map((beacon) => site.visit(beacon)))
    expect(new Set(replies.map(codeOf)).size).toBe(1)
    const codes = await issued(site)
    expect(codes.filter(({ state }) => state === 'live')).toMatchObject([
      { code: codeOf(replies[0] as CollectReply) },
    ])
    expect(await site.codes.countLive(site.account, 6, site.clock.now)).toBe(1)
    expect(site.logged).toEqual([])
  })

  test('of a visitor whose code was used get one new code', async () => {
    const site = await siteWithCampaign()
    const first = await site.visit()
    await quoteByPhone(site, codeOf(first))
    const replies = await Promise.all(
      [1, 2, 3, 4].map((each) => site.visit({ ...ids(first), sentAt: addSeconds(start, -each) })),
    )
    expect(new Set(replies.map(codeOf)).size).toBe(1)
    expect(codeOf(replies[0] as CollectReply)).not.toBe(codeOf(first))
  })
})

describe('a code that can’t be had', () => {
  test('because one more could be guessed too easily leaves the page as it is, with a line in the log', async () => {
    const site = await siteWithCampaign({ digits: 4, acceptableRisk: 0.02 })
    const first = await site.visit()
    expect(first.code).not.toBeNull()
    const second = await site.visit()
    const third = await site.visit()
    expect(third.code).toBeNull()
    expect(third.swap).toHaveLength(1)
    expect(site.logged.map((line) => JSON.parse(line))).toMatchObject(
      [second, third]
        .filter(({ code }) => code === null)
        .map(() => ({
          event: 'code-not-issued',
          account: site.account,
          campaign: expect.stringMatching(/^cmp_/),
          because: 'too-many-live',
          detail: expect.stringContaining('live codes'),
        })),
    )
    // Who has one keeps it.
    expect((await site.visit(ids(first))).code).toEqual(first.code)
  })

  const fail = () => Promise.reject(Object.assign(new Error('throttled'), { name: 'ThrottlingException' }))
  test.each([
    ['to mint', 'codes', 'mint'],
    ['to keep whose it is', 'shownCodes', 'replace'],
    ['to look up the visitor’s', 'shownCodes', 'of'],
  ] as const)('because the store fails %s leaves the page as it is', async (_label, port, method) => {
    const site = await makeSite(tables.ledger, {
      deps: (deps) => ({ [port]: { ...deps[port], [method]: fail } }),
    })
    await site.addCampaign()
    const reply = await site.visit({ visitorId: 'vis_known' })
    expect(reply).toMatchObject({ visitorId: 'vis_known', code: null })
    expect(reply.swap).toHaveLength(1)
    expect(await site.items('session')).toHaveLength(1)
    expect(site.logged.map((line) => JSON.parse(line))).toMatchObject([
      { event: 'code-failed', cause: expect.stringContaining('ThrottlingException') },
    ])
  })
})
