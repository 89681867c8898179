import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { enquiryList, rebuildSchema, sourcesReportSchema } from '../../../functions/attribution/schema.ts'
import type { Fact } from '../../../shared/domain/fact.ts'
import { createAccountStore } from '../../../shared/store/account-store.ts'
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

const voice = (account: string, callSid: string, at: string): Fact => ({
  fact: 'voice',
  account,
  callSid,
  number: '+442079460001',
  at,
  caller: 'caller',
  numberId: 'num_1',
  source: { source: 'van', medium: 'vehicle' },
})
const change = (account: string, settings: Parameters<ReturnType<typeof createAccountStore>['update']>[1]) =>
  createAccountStore(tables.ledger).update(account, settings)

describe('a change of the account’s settings', () => {
  it('of the time zone counts all of its history on the new zone’s days', async () => {
    const account = 'acc_moves'
    await bridge.createAccount(testAccount(account))
    await bridge.write(voice(account, 'CA1', '2026-11-02T23:30:00.000Z'))
    await bridge.settled()
    const callsOn = async (day: string) =>
      (await bridge.get(account, `/v1/reports/sources?from=${day}&to=${day}`, sourcesReportSchema)).totals
        .calls
    expect([await callsOn('2026-11-02'), await callsOn('2026-11-03')]).toEqual([1, 0])

    await change(account, { timeZone: 'Europe/Berlin' })
    await bridge.settled()
    expect([await callsOn('2026-11-02'), await callsOn('2026-11-03')]).toEqual([0, 1])
    expect(await bridge.get(account, '/v1/rebuild', rebuildSchema)).toMatchObject({
      running: false,
      reason: 'settings',
      daysDone: 1,
      daysInAll: 1,
    })
  })

  it('of the window between contacts cuts all of its enquiries anew, and back again', async () => {
    const account = 'acc_window'
    await bridge.createAccount(testAccount(account))
    await bridge.write(voice(account, 'CA1', '2026-11-02T10:00:00.000Z'))
    await bridge.write(voice(account, 'CA2', '2026-11-09T10:00:00.000Z'))
    await bridge.settled()
    const enquiries = async () =>
      (await bridge.get(account, '/v1/enquiries', enquiryList)).data.map(({ id }) => id).sort()
    const total = async () =>
      (await bridge.get(account, '/v1/reports/sources?from=2026-11-01&to=2026-11-30', sourcesReportSchema))
        .totals
    expect(await enquiries()).toEqual(['enq_CA1'])

    await change(account, { enquiryGapDays: 3 })
    await bridge.settled()
    expect(await enquiries()).toEqual(['enq_CA1', 'enq_CA2'])
    expect(await total()).toMatchObject({ enquiries: 2, calls: 2, firstTimeCalls: 1 })

    await change(account, { enquiryGapDays: 30 })
    await bridge.settled()
    expect(await enquiries()).toEqual(['enq_CA1'])
    expect(await total()).toMatchObject({ enquiries: 1, calls: 2, firstTimeCalls: 1 })
    expect(bridge.failures).toEqual([])
  })
})
