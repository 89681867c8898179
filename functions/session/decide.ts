import { isBot } from '../../shared/domain/bot.ts'
import type { SessionId, VisitorId } from '../../shared/domain/ids.ts'
import { isInNetwork, parseNetwork } from '../../shared/domain/network.ts'
import { isSameSession } from '../../shared/domain/session-life.ts'
import { type Instant, instantOf, secondsBetween } from '../../shared/domain/time.ts'
import type { KnownSession } from './deps.ts'
import { isOptedOut, optedIn, optedOut, optingIn } from './opt-out.ts'
import type { Beacon } from './schema.ts'

const idPattern = (prefix: string) => new RegExp(`^${prefix}[A-Za-z0-9_-]{1,60}$`)
const visitorPattern = idPattern('vis_')
const sessionPattern = idPattern('ses_')

/** The ids the browser remembers, as far as they can be ours. */
export function rememberedVisitor({ visitorId, url }: Beacon): VisitorId | undefined {
  if (!visitorId || !visitorPattern.test(visitorId)) return undefined
  return optingIn(url) === 'on' ? optedIn(visitorId) : visitorId
}
export const rememberedSession = ({ sessionId }: Beacon): SessionId | undefined =>
  sessionId && sessionPattern.test(sessionId) ? sessionId : undefined

export type Visit =
  | {
      readonly kind: 'not-counted'
      readonly reason: 'bot' | 'excluded-visitor' | 'excluded-network' | 'opted-out' | 'privacy-signal'
      /** What the browser is to remember; none: whoever it was, or somebody new. */
      readonly as?: ((visitor: VisitorId) => VisitorId) | undefined
    }
  /** The session lives on. */
  | {
      readonly kind: 'continues'
      readonly visitor: VisitorId
      readonly session: SessionId
      readonly known: KnownSession
    }
  /** A new session begins; without a visitor also a new visitor. */
  | { readonly kind: 'begins'; readonly visitor: VisitorId | undefined }

export interface Arrival {
  readonly beacon: Beacon
  readonly userAgent: string | undefined
  /** As the server saw it; it is compared here, and kept nowhere. */
  readonly address: string | undefined
  readonly excludedVisitors: readonly string[]
  readonly excludedNetworks: readonly string[]
  /** The browser says that it wants to be left alone, and the account heeds it. */
  readonly hasSignal?: boolean | undefined
  /** The session that the browser remembers, if it was ever seen. */
  readonly known: KnownSession | undefined
  readonly now: Instant
}

const isInOne = (address: string | undefined, networks: readonly string[]): boolean =>
  address !== undefined &&
  networks.some((text) => {
    const network = parseNetwork(text)
    return network !== undefined && isInNetwork(address, network)
  })

export function decideVisit(arrival: Arrival): Visit {
  const { beacon, userAgent, address, excludedVisitors, excludedNetworks, known, now } = arrival
  const visitor = rememberedVisitor(beacon)
  const session = rememberedSession(beacon)
  if (isBot(userAgent)) return { kind: 'not-counted', reason: 'bot' }
  if (arrival.hasSignal) return { kind: 'not-counted', reason: 'privacy-signal' }
  if (visitor && excludedVisitors.includes(visitor))
    return { kind: 'not-counted', reason: 'excluded-visitor' }
  if (optingIn(beacon.url) === 'off' || (visitor && isOptedOut(visitor)))
    return { kind: 'not-counted', reason: 'opted-out', as: optedOut }
  if (isInOne(address, excludedNetworks)) return { kind: 'not-counted', reason: 'excluded-network' }
  return visitor && session && known?.visitor === visitor && isSameSession(known.lastSign, now)
    ? { kind: 'continues', visitor, session, known }
    : { kind: 'begins', visitor }
}

/** A browser's clock is believed so far. */
const clockToleranceSeconds = 300

/** By the browser's clock where that can be, which a second delivery of the beacon repeats; otherwise `now`. */
export function sentInstant({ sentAt }: Beacon, now: Instant): Instant {
  if (sentAt === undefined) return now
  const sent = instantOf(Date.parse(sentAt))
  return Math.abs(secondsBetween(sent, now)) <= clockToleranceSeconds ? sent : now
}

/** When it happened: what has arrived can't be of later, whatever the browser's clock says. */
export function happenedAt(beacon: Beacon, now: Instant): Instant {
  const sent = sentInstant(beacon, now)
  return sent < now ? sent : now
}
