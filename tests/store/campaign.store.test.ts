import { afterAll, beforeAll, expect, test } from 'vitest'
import { openCoupons } from '../support/coupons.ts'
import { createTestTables, type Tables } from '../support/engine.ts'

let tables: Tables
beforeAll(async () => {
  tables = await createTestTables()
})
afterAll(() => tables.drop())
const open = () => openCoupons(tables.ledger)

test('a campaign is what it was made as, and its account’s alone', async () => {
  const [one, other] = [open(), open()]
  const made = await one.campaign({ minimumOrder: { amount: 100, currency: 'GBP' }, perPerson: 2 })
  expect(await one.campaigns.get(one.account, made.id)).toEqual(made)
  expect(await other.campaigns.get(other.account, made.id)).toBeUndefined()
  await expect(one.campaigns.create(one.account, made)).rejects.toThrow('exists')
})

test('campaigns are listed in the order of their ids, page by page', async () => {
  const { account, campaigns, campaign } = open()
  const made = [await campaign(), await campaign(), await campaign()]
  expect(await campaigns.list(account, 2)).toEqual(made.slice(0, 2))
  expect(await campaigns.list(account, 2, made[1]?.id)).toEqual(made.slice(2))
})

test('of changes at once none is lost', async () => {
  const { account, campaigns, campaign } = open()
  const { id } = await campaign({ maxUses: 1 })
  await Promise.all(
    Array.from({ length: 8 }, () =>
      campaigns.update(account, id, (current) => ({ ...current, maxUses: current.maxUses + 1 })),
    ),
  )
  expect(await campaigns.get(account, id)).toMatchObject({ maxUses: 9 })
})

test('a change that is refused, or has no campaign, changes nothing', async () => {
  const { account, campaigns, campaign } = open()
  const made = await campaign({ perPerson: 1 })
  expect(await campaigns.update(account, made.id, () => undefined)).toBeUndefined()
  expect(await campaigns.update(account, 'cmp_none', (current) => current)).toBeUndefined()
  await expect(
    campaigns.update(account, made.id, (current) => ({ ...current, campaignMaxUses: 5 })),
  ).rejects.toThrow('campaignMaxUses can’t be added')
  expect(await campaigns.get(account, made.id)).toEqual(made)
  expect(await campaigns.update(account, made.id, ({ perPerson: _, ...current }) => current)).toEqual(
    expect.not.objectContaining({ perPerson: 1 }),
  )
})
