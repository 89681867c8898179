import { afterAll, expect, test } from 'vitest'
import { engineOf } from '../support/engine-of.ts'
import { differences, mixedCalls, newTally, openShop } from '../support/mixed-calls.ts'
import { authToken, type StartedBridge, startBridge } from './support/started-bridge.ts'

let bridge: StartedBridge | undefined
afterAll(() => bridge?.stop())

test('a day’s mix of visits, calls and codes, with the engine killed meanwhile: no caller notices, nothing is lost, nothing counts twice', async () => {
  bridge = await startBridge()
  const target = { ...bridge, authToken }
  const { campaignId } = await openShop(target, 60)
  const tally = newTally()
  const calls = mixedCalls(target, { workers: 3, campaignId, until: () => tally.calls.size >= 40 }, tally)
  while (tally.calls.size < 15) await new Promise((resolve) => setTimeout(resolve, 20))
  process.kill(engineOf(bridge.process.pid) as number, 'SIGKILL')
  await calls
  await bridge.settled()
  expect(tally.failures).toEqual([])
  expect(await differences(target, tally)).toEqual([])
  // Of every kind there was something.
  expect(new Set(tally.calls.values()).size).toBe(4)
  expect(tally.codes.size).toBeGreaterThan(0)
  expect(tally.sessions.size).toBeGreaterThan(0)
}, 120_000)
