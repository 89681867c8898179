import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { codesReportSchema } from '../../../functions/attribution/schema.ts'
import type { CodeFact, Fact } from '../../../shared/domain/fact.ts'
import { createCampaignStore } from '../../../shared/store/campaign-store.ts'
import { createCodeStore } from '../../../shared/store/code-store.ts'
import { createMintJobStore } from '../../../shared/store/mint-job-store.ts'
import { exampleCampaign } from '../../domain/coupon-examples.ts'
import { startAttribution, testAccount, testKeys } from '../../support/bridge.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'

let tables: Tables
let bridge: Awaited<ReturnType<typeof startAttribution>>
beforeAll(async () => {
  tables = await createTestTables()
  bridge = await startAttribution(tables, { duplicate: 0.3, random: Math.random, batchSize: 3 })
})
afterAll(async () => {
  await bridge.stop()
  await tables.drop()
})

const codeFacts = (account: string, code: string) => {
  const base = { account, code, campaignId: 'cmp_1', singleUse: true }
  return {
    shown: (at: string): CodeFact => ({ ...base, fact: 'code-issued', at, session: `ses_${code}` }),
    given: (at: string): CodeFact => ({ ...base, fact: 'code-issued', at, callSid: `CA${code}` }),
    quoted: (at: string): CodeFact => ({
      ...base,
      fact: 'code-used',
      at,
      useId: `red_${code}`,
      how: 'keyed',
      callSid: `CAuse${code}`,
    }),
    redeemed: (at: string, amount: number): CodeFact => ({
      ...base,
      fact: 'code-used',
      at,
      useId: `red_${code}`,
      how: 'online',
      session: `ses_use${code}`,
      order: { value: { amount, currency: 'GBP' } },
    }),
    voided: (at: string): CodeFact => ({
      fact: 'code-use-voided',
      account,
      code,
      at,
      useId: `red_${code}`,
      by: 'agent',
    }),
  }
}
const reportOf = (account: string, query: string) =>
  bridge.get(account, `/v1/reports/codes?${query}`, codesReportSchema)
const november = 'from=2026-11-01&to=2026-11-30'

async function write(...facts: Fact[]): Promise<void> {
  for (const fact of facts) await bridge.write(fact)
  await bridge.settled()
}

describe('the report of codes', () => {
  it('tells what became of the codes of each campaign, all on the day of their issue', async () => {
    const account = 'acc_codes'
    await bridge.createAccount(testAccount(account))
    await createCampaignStore(tables.ledger).create(
      account,
      exampleCampaign({ id: 'cmp_1', name: 'Winter sashes', direction: 'both' }),
    )
    const [one, two, three] = ['1000001', '1000002', '1000003'].map((code) => codeFacts(account, code))
    await write(
      ...(one ? [one.shown('2026-11-02T10:00:00.000Z'), one.quoted('2026-11-02T10:04:00.000Z')] : []),
      ...(two ? [two.shown('2026-11-02T11:00:00.000Z')] : []),
      ...(three
        ? [three.given('2026-11-03T09:00:00.000Z'), three.redeemed('2026-12-03T09:00:00.000Z', 4200)]
        : []),
    )
    const report = await reportOf(account, november)
    expect(report).toMatchObject({
      from: '2026-11-01',
      to: '2026-11-30',
      timeZone: 'UTC',
      rows: [
        {
          key: 'cmp_1',
          name: 'Winter sashes',
          direction: 'both',
          issued: 3,
          used: 2,
          conversion: 0.6667,
          quoted: 1,
          redeemed: 1,
          value: 4200,
          timeToRedemption: { meanSeconds: (240 + 30 * 86_400) / 2, median: 'under 5 minutes' },
          directions: [
            { direction: 'web-to-phone', issued: 2, quoted: 1, conversion: 0.5 },
            {
              direction: 'phone-to-web',
              issued: 1,
              redeemed: 1,
              timeToRedemption: { median: 'over 4 weeks' },
            },
          ],
        },
      ],
      totals: { issued: 3, used: 2, quoted: 1, redeemed: 1, value: 4200 },
    })
    expect((await reportOf(account, 'from=2026-12-01&to=2026-12-31')).rows).toEqual([])
    expect((await reportOf(account, 'from=2026-11-03&to=2026-11-03')).totals).toMatchObject({
      issued: 1,
      redeemed: 1,
    })
    const { previous } = await reportOf(account, 'from=2026-11-03&to=2026-11-03&compare=previous')
    expect(previous).toMatchObject({
      from: '2026-11-02',
      to: '2026-11-02',
      totals: { issued: 2, quoted: 1, value: 0 },
    })
    expect(bridge.failures).toEqual([])
  })

  it('moves a code whose issue is told after its use to the day of its issue', async () => {
    const account = 'acc_late'
    await bridge.createAccount(testAccount(account))
    const { shown, quoted } = codeFacts(account, '2000001')
    await write(quoted('2026-11-09T10:00:00.000Z'))
    expect((await reportOf(account, 'from=2026-11-09&to=2026-11-09')).rows).toMatchObject([
      {
        name: null,
        direction: null,
        issued: 0,
        used: 0,
        conversion: null,
        usedWithoutIssue: 1,
        quoted: 1,
        directions: [{ direction: 'unknown' }],
      },
    ])
    await write(shown('2026-11-02T10:00:00.000Z'))
    expect((await reportOf(account, 'from=2026-11-09&to=2026-11-09')).rows).toEqual([])
    expect((await reportOf(account, november)).totals).toMatchObject({
      issued: 1,
      used: 1,
      usedWithoutIssue: 0,
      quoted: 1,
    })
  })

  it('forgets a use that is taken back, whether that is told before or after it', async () => {
    const account = 'acc_void'
    await bridge.createAccount(testAccount(account))
    const before = codeFacts(account, '3000001')
    const after = codeFacts(account, '3000002')
    const at = '2026-11-02T10:00:00.000Z'
    await write(before.given(at), before.voided(at), after.given(at), after.redeemed(at, 900))
    expect((await reportOf(account, november)).totals).toMatchObject({ issued: 2, used: 1, value: 900 })
    await write(before.redeemed(at, 500), after.voided(at))
    expect((await reportOf(account, november)).totals).toMatchObject({
      issued: 2,
      used: 0,
      redeemed: 0,
      value: 0,
      timeToRedemption: { meanSeconds: null },
    })
  })

  it('counts codes minted in bulk with their batch, and their uses with them', async () => {
    const account = 'acc_bulk'
    await bridge.createAccount(testAccount(account))
    const campaign = exampleCampaign({ id: 'cmp_bulk', name: 'Flyer', direction: 'phone-to-web', digits: 9 })
    await createCampaignStore(tables.ledger).create(account, campaign)
    const codes = createCodeStore(tables.ledger, { randomBytes })
    const jobs = createMintJobStore(tables.ledger, randomBytes, 40)
    const mintedAt = '2099-11-02T10:00:00.000Z'
    const minted = await jobs.mintMany(account, campaign, 60, mintedAt)
    if (minted.kind === 'refused') throw new Error(minted.detail)
    const use = { owner: 'ses_1', how: 'online' as const, session: 'ses_1' }
    const first = minted.codes[0]?.code ?? ''
    const redeemed = await codes.redeem(account, first, use, '2099-11-05T10:00:00.000Z')
    if (redeemed.kind === 'refused') throw new Error(redeemed.code)
    await bridge.settled()
    const period = 'from=2099-11-01&to=2099-11-30'
    expect((await reportOf(account, period)).rows).toMatchObject([
      {
        key: 'cmp_bulk',
        name: 'Flyer',
        issued: 60,
        used: 1,
        redeemed: 1,
        directions: [{ direction: 'printed', issued: 60, used: 1 }],
      },
    ])
    expect((await reportOf(account, 'from=2099-11-03&to=2099-11-30')).rows).toEqual([])

    await codes.voidUse(account, first, redeemed.redemption.useId, 'agent', undefined, mintedAt)
    await bridge.settled()
    expect((await reportOf(account, period)).totals).toMatchObject({ issued: 60, used: 0, redeemed: 0 })
  })

  it('counts by the days of the account’s zone', async () => {
    const account = 'acc_zone'
    await bridge.createAccount(testAccount(account, { timeZone: 'Asia/Kolkata' }))
    await write(codeFacts(account, '4000001').shown('2026-11-02T18:45:00.000Z'))
    expect((await reportOf(account, 'from=2026-11-02&to=2026-11-02')).totals.issued).toBe(0)
    expect((await reportOf(account, 'from=2026-11-03&to=2026-11-03')).totals.issued).toBe(1)
  })

  it('disarms formulas in its CSV, one line for each campaign and direction', async () => {
    const account = 'acc_csv'
    await bridge.createAccount(testAccount(account))
    await createCampaignStore(tables.ledger).create(
      account,
      exampleCampaign({ id: 'cmp_1', name: '=HYPERLINK("http://evil.example")' }),
    )
    const at = '2026-11-02T10:00:00.000Z'
    await write(codeFacts(account, '5000001').shown(at), codeFacts(account, '5000002').given(at))
    const response = await bridge.app.request(`/v1/reports/codes?${november}&format=csv`, {
      headers: { authorization: `Bearer ${testKeys(account).secretKey}` },
    })
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(response.headers.get('content-disposition')).toContain('codes-2026-11-01-2026-11-30.csv')
    const [header, ...lines] = (await response.text()).trimEnd().split('\r\n')
    expect(header).toMatch(/^"key","name","direction","issued","used","conversion"/)
    expect(lines.map((line) => line.split(',').slice(0, 4))).toEqual([
      ['"cmp_1"', `"'=HYPERLINK(""http://evil.example"")"`, '"web-to-phone"', '1'],
      ['"cmp_1"', `"'=HYPERLINK(""http://evil.example"")"`, '"phone-to-web"', '1'],
    ])
  })

  it('tells one account nothing of another, and refuses a period that ends before it begins', async () => {
    const account = 'acc_alone'
    await bridge.createAccount(testAccount(account))
    expect((await reportOf(account, november)).rows).toEqual([])
    const response = await bridge.app.request('/v1/reports/codes?from=2026-11-02&to=2026-11-01', {
      headers: { authorization: `Bearer ${testKeys(account).secretKey}` },
    })
    expect(response.status).toBe(422)
    expect(bridge.failures).toEqual([])
  })
})
