import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createDelivery, type StreamHandler } from '../../local/stream-delivery.ts'
import type { StreamRecord } from '../../local/stream-record.ts'
import { runs } from '../support/runs.ts'

const recordOf = (number: number): StreamRecord => ({ dynamodb: { SequenceNumber: `${number}` } })
const numberOf = (record: { dynamodb?: { SequenceNumber?: string | undefined } | undefined }) =>
  Number(record.dynamodb?.SequenceNumber)

async function run(length: number, handler: StreamHandler, maximumRetryAttempts = 1) {
  const done: number[] = []
  const givenUp: number[] = []
  const pauses: number[] = []
  const deliver = createDelivery({
    handler,
    maximumRetryAttempts,
    firstRetryMilliseconds: 10,
    longestRetryMilliseconds: 60,
    onFailure: async (record) => void givenUp.push(numberOf(record)),
    duplicate: 0,
    random: () => 1,
    pause: async (milliseconds) => void pauses.push(milliseconds),
    unlessAbandoned: (work) => work,
  })
  const records = Array.from({ length }, (_, number) => recordOf(number))
  await deliver(records, async (some) => void done.push(...some.map(numberOf)))
  return { done, givenUp, pauses }
}

test('whichever records fail, and however it is told, exactly they are given up and all are done in order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 40 }),
      fc.uniqueArray(fc.integer({ min: 0, max: 39 }), { maxLength: 5 }),
      fc.boolean(),
      fc.integer({ min: 0, max: 3 }),
      async (length, poison, throws, retries) => {
        const handled = new Set<number>()
        const { done, givenUp } = await run(
          length,
          async ({ Records }) => {
            const failed = Records.filter((record) => poison.includes(numberOf(record)))
            if (failed.length > 0 && throws) throw new Error('poison')
            for (const record of Records) {
              if (failed[0] && numberOf(record) >= numberOf(failed[0])) break
              handled.add(numberOf(record))
            }
            return { batchItemFailures: failed.map((each) => ({ itemIdentifier: `${numberOf(each)}` })) }
          },
          retries,
        )
        const all = Array.from({ length }, (_, number) => number)
        const bad = all.filter((number) => poison.includes(number))
        expect(done).toEqual(all)
        expect(givenUp).toEqual(bad)
        expect([...handled].sort((a, b) => a - b)).toEqual(all.filter((number) => !bad.includes(number)))
      },
    ),
    { numRuns: runs(200) },
  )
})

test('pauses grow, to a limit', async () => {
  const { pauses } = await run(1, () => Promise.reject(new Error('always')), 5)
  expect(pauses).toEqual([10, 20, 40, 60, 60])
})

test.each([['unknown'], ['']])(
  'a failure that names no record of the batch (%j) fails it whole',
  async (itemIdentifier) => {
    const sizes: number[] = []
    const { done } = await run(3, async ({ Records }) => {
      sizes.push(Records.length)
      return { batchItemFailures: sizes.length === 1 ? [{ itemIdentifier }] : [] }
    })
    expect(sizes).toEqual([3, 3])
    expect(done).toEqual([0, 1, 2])
  },
)

test('what a handler does to its event does not reach the next attempt', async () => {
  const seen: number[][] = []
  await run(2, async ({ Records }) => {
    seen.push(Records.map(numberOf))
    Records.length = 0
    if (seen.length === 1) throw new Error('once')
    return undefined
  })
  expect(seen).toEqual([
    [0, 1],
    [0, 1],
  ])
})
