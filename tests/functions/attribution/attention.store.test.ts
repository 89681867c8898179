import { afterAll, beforeAll, expect, test } from 'vitest'
import { attentionSchema } from '../../../functions/attribution/reports/attention-report.ts'
import type { Fact } from '../../../shared/domain/fact.ts'
import { addDays, addMinutes } from '../../../shared/domain/time.ts'
import { createLeaseStore } from '../../../shared/store/lease-store.ts'
import { createNumberStore } from '../../../shared/store/number-store.ts'
import { createPoolStore } from '../../../shared/store/pool-store.ts'
import { startAttribution, testAccount } from '../../support/bridge.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'

const now = '2026-11-26T12:00:00.000Z'
const since = '2026-01-01T00:00:00.000Z'
let tables: Tables
let bridge: Awaited<ReturnType<typeof startAttribution>>
beforeAll(async () => {
  tables = await createTestTables()
  bridge = await startAttribution(tables, { now: () => now })
})
afterAll(async () => {
  await bridge.stop()
  await tables.drop()
})

const attention = async (account: string) =>
  (await bridge.get(account, '/v1/attention', attentionSchema)).data

/** So many calls of a day, of which some were answered; `open` ones never end. One fact tells of each. */
function callsOf(
  account: string,
  number: string,
  daysAgo: number,
  { answered = 0, missed = 0, open = 0 },
): Fact[] {
  const statuses = [
    ...Array<'completed'>(answered).fill('completed'),
    ...Array<'no-answer'>(missed).fill('no-answer'),
    ...Array<'ringing'>(open).fill('ringing'),
  ]
  return statuses.map((status, index) => {
    const callSid = `CA${number.slice(-2)}x${daysAgo}x${index}`
    const at = addMinutes(addDays(now, -daysAgo), -90 - index)
    const durationSeconds = status === 'completed' ? 90 : 0
    return {
      fact: 'status',
      account,
      callSid,
      number,
      caller: `caller-${callSid}`,
      at,
      sequence: 1,
      status,
      durationSeconds,
    }
  })
}
const write = async (facts: readonly Fact[]) => {
  for (const fact of facts) await bridge.write(fact)
}

test('an empty account needs none', async () => {
  await bridge.createAccount(testAccount('acc_calm'))
  expect(await attention('acc_calm')).toEqual([])
})

test('calls that went unanswered, ends that nobody told and a pool that ran dry are seen from what stands in the store', async () => {
  const account = 'acc_alarmed'
  await bridge.createAccount(testAccount(account))
  const pool = {
    id: 'pol_1',
    name: 'Site',
    swapTargets: ['+442079460000'],
    leaseMinutes: 30,
    cooldownMinutes: 10,
    createdAt: since,
  }
  await createPoolStore(tables.ledger).create(account, pool)
  await createNumberStore(tables.ledger).create(account, {
    id: 'num_0',
    number: '+442079460010',
    label: 'Pool 1',
    kind: 'pool',
    poolId: pool.id,
    createdAt: since,
  })
  const leases = createLeaseStore(tables.ledger)
  for (const session of ['a', 'b', 'c', 'd']) {
    await leases.acquire({ account, pool, session, visitor: session, now: addMinutes(now, -120) })
  }
  for (const daysAgo of [5, 9]) {
    await write(callsOf(account, '+442079460011', daysAgo, { answered: 9, missed: 1 }))
  }
  await write(callsOf(account, '+442079460011', 0, { answered: 4, missed: 10 }))
  await write(callsOf(account, '+442079460012', 0, { open: 2 }))
  await bridge.settled()

  const found = await attention(account)
  expect(found.map(({ id, severity }) => [id, severity])).toEqual([
    ['callbacks-missing:+442079460012', 'urgent'],
    ['missed-spike', 'urgent'],
    ['pool-dry:pol_1', 'urgent'],
  ])
  expect(found.find(({ kind }) => kind === 'missed-spike')).toMatchObject({
    value: 10 / 14,
    before: 0.1,
    to: '/calls?outcome=missed,abandoned,voicemail&handled=false',
  })
  expect(found.find(({ kind }) => kind === 'pool-dry')).toMatchObject({ value: 0.75 })
}, 120_000)
