import { clickIdNames } from './click-id.ts'
import { readUrl } from './url.ts'

/** GA4's campaign parameters; what other `utm_…` a page carries is its own and may be personal. */
export const campaignParameters = [
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'utm_term',
  'utm_content',
  'utm_id',
  'utm_source_platform',
  'utm_creative_format',
  'utm_marketing_tactic',
] as const

/** Say that a click came from Google's ads or free listings, and identify nobody. */
const markers = ['gad_source', 'gad_campaignid', 'srsltid'] as const

export type Parameter =
  | (typeof campaignParameters)[number]
  | (typeof clickIdNames)[number]
  | (typeof markers)[number]

const canonicalNames = new Map<string, Parameter>(
  [...campaignParameters, ...clickIdNames, ...markers].map((name) => [name.toLowerCase(), name]),
)

/** The longest value kept, in UTF-16 units: the longest click ids are about 200. */
const longestValue = 512

/** The parts of an address that the ledger keeps and the rules read. */
export interface Address {
  readonly host: string
  readonly path: string
  /** Origin and path. */
  readonly place: string
  readonly parameters: ReadonlyMap<Parameter, string>
}

/** Null for what is no http, https or android-app URL, however malformed; never throws. */
export function readAddress(text: string): Address | null {
  const url = readUrl(text)
  if (!url) return null
  const isWeb = url.protocol === 'http:' || url.protocol === 'https:'
  // A host of dots alone, with or without `www`, names nobody.
  if ((!isWeb && url.protocol !== 'android-app:') || /^(?:www\.)?\.*$/.test(url.hostname)) return null
  const path = url.pathname === '' ? '/' : url.pathname
  return {
    host: url.hostname,
    path,
    place: `${isWeb ? url.origin : `android-app://${url.hostname}`}${path}`,
    parameters: parametersOf(url.searchParams),
  }
}

function parametersOf(query: URLSearchParams): Map<Parameter, string> {
  const parameters = new Map<Parameter, string>()
  for (const [name, value] of query) {
    const canonical = canonicalNames.get(name.toLowerCase())
    const kept = cut(value)
    if (canonical !== undefined && kept !== '' && !parameters.has(canonical)) parameters.set(canonical, kept)
  }
  return parameters
}

function cut(value: string): string {
  const trimmed = value.trim()
  if (trimmed.length <= longestValue) return trimmed
  // A cut between the halves of a surrogate pair would not survive being encoded again.
  return trimmed
    .slice(0, longestValue)
    .replace(/[\ud800-\udbff]$/, '')
    .trim()
}

/**
 * What the ledger keeps of a page's address: origin, path, and of the query only what says where the visit came from.
 * Everything else (further parameters, fragment, user and password) may be personal. Classification reads no more than
 * this, so that a visit can be classified again from the ledger. Null for what is no http(s) or android-app URL.
 */
export function retainUrl(url: string): string | null {
  const address = readAddress(url)
  if (address === null) return null
  const query = new URLSearchParams([...address.parameters]).toString()
  return query === '' ? address.place : `${address.place}?${query}`
}

/** What the ledger keeps of a referrer: origin and path. Null for none, and for what is no http(s) or android-app URL. */
export const retainReferrer = (referrer: string): string | null => readAddress(referrer)?.place ?? null
