import fc from 'fast-check'
import type { Fact } from '../../../shared/domain/fact.ts'
import { anyDraft, type Draft } from './drafts.ts'

/** The facts of one account in the order in which they come, in bursts: between two of them the views catch up. */
export interface History {
  readonly drafts: readonly Draft[]
  readonly bursts: readonly (readonly number[])[]
  readonly writeShards: number
}

export const factsOf = ({ drafts }: Pick<History, 'drafts'>, account: string): readonly Fact[] =>
  drafts.flatMap((draft, index) => draft(account, index))
const countOf = (drafts: readonly Draft[]) => factsOf({ drafts }, 'acc').length

const burstsAtMost = 3

/** Those drafts, shuffled and cut. */
const inAnyOrder = (drafts: readonly Draft[]): fc.Arbitrary<History> => {
  const count = countOf(drafts)
  return fc
    .record({
      order: fc.shuffledSubarray([...Array(count).keys()], { minLength: count, maxLength: count }),
      cuts: fc.array(fc.integer({ min: 0, max: count }), { maxLength: burstsAtMost - 1 }),
      writeShards: fc.constantFrom(1, 1, 3),
    })
    .map(({ order, cuts, writeShards }) => {
      const bounds = [0, ...cuts.toSorted((a, b) => a - b), count]
      const bursts = bounds.slice(1).map((end, index) => order.slice(bounds[index], end))
      return { drafts, bursts, writeShards }
    })
}

const smallFrom = 3
const smallTo = 12

/** As many of the drafts, from the first on, as make a small history. */
function cutShort(drafts: readonly Draft[]): readonly Draft[] {
  const kept: Draft[] = []
  for (const draft of drafts) if (countOf([...kept, draft]) <= smallTo) kept.push(draft)
  return kept
}

/** 3 to 12 facts: what goes wrong between a few, found often. */
export const smallHistory: fc.Arbitrary<History> = fc
  .array(anyDraft, { minLength: 2, maxLength: 5, size: 'max' })
  .map(cutShort)
  .filter((drafts) => countOf(drafts) >= smallFrom)
  .chain(inAnyOrder)

/** Up to 12 drafts, crowds among them: what many do to one another. */
export const bigHistory: fc.Arbitrary<History> = fc
  .array(anyDraft, { minLength: 6, maxLength: 12, size: 'max' })
  .chain(inAnyOrder)
