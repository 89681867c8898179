import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startRecordingSweep } from '../../local/recording-sweep.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('recordings are swept soon after the start and every hour, whether or not the last time failed; that is said once', async () => {
  const warned: string[] = []
  let sweeps = 0
  const sweeping = startRecordingSweep(
    async () => {
      sweeps += 1
      if (sweeps === 2 || sweeps === 3) throw new Error('ECONNREFUSED')
    },
    (line) => warned.push(line),
  )
  await vi.advanceTimersByTimeAsync(59_000)
  expect(sweeps).toBe(0)
  await vi.advanceTimersByTimeAsync(2_000)
  expect(sweeps).toBe(1)
  await vi.advanceTimersByTimeAsync(3 * 60 * 60_000)
  expect(sweeps).toBe(4)
  expect(warned.map((line) => JSON.parse(line))).toEqual([
    { level: 'warn', message: 'recordings not swept', error: 'Error: ECONNREFUSED' },
  ])
  await sweeping.stop()
  await vi.advanceTimersByTimeAsync(3 * 60 * 60_000)
  expect(sweeps).toBe(4)
})
