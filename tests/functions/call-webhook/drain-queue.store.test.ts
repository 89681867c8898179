import { randomUUID } from 'node:crypto'
import type { SQSRecord } from 'aws-lambda'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { composeSettle } from '../../../functions/call-webhook/compose.ts'
import { drainQueue } from '../../../functions/call-webhook/outage/drain-queue.ts'
import { type Spooled, sealUnrouted } from '../../../functions/call-webhook/outage/spool.ts'
import { callFactKey } from '../../../shared/domain/call.ts'
import { createCallStore } from '../../../shared/store/call-store.ts'
import type { Table } from '../../../shared/store/table.ts'
import { createVault } from '../../../shared/store/vault.ts'
import { testMasterKey } from '../../support/bridge.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { type Fate, faultyTable } from '../../support/faulty-table.ts'
import { runs } from '../../support/runs.ts'
import { createExchange, now } from './telephone.ts'

let tables: Tables
beforeAll(async () => {
  tables = await createTestTables()
})
afterAll(() => tables.drop())

const env = {
  TIELINE_MASTER_KEY: testMasterKey,
  TIELINE_HOUSE_ACCOUNT: 'acc_house',
  PUBLIC_BASE_URL: 'https://calls.example.com',
  TWILIO_ACCOUNT_SID: 'AC0',
  TWILIO_AUTH_TOKEN: '12345',
  TWILIO_API_BASE_URL: 'http://127.0.0.1:9',
}
const number = '+441614960000'
const recordOf = (entry: Spooled, index: number) =>
  ({ messageId: `m${index}`, body: JSON.stringify(entry) }) as SQSRecord

/** What three calls leave in the queue: told in part, to a number unknown meanwhile, and with a code. */
function entriesOf(account: string, code: string): { entries: Spooled[]; callSids: string[] } {
  const callSids = ['told', 'unrouted', 'quoted'].map((name) => `CA-${name}-${randomUUID()}`)
  const [told = '', unrouted = '', quoted = ''] = callSids
  const base = { account, number, at: now }
  const call = { callSid: unrouted, number, caller: '+447700900123' }
  const vault = createVault(testMasterKey)
  const phone = vault.hash(account, 'phone', randomUUID())
  return {
    callSids,
    entries: [
      { spooled: 'fact', fact: { fact: 'voice', callSid: told, ...base } },
      { spooled: 'fact', fact: { fact: 'status', callSid: told, sequence: 2, status: 'completed', ...base } },
      sealUnrouted(vault, { webhook: 'voice', call, at: now, isGreeted: true, isRung: false }),
      sealUnrouted(vault, {
        webhook: 'status',
        call,
        progress: { status: 'completed', sequence: 3, at: now, durationSeconds: 4 },
      }),
      { spooled: 'fact', fact: { fact: 'voice', callSid: quoted, ...base } },
      { spooled: 'quote', quote: { account, callSid: quoted, code, how: 'keyed', phone }, at: now },
    ],
  }
}

/**
 * As SQS delivers: in batches of any order and size, some of it twice, and again whatever was not acknowledged.
 * @returns after how many batches nothing was left
 */
async function deliver(records: readonly SQSRecord[], ledger: Table, size: number): Promise<number> {
  const deps = {
    settle: composeSettle({ ledger }, env),
    deadLetters: {
      send: async (texts: readonly string[]) => {
        throw new Error(`nothing is hopeless here: ${texts}`)
      },
    },
    report: () => {},
  }
  let batches = 0
  for (let waiting = [...records]; waiting.length > 0; batches += 1) {
    if (batches > 60) throw new Error('the queue is never empty')
    const batch = waiting.slice(0, size)
    const { batchItemFailures } = await drainQueue(deps, { Records: batch })
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier))
    waiting = [...waiting.slice(size), ...batch.filter(({ messageId }) => failed.has(messageId))]
  }
  return batches
}

test('however it is delivered, and whatever requests fail or lose their answers, all of it is in the ledger once', async () => {
  const exchange = createExchange(tables.ledger, 'http://127.0.0.1:9')
  const account = await exchange.open({}, number)
  const campaign = await exchange.campaign(account, { maxUses: 9 })
  const fates = fc.array(
    fc.constantFrom<ReturnType<Fate>>(undefined, undefined, undefined, 'before', 'after'),
    { maxLength: 40 },
  )
  const deliveries = fc.record({
    order: fc.array(fc.nat(5), { maxLength: 8 }),
    size: fc.integer({ min: 1, max: 10 }),
    fates,
  })
  await fc.assert(
    fc.asyncProperty(deliveries, async ({ order, size, fates }) => {
      const code = await exchange.mint(account, campaign)
      const { entries, callSids } = entriesOf(account, code)
      const records = entries.map(recordOf)
      // Every one of them at least once, wherever else it comes again.
      const queue = [...order, ...records.keys()].flatMap((index) => records[index] ?? [])
      const { table } = faultyTable(tables.ledger, (call) => fates[call - 1])
      await deliver(queue, table, size)

      const calls = createCallStore(tables.ledger)
      const facts = await Promise.all(callSids.map((callSid) => calls.factsOf(account, callSid)))
      expect(facts.map((ofCall) => ofCall.map(callFactKey).sort())).toEqual([
        ['status#000002#completed', 'voice'],
        ['dial#whole#none', 'status#000003#completed', 'voice'],
        ['voice'],
      ])
      expect(await exchange.codes.get(account, code)).toMatchObject({ used: 1 })
    }),
    { numRuns: runs(20) },
  )
})

test('a ledger that hangs does not outlast the function: what was not settled in time comes again', async () => {
  const { entries } = entriesOf('acc_1', '123456')
  const deps = {
    settle: () => new Promise<void>(() => {}),
    deadLetters: { send: async () => {} },
    report: () => {},
  }
  const began = performance.now()
  const { batchItemFailures } = await drainQueue(deps, { Records: entries.map(recordOf) }, 200)
  expect(performance.now() - began).toBeLessThan(2000)
  expect(batchItemFailures).toHaveLength(entries.length)
})

test('the entries of one call are settled one after the other, those of others meanwhile', async () => {
  const { entries, callSids } = entriesOf('acc_1', '123456')
  const settled: Spooled[] = []
  let atOnce = 0
  let most = 0
  const busy = new Set<string>()
  await drainQueue(
    {
      settle: async (entry) => {
        const callSid = entry.spooled === 'fact' ? entry.fact.callSid : 'other'
        expect(callSid !== 'other' && busy.has(callSid)).toBe(false)
        busy.add(callSid)
        atOnce += 1
        most = Math.max(most, atOnce)
        await new Promise((resolve) => setTimeout(resolve, 5))
        atOnce -= 1
        busy.delete(callSid)
        settled.push(entry)
      },
      deadLetters: { send: async () => {} },
      report: () => {},
    },
    { Records: entries.map(recordOf) },
  )
  expect(settled).toHaveLength(entries.length)
  expect(most).toBe(callSids.length)
})
