import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Fact } from '../../../shared/domain/fact.ts'
import { isSecondOpinion, limitMilliseconds, runs } from '../../support/runs.ts'
import { expectTruthOfAll, openLane } from './any-order.ts'
import { factsOf, smallHistory } from './histories.ts'

/** Batches of a stream are cut as it pleases: one record each, a few, or many accounts' at once. */
const batchSizes = [1, 7, 100] as const
/** The smaller the batches, the longer it takes: most histories come as they do on a busy day. */
const lanesByTurn = fc.constantFrom(0, 1, 1, 2, 2, 2, 2, 2)

let lanes: Awaited<ReturnType<typeof openLane>>[]
beforeAll(async () => {
  lanes = await Promise.all(batchSizes.map((size) => openLane(size)))
})
afterAll(() => Promise.all(lanes.map(({ close }) => close())))

/** So many accounts live their histories at the same time, as they do. */
const accountsAtOnce = 32
const histories = fc.array(smallHistory, { minLength: accountsAtOnce, maxLength: accountsAtOnce })

/** All that attribution makes something of, or must make nothing of. */
const kinds = [
  'code-issued',
  'code-use-voided',
  'code-used',
  'codes-minted',
  'deal',
  'dial',
  'event',
  'form',
  'lease',
  'mail-event',
  'mark',
  'outcome',
  'page',
  'phone-click',
  'recording',
  'seen',
  'self-report',
  'spend',
  'split',
  'status',
  'step-moved',
  'text',
  'transcription',
  'verdict',
  'visitor-moved',
  'voice',
] satisfies Fact['fact'][]

it(
  'any order, batching and repetition of few facts gives the enquiries, credits and reports of a naive fold',
  async () => {
    await fc.assert(
      fc.asyncProperty(lanesByTurn, histories, async (lane, histories) => {
        const { bridge } = lanes[lane] as (typeof lanes)[number]
        await expectTruthOfAll(bridge, histories)
      }),
      { numRuns: runs(isSecondOpinion ? 1 : 3), endOnFailure: true },
    )
  },
  limitMilliseconds(900_000),
)

it('is tried with all kinds of facts', () => {
  const facts = fc.sample(smallHistory, 2000).flatMap((history) => factsOf(history, 'acc_kinds'))
  expect([...new Set(facts.map(({ fact }) => fact))].sort()).toEqual(kinds)
})
