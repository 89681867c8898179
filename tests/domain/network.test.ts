import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isInNetwork, parseNetwork } from '../../shared/domain/network.ts'
import { runs } from '../support/runs.ts'

const isIn = (address: string, network: string) => {
  const parsed = parseNetwork(network)
  if (!parsed) throw new Error(`${network} is no network`)
  return isInNetwork(address, parsed)
}

describe('an address in a network', () => {
  test.each([
    ['the first of the network', '203.0.113.0', '203.0.113.0/24', true],
    ['the last of it', '203.0.113.255', '203.0.113.0/24', true],
    ['the one behind', '203.0.114.0', '203.0.113.0/24', false],
    ['bits behind the prefix do not matter', '203.0.113.9', '203.0.113.77/24', true],
    ['a prefix inside a byte', '10.0.15.1', '10.0.8.0/21', true],
    ['just out of it', '10.0.16.1', '10.0.8.0/21', false],
    ['one address alone', '198.51.100.7', '198.51.100.7', true],
    ['its neighbour', '198.51.100.8', '198.51.100.7', false],
    ['a socket that speaks both families', '::ffff:203.0.113.7', '203.0.113.0/24', true],
    ['the same in groups', '::ffff:cb00:7107', '203.0.113.0/24', true],
    ['a network written so', '203.0.113.7', '::ffff:203.0.113.0/120', true],
    ['IPv6', '2001:db8:1::5', '2001:db8::/32', true],
    ['IPv6, out of it', '2001:db9::5', '2001:db8::/32', false],
    ['IPv6 of another spelling', '2001:0DB8:0:0:0:0:0:1', '2001:db8::1', true],
    ['with a zone', 'fe80::1%eth0', 'fe80::/64', true],
    ['families are apart', '::1', '127.0.0.1/8', false],
    ['what is no address', 'unix:', '127.0.0.0/8', false],
  ])('%s', (_label, address, network, expected) => {
    expect(isIn(address, network)).toBe(expected)
  })

  test('is told by its leading bits, whatever the prefix', () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), fc.nat(0xffffffff), fc.nat(32), (a, b, prefix) => {
        const dotted = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.')
        const shared = Math.clz32((a ^ b) >>> 0)
        expect(isIn(dotted(a), `${dotted(b)}/${prefix}`)).toBe(shared >= prefix)
      }),
      { numRuns: runs(300) },
    )
  })
})

test.each([
  '',
  'office',
  '203.0.113.0/33',
  '203.0.113.0/-1',
  '203.0.113.0/24/8',
  '203.0.113',
  '203.0.113.256',
  '203.0.113.010',
  '2001:db8',
  '2001::db8::1',
  '2001:db8:0:0:0:0:0:0:1',
  '::12345',
  '2001:db8::/129',
  '::ffff:203.0.113.0/64',
  'g::1',
])('%j is no network', (text) => {
  expect(parseNetwork(text)).toBeUndefined()
})
