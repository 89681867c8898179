import { isAddress, standingOf } from './public-address.ts'
import { readUrl } from './url.ts'

/** What may be posted to at all, before its name is looked up: the addresses behind it are another question. */
export interface TargetRules {
  /** This machine may be posted to, without TLS: for trying things on one machine, never in a deployment. */
  readonly loopback: boolean
  /** The bridge's own host: what it tells itself would go round in circles. */
  readonly ownHost?: string | undefined
}

export const longestUrl = 2048

/** Names that lead nowhere but within a network. */
const innerNames = ['localhost', 'local', 'internal', 'intranet', 'lan', 'home.arpa', 'corp', 'private']
const endsWithName = (host: string, name: string) => host === name || host.endsWith(`.${name}`)

/**
 * Ports above 1023 that are other services' (the Fetch standard's list): nobody means a web server there.
 * https://fetch.spec.whatwg.org/#port-blocking
 */
const otherServices: ReadonlySet<number> = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697,
  10_080,
])
const isWebPort = (port: string) =>
  port === '' || port === '443' || (Number(port) >= 1024 && !otherServices.has(Number(port)))

/** The host as names are looked up: without an IPv6 address's brackets and a name's last dot. */
export const hostOf = ({ hostname }: URL): string =>
  hostname.startsWith('[') ? hostname.slice(1, -1) : hostname.replace(/\.$/, '')

const isLocalName = (host: string) => endsWithName(host, 'localhost')

/** Whether it is this machine by its own words; what a name leads to shows when it is looked up. */
export const isLoopbackUrl = (url: URL): boolean =>
  isLocalName(hostOf(url)) || standingOf(hostOf(url)) === 'loopback'

/** @returns what is wrong with it, for the person who typed it; undefined: it may be posted to */
export function refuseUrl(text: string, { loopback, ownHost }: TargetRules): string | undefined {
  if (text.length > longestUrl) return `Must have at most ${longestUrl} characters.`
  const url = readUrl(text)
  if (!url) return 'Must be a whole address: https://example.com/hooks/tieline.'
  if (url.username !== '' || url.password !== '')
    return 'Must not hold a name or a password: the signature proves where it comes from.'
  if (url.hash !== '') return 'Must not have a part after #: it would never be sent.'
  if (ownHost !== undefined && url.host === ownHost) return 'Must not be this bridge itself.'
  if (isLoopbackUrl(url)) {
    if (!loopback) return 'Must not be this machine.'
    return /^https?:$/.test(url.protocol) ? undefined : 'Must begin with https:// or http://.'
  }
  if (url.protocol !== 'https:') return 'Must begin with https://.'
  const host = hostOf(url)
  if (isAddress(host) ? standingOf(host) !== 'public' : !host.includes('.'))
    return 'Must be out in the world, not in a network of its own.'
  if (innerNames.some((name) => endsWithName(host, name)))
    return 'Must be out in the world, not in a network of its own.'
  return isWebPort(url.port) ? undefined : 'Must have no port, or one of a web server.'
}

/** @returns why the addresses that a name leads to are not to be connected to; undefined: each may be */
export function refuseAddresses(
  addresses: readonly string[],
  { loopback }: Pick<TargetRules, 'loopback'>,
  isLoopback: boolean,
): string | undefined {
  if (addresses.length === 0) return 'the name leads nowhere'
  const isFine = (address: string) =>
    isLoopback ? loopback && standingOf(address) === 'loopback' : standingOf(address) === 'public'
  // One that leads out and in at once is up to something.
  return addresses.every(isFine) ? undefined : 'the name leads to an address that is not out in the world'
}
