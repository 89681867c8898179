import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startCallSweep } from '../../local/call-sweep.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('sweeps a day at the start, then overlapping quarters of an hour; a failure is said once and made up for', async () => {
  const asked: number[] = []
  const warnings: string[] = []
  let fails = false
  const sweeping = startCallSweep(
    async (minutes) => {
      asked.push(minutes)
      if (fails) throw new Error('unreachable')
    },
    (line) => warnings.push(line),
  )
  const pass = (minutes: number) => vi.advanceTimersByTimeAsync(minutes * 60_000)
  await pass(5)
  expect(asked).toEqual([1440, 15])
  fails = true
  await pass(10)
  fails = false
  await pass(10)
  expect(asked).toEqual([1440, 15, 15, 20, 25, 15])
  expect(warnings).toHaveLength(1)

  await sweeping.stop()
  await pass(30)
  expect(asked).toHaveLength(6)
})
