import { randomBytes, randomUUID } from 'node:crypto'
import type { Hono } from 'hono'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { enquiryList, sourcesReportSchema } from '../../../functions/attribution/schema.ts'
import { compose as composeCoupon } from '../../../functions/coupon/compose.ts'
import { compose as composeOutreach } from '../../../functions/outreach/compose.ts'
import type { ReferralDeps } from '../../../functions/outreach/referrals/ports.ts'
import { settleReferral } from '../../../functions/outreach/referrals/settle-referral.ts'
import type { Fact } from '../../../shared/domain/fact.ts'
import { createAccountStore } from '../../../shared/store/account-store.ts'
import { createCallStore } from '../../../shared/store/call-store.ts'
import { createCampaignStore } from '../../../shared/store/campaign-store.ts'
import { createCodeStore } from '../../../shared/store/code-store.ts'
import { createDayStore } from '../../../shared/store/day-store.ts'
import { createEnquiryStore } from '../../../shared/store/enquiry-store.ts'
import { createLinkStore } from '../../../shared/store/link-store.ts'
import { createReferralStore } from '../../../shared/store/referral-store.ts'
import { createRollupStore } from '../../../shared/store/rollup-store.ts'
import { createSessionStore } from '../../../shared/store/session-store.ts'
import { createTextFactStore } from '../../../shared/store/text-fact-store.ts'
import { createVault } from '../../../shared/store/vault.ts'
import { startAttribution, testAccount, testKeys, testMasterKey } from '../../support/bridge.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'

const now = '2026-11-20T12:00:00.000Z'
const vault = createVault(testMasterKey)
let tables: Tables
let bridge: Awaited<ReturnType<typeof startAttribution>>
let coupon: Hono
let outreach: Hono
let deps: ReferralDeps
/** Each waits for the views several times, beside whatever else the machine does. */
vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 })

beforeAll(async () => {
  tables = await createTestTables()
  bridge = await startAttribution(tables)
  const env = {
    TIELINE_MASTER_KEY: testMasterKey,
    PUBLIC_BASE_URL: 'https://calls.example.com',
    TWILIO_ACCOUNT_SID: 'AC',
    TWILIO_AUTH_TOKEN: 'x',
    TWILIO_API_BASE_URL: 'http://127.0.0.1:9',
  }
  coupon = composeCoupon(tables, env, {}, () => now)
  outreach = composeOutreach(tables, env, { now: () => now }).app
  const { ledger, views } = tables
  deps = {
    referrals: createReferralStore(ledger),
    codes: createCodeStore(ledger, { randomBytes }),
    ledger: {
      accounts: createAccountStore(ledger),
      campaigns: createCampaignStore(ledger),
      calls: createCallStore(ledger),
      texts: createTextFactStore(ledger),
      sessions: createSessionStore(ledger),
    },
    views: {
      enquiries: createEnquiryStore(views, createDayStore(views), randomUUID),
      links: createLinkStore(views),
      rollups: createRollupStore(views, randomUUID),
    },
    vault,
    now: () => now,
  }
})
afterAll(async () => {
  await bridge.stop()
  await tables.drop()
  expect(bridge.failures).toEqual([])
})

const ann = '+447700900001'
const ben = '+447700900002'
const cat = '+447700900003'

/** A business with a referral campaign and a code for Ann. */
async function business(name: string) {
  const account = `acc_ref_${name}`
  await bridge.createAccount(testAccount(account))
  const send = async (app: Hono, method: string, path: string, body?: unknown) => {
    const response = await app.request(path, {
      method,
      headers: { authorization: `Bearer ${testKeys(account).secretKey}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    // biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely
    return { status: response.status, text, json: (text.startsWith('{') ? JSON.parse(text) : null) as any }
  }
  const gift = { kind: 'amount', amount: 2000, currency: 'GBP' }
  const campaign = async (more: object) =>
    (
      await send(coupon, 'POST', '/v1/campaigns', {
        name: 'Thanks',
        direction: 'both',
        benefit: gift,
        validFor: 'P1Y',
        ...more,
      })
    ).json.id as string
  const [forReferrer, forFriend] = [await campaign({}), await campaign({})]
  const referralCampaign = await campaign({
    name: 'Recommend us',
    kind: 'referral',
    maxUses: 1000,
    referral: { page: 'https://shop.example/start', rewards: { referrer: forReferrer, friend: forFriend } },
  })
  const refer = (phone: string) =>
    send(coupon, 'POST', '/v1/referrals', { campaignId: referralCampaign, holder: { phone } })
  let calls = 0
  const shop = {
    account,
    refer,
    send,
    async call(from: string, code?: string, at = '2026-11-10T10:00:00.000Z') {
      calls += 1
      const callSid = `CA${name}${calls}`
      const voice: Fact = {
        fact: 'voice',
        account,
        callSid,
        number: '+442079460001',
        numberId: 'num_1',
        at,
        caller: vault.hash(account, 'phone', from),
      }
      await bridge.write(voice)
      if (code !== undefined)
        await createCodeStore(tables.ledger, { randomBytes }).quote(
          account,
          code,
          { callSid, how: 'agent' },
          now,
        )
      await shop.follow()
      return callSid
    },
    async tell(contact: string, stage: string, valueMinorUnits: number | undefined, day: number) {
      const at = `2026-11-${day}T10:00:00.000Z`
      await bridge.write({ fact: 'outcome', account, contact, at, by: 'test', stage, valueMinorUnits })
      await shop.follow()
    },
    /** Lets the views come in line, and follows every enquiry up, twice as a stream may. */
    async follow() {
      await bridge.settled()
      const { data } = await bridge.get(account, '/v1/enquiries', enquiryList)
      for (const { id } of [...data, ...data]) {
        const row = await deps.views.enquiries.find(account, id)
        if (row) await settleReferral(deps, account, row.enquiry)
      }
    },
    report: async () =>
      (await send(outreach, 'GET', '/v1/reports/referrals?from=2026-11-01&to=2026-11-30')).json,
  }
  return shop
}
const codeState = async (account: string, code: string) => (await deps.codes.get(account, code))?.state

it('a friend who says the code and buys rewards both sides, once, and takes it back with the sale', async () => {
  const shop = await business('both')
  const { status, json: referrer } = await shop.refer(ann)
  expect(status).toBe(201)
  expect((await shop.refer(ann)).json.code).toBe(referrer.code)
  expect(referrer.link).toBe(
    `https://shop.example/start?utm_source=referral&utm_medium=referral&utm_campaign=${referrer.campaignId}&utm_content=${referrer.code}&tl_ref=${referrer.code}`,
  )
  const call = await shop.call(ben, referrer.code)
  expect((await shop.report()).friends).toMatchObject([{ state: 'open', by: 'code', friendReward: null }])

  await shop.tell(call, 'won', 45_000, 12)
  const report = await shop.report()
  expect(report.rows).toMatchObject([
    { code: referrer.code, referrer: ann, enquiries: 1, sold: 1, value: 45_000, earned: 1 },
  ])
  const [friend] = report.friends
  expect(friend).toMatchObject({ state: 'earned' })
  expect(await codeState(shop.account, friend.referrerReward)).toBe('live')
  expect(await codeState(shop.account, friend.friendReward)).toBe('live')

  // A second sale to the same friend, months of enquiries later, is no second friend.
  const again = await shop.call(ben, referrer.code, '2026-11-14T10:00:00.000Z')
  await shop.tell(again, 'won', 10_000, 15)
  expect((await shop.report()).totals.earned).toBe(1)
  await shop.tell(again, 'refunded', undefined, 16)
  await shop.tell(call, 'refunded', undefined, 16)
  const after = await shop.report()
  expect(after.friends).toMatchObject([{ state: 'taken-back', referrerReward: null }])
  expect(await codeState(shop.account, friend.referrerReward)).toBe('voided')
  expect(await codeState(shop.account, friend.friendReward)).toBe('voided')
})

it('a link that a friend followed is as good as the code, and Referral in every report', async () => {
  const shop = await business('link')
  const { json: referrer } = await shop.refer(ann)
  const session = 'ses_friend'
  const base = { account: shop.account, session, visitor: 'vis_friend' }
  await bridge.write({ ...base, fact: 'page', at: '2026-11-10T09:00:00.000Z', url: referrer.link })
  await bridge.write({
    ...base,
    fact: 'form',
    formId: 'frm_friend',
    at: '2026-11-10T09:05:00.000Z',
    email: vault.hash(shop.account, 'email', 'ben@example.com'),
  })
  await shop.follow()
  await shop.tell('frm_friend', 'won', 5_000, 12)
  expect((await shop.report()).rows).toMatchObject([{ visits: 1, enquiries: 1, earned: 1 }])
  const { rows } = await bridge.get(
    shop.account,
    '/v1/reports/sources?from=2026-11-01&to=2026-11-30&groupBy=channel',
    sourcesReportSchema,
  )
  expect(rows).toMatchObject([{ key: 'Referral', enquiries: 1, value: 5_000 }])
})

it('nobody recommends the business to themselves: by phone, or by a browser that both were seen with', async () => {
  const shop = await business('self')
  const { json: referrer } = await shop.refer(ann)
  // Ann's form shows which browser is hers; then that browser follows her link under another address.
  const hers = { account: shop.account, session: 'ses_ann', visitor: 'vis_ann' }
  await bridge.write({ ...hers, fact: 'page', at: '2026-11-02T09:00:00.000Z', url: 'https://shop.example/' })
  await bridge.write({
    ...hers,
    fact: 'form',
    formId: 'frm_ann',
    at: '2026-11-02T09:05:00.000Z',
    phone: vault.hash(shop.account, 'phone', ann),
  })
  const later = { ...hers, session: 'ses_ann2' }
  await bridge.write({ ...later, fact: 'page', at: '2026-11-10T09:00:00.000Z', url: referrer.link })
  await bridge.write({
    ...later,
    fact: 'form',
    formId: 'frm_ann2',
    at: '2026-11-10T09:05:00.000Z',
    email: vault.hash(shop.account, 'email', 'another@example.com'),
  })
  await shop.follow()
  await shop.tell('frm_ann2', 'won', 5_000, 12)
  const own = await shop.call(ann, referrer.code, '2026-11-11T09:00:00.000Z')
  await shop.tell(own, 'won', 5_000, 12)
  expect((await shop.report()).totals.earned).toBe(0)
  expect((await shop.report()).friends.map(({ refusal }: { refusal: string }) => refusal)).not.toContain(null)
})

it('a loop of recommendations earns nothing at its end', async () => {
  const shop = await business('loop')
  const codes = new Map<string, string>()
  for (const phone of [ann, ben, cat]) codes.set(phone, (await shop.refer(phone)).json.code)
  const buy = async (who: string, by: string, day: number) =>
    shop.tell(await shop.call(who, codes.get(by), `2026-11-${day}T10:00:00.000Z`), 'won', 100, day + 1)
  await buy(ben, ann, 10)
  await buy(cat, ben, 12)
  await buy(ann, cat, 14)
  expect((await shop.report()).friends).toMatchObject([
    { state: 'refused', refusal: 'loop' },
    { state: 'earned' },
    { state: 'earned' },
  ])
})

it('the share page says what a friend gets, and hides that other codes exist', async () => {
  const shop = await business('page')
  const { json: referrer } = await shop.refer(ann)
  const { pathname } = new URL(referrer.share)
  const page = await shop.send(coupon, 'GET', `${pathname}?key=${testKeys(shop.account).siteKey}`)
  expect(page.status).toBe(200)
  expect(page.text).toContain('£20 off')
  expect(page.text).toContain(referrer.display)
  expect(page.text).toContain('tl_ref=')
  expect(page.text).not.toContain('7700')
  for (const code of ['0000000000', '12']) {
    const answer = await shop.send(coupon, 'GET', `/share/${code}?key=${testKeys(shop.account).siteKey}`)
    expect([answer.status, answer.text.includes('not valid')]).toEqual([404, true])
  }
})
