import { createHash } from 'node:crypto'
import { amountOf } from '../../../../shared/domain/conversion/amount.ts'
import type { Destination } from '../../../../shared/domain/conversion/destination.ts'
import { counterpartOf, type Standing, standingOf } from '../../../../shared/domain/conversion/differ.ts'
import { epochMillisecondsOf, type Instant } from '../../../../shared/domain/time.ts'
import {
  type Credentials,
  idAtPlatform,
  isAnswered,
  isTaken,
  laterOf,
  type Outcome,
  type PlatformDeps,
  type PlatformPort,
  type Prepared,
  unknownOf,
} from './platform-port.ts'

interface Ga4Event {
  readonly name: string
  readonly params: Readonly<Record<string, string | number>>
}
export interface Ga4Body {
  readonly client_id: string
  readonly timestamp_micros: number
  readonly consent?: Readonly<Record<string, 'GRANTED' | 'DENIED'>>
  readonly events: readonly Ga4Event[]
}

const purchase = 'purchase'
const refund = 'refund'
/** The least that makes it appear in reports of a session. */
const engagementMilliseconds = 1

/** Two numbers, as `_ga` has them, always the same for one conversion: a user of its own, whose visits GA4 does not know. */
function standInClient(name: string): string {
  const digest = createHash('sha256').update(name).digest()
  return `${digest.readUInt32BE(0)}.${digest.readUInt32BE(4)}`
}

function eventOf(name: string, action: string, standing: Standing): Ga4Event {
  const { value, browser, generation } = standing
  const isSale = action === purchase || action === refund
  return {
    name: action,
    params: {
      ...(browser?.gaSessionId !== undefined && { session_id: browser.gaSessionId }),
      engagement_time_msec: engagementMilliseconds,
      ...(isSale && { transaction_id: idAtPlatform(name, generation) }),
      ...(value && { currency: value.currency, value: amountOf(value.minorUnits, value.currency) }),
    },
  }
}

function eventsOf({ name, operation }: Prepared): Ga4Event[] {
  const takenBack = (standing: Standing) => {
    const counterpart = counterpartOf(standing.action)
    return counterpart === undefined ? [] : [eventOf(name, counterpart, standing)]
  }
  switch (operation.op) {
    case 'send':
      return [eventOf(name, operation.to.action, operation.to)]
    case 'retract':
      return takenBack(operation.from)
    case 'restate':
      return [...takenBack(operation.from), eventOf(name, operation.to.action, operation.to)]
  }
}

const wire = { granted: 'GRANTED', denied: 'DENIED' } as const

/**
 * developers.google.com/analytics/devguides/collection/protocol/ga4/reference: `client_id` ties it to the browser's own
 * visits, `session_id` to one of them; microseconds since 1970; `consent` by name. A purchase is known by its
 * `transaction_id`, and a refund of the same id takes it back. What is changed later happened when it was changed.
 */
export function ga4Body({ consent }: Pick<Destination, 'consent'>, prepared: Prepared): Ga4Body {
  const { operation, name, now } = prepared
  const standing = standingOf(operation)
  const at: Instant = operation.op === 'send' ? operation.to.at : now
  const { adUserData, adPersonalization } = consent
  return {
    client_id: standing.browser?.gaClientId ?? standInClient(name),
    timestamp_micros: epochMillisecondsOf(at) * 1000,
    ...((adUserData || adPersonalization) && {
      consent: {
        ...(adUserData && { ad_user_data: wire[adUserData] }),
        ...(adPersonalization && { ad_personalization: wire[adPersonalization] }),
      },
    }),
    events: eventsOf(prepared),
  }
}

async function sendOne(
  { post, hosts }: PlatformDeps,
  destination: Destination,
  { apiSecret = '' }: Credentials,
  prepared: Prepared,
): Promise<Outcome> {
  const { measurementId = '', region } = destination.settings
  const query = new URLSearchParams({ measurement_id: measurementId, api_secret: apiSecret })
  const posted = await post({
    url: `${region === 'eu' ? hosts.ga4Eu : hosts.ga4}/mp/collect?${query}`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(ga4Body(destination, prepared)),
  })
  if (!isAnswered(posted)) return unknownOf(posted)
  const { status, tookMilliseconds } = posted
  if (isTaken(posted)) return { sent: true, status, tookMilliseconds }
  // It was not taken: that much the status says, and GA4 asks that the same request be not repeated but for its own trouble.
  const reason = `GA4 answered ${status}`
  return status === 429 || status >= 500
    ? laterOf(posted, reason)
    : { refused: reason, status, tookMilliseconds }
}

/** Every browser needs a request of its own. GA4 answers 204 to nearly everything: what it makes of it its reports tell. */
export const ga4: PlatformPort = {
  preview: ga4Body,
  async send(deps, destination, credentials, all) {
    const outcomes: Outcome[] = []
    for (const each of all) outcomes.push(await sendOne(deps, destination, credentials, each))
    return outcomes
  },
}
