import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createCodeStore } from '../../shared/store/code-store.ts'
import { ledgerKeys } from '../../shared/store/keys.ts'
import { inMinutes, online, openCoupons, start } from '../support/coupons.ts'
import { createTestTables, type Tables } from '../support/engine.ts'
import { limitMilliseconds, racers, runs } from '../support/runs.ts'

let tables: Tables
beforeAll(async () => {
  tables = await createTestTables()
})
afterAll(() => tables.drop())
const open = () => openCoupons(tables.ledger)

const callers = (count: number) => Array.from({ length: count }, (_, index) => `ses_${index}`)
const won = (outcome: { kind: string; isReplay?: boolean }) =>
  outcome.kind === 'redeemed' && outcome.isReplay === false
const reasonOf = (outcome: { kind: string; code?: unknown }) =>
  outcome.kind === 'refused' ? outcome.code : outcome.kind

describe('a redemption', () => {
  test('tells what it was worth, and leaves the fact that attribution reads', async () => {
    const { account, codes, campaign, mint } = open()
    const autumn = await campaign()
    const { code } = await mint(autumn, { session: 'ses_shown', visitor: 'vis_a' })
    const order = { reference: 'order 7', value: { amount: 9900, currency: 'GBP' } }
    const outcome = await codes.redeem(account, code, online('ses_me', { visitor: 'vis_me', order }), start)
    expect(outcome).toMatchObject({
      kind: 'redeemed',
      isReplay: false,
      redemption: {
        code,
        campaignId: autumn.id,
        benefit: { kind: 'percent', percent: 10 },
        at: start,
        order,
      },
    })
    if (outcome.kind !== 'redeemed') return
    const { useId } = outcome.redemption
    expect(useId).toMatch(/^red_[\w-]{24}$/)
    expect(await tables.ledger.get(ledgerKeys.codeFact(account, code, `use#${useId}`))).toMatchObject({
      fact: 'code-used',
      account,
      code,
      campaignId: autumn.id,
      useId,
      how: 'online',
      singleUse: true,
      session: 'ses_me',
      visitor: 'vis_me',
      orderReference: 'order 7',
    })
    expect(await codes.get(account, code)).toMatchObject({ used: 1, state: 'live' })
  })

  test('asked again by its owner, years later and after everything ended, it is the same', async () => {
    const { account, campaigns, codes, campaign, mint } = open()
    const autumn = await campaign()
    const { code } = await mint(autumn)
    const first = await codes.redeem(account, code, online('ses_me'), start)
    await campaigns.update(account, autumn.id, (current) => ({
      ...current,
      active: false,
      benefit: { kind: 'none' },
    }))
    await codes.voidCode(account, code, 'the shop', undefined, inMinutes(1))
    const again = await codes.redeem(account, code, online('ses_me'), '2109-01-01T00:00:00.000Z')
    expect(first.kind).toBe('redeemed')
    expect(again).toEqual({ ...first, isReplay: true })
    expect(await codes.check(account, code, online('ses_me'), inMinutes(9))).toEqual(again)
    expect(reasonOf(await codes.redeem(account, code, online('ses_other'), inMinutes(9)))).toBe('code_voided')
  })

  test('of a code of several uses: each owner one, no more than there are', async () => {
    const { account, codes, campaign, mint } = open()
    const { code } = await mint(await campaign({ maxUses: 3 }))
    const outcomes = []
    for (const owner of ['ses_a', 'ses_b', 'ses_a', 'ses_c', 'ses_d']) {
      outcomes.push(await codes.redeem(account, code, online(owner), start))
    }
    expect(outcomes.map(won)).toEqual([true, true, false, true, false])
    expect(outcomes.map(reasonOf)).toEqual(['redeemed', 'redeemed', 'redeemed', 'redeemed', 'code_used'])
  })

  test('another account’s codes are unknown', async () => {
    const [one, other] = [open(), open()]
    const { code } = await one.mint(await one.campaign())
    expect(await other.codes.redeem(other.account, code, online('ses_me'), start)).toMatchObject({
      kind: 'refused',
      code: 'code_unknown',
    })
    expect(await other.codes.get(other.account, code)).toBeUndefined()
    expect(await other.codes.history(other.account, code)).toEqual([])
  })

  test('a quote in a call is one, and the call its owner', async () => {
    const { account, codes, campaign, mint } = open()
    const { code } = await mint(await campaign({ direction: 'web-to-phone', digits: 6 }))
    const quoted = { callSid: 'CA1', how: 'spoken', phone: 'hash' } as const
    const first = await codes.quote(account, code, quoted, start)
    expect(first).toMatchObject({ kind: 'redeemed', isReplay: false, redemption: { callSid: 'CA1' } })
    // The agent types what the caller has keyed already.
    expect(await codes.quote(account, code, { ...quoted, how: 'agent' }, inMinutes(3))).toEqual({
      ...first,
      isReplay: true,
    })
  })

  test('limits per person hold over codes, whoever’s session it is', async () => {
    const { account, codes, campaign, mint } = open()
    const limited = await campaign({ perPerson: 1 })
    const [one, two, three] = [await mint(limited), await mint(limited), await mint(limited)]
    const redeem = (code: string, owner: string, person: string) =>
      codes.redeem(account, code, online(owner, { person }), start)
    expect(reasonOf(await redeem(one.code, 'ses_a', 'anna'))).toBe('redeemed')
    expect(reasonOf(await redeem(two.code, 'ses_b', 'anna'))).toBe('limit_reached')
    expect(reasonOf(await redeem(two.code, 'ses_c', 'bert'))).toBe('redeemed')
    expect(reasonOf(await codes.check(account, three.code, online('ses_d', { person: 'bert' }), start))).toBe(
      'limit_reached',
    )
    expect(reasonOf(await codes.check(account, three.code, online('ses_d', { person: 'carl' }), start))).toBe(
      'redeemable',
    )
  })

  test('too small an order is told last', async () => {
    const { account, codes, campaign, mint } = open()
    const limited = await campaign({
      campaignMaxUses: 1,
      minimumOrder: { amount: 5000, currency: 'GBP' },
    })
    const [one, two] = [await mint(limited), await mint(limited)]
    const order = { value: { amount: 5000, currency: 'GBP' } }
    expect(reasonOf(await codes.redeem(account, one.code, online('ses_a'), start))).toBe('order_too_small')
    expect(reasonOf(await codes.redeem(account, one.code, online('ses_a', { order }), start))).toBe(
      'redeemed',
    )
    expect(reasonOf(await codes.redeem(account, two.code, online('ses_b'), start))).toBe('limit_reached')
  })
})

describe('a race', () => {
  /** As many Lambda instances: nothing but the table is shared. */
  const instances = (count: number) =>
    Array.from({ length: count }, () => createCodeStore(tables.ledger, { randomBytes }))

  test(
    'of many callers for one code has one winner, round after round',
    async () => {
      const { account, campaign, mint } = open()
      const autumn = await campaign()
      const many = racers(64)
      for (let round = 0; round < runs(4); round++) {
        const { code } = await mint(autumn)
        const stores = instances(4)
        const outcomes = await Promise.all(
          callers(many).map((owner, index) => stores[index % 4]?.redeem(account, code, online(owner), start)),
        )
        expect(outcomes.filter((outcome) => outcome && won(outcome))).toHaveLength(1)
        expect(outcomes.filter((outcome) => outcome && reasonOf(outcome) === 'code_used')).toHaveLength(
          many - 1,
        )
        expect(await stores[0]?.get(account, code)).toMatchObject({ used: 1 })
      }
    },
    limitMilliseconds(60_000),
  )

  test('of one owner with himself has one winner, and everybody else is told the same', async () => {
    const { account, codes, campaign, mint } = open()
    const { code } = await mint(await campaign({ maxUses: 3, campaignMaxUses: 9, perPerson: 1 }))
    const outcomes = await Promise.all(
      callers(racers(32)).map(() => codes.redeem(account, code, online('ses_me', { person: 'me' }), start)),
    )
    expect(outcomes.filter(won)).toHaveLength(1)
    const told = new Set(
      outcomes.map((each) => (each.kind === 'redeemed' ? each.redemption.useId : each.code)),
    )
    expect(told.size).toBe(1)
    expect(await codes.get(account, code)).toMatchObject({ used: 1 })
  })

  test('for a code of 5 uses has 5 winners', async () => {
    const { account, codes, campaign, mint } = open()
    const { code } = await mint(await campaign({ maxUses: 5 }))
    const outcomes = await Promise.all(
      callers(24).map((owner) => codes.redeem(account, code, online(owner), start)),
    )
    expect(outcomes.filter(won)).toHaveLength(5)
    expect(await codes.get(account, code)).toMatchObject({ used: 5 })
  })

  test('with different codes for a campaign of 7 uses has 7 winners', async () => {
    const { account, codes, campaign, mint } = open()
    const limited = await campaign({ campaignMaxUses: 7 })
    const minted = await Promise.all(callers(24).map((session) => mint(limited, { session })))
    const outcomes = await Promise.all(
      minted.map(({ code }, index) => codes.redeem(account, code, online(`ses_${index}`), start)),
    )
    expect(outcomes.filter(won)).toHaveLength(7)
    expect(outcomes.filter((each) => reasonOf(each) === 'limit_reached')).toHaveLength(17)
    const states = await Promise.all(minted.map(({ code }) => codes.get(account, code)))
    expect(states.filter((state) => state?.used === 1)).toHaveLength(7)
  })

  test('of one person in different sessions has as many winners as the person may', async () => {
    const { account, codes, campaign, mint } = open()
    const limited = await campaign({ perPerson: 2 })
    const minted = await Promise.all(callers(12).map((session) => mint(limited, { session })))
    const outcomes = await Promise.all(
      minted.map(({ code }, index) =>
        codes.redeem(account, code, online(`ses_${index}`, { person: 'anna' }), start),
      ),
    )
    expect(outcomes.filter(won)).toHaveLength(2)
  })

  test(
    'of holds with redemptions: whoever holds redeems, otherwise the redemption had been first',
    async () => {
      const { account, codes, campaign, mint } = open()
      const autumn = await campaign()
      for (let round = 0; round < runs(4); round++) {
        const { code } = await mint(autumn)
        const [holds, uses] = await Promise.all([
          Promise.all(callers(8).map((owner) => codes.hold(account, code, `hold ${owner}`, 10, start))),
          Promise.all(callers(8).map((owner) => codes.redeem(account, code, online(owner), start))),
        ])
        const winners = uses.filter(won).length
        const holders = holds.filter(({ kind }) => kind === 'held').length
        expect(winners).toBeLessThanOrEqual(1)
        expect(holders).toBeLessThanOrEqual(1)
        expect(winners + holders).toBe(1)
        if (holders === 1) {
          const index = holds.findIndex(({ kind }) => kind === 'held')
          const use = online('ses_late', { heldBy: `hold ses_${index}` })
          expect(won(await codes.redeem(account, code, use, inMinutes(1)))).toBe(true)
        }
        expect(await codes.get(account, code)).toMatchObject({ used: 1 })
      }
    },
    limitMilliseconds(30_000),
  )
})
