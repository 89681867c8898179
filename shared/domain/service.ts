import { services } from './data/services.ts'
import { beforeCountry, brandLabelOf, plainHost } from './host.ts'
import { readUrl } from './url.ts'

/** GA4's source categories, and the two that it lacks: webmail and AI assistants. */
export type Category = 'search' | 'social' | 'video' | 'shopping' | 'email' | 'ai'

export interface Service {
  readonly category: Category
  /** What people call it, lower case: `google` for google.co.uk, `twitter` for t.co. */
  readonly brand: string
}

const keyedList = (text: string): Map<string, string> =>
  new Map(text.split('|').map((pair) => pair.split('=', 2) as [string, string]))

/** `m.example.com`, `example.com`, `com`: what begins at a label. */
function* suffixesOf(host: string): Generator<string> {
  for (let rest = host; ; ) {
    yield rest
    const dot = rest.indexOf('.')
    if (dot === -1) return
    rest = rest.slice(dot + 1)
  }
}

/** Search engines: the whole host decides, for docs.google.com is no search. */
const exactHosts = new Map<string, Service>()
/** The same, left of a country's ending (`images.google`), and right of a country's label (`bing.com` of cn.bing.com). */
const exactBases = new Map<string, Service>()
const exactParents = new Map<string, Service>()
/** All others: the longest suffix that begins at a label decides; and the same left of a country's ending. */
const suffixes = new Map<string, Service>()
const suffixBases = new Map<string, Service>()
/** Where the path says more than the host: x.com/i/grok. */
const paths = new Map<string, { readonly prefix: string; readonly service: Service }>()

function addHost(category: Category, brand: string, host: string): void {
  const bare = host.replace(/^\*\./, '').replace(/\.\*$/, '.com')
  const service: Service = { category, brand: brand === '' ? brandLabelOf(bare.split('/')[0] ?? '') : brand }
  const slash = host.indexOf('/')
  if (slash !== -1) paths.set(host.slice(0, slash), { prefix: host.slice(slash), service })
  else if (host.startsWith('*.')) exactParents.set(bare, service)
  else if (host.endsWith('.*'))
    (category === 'search' ? exactBases : suffixBases).set(host.slice(0, -2), service)
  else (category === 'search' ? exactHosts : suffixes).set(host, service)
}

for (const [category, groups] of Object.entries(services.hosts) as [Category, string][])
  for (const [brand, hosts] of keyedList(groups))
    for (const host of hosts.split(',')) addHost(category, brand, host)

const apps = keyedList(services.apps)
const aliases = keyedList(services.aliases)
const adPrefixes = keyedList(services.ads)
const adNames = keyedList(services.adNames)
const names = new Map<string, Service>()
for (const [category, list] of Object.entries(services.names) as [Category, string][])
  for (const name of list.split('|')) names.set(name, { category, brand: name })

function searchEngineOf(host: string): Service | undefined {
  const exact = exactHosts.get(host)
  if (exact !== undefined) return exact
  const base = beforeCountry(host)
  if (base !== null && exactBases.has(base)) return exactBases.get(base)
  return /^[a-z]{2}\./.test(host) ? exactParents.get(host.slice(3)) : undefined
}

function longestMatchOf(host: string): Service | undefined {
  const base = beforeCountry(host)
  for (const suffix of suffixesOf(host)) {
    const service = suffixes.get(suffix)
    if (service !== undefined) return service
  }
  if (base !== null)
    for (const suffix of suffixesOf(base)) {
      const service = suffixBases.get(suffix)
      if (service !== undefined) return service
    }
  // By convention the place of a company's own webmail.
  return host.startsWith('webmail.') ? { category: 'email', brand: host } : undefined
}

/** RFC 1035; a longer one leads nowhere, and only costs time. */
const longestHost = 253

/** The service behind a host (and, for a few, a path); undefined for a site that none of the lists knows. */
export function serviceOfHost(host: string, path = '/'): Service | undefined {
  const plain = plainHost(host)
  if (plain.length > longestHost) return undefined
  const narrower = paths.get(plain)
  if (narrower !== undefined && (path === narrower.prefix || path.startsWith(`${narrower.prefix}/`)))
    return narrower.service
  return searchEngineOf(plain) ?? longestMatchOf(plain)
}

/** The host that an Android package counts as: `com.slack` -> `slack.com`; the package itself where none is known. */
export const hostOfApp = (packageName: string): string => apps.get(packageName.toLowerCase()) ?? packageName

const nameKey = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim()

function serviceOfWord(word: string): Service | undefined {
  return names.get(aliases.get(word) ?? word)
}

/**
 * A source that names a network's advertisements: `fb-ads`, `facebook_feed_ad`, `googleads`, `Google Ads`, `adwords`.
 * `threads` and `gumroad` only end like one.
 */
function adNetworkOf(key: string): Service | undefined {
  const whole = adNames.get(key)
  if (whole !== undefined) return names.get(whole)
  const network = (word: string) => serviceOfWord(adPrefixes.get(word) ?? word)
  const words = key.split(' ')
  const last = words.at(-1) ?? ''
  if (/^(ads?|adverts?|advertising)$/.test(last) && words.length > 1)
    return network(words.slice(0, -1).join(' ')) ?? network(words[0] ?? '')
  const glued = /^(.+?)ads?$/.exec(key)?.[1]
  return glued === undefined ? undefined : network(glued)
}

export interface NamedService {
  readonly service: Service
  /** The name stands for the network's advertisements, not for the network. */
  readonly isAds: boolean
}

/** The service behind a `utm_source`: a name, an alias, a network's ads, a URL, a host or an app id. */
export function serviceOfName(name: string): NamedService | undefined {
  const key = nameKey(name)
  const named = serviceOfWord(key)
  if (named !== undefined) return { service: named, isAds: false }
  const network = adNetworkOf(key)
  if (network !== undefined) return { service: network, isAds: true }
  const place = placeOf(name.toLowerCase())
  const service = place === undefined ? undefined : serviceOfHost(place.host, place.path)
  return service === undefined ? undefined : { service, isAds: false }
}

function placeOf(text: string): { host: string; path: string } | undefined {
  if (!text.includes('.')) return undefined
  const url = /^[a-z][a-z0-9+.-]*:\/\//.test(text) ? text : `https://${text.replace(/^\/\//, '')}`
  const known = readUrl(url)
  if (!known) return undefined
  const { hostname, pathname } = known
  return { host: hostOfApp(hostname), path: pathname }
}
