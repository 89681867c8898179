import { randomBytes, randomUUID } from 'node:crypto'
import type { Hono } from 'hono'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { enquiryList, sourcesReportSchema } from '../../../functions/attribution/schema.ts'
import { compose as composeCoupon } from '../../../functions/coupon/compose.ts'
import { compose as composeOutreach, type Outreach } from '../../../functions/outreach/compose.ts'
import { composeBase } from '../../../functions/outreach/compose-base.ts'
import { composeFollowUp } from '../../../functions/outreach/compose-follow-up.ts'
import type { ReferralDeps } from '../../../functions/outreach/referrals/ports.ts'
import { settleReferral } from '../../../functions/outreach/referrals/settle-referral.ts'
import { displayCode } from '../../../shared/domain/code-display.ts'
import type { Fact } from '../../../shared/domain/fact.ts'
import type { Mail, Mailer } from '../../../shared/mail/mail.ts'
import { consoleObserver } from '../../../shared/observe/console.ts'
import { createAccountStore } from '../../../shared/store/account-store.ts'
import { createCallStore } from '../../../shared/store/call-store.ts'
import { createCampaignStore } from '../../../shared/store/campaign-store.ts'
import { createCodeFactStore } from '../../../shared/store/code-fact-store.ts'
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
let outreach: Outreach
let deps: ReferralDeps
const sent: Mail[] = []
const mailer: Mailer = {
  async send(mail) {
    sent.push(mail)
    return { messageId: `m${sent.length}` }
  },
}
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
  outreach = composeOutreach(tables, env, { now: () => now, mailer })
  const base = composeBase(tables, env, {
    mailer,
    now: () => now,
    report: ({ cause }) => void bridge.failures.push(cause),
    watcher: consoleObserver,
  })
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
    thank: composeFollowUp(base, async () => {}).thank,
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
  let forms = 0
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
    referralCampaign,
    /** A form of somebody’s browser, after a visit. @returns its contact */
    async form(who: string, form: { email: string; name?: string; fields?: object }, url?: string) {
      forms += 1
      const base = { account, session: `ses_${name}_${who}${forms}`, visitor: `vis_${name}_${who}` }
      const at = `2026-11-10T10:${10 + forms}:00.000Z`
      await bridge.write({ ...base, fact: 'page', at, url: url ?? 'https://shop.example/' })
      const formId = `frm_${name}${forms}`
      await bridge.write({
        ...base,
        fact: 'form',
        formId,
        at,
        email: vault.hash(account, 'email', form.email),
        sealed: vault.seal(account, JSON.stringify(form)),
      })
      await shop.follow()
      return formId
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
      (await send(outreach.app, 'GET', '/v1/reports/referrals?from=2026-11-01&to=2026-11-30')).json,
  }
  return shop
}
/** Of every touch of every enquiry. */
const journeyChannels = async (account: string): Promise<string[]> =>
  (await bridge.get(account, '/v1/enquiries', enquiryList)).data.flatMap(({ journey }) =>
    journey.map(({ channel }) => channel),
  )
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
  expect(after.friends).toMatchObject([
    { state: 'taken-back', takenBackBecause: 'refunded', referrerReward: null, friendReward: null },
  ])
  expect(await codeState(shop.account, friend.referrerReward)).toBe('voided')
  expect(await codeState(shop.account, friend.friendReward)).toBe('voided')
})

it('both sides are told of their codes by mail where they agreed to be written to, once', async () => {
  const shop = await business('mail')
  const { account } = shop
  const { json: referrer } = await shop.send(coupon, 'POST', '/v1/referrals', {
    campaignId: shop.referralCampaign,
    holder: { email: 'ann@example.com' },
  })
  await shop.form('ann', { email: 'ann@example.com', fields: { newsletter: 'yes' } })
  const friend = await shop.form('ben', { name: 'Ben', email: 'ben@example.com' }, referrer.link)
  sent.length = 0
  await shop.tell(friend, 'won', 45_000, 12)
  const [told] = (await shop.report()).friends
  expect(told).toMatchObject({
    state: 'earned',
    mails: { referrer: 'on-its-way', friend: 'no-consent' },
  })
  await outreach.workDue()
  expect(sent.map(({ to }) => to)).toEqual(['ann@example.com'])

  // He agrees later, in another form: the next change of the enquiry tells him.
  await shop.form('ben', { email: 'ben@example.com', fields: { newsletter: 'yes' } })
  await outreach.workDue()
  await shop.follow()
  await outreach.workDue()
  expect(sent.map(({ to }) => to)).toEqual(['ann@example.com', 'ben@example.com'])
  const [, mail] = sent
  expect(mail?.subject).toBe('Your thank-you from Sash & Sons')
  const { friendReward } = told
  expect(mail?.text).toContain('Hello Ben,')
  expect(mail?.text).toContain('£20 off')
  expect(mail?.text).toContain(displayCode(friendReward))
  expect(mail?.unsubscribeUrl).toMatch(/\/mail\/leave\?/)
  expect((await shop.report()).friends[0].mails).toEqual({ referrer: 'on-its-way', friend: 'on-its-way' })
  expect(await codeState(account, friendReward)).toBe('live')
})

it('a reward that was used stays when the sale is undone, and is not given again; what was on its way is not sent', async () => {
  const shop = await business('used')
  const { account } = shop
  const { json: referrer } = await shop.refer(ann)
  const friend = await shop.form(
    'ben',
    { email: 'ben@example.com', fields: { newsletter: 'yes' } },
    referrer.link,
  )
  sent.length = 0
  await shop.tell(friend, 'won', 45_000, 12)
  const [{ referrerReward, friendReward }] = (await shop.report()).friends
  const codes = createCodeStore(tables.ledger, { randomBytes })
  await codes.redeem(account, referrerReward, { owner: 'shop', how: 'api' }, now)
  await shop.tell(friend, 'lost', undefined, 13)
  await outreach.workDue()
  expect(sent).toEqual([])
  expect((await shop.report()).friends).toMatchObject([
    { state: 'taken-back', takenBackBecause: 'lost', referrerReward, friendReward: null },
  ])
  expect(await codeState(account, friendReward)).toBe('voided')
  const story = await shop.send(coupon, 'GET', `/v1/codes/${friendReward}`)
  expect(story.text).toContain('The sale was lost after all. (enq_')

  await shop.tell(friend, 'won', 45_000, 14)
  const [again] = (await shop.report()).friends
  expect(again).toMatchObject({ state: 'earned', referrerReward })
  expect(again.friendReward).not.toBe(friendReward)
  expect(await codeState(account, again.friendReward)).toBe('live')
})

it('rewards are taken back with the code that the friend had quoted by mistake', async () => {
  const shop = await business('undone')
  const { json: referrer } = await shop.refer(ann)
  const call = await shop.call(ben, referrer.code)
  await shop.tell(call, 'won', 45_000, 12)
  const [{ friendReward }] = (await shop.report()).friends
  const { data } = await bridge.get(shop.account, '/v1/enquiries', enquiryList)
  const story = await createCodeFactStore(tables.ledger).factsOf(shop.account, referrer.code)
  const use = story.find((fact) => fact.fact === 'code-used')
  if (use?.fact !== 'code-used') throw new Error(`no use in ${data.length} enquiries`)
  await createCodeStore(tables.ledger, { randomBytes }).voidUse(
    shop.account,
    referrer.code,
    use.useId,
    'an agent',
    'It was another caller.',
    now,
  )
  await shop.follow()
  expect((await shop.report()).friends).toMatchObject([
    { state: 'taken-back', takenBackBecause: 'no-recommendation', friendReward: null },
  ])
  expect(await codeState(shop.account, friendReward)).toBe('voided')
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
  // And enters it online, in a visit of another browser in which she left her phone.
  const third = { account: shop.account, session: 'ses_ann3', visitor: 'vis_ann3' }
  const entered = '2026-11-11T10:00:00.000Z'
  await bridge.write({
    ...third,
    fact: 'page',
    at: entered,
    url: 'https://shop.example/?utm_source=news&utm_medium=email',
  })
  const use = { owner: third.session, ...third, how: 'online' } as const
  await createCodeStore(tables.ledger, { randomBytes }).redeem(shop.account, referrer.code, use, entered)
  await shop.follow()
  expect(await journeyChannels(shop.account)).toContain('Referral')
  await bridge.write({
    ...third,
    fact: 'form',
    formId: 'frm_ann3',
    at: '2026-11-11T10:05:00.000Z',
    phone: vault.hash(shop.account, 'phone', ann),
  })
  await shop.follow()
  const { data } = await bridge.get(shop.account, '/v1/enquiries', enquiryList)
  expect(data.map(({ source }) => source?.channel ?? null)).not.toContain('Referral')
  expect(await journeyChannels(shop.account)).not.toContain('Referral')
  expect(data.flatMap(({ evidence }) => evidence).filter(({ kind }) => kind === 'referral')).toMatchObject([
    { strength: 0, detail: expect.stringContaining('nobody recommends the business to themselves') },
  ])
  expect((await shop.report()).totals.earned).toBe(0)
  const { friends } = await shop.report()
  const sold = friends.filter(({ state }: { state: string }) => state !== 'open')
  expect(sold.map(({ refusal }: { refusal: string }) => refusal)).not.toContain(null)
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
