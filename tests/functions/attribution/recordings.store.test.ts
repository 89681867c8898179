import { afterAll, beforeAll, expect, it } from 'vitest'
import { callList } from '../../../functions/attribution/schema.ts'
import type { CallFact } from '../../../shared/domain/fact.ts'
import { addSeconds } from '../../../shared/domain/time.ts'
import { startAttribution, testAccount } from '../../support/bridge.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'

let tables: Tables
let bridge: Awaited<ReturnType<typeof startAttribution>>
beforeAll(async () => {
  tables = await createTestTables()
  bridge = await startAttribution(tables)
})
afterAll(async () => {
  await bridge.stop()
  await tables.drop()
})

it('what is told of a recording after the call has ended is in the list of calls, and its deletion, too', async () => {
  const account = 'acc_recorded'
  const at = '2026-11-02T10:00:00.000Z'
  const base = { account, callSid: 'CA1', number: '+442079460001', at }
  await bridge.createAccount(testAccount(account))
  const write = async (facts: readonly CallFact[]) => {
    for (const fact of facts) await bridge.write(fact)
    await bridge.settled()
    const { data } = await bridge.get(account, '/v1/calls?from=2026-11-02&to=2026-11-02', callList)
    return data[0]
  }
  const ended = await write([
    { ...base, fact: 'voice', caller: 'hash', numberId: 'num_1' },
    { ...base, fact: 'dial', scope: 'whole', status: 'no-answer', at: addSeconds(at, 30) },
    {
      ...base,
      fact: 'status',
      sequence: 3,
      status: 'completed',
      durationSeconds: 50,
      at: addSeconds(at, 50),
    },
  ])
  expect(ended).toMatchObject({ outcome: 'missed', recordings: [] })

  const recorded = await write([
    {
      ...base,
      fact: 'recording',
      recordingSid: 'RE1',
      kind: 'voicemail',
      status: 'completed',
      durationSeconds: 12,
      at: addSeconds(at, 52),
    },
  ])
  expect(recorded).toMatchObject({
    outcome: 'voicemail',
    recordings: [
      { id: 'RE1', kind: 'voicemail', startedAt: addSeconds(at, 40), url: '/v1/calls/CA1/recordings/RE1' },
    ],
  })

  const deleted = await write([
    { ...base, fact: 'recording-deleted', recordingSid: 'RE1', by: 'retention', at: addSeconds(at, 900) },
  ])
  expect(deleted).toMatchObject({
    outcome: 'voicemail',
    recordings: [{ id: 'RE1', url: null, deletedBy: 'retention', deletedAt: addSeconds(at, 900) }],
  })
})
