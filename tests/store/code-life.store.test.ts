import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addDays } from '../../shared/domain/time.ts'
import { inMinutes, online, openCoupons, start } from '../support/coupons.ts'
import { createTestTables, type Tables } from '../support/engine.ts'

let tables: Tables
beforeAll(async () => {
  tables = await createTestTables()
})
afterAll(() => tables.drop())
const open = () => openCoupons(tables.ledger)
const reasonOf = (outcome: { kind: string; code?: unknown }) =>
  outcome.kind === 'refused' ? outcome.code : outcome.kind

describe('a hold', () => {
  test('keeps everybody else out for its minutes, never its owner, and ends by time alone', async () => {
    const { account, codes, campaign, mint } = open()
    const { code } = await mint(await campaign())
    expect(await codes.hold(account, code, 'ses_me', 10, start)).toMatchObject({
      kind: 'held',
      until: inMinutes(10),
    })
    expect(reasonOf(await codes.hold(account, code, 'ses_other', 10, inMinutes(9)))).toBe('code_held')
    expect(reasonOf(await codes.check(account, code, online('ses_other'), inMinutes(9)))).toBe('code_held')
    expect(reasonOf(await codes.redeem(account, code, online('ses_other'), inMinutes(9)))).toBe('code_held')
    expect(reasonOf(await codes.check(account, code, online('ses_me'), inMinutes(9)))).toBe('redeemable')
    expect(reasonOf(await codes.redeem(account, code, online('ses_other'), inMinutes(10)))).toBe('redeemed')
  })

  test('is consumed by its holder’s redemption, also in another name', async () => {
    const { account, codes, campaign, mint } = open()
    const { code } = await mint(await campaign({ maxUses: 2 }))
    await codes.hold(account, code, 'checkout 7', 10, start)
    await codes.redeem(account, code, online('ses_me', { heldBy: 'checkout 7' }), inMinutes(1))
    expect(await codes.get(account, code)).toMatchObject({ used: 1, holds: [] })
    expect(reasonOf(await codes.redeem(account, code, online('ses_other'), inMinutes(2)))).toBe('redeemed')
  })

  test('reserves one use of several, and no more', async () => {
    const { account, codes, campaign, mint } = open()
    const { code } = await mint(await campaign({ maxUses: 2 }))
    await codes.hold(account, code, 'ses_a', 10, start)
    await codes.hold(account, code, 'ses_a', 20, start)
    expect(reasonOf(await codes.redeem(account, code, online('ses_b'), start))).toBe('redeemed')
    expect(reasonOf(await codes.redeem(account, code, online('ses_c'), inMinutes(19)))).toBe('code_held')
    expect(reasonOf(await codes.redeem(account, code, online('ses_a'), inMinutes(19)))).toBe('redeemed')
  })

  test('is released by its holder alone, as often as he likes', async () => {
    const { account, codes, campaign, mint } = open()
    const { code } = await mint(await campaign())
    await codes.hold(account, code, 'ses_me', 10, start)
    expect(await codes.release(account, code, 'ses_other', start)).toMatchObject({ wasHeld: false })
    expect(reasonOf(await codes.redeem(account, code, online('ses_other'), start))).toBe('code_held')
    expect(await codes.release(account, code, 'ses_me', inMinutes(1))).toMatchObject({ wasHeld: true })
    expect(await codes.release(account, code, 'ses_me', inMinutes(1))).toMatchObject({ wasHeld: false })
    expect(reasonOf(await codes.redeem(account, code, online('ses_other'), inMinutes(1)))).toBe('redeemed')
    expect(reasonOf(await codes.release(account, '99999999', 'ses_me', start))).toBe('code_unknown')
  })

  test('24 holders of a code of 3 uses: 3 have it', async () => {
    const { account, codes, campaign, mint } = open()
    const { code } = await mint(await campaign({ maxUses: 3 }))
    const outcomes = await Promise.all(
      Array.from({ length: 24 }, (_, index) => codes.hold(account, code, `ses_${index}`, 10, start)),
    )
    expect(outcomes.filter(({ kind }) => kind === 'held')).toHaveLength(3)
    expect((await codes.get(account, code))?.holds).toHaveLength(3)
  })
})

describe('a void', () => {
  test('of a code ends it for everybody, once', async () => {
    const { account, codes, campaign, mint } = open()
    const { code } = await mint(await campaign())
    expect(await codes.voidCode(account, code, 'the shop', 'printed wrong', start)).toMatchObject({
      isReplay: false,
    })
    expect(await codes.voidCode(account, code, 'another', undefined, inMinutes(1))).toMatchObject({
      isReplay: true,
    })
    expect(reasonOf(await codes.redeem(account, code, online('ses_me'), start))).toBe('code_voided')
    expect(reasonOf(await codes.hold(account, code, 'ses_me', 5, start))).toBe('code_voided')
    expect(reasonOf(await codes.voidCode(account, '99999999', 'x', undefined, start))).toBe('code_unknown')
  })

  test('of a use gives it back to the code, the campaign and the person; the owner’s next is a new one', async () => {
    const { account, codes, campaign, mint } = open()
    const limited = await campaign({ campaignMaxUses: 1, perPerson: 1 })
    const { code } = await mint(limited)
    const { code: second } = await mint(limited)
    const use = online('ses_me', { person: 'me' })
    const first = await codes.redeem(account, code, use, start)
    if (first.kind !== 'redeemed') throw new Error('refused')
    const { useId } = first.redemption
    expect(reasonOf(await codes.redeem(account, second, online('ses_b'), start))).toBe('limit_reached')
    expect(await codes.voidUse(account, code, useId, 'the shop', 'returned', inMinutes(1))).toMatchObject({
      kind: 'use-voided',
      isReplay: false,
      useReturned: true,
    })
    expect(await codes.voidUse(account, code, useId, 'the shop', 'again', inMinutes(2))).toMatchObject({
      isReplay: true,
      useReturned: true,
    })
    expect(await codes.get(account, code)).toMatchObject({ used: 0 })
    const next = await codes.redeem(account, code, use, inMinutes(3))
    expect(next).toMatchObject({ kind: 'redeemed', isReplay: false })
    if (next.kind !== 'redeemed') return
    expect(next.redemption.useId).not.toBe(useId)
    expect(await codes.redeem(account, code, use, inMinutes(4))).toEqual({ ...next, isReplay: true })
    expect(reasonOf(await codes.redeem(account, second, online('ses_b'), start))).toBe('limit_reached')
  })

  test('of a use is kept where the campaign says so', async () => {
    const { account, codes, campaign, mint } = open()
    const { code } = await mint(await campaign({ voidPolicy: 'keep-use' }))
    const first = await codes.redeem(account, code, online('ses_me'), start)
    if (first.kind !== 'redeemed') throw new Error('refused')
    expect(
      await codes.voidUse(account, code, first.redemption.useId, 'the shop', undefined, start),
    ).toMatchObject({ useReturned: false })
    expect(reasonOf(await codes.redeem(account, code, online('ses_me'), start))).toBe('code_used')
    expect(reasonOf(await codes.redeem(account, code, online('ses_other'), start))).toBe('code_used')
  })

  test('of a use by many at once gives it back once', async () => {
    const { account, codes, campaign, mint } = open()
    const { code } = await mint(await campaign({ maxUses: 3 }))
    const [first] = await Promise.all(
      ['ses_a', 'ses_b', 'ses_c'].map((owner) => codes.redeem(account, code, online(owner), start)),
    )
    if (first?.kind !== 'redeemed') throw new Error('refused')
    const { useId } = first.redemption
    const voids = await Promise.all(
      Array.from({ length: 12 }, () => codes.voidUse(account, code, useId, 'x', undefined, start)),
    )
    expect(voids.filter((each) => each.kind === 'use-voided' && !each.isReplay)).toHaveLength(1)
    expect(await codes.get(account, code)).toMatchObject({ used: 2 })
  })

  test('of a use that is none', async () => {
    const { account, codes, campaign, mint } = open()
    const { code } = await mint(await campaign())
    expect(await codes.voidUse(account, code, 'red_none', 'x', undefined, start)).toEqual({
      kind: 'refused',
      code: 'redemption_unknown',
    })
  })
})

test('the history tells every transition, with who and why', async () => {
  const { account, codes, campaign, mint } = open()
  const { code } = await mint(await campaign(), { session: 'ses_shown' })
  await codes.hold(account, code, 'ses_me', 10, inMinutes(1))
  await codes.release(account, code, 'ses_me', inMinutes(2))
  const outcome = await codes.redeem(account, code, online('ses_me'), inMinutes(3))
  const useId = outcome.kind === 'redeemed' ? outcome.redemption.useId : ''
  await codes.voidUse(account, code, useId, 'the shop', 'returned', inMinutes(4))
  await codes.voidCode(account, code, 'the shop', 'enough', inMinutes(5))
  expect(await codes.history(account, code)).toMatchObject([
    { fact: 'code-issued', at: start, session: 'ses_shown' },
    { event: 'code-held', at: inMinutes(1), by: 'ses_me', until: inMinutes(11) },
    { event: 'code-released', at: inMinutes(2), by: 'ses_me' },
    { fact: 'code-used', at: inMinutes(3), useId },
    { fact: 'code-use-voided', at: inMinutes(4), useId, by: 'the shop', reason: 'returned' },
    { event: 'code-voided', at: inMinutes(5), by: 'the shop', reason: 'enough' },
  ])
})

describe('the count of live codes', () => {
  test('follows every way in and out', async () => {
    const { account, codes, campaign, mint } = open()
    const [once, often] = [await campaign(), await campaign({ maxUses: 5 })]
    const count = (now = start) => codes.countLive(account, 9, now)
    const [used, voided, multi] = [await mint(once), await mint(once), await mint(often)]
    expect(await count()).toBe(3)
    const outcome = await codes.redeem(account, used.code, online('ses_me'), start)
    await codes.redeem(account, used.code, online('ses_me'), start)
    expect(await count()).toBe(2)
    await codes.redeem(account, multi.code, online('ses_me'), start)
    expect(await count()).toBe(2)
    await codes.voidCode(account, voided.code, 'x', undefined, start)
    await codes.voidCode(account, voided.code, 'x', undefined, start)
    expect(await count()).toBe(1)
    const useId = outcome.kind === 'redeemed' ? outcome.redemption.useId : ''
    await codes.voidUse(account, used.code, useId, 'x', undefined, start)
    expect(await count()).toBe(2)
    expect(await codes.countLive(account, 6, start)).toBe(0)
    expect(await count(addDays(start, 31))).toBe(0)
  })
})
