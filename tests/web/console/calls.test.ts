import { expect, test } from 'vitest'
import { byCaller, digitsSought } from '../../../web/console/src/pages/calls/callers.ts'
import { withOutcome } from '../../../web/console/src/pages/enquiry/with-outcome.ts'

test.each([
  ['0', undefined, 'too few digits to seek by'],
  ['90', undefined, 'too few digits to seek by'],
  ['900 201', '900201', 'the last digits, as people group them'],
  ['0201', '0201', 'last digits may begin with a 0'],
  ['07700 900201', '7700900201', 'a whole number as it is dialled at home'],
  ['+44 7700 900201', '447700900201', 'a whole number in its international form'],
  ['0044 7700 900201', '447700900201', 'with the zeros that stand for the plus'],
])('%s seeks %s: %s', (typed, sought, _why) => {
  expect(digitsSought(typed)).toBe(sought)
})

test('who called several times is called back once, and nobody is taken for another who hides the number', () => {
  const calls = [
    { id: 1, from: 'a' },
    { id: 2, from: null },
    { id: 3, from: 'a' },
    { id: 4, from: null },
  ]
  expect(byCaller(calls).map((group) => group.map(({ id }) => id))).toEqual([[1, 3], [2], [4]])
})

test.each([
  ['won', 52_000, 52_000, 'the value told last holds'],
  ['opportunity', undefined, 10_000, 'what is not stated stays as it was'],
  ['lost', undefined, 0, 'nothing counts of what is lost'],
  ['lost', 52_000, 0, 'nothing counts of what is lost, whatever was hoped for'],
] as const)('an enquiry told %s, %s, is shown worth %s at once: %s', (stage, value, amount, _why) => {
  const standing = { outcomes: [], value: { amount: 10_000, currency: 'GBP' } } as never
  const told = { stage, ...(value !== undefined && { value }) }
  const shown = withOutcome(standing, told, '2026-11-27T09:00:00.000Z')
  expect(shown.value.amount).toBe(amount)
  expect(shown.outcomes).toMatchObject([{ stage }])
})
