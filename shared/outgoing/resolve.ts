import { Resolver } from 'node:dns/promises'

/** @returns every address that a name leads to; none: it leads nowhere, or nobody knew in time */
export type Resolve = (host: string) => Promise<readonly string[]>

const tryMilliseconds = 2000

/**
 * Asks the name servers themselves, and never the machine's own list of hosts. (The system's `getaddrinfo` would take one
 * of its four threads for as long as a hostile name's server likes.)
 */
export const createResolve = (): Resolve => async (host) => {
  const resolver = new Resolver({ timeout: tryMilliseconds, tries: 2 })
  const none = () => [] as string[]
  const found = await Promise.all([resolver.resolve4(host).catch(none), resolver.resolve6(host).catch(none)])
  return found.flat()
}
