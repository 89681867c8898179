import { describe, expect, test } from 'vitest'
import {
  addressNetwork,
  attemptLimits,
  decidePlace,
  placeFreeAt,
  type TakenPlace,
} from '../../shared/domain/attempt.ts'
import { addMinutes, addSeconds, type Instant } from '../../shared/domain/time.ts'

const noon: Instant = '2026-11-22T12:00:00.000Z'
const ago = (seconds: number) => addSeconds(noon, -seconds)
/** That many, one a second, the latest at noon. */
const failures = (count: number) => Array.from({ length: count }, (_, index) => place(index, ago(index)))
const place = (place: number, takenAt: Instant): TakenPlace => ({
  place,
  takenAt,
  freeAt: placeFreeAt(takenAt),
  hasFailed: true,
})

test('the figures of the contract', () => {
  expect(attemptLimits).toEqual({ session: 10, visitor: 10, address: 50 })
})

describe.each([
  ['session', 10],
  ['visitor', 10],
  ['address', 50],
] as const)('%s', (scope, limit) => {
  test('one below the limit may go on, in the place that is left', () => {
    const places = failures(limit - 1).reverse()
    expect(decidePlace(scope, places, noon)).toEqual({ decision: 'take', free: [limit - 1] })
  })
  test('whoever tries first may take any place', () => {
    const free = Array.from({ length: limit }, (_, place) => place)
    expect(decidePlace(scope, [], noon)).toEqual({ decision: 'take', free })
  })
  test('at the limit, until the oldest ages', () => {
    const until = addMinutes(ago(limit - 1), 10)
    expect(decidePlace(scope, failures(limit), noon)).toEqual({ decision: 'blocked', until })
  })
  test('a failure counts for ten minutes to the millisecond', () => {
    const last = limit - 1
    const spread = [...failures(last), place(last, ago(600))]
    expect(decidePlace(scope, spread, noon)).toEqual({ decision: 'take', free: [last] })
    const close = [...failures(last), place(last, addSeconds(noon, -599.999))]
    expect(decidePlace(scope, close, noon)).toEqual({
      decision: 'blocked',
      until: addSeconds(noon, 0.001),
    })
  })
  test('a place that was given back is free', () => {
    const [first, ...others] = failures(limit)
    const returned = { place: 0, takenAt: noon, hasFailed: false, ...first, freeAt: noon }
    expect(decidePlace(scope, [returned, ...others], noon)).toEqual({ decision: 'take', free: [0] })
  })
  test('a try under way is waited for, but not one that a crash left', () => {
    const [first, ...others] = failures(limit)
    const begun = (seconds: number) => ({ ...place(0, ago(seconds)), ...first, hasFailed: false })
    const underWay = { ...begun(0), takenAt: ago(29) }
    expect(decidePlace(scope, [underWay, ...others], noon)).toEqual({ decision: 'wait' })
    const crashed = { ...begun(0), takenAt: ago(30) }
    expect(decidePlace(scope, [crashed, ...others], noon)).toMatchObject({ decision: 'blocked' })
  })
})

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002:ffff::1', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
])('%s is one of %s', (address, network) => {
  expect(addressNetwork(address)).toBe(network)
})
