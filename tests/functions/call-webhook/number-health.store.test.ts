import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLeaseStore } from '../../../shared/store/lease-store.ts'
import { createNumberStore } from '../../../shared/store/number-store.ts'
import { createPoolStore } from '../../../shared/store/pool-store.ts'
import type { Table } from '../../../shared/store/table.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { startTinyTwilio } from '../../twilio/tiny-twilio.ts'
import { businessPhone, createExchange, now } from './telephone.ts'

let tables: Tables
let twilio: Awaited<ReturnType<typeof startTinyTwilio>>
beforeAll(async () => {
  tables = await createTestTables()
  twilio = await startTinyTwilio()
})
afterAll(async () => {
  await twilio.stop()
  await tables.drop()
})

let accountsMade = 0
/** An account with a pool of three numbers, and people who dial the first one for somebody else. */
async function makePool() {
  const index = ++accountsMade
  const account = `acc_wrong${index}`
  const pool = { id: 'pol_1', leaseMinutes: 30, cooldownMinutes: 10 }
  const flow = { forwardTo: [businessPhone], ring: 'all' as const }
  const more = { name: 'Site', swapTargets: [], flow, createdAt: now }
  await createPoolStore(tables.ledger).create(account, { ...pool, ...more })
  const numbers = [1, 2, 3].map((each) => `+44161496${index}00${each}`)
  for (const [each, number] of numbers.entries()) {
    const fields = { label: '', kind: 'pool', poolId: pool.id, createdAt: now } as const
    await createNumberStore(tables.ledger).create(account, { id: `num_${index}_${each}`, number, ...fields })
  }
  return { account, pool, number: numbers[0] as string, id: `num_${index}_0` }
}

async function wrongCall(exchange: ReturnType<typeof createExchange>, number: string, from: string) {
  const call = await exchange.call(number, from)
  await call.dialEnds('completed', { DialCallDuration: '6' })
  const status = { CallSid: call.callSid, From: from, To: number, CallStatus: 'completed' }
  const response = await exchange.raw('/twilio/voice/status', {
    ...status,
    CallDuration: '6',
    SequenceNumber: '3',
  })
  expect(response.status).toBe(204)
}

test('a pool number that strangers dial is given to nobody new, and still connects its calls', async () => {
  const { account, pool, number, id } = await makePool()
  const exchange = createExchange(tables.ledger, twilio.baseUrl)
  for (let caller = 0; caller < 6; caller++) await wrongCall(exchange, number, `+44770090010${caller}`)
  expect((await createNumberStore(tables.ledger).get(account, id))?.rest?.because).toBe('wrong-numbers')

  const leases = createLeaseStore(tables.ledger)
  const visit = (session: string) =>
    leases.acquire({ account, pool, session, visitor: `vis_${session}`, now })
  const held = [await visit('a'), await visit('b'), await visit('c')]
  expect(held.map((lease) => lease?.number)).not.toContain(number)
  const dialled = JSON.stringify((await exchange.call(number)).twiml())
  expect(dialled).toContain(businessPhone)
  expect(exchange.troubles).toEqual([])
})

test('that its calls can’t be looked at is reported, and the callback is answered as ever', async () => {
  const { number } = await makePool()
  const get: Table['get'] = (key) =>
    key.sk === 'health' ? Promise.reject(new Error('ECONNREFUSED')) : tables.ledger.get(key)
  const exchange = createExchange({ ...tables.ledger, get }, twilio.baseUrl)
  await wrongCall(exchange, number, '+447700900123')
  expect(exchange.troubles).toMatchObject([{ trouble: 'number-unjudged' }])
})
