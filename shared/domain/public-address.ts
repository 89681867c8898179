/**
 * Which addresses are somebody else's, out in the world, and which lead back into a network of ours: the ranges that the
 * IANA's registries of special-purpose addresses do not call globally reachable, and those through which one of them may
 * be meant in other words.
 * https://www.iana.org/assignments/iana-ipv4-special-registry https://www.iana.org/assignments/iana-ipv6-special-registry
 */
const specialRanges4 = [
  ['0.0.0.0', 8, 'this network'],
  ['10.0.0.0', 8, 'private use'],
  ['100.64.0.0', 10, 'shared by a carrier'],
  ['127.0.0.0', 8, 'loopback'],
  ['169.254.0.0', 16, 'link-local, where clouds tell their secrets'],
  ['172.16.0.0', 12, 'private use'],
  ['192.0.0.0', 24, 'protocol assignments'],
  ['192.0.2.0', 24, 'documentation'],
  ['192.31.196.0', 24, 'AS112'],
  ['192.52.193.0', 24, 'AMT'],
  ['192.88.99.0', 24, '6to4 relays'],
  ['192.168.0.0', 16, 'private use'],
  ['192.175.48.0', 24, 'AS112'],
  ['198.18.0.0', 15, 'benchmarks'],
  ['198.51.100.0', 24, 'documentation'],
  ['203.0.113.0', 24, 'documentation'],
  ['224.0.0.0', 4, 'multicast'],
  ['240.0.0.0', 4, 'reserved, broadcast'],
] as const

/** Nothing but this part of IPv6 is in use out in the world. */
const globalUnicast6 = ['2000::', 3] as const
const specialRanges6 = [
  ['2001::', 23, 'protocol assignments: Teredo, ORCHID, benchmarks'],
  ['2001:db8::', 32, 'documentation'],
  ['2002::', 16, '6to4: an IPv4 address in other words'],
  ['2620:4f:8000::', 48, 'AS112'],
  ['3fff::', 20, 'documentation'],
] as const
/** A translator's: the last four bytes are the IPv4 address that it leads to. */
const nat64 = ['64:ff9b::', 96] as const
const mapped4 = ['::ffff:0:0', 96] as const

/** @returns its four bytes; undefined unless written as four decimal numbers, as resolvers and URLs' hosts write it */
function bytesOf4(text: string): number[] | undefined {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part))) return undefined
  const bytes = parts.map(Number)
  return bytes.every((byte) => byte <= 255) ? bytes : undefined
}

/** @returns its sixteen bytes; undefined if it is none, or names an interface (`%eth0`) */
function bytesOf6(text: string): number[] | undefined {
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text)
  const embedded = tail && bytesOf4(tail[2] as string)
  if (tail && !embedded) return undefined
  const hex = (high: number, low: number) => ((high << 8) | low).toString(16)
  const [a = 0, b = 0, c = 0, d = 0] = embedded ?? []
  const plain = tail ? `${tail[1]}${hex(a, b)}:${hex(c, d)}` : text
  const halves = plain.split('::')
  if (halves.length > 2) return undefined
  const groupsOf = (half: string | undefined) => (half === undefined || half === '' ? [] : half.split(':'))
  const [before, after] = [groupsOf(halves[0]), groupsOf(halves[1])]
  const missing = 8 - before.length - after.length
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined
  const groups = [...before, ...Array<string>(missing).fill('0'), ...after]
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined
  return groups.flatMap((group) => {
    const value = Number.parseInt(group, 16)
    return [value >> 8, value & 255]
  })
}

type Range = readonly [string, number, ...unknown[]]
function isWithin(bytes: readonly number[], [base, bits]: Range): boolean {
  const start = bytesOf4(base) ?? bytesOf6(base)
  if (start?.length !== bytes.length) return false
  return start.every((byte, index) => {
    const own = Math.min(8, Math.max(0, bits - 8 * index))
    const mask = (0xff << (8 - own)) & 0xff
    return (byte & mask) === ((bytes[index] as number) & mask)
  })
}

/** `loopback`: this very machine; `special`: another address that is none out in the world; `none`: no address at all. */
export type AddressStanding = 'public' | 'loopback' | 'special' | 'none'

const isLoopback4 = (bytes: readonly number[]) => isWithin(bytes, ['127.0.0.0', 8])

/** @param address IPv4 or IPv6 as text, without brackets */
export function standingOf(address: string): AddressStanding {
  const bytes4 = bytesOf4(address)
  if (bytes4) {
    if (isLoopback4(bytes4)) return 'loopback'
    return specialRanges4.some((range) => isWithin(bytes4, range)) ? 'special' : 'public'
  }
  const bytes6 = bytesOf6(address)
  if (!bytes6) return 'none'
  if (bytes6.slice(0, 15).every((byte) => byte === 0) && bytes6[15] === 1) return 'loopback'
  const last4 = bytes6.slice(12)
  if (isWithin(bytes6, mapped4)) return isLoopback4(last4) ? 'loopback' : 'special'
  if (isWithin(bytes6, nat64))
    return isLoopback4(last4) || specialRanges4.some((range) => isWithin(last4, range)) ? 'special' : 'public'
  if (!isWithin(bytes6, globalUnicast6)) return 'special'
  return specialRanges6.some((range) => isWithin(bytes6, range)) ? 'special' : 'public'
}

export const isAddress = (text: string): boolean => standingOf(text) !== 'none'
