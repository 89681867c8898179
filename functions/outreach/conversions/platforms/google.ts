import { amountOf } from '../../../../shared/domain/conversion/amount.ts'
import type { Consent, Destination } from '../../../../shared/domain/conversion/destination.ts'
import { standingOf } from '../../../../shared/domain/conversion/differ.ts'
import { platformRules } from '../../../../shared/domain/conversion/platform.ts'
import type { Wanted } from '../../../../shared/domain/conversion/wanted.ts'
import type { HashedIdentity } from '../hash.ts'
import { type BatchOutcome, inBatches, sendWhole } from './fail-whole.ts'
import { violationsIn } from './google-error.ts'
import { googleLater } from './google-status.ts'
import {
  type Credentials,
  idAtPlatform,
  isAnswered,
  isTaken,
  type Outcome,
  outcomeOfStatus,
  type PlatformDeps,
  type PlatformPort,
  type Prepared,
  plainReason,
  unknownOf,
} from './platform-port.ts'

type ConsentStatus = 'CONSENT_GRANTED' | 'CONSENT_DENIED'

interface ProductAccount {
  readonly accountType: 'GOOGLE_ADS'
  readonly accountId: string
}
export interface GoogleDestination {
  readonly reference: string
  readonly operatingAccount: ProductAccount
  readonly loginAccount?: ProductAccount
  readonly productDestinationId: string
}
export interface GoogleEvent {
  readonly destinationReferences: readonly [string]
  readonly transactionId: string
  readonly eventTimestamp: string
  readonly lastUpdatedTimestamp?: string
  readonly eventSource: 'WEB' | 'PHONE' | 'MESSAGE' | 'OTHER'
  readonly adIdentifiers?: Readonly<Record<string, string>>
  readonly userData?: {
    readonly userIdentifiers: readonly (
      | { readonly emailAddress: string }
      | { readonly phoneNumber: string }
    )[]
  }
  readonly consent?: { readonly adUserData?: ConsentStatus; readonly adPersonalization?: ConsentStatus }
  readonly currency?: string
  readonly conversionValue?: number
}
export interface GoogleBody {
  readonly destinations: readonly GoogleDestination[]
  readonly events: readonly GoogleEvent[]
  readonly encoding: 'HEX'
}

/** Destinations of one request (google.ads.datamanager.v1.ErrorReason, TOO_MANY_DESTINATIONS). */
const mostDestinations = 10

const sources: Readonly<Record<Wanted['kind'], GoogleEvent['eventSource']>> = {
  call: 'PHONE',
  text: 'MESSAGE',
  form: 'WEB',
  redemption: 'WEB',
  outcome: 'OTHER',
  step: 'OTHER',
}
const wire = { granted: 'CONSENT_GRANTED', denied: 'CONSENT_DENIED' } as const

function consentOf({ adUserData, adPersonalization }: Consent): Pick<GoogleEvent, 'consent'> {
  if (!adUserData && !adPersonalization) return {}
  return {
    consent: {
      ...(adUserData && { adUserData: wire[adUserData] }),
      ...(adPersonalization && { adPersonalization: wire[adPersonalization] }),
    },
  }
}

function userDataOf(identity: HashedIdentity | undefined): Pick<GoogleEvent, 'userData'> {
  const { email, phone } = identity ?? {}
  const userIdentifiers = [
    ...(email === undefined ? [] : [{ emailAddress: email }]),
    ...(phone === undefined ? [] : [{ phoneNumber: phone }]),
  ]
  return userIdentifiers.length > 0 ? { userData: { userIdentifiers } } : {}
}

/** Under the name that it has: an event with a known `transactionId` changes the conversion's value; worth 0 is all the way back there is. */
function eventOf({ consent }: Destination, { operation, name, identity, now }: Prepared): GoogleEvent {
  const { op } = operation
  const standing = standingOf(operation)
  const { action, generation, at, kind, click, value } = standing
  const worth = op === 'retract' ? 0 : value && amountOf(value.minorUnits, value.currency)
  return {
    destinationReferences: [action],
    transactionId: idAtPlatform(name, generation),
    eventTimestamp: at,
    ...(op !== 'send' && { lastUpdatedTimestamp: now }),
    eventSource: sources[kind],
    ...(click && { adIdentifiers: { [click.name]: click.value } }),
    ...userDataOf(identity),
    ...consentOf(consent),
    ...(value && { currency: value.currency }),
    ...(worth !== null && { conversionValue: worth }),
  }
}

const adsAccount = (id: string): ProductAccount => ({
  accountType: 'GOOGLE_ADS',
  accountId: id.replaceAll('-', ''),
})

/**
 * developers.google.com/data-manager/api/reference/rest/v1/events/ingest: each conversion action is a destination, to which
 * events refer; times in RFC 3339, hashes in hexadecimal digits.
 */
export function googleBody(destination: Destination, all: readonly Prepared[]): GoogleBody {
  const { customerId = '', loginCustomerId } = destination.settings
  const events = all.map((each) => eventOf(destination, each))
  const actions = [...new Set(events.map(({ destinationReferences: [action] }) => action))]
  return {
    destinations: actions.map((action) => ({
      reference: action,
      operatingAccount: adsAccount(customerId),
      ...(loginCustomerId && { loginAccount: adsAccount(loginCustomerId) }),
      productDestinationId: action,
    })),
    events,
    encoding: 'HEX',
  }
}

/** The name by which Google tells later what it made of the request (IngestEventsResponse). */
function requestIn(text: string): string | undefined {
  try {
    const { requestId } = JSON.parse(text) as { readonly requestId?: unknown }
    return typeof requestId === 'string' && requestId !== '' ? requestId : undefined
  } catch {
    return undefined
  }
}

async function sendBatch(
  deps: PlatformDeps,
  destination: Destination,
  credentials: Credentials,
  batch: readonly Prepared[],
  isStale = false,
): Promise<BatchOutcome> {
  const token = await deps.accessToken(destination, credentials, isStale)
  if ('later' in token) return { ...token, tookMilliseconds: 0 }
  const request = googleBody(destination, batch)
  const posted = await deps.post({
    url: `${deps.hosts.google}/v1/events:ingest`,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token.token}` },
    body: JSON.stringify(request),
  })
  if (!isAnswered(posted)) return unknownOf(posted)
  const { status, text, tookMilliseconds } = posted
  if (isTaken(posted)) return { sent: true, request: requestIn(text), status, tookMilliseconds }
  if (status === 401 && !isStale) return sendBatch(deps, destination, credentials, batch, true)
  const { message, events, destinations } = violationsIn(text)
  const wrong = new Map<number, Outcome>()
  for (const [index, { destinationReferences }] of request.events.entries()) {
    const action = request.destinations.findIndex(({ reference }) => reference === destinationReferences[0])
    const own = events.get(index)
    // A conversion action that is not there may be made, or named rightly: what waits for it is not lost.
    const ofAction = destinations.get(action)
    if (own !== undefined) wrong.set(index, { refused: plainReason(own), status, tookMilliseconds })
    else if (ofAction !== undefined)
      wrong.set(index, { later: plainReason(ofAction), status, tookMilliseconds })
  }
  if (status === 400 && wrong.size > 0) return { wrong }
  const reason = plainReason(`Google answered ${status}: ${message}`)
  return outcomeOfStatus(posted, reason)
}

const actionOf = ({ operation }: Prepared) => standingOf(operation).action

/** What may go in one request: of few conversion actions, and in no larger company than each of it allows. */
function groupsOf(all: readonly Prepared[]): Map<string, Prepared[]> {
  const actions = [...new Set(all.map(actionOf))]
  const groups = new Map<string, Prepared[]>()
  for (const each of all) {
    const part = Math.floor(actions.indexOf(actionOf(each)) / mostDestinations)
    const name = `${part} ${each.together ?? ''}`
    groups.set(name, [...(groups.get(name) ?? []), each])
  }
  return groups
}

export const google: PlatformPort = {
  preview: (destination, prepared) => googleBody(destination, [prepared]),
  async send(deps, destination, credentials, all) {
    const outcomes = new Map<Prepared, Outcome>()
    for (const group of groupsOf(all).values()) {
      const most = Math.min(group[0]?.together ?? platformRules.google.batch, platformRules.google.batch)
      const of = await inBatches(group, most, (batch) =>
        sendWhole(batch, (some) => sendBatch(deps, destination, credentials, some)),
      )
      for (const [index, each] of group.entries()) outcomes.set(each, of[index] as Outcome)
    }
    return all.map((each) => outcomes.get(each) as Outcome)
  },
  later: googleLater,
}
