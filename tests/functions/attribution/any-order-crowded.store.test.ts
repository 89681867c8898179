import fc from 'fast-check'
import { afterAll, beforeAll, it } from 'vitest'
import { limitMilliseconds, runs } from '../../support/runs.ts'
import { expectTruthOfAll, openLane } from './any-order.ts'
import { bigHistory } from './histories.ts'

let lane: Awaited<ReturnType<typeof openLane>>
beforeAll(async () => {
  // A quarter of an hour with more than three rows is divided.
  lane = await openLane(7, 3)
})
afterAll(() => lane.close())

/** So many accounts live their histories at the same time, as they do. */
const accountsAtOnce = 8
const histories = fc.array(bigHistory, { minLength: accountsAtOnce, maxLength: accountsAtOnce })

it(
  'any order, batching and repetition of many facts gives the enquiries, credits and reports of a naive fold',
  async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (histories) => {
        await expectTruthOfAll(lane.bridge, histories)
      }),
      { numRuns: runs(1), endOnFailure: true },
    )
  },
  limitMilliseconds(900_000),
)
