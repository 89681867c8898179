import { describe, expect, test } from 'vitest'
import { addressNetwork, attemptLimits, blockedUntil } from '../../shared/domain/attempt.ts'
import { addMinutes, addSeconds, type Instant } from '../../shared/domain/time.ts'

const noon: Instant = '2026-11-22T12:00:00.000Z'
const ago = (seconds: number) => addSeconds(noon, -seconds)
/** That many, one a second, the latest at noon. */
const failures = (count: number) => Array.from({ length: count }, (_, index) => ago(index))

test('the figures of the contract', () => {
  expect(attemptLimits).toEqual({ session: 10, visitor: 10, address: 50 })
})

describe.each([
  ['session', 10],
  ['visitor', 10],
  ['address', 50],
] as const)('%s', (scope, limit) => {
  test('one below the limit may go on', () => {
    expect(blockedUntil(scope, failures(limit - 1), noon)).toBeUndefined()
  })
  test('at the limit, until the oldest ages', () => {
    expect(blockedUntil(scope, failures(limit), noon)).toBe(addMinutes(ago(limit - 1), 10))
  })
  test('beyond the limit, until enough of them have aged', () => {
    expect(blockedUntil(scope, failures(limit + 3).reverse(), noon)).toBe(addMinutes(ago(limit - 1), 10))
  })
  test('a failure counts for ten minutes to the millisecond', () => {
    const spread = [...failures(limit - 1), ago(600)]
    expect(blockedUntil(scope, spread, noon)).toBeUndefined()
    const close = [...failures(limit - 1), addSeconds(noon, -599.999)]
    expect(blockedUntil(scope, close, noon)).toBe(addSeconds(noon, 0.001))
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
