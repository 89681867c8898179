import { isIPv4, isIPv6 } from 'node:net'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { standingOf } from '../../shared/domain/public-address.ts'
import { refuseAddresses, refuseUrl } from '../../shared/domain/webhook-url.ts'

describe('which addresses are out in the world', () => {
  test.each([
    ['8.8.8.8', 'public', 'an ordinary one'],
    ['172.15.255.255', 'public', 'just below a private range'],
    ['172.32.0.0', 'public', 'just above it'],
    ['100.63.255.255', 'public', 'just below the carriers’'],
    ['198.17.255.255', 'public', 'just below the benchmarks’'],
    ['223.255.255.255', 'public', 'the last before multicast'],
    ['0.0.0.0', 'special', 'connects to this machine on some systems'],
    ['10.1.2.3', 'special', 'private use'],
    ['100.64.0.1', 'special', 'a carrier’s'],
    ['127.0.0.1', 'loopback', 'this machine'],
    ['127.255.255.254', 'loopback', 'this machine by another name'],
    ['169.254.169.254', 'special', 'a cloud’s secrets'],
    ['172.16.0.1', 'special', 'private use'],
    ['172.31.255.255', 'special', 'private use, its end'],
    ['192.0.0.192', 'special', 'another cloud’s secrets'],
    ['192.168.1.1', 'special', 'private use'],
    ['198.19.255.255', 'special', 'benchmarks'],
    ['203.0.113.9', 'special', 'documentation'],
    ['224.0.0.1', 'special', 'multicast'],
    ['255.255.255.255', 'special', 'broadcast'],
    ['2606:4700::1111', 'public', 'an ordinary one of IPv6'],
    ['2a00:1450:4001::200e', 'public', 'another'],
    ['::1', 'loopback', 'this machine'],
    ['0:0:0:0:0:0:0:1', 'loopback', 'the same in full'],
    ['::', 'special', 'none in particular'],
    ['::ffff:127.0.0.1', 'loopback', 'mapped: this machine'],
    ['::ffff:7f00:1', 'loopback', 'the same in hexadecimal'],
    ['::ffff:169.254.169.254', 'special', 'mapped: a cloud’s secrets'],
    ['::ffff:8.8.8.8', 'special', 'mapped: nobody writes an honest one so'],
    ['::7f00:1', 'special', 'compatible with IPv4, as it once was'],
    ['64:ff9b::8.8.8.8', 'public', 'by a translator to an ordinary one'],
    ['64:ff9b::a9fe:a9fe', 'special', 'by a translator to a cloud’s secrets'],
    ['64:ff9b::7f00:1', 'special', 'by a translator to the translator itself'],
    ['64:ff9b:1::1', 'special', 'a local translator'],
    ['2002:7f00:1::', 'special', '6to4: this machine in other words'],
    ['2001:0:4136:e378:8000:63bf:3fff:fdd2', 'special', 'Teredo'],
    ['2001:db8::1', 'special', 'documentation'],
    ['3fff::1', 'special', 'documentation'],
    ['fc00::1', 'special', 'unique local'],
    ['fd00:ec2::254', 'special', 'a cloud’s secrets, unique local'],
    ['fe80::1', 'special', 'link-local'],
    ['fec0::1', 'special', 'site-local'],
    ['ff02::1', 'special', 'multicast'],
    ['100::1', 'special', 'thrown away'],
    ['5f00::1', 'special', 'segment routing'],
    ['4000::1', 'special', 'not in use'],
    ['fe80::1%eth0', 'none', 'names an interface'],
    ['127.1', 'none', 'short: a URL’s host is written in full before it is asked about'],
    ['0177.0.0.1', 'none', 'octal'],
    ['2130706433', 'none', 'decimal'],
    ['example.com', 'none', 'a name'],
    ['1::2::3', 'none', 'nonsense'],
    ['', 'none', 'nothing'],
  ] as const)('%s is %s: %s', (address, standing, _because) => {
    expect(standingOf(address)).toBe(standing)
  })

  test('reads as addresses exactly what the system reads as such', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), fc.stringMatching(/^[0-9a-f:.]{1,40}$/)), (text) => {
        expect(standingOf(text) !== 'none').toBe(isIPv4(text) || isIPv6(text))
      }),
      { numRuns: 500 },
    )
  })

  test('an IPv4 address in IPv6’s words never stands better than by itself', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.constantFrom('::ffff:', '64:ff9b::', '::'), (address, prefix) => {
        if (standingOf(address) !== 'public') expect(standingOf(prefix + address)).not.toBe('public')
      }),
      { numRuns: 500 },
    )
  })
})

const outside = { loopback: false, ownHost: 'calls.example.com' }
describe('which URLs may be posted to', () => {
  test.each([
    'https://example.com/hooks',
    'https://example.com:8443/hooks?token=1',
    'https://example.com./hooks',
    'https://8.8.8.8/hooks',
    'https://[2606:4700::1111]/hooks',
    'https://bücher.example/hooks',
  ])('%s may', (url) => {
    expect(refuseUrl(url, outside)).toBeUndefined()
  })

  test.each([
    ['http://example.com/', 'anybody on the way could read it'],
    ['ftp://example.com/', 'no web server'],
    ['javascript:alert(1)', 'no address'],
    ['example.com/hooks', 'no scheme'],
    ['https://user:secret@example.com/', 'credentials'],
    ['https://user@example.com/', 'half a credential'],
    ['https://example.com/#part', 'a fragment'],
    ['https://example.com:22/', 'a port of another service'],
    ['https://example.com:25/', 'mail'],
    ['https://example.com:6667/', 'chat'],
    ['https://localhost/', 'this machine'],
    ['https://foo.localhost/', 'this machine'],
    ['https://127.0.0.1/', 'this machine'],
    ['https://2130706433/', 'this machine, decimal'],
    ['https://0x7f.1/', 'this machine, hexadecimal and short'],
    ['https://0177.0.0.01/', 'this machine, octal'],
    ['https://127.1/', 'this machine, short'],
    ['https://１２７.０.０.１/', 'this machine, in wide digits'],
    ['https://[::1]/', 'this machine'],
    ['https://[::ffff:127.0.0.1]/', 'this machine, mapped'],
    ['https://169.254.169.254/latest/meta-data/', 'a cloud’s secrets'],
    ['https://[fd00:ec2::254]/', 'likewise'],
    ['https://10.0.0.1/', 'private'],
    ['https://intranet/', 'a name without a dot'],
    ['https://printer.local/', 'a name of the network'],
    ['https://metadata.google.internal/', 'a name of a cloud'],
    ['https://calls.example.com/v1/inbound/x', 'the bridge itself'],
    [`https://example.com/${'a'.repeat(2048)}`, 'too long'],
  ])('%s may not: %s', (url, _because) => {
    expect(refuseUrl(url, outside)).toMatch(/^Must /)
  })

  test('on one machine this machine may, and no other of its network', () => {
    const inside = { loopback: true, ownHost: 'localhost:8787' }
    expect(refuseUrl('http://localhost:9000/hook', inside)).toBeUndefined()
    expect(refuseUrl('http://127.0.0.1:25/hook', inside)).toBeUndefined()
    expect(refuseUrl('http://localhost:8787/v1/inbound/x', inside)).toMatch(/itself/)
    expect(refuseUrl('http://192.168.1.4/hook', inside)).toMatch(/https/)
    expect(refuseUrl('https://192.168.1.4/hook', inside)).toMatch(/out in the world/)
    expect(refuseUrl('http://example.com/hook', inside)).toMatch(/https/)
  })
})

describe('which addresses a name may lead to', () => {
  test.each([
    { addresses: ['8.8.8.8', '2606:4700::1111'], loopback: false, isLoopback: false, fine: true },
    { addresses: [], loopback: false, isLoopback: false, fine: false },
    { addresses: ['8.8.8.8', '10.0.0.1'], loopback: false, isLoopback: false, fine: false },
    { addresses: ['127.0.0.1'], loopback: false, isLoopback: false, fine: false },
    { addresses: ['127.0.0.1'], loopback: true, isLoopback: true, fine: true },
    { addresses: ['127.0.0.1'], loopback: true, isLoopback: false, fine: false },
    { addresses: ['8.8.8.8'], loopback: true, isLoopback: true, fine: false },
    { addresses: ['not an address'], loopback: false, isLoopback: false, fine: false },
  ])('$addresses (loopback allowed: $loopback, named: $isLoopback): $fine', (row) => {
    expect(refuseAddresses(row.addresses, row, row.isLoopback) === undefined).toBe(row.fine)
  })
})
