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

test('a slow round that knows of nothing does not put off what a later one knows of', async () => {
  let begun = 0
  let endSlow = () => {}
  const rounds = startDueRounds(
    () => {
      begun += 1
      if (begun === 1) return new Promise((resolve) => (endSlow = () => resolve(undefined)))
      return Promise.resolve(begun === 2 ? new Date(Date.now() + 1500).toISOString() : undefined)
    },
    () => undefined,
  )
  rounds.ring()
  rounds.ring()
  expect(begun).toBe(2)
  // The second has told when it comes back; then the first ends, which would have waited a minute.
  await new Promise((resolve) => setImmediate(resolve))
  endSlow()
  await expect.poll(() => begun, { timeout: 20_000 }).toBe(3)
  await rounds.stop()
})
