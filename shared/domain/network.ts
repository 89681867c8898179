/** Addresses that begin with the same bits: `203.0.113.0/24`, `2001:db8::/32`, or one address alone. */
export interface Network {
  /** As large as the whole address. */
  readonly start: bigint
  readonly family: 4 | 6
  /** How many of its leading bits are common to all. */
  readonly prefixBits: number
}

interface Address {
  readonly value: bigint
  readonly family: 4 | 6
}

const bitsOf = { 4: 32, 6: 128 } as const

function readIpv4(text: string): bigint | undefined {
  const parts = text.split('.')
  // Leading zeros are octal to some and decimal to others.
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255))
    return undefined
  return parts.reduce((value, part) => (value << 8n) | BigInt(part), 0n)
}

/** RFC 4291, section 2.2: eight groups, one run of zeros as `::`, the last two groups perhaps as an IPv4 address. */
function readIpv6(text: string): bigint | undefined {
  const embedded = /^(.*:)([\d.]+\.\d+)$/.exec(text)
  const ipv4 = embedded?.[2] === undefined ? undefined : readIpv4(embedded[2])
  if (embedded && ipv4 === undefined) return undefined
  const written =
    ipv4 === undefined
      ? text
      : `${embedded?.[1]}${(ipv4 >> 16n).toString(16)}:${(ipv4 & 0xffffn).toString(16)}`
  const halves = written.split('::')
  if (halves.length > 2) return undefined
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')))
  const missing = 8 - head.length - tail.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined
  const groups = [...head, ...Array<string>(missing).fill('0'), ...tail]
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined
  return groups.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n)
}

/** What an IPv4 address is to a socket that speaks both (RFC 4291, section 2.5.5.2). */
const mapped = 0xffffn << 32n

function readAddress(text: string): Address | undefined {
  const ipv4 = readIpv4(text)
  if (ipv4 !== undefined) return { value: ipv4, family: 4 }
  const ipv6 = readIpv6(text.replace(/%.*$/, ''))
  if (ipv6 === undefined) return undefined
  return ipv6 >> 32n === mapped >> 32n ? { value: ipv6 & 0xffffffffn, family: 4 } : { value: ipv6, family: 6 }
}

/** @returns undefined for what is no address and no network; bits behind the prefix do not matter */
export function parseNetwork(text: string): Network | undefined {
  const [written = '', length, ...rest] = text.trim().split('/')
  const address = readAddress(written)
  if (!address || rest.length > 0 || (length !== undefined && !/^\d{1,3}$/.test(length))) return undefined
  const { value, family } = address
  const isMapped = family === 4 && written.includes(':')
  const given = length === undefined ? bitsOf[family] : Number(length) - (isMapped ? 96 : 0)
  if (given < 0 || given > bitsOf[family]) return undefined
  const free = BigInt(bitsOf[family] - given)
  return { start: (value >> free) << free, family, prefixBits: given }
}

/** @param address as a server sees it, an IPv4 one perhaps as `::ffff:203.0.113.7` */
export function isInNetwork(address: string, { start, family, prefixBits }: Network): boolean {
  const found = readAddress(address)
  if (found?.family !== family) return false
  const free = BigInt(bitsOf[family] - prefixBits)
  return found.value >> free === start >> free
}

/** A wider one would leave whole countries out of the counts: a slip of the pen. */
export const widestPrefixBits = { 4: 8, 6: 16 } as const
