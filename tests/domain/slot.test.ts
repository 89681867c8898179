import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  claimOrder,
  formerlyOf,
  isFree,
  type Slot,
  slotToShare,
  windowOf,
  windowStarts,
} from '../../shared/domain/slot.ts'
import { addMinutes, type Instant } from '../../shared/domain/time.ts'
import { runs } from '../support/runs.ts'

const start: Instant = '2026-11-22T12:00:00.000Z'

/** The slot once these visitors have had it, one after the other; free at `start`. */
function held(number: string, ...visitors: readonly string[]): Slot {
  return visitors.reduce<Slot>(
    (slot, visitor, index) => ({
      number,
      visitor,
      session: `ses_${index}`,
      freeAt: addMinutes(start, index - visitors.length),
      formerly: formerlyOf(slot, visitor),
    }),
    { number },
  )
}
const orderFor = (visitor: string, slots: readonly Slot[], now = start) =>
  claimOrder(slots, 'ses_new', visitor, now).map(({ number }) => number)

describe('who comes back', () => {
  test('finds the number again that others had since', () => {
    const slots = [held('+441', 'vis_b'), held('+442', 'vis_me', 'vis_b', 'vis_c'), held('+443')]
    expect(orderFor('vis_me', slots)[0]).toBe('+442')
  })

  test('of several that were the visitor’s, gets the one that the fewest others had since', () => {
    const slots = [
      held('+441', 'vis_me', 'vis_b', 'vis_c'),
      held('+442', 'vis_me', 'vis_b'),
      held('+443', 'vis_d'),
    ]
    expect(orderFor('vis_me', slots).slice(0, 2)).toEqual(['+442', '+441'])
  })

  test('is remembered through 24 others, and then not', () => {
    const others = (count: number) => Array.from({ length: count }, (_, index) => `vis_${index}`)
    const idler = held('+442')
    expect(orderFor('vis_me', [held('+441', 'vis_me', ...others(24)), idler])[0]).toBe('+441')
    expect(orderFor('vis_me', [held('+441', 'vis_me', ...others(25)), idler])[0]).toBe('+442')
  })

  test('is one, however often', () => {
    expect(held('+441', 'vis_me', 'vis_b', 'vis_me', 'vis_b', 'vis_me').formerly).toHaveLength(1)
  })

  test('always gets the number of last time first, if it is free, whoever else came and went', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(3), fc.nat(9)), { minLength: 1, maxLength: 24 }),
        fc.nat(9),
        (stays, me) => {
          const slots = new Map<number, string[]>([0, 1, 2, 3].map((index) => [index, []]))
          for (const [index, visitor] of stays) slots.get(index)?.push(`vis_${visitor}`)
          const all = [...slots].map(([index, visitors]) => held(`+44${index}`, ...visitors))
          const mine = [...slots].filter(([, visitors]) => visitors.includes(`vis_${me}`))
          const [first] = orderFor(`vis_${me}`, all)
          if (mine.length > 0) expect(mine.map(([index]) => `+44${index}`)).toContain(first)
        },
      ),
      { numRuns: runs(300) },
    )
  })
})

test('every number of a pool lies in the window of somebody, and windows hold about as many', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 40 }), (count, slotsAtATime) => {
      const numbers = Array.from({ length: count }, (_, index) => `+44${String(index).padStart(4, '0')}`)
      const starts = windowStarts(numbers, slotsAtATime)
      const windows = new Map(
        Array.from({ length: starts.length * 30 }, (_, index) => windowOf(`vis_${index}`, starts)).map(
          ({ from = '', until = '~' }) => [from, numbers.filter((each) => from <= each && each < until)],
        ),
      )
      expect([...windows.values()].flat().sort()).toEqual(numbers)
      for (const window of windows.values()) expect(window.length).toBeLessThanOrEqual(2 * slotsAtATime)
    }),
    { numRuns: runs(100) },
  )
})

describe('a number that rests', () => {
  const resting = (slot: Slot, minutes: number): Slot => ({
    ...slot,
    restingUntil: addMinutes(start, minutes),
  })

  test.each([
    ['is not free before its time', resting(held('+441'), 1), false],
    ['is free from then on', resting(held('+441'), 0), true],
    [
      'is still held, if it is',
      { ...held('+441', 'vis_b'), freeAt: addMinutes(start, 5), restingUntil: start },
      false,
    ],
  ])('%s', (_label, slot, free) => {
    expect(isFree(slot, start)).toBe(free)
    expect(orderFor('vis_me', [slot])).toEqual(free ? ['+441'] : [])
  })

  test('is not shared either, even if nothing else is left', () => {
    const slots = [
      resting(held('+441', 'vis_a'), 5),
      { ...held('+442', 'vis_b'), until: addMinutes(start, 30) },
    ]
    expect(slotToShare(slots, 'ses_new', start)?.number).toBe('+442')
    expect(slotToShare(slots.slice(0, 1), 'ses_new', start)).toBeUndefined()
  })

  test('is not given to who had it before', () => {
    expect(orderFor('vis_me', [resting(held('+441', 'vis_me'), 5), held('+442')])).toEqual(['+442'])
  })
})
