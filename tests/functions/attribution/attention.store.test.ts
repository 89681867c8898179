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

/** So many calls of a day, of which some were answered; `open` ones never end. */
function callsOf(
  account: string,
  number: string,
  daysAgo: number,
  { answered = 0, missed = 0, open = 0 },
): Fact[] {
  const outcomes = [
    ...Array<string>(answered).fill('completed'),
    ...Array<string>(missed).fill('no-answer'),
    ...Array<undefined>(open).fill(undefined),
  ]
  return outcomes.flatMap((status, index): Fact[] => {
    const at = addMinutes(addDays(now, -daysAgo), -90 - index)
    const callSid = `CA${number.slice(-2)}x${daysAgo}x${index}`
    const call = { account, callSid, number, caller: `caller-${callSid}`, at }
    const voice: Fact = { fact: 'voice', ...call, numberId: 'num_0' }
    if (status === undefined) return [voice]
    return [
      voice,
      { fact: 'dial', scope: 'whole', ...call, legSid: `leg-${callSid}`, status, talkSeconds: 60 } as Fact,
      { fact: 'status', ...call, sequence: 2, status: 'completed', durationSeconds: 90 } as Fact,
    ]
  })
}
const write = async (facts: readonly Fact[]) => {
  for (const fact of facts) await bridge.write(fact)
}

test('an account in which all is as usual needs none, nor does an empty one', async () => {
  await bridge.createAccount(testAccount('acc_calm'))
  expect(await attention('acc_calm')).toEqual([])
  for (const daysAgo of [1, 5, 9, 13, 17]) {
    await write(callsOf('acc_calm', '+442079460001', daysAgo, { answered: 5, missed: 1 }))
  }
  await bridge.settled()
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
  for (const daysAgo of [5, 9, 13, 17]) {
    await write(callsOf(account, '+442079460011', daysAgo, { answered: 6, missed: 1 }))
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
    before: 4 / 28,
    to: '/calls?outcome=missed,abandoned,voicemail&handled=false',
  })
  expect(found.find(({ kind }) => kind === 'pool-dry')).toMatchObject({ value: 0.75 })
})
