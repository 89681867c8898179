import type { CreditModel } from './credit.ts'
import { isOfSource, type RowKeys } from './enquiry-filter.ts'
import {
  addSums,
  emptyRollup,
  keyOf,
  type Rollup,
  sectionOf,
  sessionSection,
  sourceOfTuple,
  spendSection,
  spentOn,
  tupleDimensions,
  tupleSection,
} from './rollup.ts'

/** What a report can be narrowed to, and grouped by if it is. */
export type TupleDimension = (typeof tupleDimensions)[number]
export const isTupleDimension = (dimension: string): dimension is TupleDimension =>
  (tupleDimensions as readonly string[]).includes(dimension)
export type TupleKeys = Pick<RowKeys, TupleDimension>

/** The sections of which a narrowed report is made. */
export const narrowSections = (models: readonly CreditModel[]): string[] => [
  ...models.map(tupleSection),
  tupleSection('sessions'),
  spendSection,
]

/** What is left of a rollup of `narrowSections` under the keys, as sections that a report by the dimension is made of. */
export function narrowRollup(
  rollup: Rollup,
  models: readonly CreditModel[],
  dimension: TupleDimension,
  keys: TupleKeys,
): Rollup {
  const narrowed = emptyRollup()
  const narrow = (from: string, to: string) => {
    for (const [tuple, sums] of Object.entries(rollup[from] ?? {})) {
      const source = sourceOfTuple(tuple)
      if (isOfSource(keys, source)) addSums(narrowed, to, keyOf(dimension, source), sums)
    }
  }
  for (const model of models) narrow(tupleSection(model), sectionOf(model, dimension))
  narrow(tupleSection('sessions'), sessionSection(dimension))
  for (const [spent, sums] of Object.entries(rollup[spendSection] ?? {})) {
    if (isOfSource(keys, spentOn(spent))) addSums(narrowed, spendSection, spent, sums)
  }
  return narrowed
}
