import { expect, test } from 'vitest'
import { startDueRounds } from '../../local/due-rounds.ts'

test('what has come while a round waits for somebody slow is done by another', async () => {
  let begun = 0
  const slow: (() => void)[] = []
  const rounds = startDueRounds(
    () => {
      begun += 1
      return new Promise((resolve) => slow.push(() => resolve(undefined)))
    },
    () => undefined,
  )
  rounds.ring()
  rounds.ring()
  expect(begun).toBe(2)
  rounds.ring()
  rounds.ring()
  // Beyond some at once it waits for one to end, and is not forgotten.
  expect(begun).toBe(3)
  slow.shift()?.()
  await expect.poll(() => begun, { timeout: 10_000 }).toBe(4)
  for (const end of slow) end()
  await rounds.stop()
})

test('a round that fails is said once, and another comes', async () => {
  const said: string[] = []
  const rounds = startDueRounds(
    async () => {
      throw new TypeError('no table')
    },
    (line) => said.push(line),
  )
  rounds.ring()
  await expect.poll(() => said.length, { timeout: 10_000 }).toBe(1)
  expect(said[0]).toContain('TypeError')
  await rounds.stop()
})
