import { randomBytes } from 'node:crypto'
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createCodeStore } from '../../shared/store/code-store.ts'
import { createTable } from '../../shared/store/table.ts'
import { online, openCoupons, start } from '../support/coupons.ts'
import { createTestTables, type Tables } from '../support/engine.ts'
import { type Fault, faults, faultyClient } from '../support/faulty-client.ts'
import { limitMilliseconds, runs } from '../support/runs.ts'

let tables: Tables
beforeAll(async () => {
  tables = await createTestTables()
})
afterAll(() => tables.drop())

const clients: DynamoDBClient[] = []
afterEach(() => {
  for (const client of clients.splice(0)) client.destroy()
})
/** A store whose transactions meet the given faults, one after the other, and then none. */
function faultyStore(planned: readonly (Fault | undefined)[], seen: 'sdk' | 'caller') {
  const pending = [...planned]
  const client = faultyClient(tables.endpoint, () => pending.shift(), seen)
  clients.push(client)
  const store = createCodeStore(createTable(client, tables.names.ledger), { randomBytes })
  return { store, faultsLeft: () => pending.length }
}

const names = Object.keys(faults) as Fault[]
const bySdk: Fault[] = ['answer lost', 'connection refused', 'throttled']
const byUs: Fault[] = ['conflict', 'conflict beside a reached limit', 'throttled inside']

describe('one redemption', () => {
  test.each([
    ...bySdk.map((fault) => [fault, 'sdk'] as const),
    ...byUs.map((fault) => [fault, 'caller'] as const),
  ])('%s: the owner is told yes, and one use stands', async (fault, seen) => {
    const { account, codes, campaign, mint } = openCoupons(tables.ledger)
    const { code } = await mint(await campaign({ campaignMaxUses: 2, perPerson: 1 }))
    const { store, faultsLeft } = faultyStore([fault, fault], seen)
    const outcome = await store.redeem(account, code, online('ses_me'), start)
    expect(faultsLeft()).toBe(0)
    expect(outcome.kind).toBe('redeemed')
    expect(await codes.get(account, code)).toMatchObject({ used: 1 })
    expect(
      (await codes.history(account, code)).filter((each) => 'fact' in each && each.fact === 'code-used'),
    ).toHaveLength(1)
    expect(await codes.redeem(account, code, online('ses_other'), start)).toMatchObject({ code: 'code_used' })
  })

  test('an answer lost beyond all retries: asked again, the owner has it, and nobody else', async () => {
    const { account, codes, campaign, mint } = openCoupons(tables.ledger)
    const { code } = await mint(await campaign({ campaignMaxUses: 1 }))
    const { store: faulty } = faultyStore(['answer lost'], 'caller')
    await expect(faulty.redeem(account, code, online('ses_me'), start)).rejects.toThrow('socket hang up')
    expect(await codes.redeem(account, code, online('ses_other'), start)).toMatchObject({ code: 'code_used' })
    expect(await faulty.redeem(account, code, online('ses_me'), start)).toMatchObject({
      kind: 'redeemed',
      isReplay: true,
    })
    expect(await codes.get(account, code)).toMatchObject({ used: 1 })
  })

  test('a conflict that does not end is thrown, and nothing is used', async () => {
    const { account, codes, campaign, mint } = openCoupons(tables.ledger)
    const { code } = await mint(await campaign())
    const { store: faulty } = faultyStore(Array(10).fill('conflict'), 'caller')
    await expect(faulty.redeem(account, code, online('ses_me'), start)).rejects.toThrow(
      'Transaction cancelled',
    )
    expect(await codes.get(account, code)).toMatchObject({ used: 0 })
  })
})

test(
  'whatever goes wrong: never two winners, never a lost one, and all counts agree',
  async () => {
    const caller = fc.record({
      owner: fc.nat(3),
      seen: fc.constantFrom('sdk' as const, 'caller' as const),
      faults: fc.array(fc.option(fc.constantFrom(...names), { nil: undefined }), { maxLength: 3 }),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(caller, { minLength: 2, maxLength: 6 }),
        fc.integer({ min: 1, max: 3 }),
        async (callers, maxUses) => {
          const { account, codes, campaign, mint } = openCoupons(tables.ledger)
          const { code } = await mint(await campaign({ maxUses, campaignMaxUses: 9 }))
          const redeem = (store: typeof codes, owner: number) =>
            store.redeem(account, code, online(`ses_${owner}`), start)
          const told = await Promise.allSettled(
            callers.map((each) => redeem(faultyStore(each.faults, each.seen).store, each.owner)),
          )
          // Whoever was told nothing asks again.
          const finally_ = await Promise.all(callers.map(({ owner }) => redeem(codes, owner)))
          const winners = new Set(
            callers.flatMap(({ owner }, index) => (finally_[index]?.kind === 'redeemed' ? [owner] : [])),
          )
          const distinct = new Set(callers.map(({ owner }) => owner)).size
          expect(winners.size).toBe(Math.min(maxUses, distinct))
          for (const [index, answer] of told.entries()) {
            // A yes stays a yes; and a no was true: an owner who has the use was never refused it.
            if (answer.status === 'fulfilled') expect(answer.value.kind).toBe(finally_[index]?.kind)
          }
          expect(await codes.get(account, code)).toMatchObject({ used: winners.size })
          const uses = (await codes.history(account, code)).filter(
            (each) => 'fact' in each && each.fact === 'code-used',
          )
          expect(uses).toHaveLength(winners.size)
        },
      ),
      { numRuns: runs(8) },
    )
  },
  limitMilliseconds(60_000),
)
