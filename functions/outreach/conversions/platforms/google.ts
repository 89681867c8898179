import { amountOf } from '../../../../shared/domain/conversion/amount.ts'
import type { Consent, Destination } from '../../../../shared/domain/conversion/destination.ts'
import { platformRules } from '../../../../shared/domain/conversion/platform.ts'
import type { Wanted } from '../../../../shared/domain/conversion/wanted.ts'
import type { HashedIdentity } from '../hash.ts'
import { type BatchOutcome, inBatches, sendWhole } from './fail-whole.ts'
import { violationsIn } from './google-error.ts'
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
  const standing = op === 'retract' ? operation.from : operation.to
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
  if (isTaken(posted)) return { sent: true, status, tookMilliseconds }
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

export const google: PlatformPort = {
  preview: (destination, prepared) => googleBody(destination, [prepared]),
  send: (deps, destination, credentials, all) =>
    inBatches(all, platformRules.google.batch, (batch) =>
      sendWhole(batch, (some) => sendBatch(deps, destination, credentials, some)),
    ),
}
