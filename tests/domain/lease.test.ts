import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { LeaseFact } from '../../shared/domain/fact.ts'
import { isOutlived, leaseEnd, resolveLeases } from '../../shared/domain/lease.ts'
import { claimOrder, isFree, type Slot, slotToShare } from '../../shared/domain/slot.ts'
import { addMinutes, type Instant } from '../../shared/domain/time.ts'
import { runs } from '../support/runs.ts'

const start: Instant = '2026-11-22T12:00:00.000Z'
const inMinutes = (minutes: number) => addMinutes(start, minutes)

const lease = (session: string, from: number, until: number, more: Partial<LeaseFact> = {}): LeaseFact => ({
  fact: 'lease',
  account: 'acc_1',
  number: '+442079460001',
  poolId: 'pol_1',
  session,
  visitor: `vis_${session}`,
  from: inMinutes(from),
  until: inMinutes(until),
  freeAt: inMinutes(until + 15),
  shared: false,
  ...more,
})

/** What was resolved, in short: `a`, `a~` (cooling down), or `a 500000, b 500000`. */
function resolved(leases: readonly LeaseFact[], at: number): string | undefined {
  const answer = resolveLeases(leases, inMinutes(at))
  if (answer === undefined) return undefined
  if (answer.kind === 'lease') return answer.lease.session + (answer.during === 'cooldown' ? '~' : '')
  return answer.candidates.map((each) => `${each.lease.session} ${each.likelihoodMicros}`).join(', ')
}

describe('who saw the number', () => {
  const one = [lease('a', 0, 30)]
  test.each([
    ['nobody before the lease', one, -1, undefined],
    ['from its first instant', one, 0, 'a'],
    ['until just before its end', one, 29.999, 'a'],
    ['its end is exclusive: the cooldown begins', one, 30, 'a~'],
    ['just before the number is free', one, 44.999, 'a~'],
    ['nobody once it is free', one, 45, undefined],
    ['a live lease comes before one that cools down', [lease('a', 0, 30), lease('b', 20, 50)], 40, 'b'],
    ['of two that cool down the one seen last', [lease('a', 0, 30), lease('b', 1, 35)], 40, 'b~'],
    [
      'two live at once share, though neither is marked',
      [lease('a', 0, 30), lease('b', 0, 30)],
      10,
      'b 500000, a 500000',
    ],
    [
      'a quarter of an hour later is twice as likely',
      [lease('a', 0, 60), lease('b', 15, 60)],
      30,
      'b 666667, a 333333',
    ],
    ['an older copy of a lease is not another lease', [lease('a', 0, 30), lease('a', 0, 60)], 10, 'a'],
    ['of copies the longer one holds', [lease('a', 0, 30), lease('a', 0, 60)], 50, 'a'],
    [
      'a lease renewed after a day is one candidate',
      [lease('a', 0, 1470), lease('a', 1440, 1500)],
      1450,
      'a',
    ],
    ['a shared lease alone on the number is a lease', [lease('a', 0, 30, { shared: true })], 10, 'a'],
  ])('%s', (_label, leases, at, expected) => {
    expect(resolved(leases, at)).toBe(expected)
    expect(resolved([...leases].reverse(), at)).toBe(expected)
  })

  const someLease = fc
    .record({
      session: fc.constantFrom('a', 'b', 'c', 'd'),
      from: fc.integer({ min: 0, max: 60 }),
      length: fc.integer({ min: 1, max: 60 }),
      shared: fc.boolean(),
    })
    .map(({ session, from, length, shared }) => lease(session, from, from + length, { shared }))

  test('order and repetition do not matter, and likelihoods make a whole', () => {
    fc.assert(
      fc.property(
        fc
          .array(someLease, { maxLength: 8 })
          .chain((leases) =>
            fc.tuple(
              fc.constant(leases),
              fc.shuffledSubarray([...leases, ...leases], { minLength: leases.length * 2 }),
            ),
          ),
        fc.integer({ min: 0, max: 150 }),
        ([leases, shuffled], at) => {
          const answer = resolveLeases(leases, inMinutes(at))
          expect(resolveLeases(shuffled, inMinutes(at))).toEqual(answer)
          if (answer?.kind === 'lease-shared') {
            const sum = answer.candidates.reduce((total, each) => total + each.likelihoodMicros, 0)
            expect(sum).toBe(1_000_000)
            expect(new Set(answer.candidates.map((each) => each.lease.session)).size).toBe(
              answer.candidates.length,
            )
          }
        },
      ),
      { numRuns: runs(500) },
    )
  })
})

test('a lease ends with its minutes after the sign of life, and is free after the cooldown', () => {
  expect(leaseEnd({ leaseMinutes: 20, cooldownMinutes: 0 }, start)).toEqual({
    until: inMinutes(20),
    freeAt: inMinutes(20),
  })
  expect(leaseEnd({ leaseMinutes: 20, cooldownMinutes: 60 }, start)).toEqual({
    until: inMinutes(20),
    freeAt: inMinutes(80),
  })
})

test('a lease is outlived after 24 hours', () => {
  expect(isOutlived(start, inMinutes(24 * 60 - 1))).toBe(false)
  expect(isOutlived(start, inMinutes(24 * 60))).toBe(true)
})

describe('which slot', () => {
  const slot = (index: number, more: Partial<Slot> = {}): Slot => ({
    number: `+44207946000${index}`,
    ...more,
  })
  const used = (index: number, freeAt: number, visitor = `vis_${index}`) =>
    slot(index, {
      session: `ses_${index}`,
      visitor,
      from: inMinutes(-90),
      until: inMinutes(freeAt - 15),
      freeAt: inMinutes(freeAt),
    })

  test('a slot is free if never leased, or from its instant on', () => {
    expect(isFree(slot(1), start)).toBe(true)
    expect(isFree(used(1, 0), start)).toBe(true)
    expect(isFree(used(1, 0.001), start)).toBe(false)
  })

  test('the visitor’s own number of before comes first, the latest of several', () => {
    const slots = [slot(1), used(2, -50, 'vis_me'), used(3, -5, 'vis_me'), used(4, -60)]
    const order = claimOrder(slots, 'ses_new', 'vis_me', start).map((each) => each.number)
    expect(order.slice(0, 2)).toEqual(['+442079460003', '+442079460002'])
    expect([...order].sort()).toEqual(slots.map((each) => each.number))
  })

  test('those idle for longer come before the others, and what is not free never', () => {
    const slots = [used(1, -10), used(2, -20), used(3, -30), used(4, -40), used(5, 10)]
    for (const session of ['ses_a', 'ses_b', 'ses_c', 'ses_d']) {
      const order = claimOrder(slots, session, 'vis_me', start).map((each) => each.number.at(-1))
      expect(order.slice(0, 2).sort()).toEqual(['3', '4'])
      expect(order.slice(2).sort()).toEqual(['1', '2'])
    }
  })

  test('sessions that race begin at different slots', () => {
    const slots = Array.from({ length: 8 }, (_, index) => slot(index))
    const firsts = Array.from(
      { length: 64 },
      (_, index) => claimOrder(slots, `ses_${index}`, 'vis_me', start)[0],
    )
    expect(new Set(firsts).size).toBe(4)
  })

  test('the one to share is that of the session unseen for the longest time', () => {
    expect(slotToShare([used(1, 30), used(2, 20), used(3, 40)], 'ses_new', start)?.number).toBe(
      '+442079460002',
    )
    expect(slotToShare([], 'ses_new', start)).toBeUndefined()
  })
})
