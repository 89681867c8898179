import { type Channel, channelOf, namesItsChannel } from './channel.ts'
import { type ClickNetwork, clickIdNames, clickNetworks, isHostOf, isServiceOf } from './click-id.ts'
import { plainHost } from './host.ts'
import type { DeclaredSource } from './number.ts'
import { hostOfApp, type NamedService, type Service, serviceOfHost, serviceOfName } from './service.ts'
import { type Address, type Parameter, readAddress } from './source-url.ts'

export { type Channel, channelRulesVersion, channels } from './channel.ts'
export { retainReferrer, retainUrl } from './source-url.ts'

/** Where a visit or an enquiry came from. `source` and `medium` are named as GA4 names them. */
export interface Source {
  readonly channel: Channel
  readonly source: string | null
  readonly medium: string | null
  readonly campaign: string | null
  readonly term: string | null
  readonly content: string | null
  /** Origin and path of the page. */
  readonly landingPage: string | null
  /** Origin and path; null for none, and for the page's own host. */
  readonly referrer: string | null
  /** By the network's own spelling (`ScCid`); values to the letter. */
  readonly clickIds: Readonly<Record<string, string>>
}

export interface Visit {
  readonly url: string
  readonly referrer?: string | undefined
}

interface Referrer {
  readonly address: Address
  /** An Android app counts as its service's host. */
  readonly host: string
  readonly service: Service | undefined
}

/** Any text is classified; what cannot be read counts as absent. */
export function classifyVisit(visit: Visit): Source {
  const page = readAddress(visit.url)
  const parameters: ReadonlyMap<Parameter, string> = page?.parameters ?? new Map()
  const tag = (name: Parameter) => parameters.get(name) ?? null
  const referrer = referrerOf(visit, page)
  const named = namedBy(tag('utm_source'))
  const click = clickOf(parameters, referrer, named)
  const origin = originOf(parameters, referrer, named, click)
  const medium = tag('utm_medium') ?? origin.medium
  const isBare = parameters.size === 0 && referrer === null
  return {
    channel: channelOf({
      source: origin.source,
      medium,
      campaign: tag('utm_campaign'),
      category: origin.service?.category ?? null,
      isAdClick: named?.isAds === true || click !== undefined,
      isBare,
      isDeclared: false,
    }),
    source: isBare ? '(direct)' : origin.source,
    medium: isBare ? '(none)' : medium,
    campaign: tag('utm_campaign'),
    term: tag('utm_term'),
    content: tag('utm_content') ?? tag('tl_ref'),
    landingPage: page?.place ?? null,
    referrer: referrer?.address.place ?? null,
    clickIds: clickIdsOf(parameters),
  }
}

/** What a source number or a source code was declared to stand for. */
export function classifyDeclared(declared: DeclaredSource): Source {
  const value = (text: string | undefined) => text?.trim() || null
  const source = value(declared.source)
  const named = namedBy(source)
  const known = {
    source,
    medium: value(declared.medium),
    campaign: value(declared.campaign),
  }
  return {
    channel: channelOf({
      ...known,
      category: named?.service.category ?? null,
      isAdClick: named?.isAds === true,
      isBare: false,
      isDeclared: true,
    }),
    ...known,
    term: value(declared.term),
    content: value(declared.content),
    landingPage: null,
    referrer: null,
    clickIds: {},
  }
}

/**
 * Inside a session only the page's own parameters start a new touch, and only where they say something else than the
 * touch before: a page that passes them on, or a reload, is the same arrival.
 */
export function startsNewTouch(previous: Source, next: Source, nextVisit: Visit): boolean {
  const carried = readAddress(nextVisit.url)?.parameters
  if (carried === undefined) return false
  const differs: Partial<Record<Parameter, boolean>> = {
    utm_source: next.source !== previous.source,
    utm_medium: next.medium !== previous.medium,
    utm_campaign: next.campaign !== previous.campaign,
    utm_term: next.term !== previous.term,
    utm_content: next.content !== previous.content,
    gad_source: next.source !== previous.source,
  }
  for (const name of clickIdNames) differs[name] = next.clickIds[name] !== previous.clickIds[name]
  return [...carried.keys()].some((name) => differs[name] === true)
}

const namedBy = (source: string | null) => (source === null ? undefined : serviceOfName(source))

function referrerOf(visit: Visit, page: Address | null): Referrer | null {
  const address = visit.referrer ? readAddress(visit.referrer) : null
  if (address === null || (page !== null && plainHost(address.host) === plainHost(page.host))) return null
  const host = plainHost(address.place.startsWith('android-app:') ? hostOfApp(address.host) : address.host)
  return { address, host, service: serviceOfHost(host, address.path) }
}

/** The network on whose advertisement the visitor clicked, if a click id says so and nothing else gainsays it. */
function clickOf(
  parameters: ReadonlyMap<Parameter, string>,
  referrer: Referrer | null,
  named: NamedService | undefined,
): ClickNetwork | undefined {
  if (namesItsChannel(parameters.get('utm_medium') ?? null)) return undefined
  return clickNetworks.find(
    (network) =>
      network.ids.some((id) => parameters.has(id as Parameter)) &&
      (referrer === null || isFrom(network, referrer)) &&
      (named === undefined || isServiceOf(network, named.service)),
  )
}

const isFrom = (network: ClickNetwork, { service, host }: Referrer): boolean =>
  service === undefined ? isHostOf(network, host) : isServiceOf(network, service)

interface Origin {
  readonly source: string | null
  readonly medium: string | null
  readonly service: Service | undefined
}

/** The first that speaks: what the tags say, the ad that was clicked, the site it came from, a click id that is no ad's. */
function originOf(
  parameters: ReadonlyMap<Parameter, string>,
  referrer: Referrer | null,
  named: NamedService | undefined,
  click: ClickNetwork | undefined,
): Origin {
  const utmSource = parameters.get('utm_source')
  const ad = click === undefined ? undefined : adOriginOf(click, referrer)
  // A source of the advertiser's own making ("spring-promo") beside a click id: the network still says what kind it is.
  if (utmSource !== undefined)
    return { source: utmSource, medium: ad?.medium ?? null, service: named?.service ?? ad?.service }
  if (ad !== undefined) return ad
  // A customer's link, wherever it was passed on: what the tags would say if it had any.
  if (parameters.has('tl_ref')) return { source: 'referral', medium: 'referral', service: undefined }
  if (referrer !== null) return referralOf(referrer, parameters)
  if (!namesItsChannel(parameters.get('utm_medium') ?? null)) {
    // Meta's mark of any outgoing link, and Google's of a free product listing.
    if (parameters.has('fbclid')) return unpaid('facebook', 'referral')
    if (parameters.has('srsltid')) return unpaid('google', 'organic')
  }
  return { source: null, medium: null, service: undefined }
}

function adOriginOf(click: ClickNetwork, referrer: Referrer | null): Origin {
  const { medium } = click
  // YouTube is Google's, but an ad seen there is video, not search; one on a third party's page is neither.
  if (referrer?.service?.category === 'video') return { source: 'youtube', medium, service: referrer.service }
  if (referrer !== null && referrer.service === undefined)
    return { source: referrer.host, medium, service: undefined }
  return { source: click.source, medium, service: serviceOfName(click.source)?.service }
}

const unpaid = (source: string, medium: string): Origin => ({
  source,
  medium,
  service: serviceOfName(source)?.service,
})

function referralOf({ host, service }: Referrer, parameters: ReadonlyMap<Parameter, string>): Origin {
  const isSearch = service?.category === 'search'
  const source = isSearch ? service.brand : host
  if (namesItsChannel(parameters.get('utm_medium') ?? null))
    return { source, medium: null, service: undefined }
  return {
    source,
    medium: isSearch ? 'organic' : service?.category === 'email' ? 'email' : 'referral',
    service,
  }
}

function clickIdsOf(parameters: ReadonlyMap<Parameter, string>): Record<string, string> {
  const found: Record<string, string> = {}
  for (const name of clickIdNames) {
    const value = parameters.get(name)
    if (value !== undefined) found[name] = value
  }
  return found
}
