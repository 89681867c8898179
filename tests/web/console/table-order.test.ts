import { expect, test } from 'vitest'
import { compare } from '../../../web/console/src/parts/table-order.ts'

test.each([
  ['the largest first', true, [9, 2, null]],
  ['the smallest first, and what has no figure is last still', false, [2, 9, null]],
] as const)('%s', (_, isDescending, expected) => {
  expect([null, 2, 9].toSorted((left, right) => compare(left, right, isDescending))).toEqual(expected)
})
