import { expect, test } from 'vitest'
import { createBackground } from '../../local/background.ts'

const pause = () => new Promise((resolve) => setTimeout(resolve, 1))

test('work goes on, step after step, until a step says that it is done', async () => {
  let steps = 0
  const background = createBackground(() => {})
  background.keepGoing(async () => ++steps < 5)
  for (let waits = 0; waits < 100 && steps < 5; waits++) await pause()
  await background.stop()
  expect(steps).toBe(5)
})

test('stopping waits for the step under way and begins no other', async () => {
  const steps: string[] = []
  const background = createBackground(() => {})
  background.keepGoing(async () => {
    steps.push('begun')
    await pause()
    steps.push('ended')
    return true
  })
  await background.stop()
  const atStop = [...steps]
  await pause()
  expect(steps).toEqual(atStop)
  expect(steps).toEqual(['begun', 'ended'])
})

test('a step that fails ends its work with a line, and nothing else', async () => {
  const lines: string[] = []
  const background = createBackground((line) => lines.push(line))
  background.keepGoing(async () => {
    throw new Error('the engine is gone')
  })
  await background.stop()
  expect(lines).toEqual([expect.stringContaining('the engine is gone')])
})
