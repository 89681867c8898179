import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createDeployedPending } from '../../../functions/admin/pending.ts'
import { compose } from '../../../functions/attribution/compose.ts'
import { soundingLanes } from '../../../shared/domain/sounding.ts'
import { addSeconds, type Instant, instantOf } from '../../../shared/domain/time.ts'
import { createSounder } from '../../../shared/store/sounding-store.ts'
import { startAttribution, testAccount, testMasterKey } from '../../support/bridge.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { createWitness } from '../../support/witness.ts'

let tables: Tables
beforeEach(async () => {
  tables = await createTestTables()
})
afterEach(() => tables.drop())

const lanes = soundingLanes.length

/** Who asks: by the real clock, put forward, or by one that runs ahead while nobody is waited for in earnest. */
function asker({ spooled = 0, inEarnest = false } = {}) {
  const sounder = createSounder(tables.ledger, tables.views)
  const clock = { aheadSeconds: 0 }
  const asked = { drops: 0 }
  const pending = createDeployedPending({
    soundings: {
      ...sounder,
      async drop(at) {
        asked.drops += 1
        await sounder.drop(at)
      },
    },
    spooled: async () => spooled,
    now: () => addSeconds(instantOf(Date.now()), clock.aheadSeconds),
    async pause(milliseconds) {
      if (inEarnest) return sleep(100)
      clock.aheadSeconds += milliseconds / 1000
    },
  })
  return { pending, clock, asked }
}

async function untilNone(pending: () => Promise<number>): Promise<void> {
  for (let tries = 0; (await pending()) > 0; tries++) if (tries > 20) throw new Error('never 0')
}

describe('what is pending when deployed', () => {
  test('is none once a sounding has come through both streams, and what was written before is shown', async () => {
    const attribution = await startAttribution(tables)
    const account = 'acc_sounded'
    await attribution.createAccount(testAccount(account))
    const at = '2026-11-02T10:00:00.000Z'
    await attribution.write({
      fact: 'voice',
      account,
      callSid: 'CA1',
      number: '+442079460001',
      at,
      caller: 'phone-a',
    })
    await untilNone(asker({ inEarnest: true }).pending)
    const months = await tables.views.query({ pk: `${account}#months#UTC` })
    expect(months.length).toBeGreaterThan(0)
    expect(attribution.failures).toEqual([])
    await attribution.stop()
  })

  test('is something while nobody handles the streams', async () => {
    const { pending, asked } = asker()
    expect(await pending()).toBe(lanes)
    expect(await pending()).toBe(lanes)
    expect(asked.drops).toBe(1)
  })

  test('is asked for at no cost while the last answer is fresh, and anew when it is not', async () => {
    const attribution = await startAttribution(tables)
    const { pending, clock, asked } = asker({ inEarnest: true })
    await untilNone(pending)
    const { drops } = asked
    expect(await pending()).toBe(0)
    expect(asked.drops).toBe(drops)
    await attribution.stop()
    clock.aheadSeconds = 30
    expect(await pending()).toBe(lanes)
    expect(asked.drops).toBe(drops + 1)
  })

  test('counts what waits in the spool', async () => {
    expect(await asker({ spooled: 7 }).pending()).toBe(7 + lanes)
  })
})

describe('records that fail', () => {
  const poison = (sequence: string) => ({
    eventName: 'INSERT' as const,
    dynamodb: {
      SequenceNumber: sequence,
      NewImage: {
        pk: { S: 'x' },
        sk: { S: 'y' },
        fact: { S: 'voice' },
        account: { S: 'acc_nobody' },
        at: { S: 'never' },
      },
    },
  })
  const sounding = (sequence: string, droppedAt: Instant) => ({
    eventName: 'MODIFY' as const,
    dynamodb: {
      SequenceNumber: sequence,
      NewImage: {
        pk: { S: 'sounding#lane#a' },
        sk: { S: 'sounding' },
        lane: { S: 'a' },
        droppedAt: { S: droppedAt },
        passes: { N: '3' },
      },
    },
  })
  const now = '2026-11-02T10:00:00.000Z'
  const through = async () => (await createSounder(tables.ledger, tables.views).read(now)).through.a

  test('count for a minute, hold up the soundings behind them, and none before', async () => {
    const { streams } = compose(
      tables,
      { TIELINE_MASTER_KEY: testMasterKey },
      () => now,
      undefined,
      createWitness(),
    )
    const earlier = addSeconds(now, -5)
    const { batchItemFailures } = await streams.ledger({
      Records: [sounding('1', earlier), poison('2'), sounding('3', now)] as never,
    })
    expect(batchItemFailures).toEqual([{ itemIdentifier: '2' }])
    expect(await through()).toBe(earlier)
    const read = (at: Instant) => createSounder(tables.ledger, tables.views).read(at)
    expect((await read(now)).failing).toBe(1)
    expect((await read(addSeconds(now, 61))).failing).toBe(0)

    await streams.ledger({ Records: [sounding('3', now), sounding('1', earlier)] as never })
    expect(await through()).toBe(now)
  })
})
