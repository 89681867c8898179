import { amountOf } from '../../../../shared/domain/conversion/amount.ts'
import type { Destination } from '../../../../shared/domain/conversion/destination.ts'
import { standingOf } from '../../../../shared/domain/conversion/differ.ts'
import { platformRules } from '../../../../shared/domain/conversion/platform.ts'
import type { Wanted } from '../../../../shared/domain/conversion/wanted.ts'
import { epochMillisecondsOf, epochSecondsOf } from '../../../../shared/domain/time.ts'
import { type BatchOutcome, inBatches, sendWhole } from './fail-whole.ts'
import {
  type Credentials,
  idAtPlatform,
  isAnswered,
  isTaken,
  laterOf,
  outcomeOfStatus,
  type PlatformDeps,
  type PlatformPort,
  type Prepared,
  plainReason,
  unknownOf,
} from './platform-port.ts'

export interface MetaEvent {
  readonly event_name: string
  /** Seconds since 1970. */
  readonly event_time: number
  readonly event_id: string
  readonly action_source: 'phone_call' | 'chat' | 'system_generated'
  readonly user_data: {
    readonly em?: readonly [string]
    readonly ph?: readonly [string]
    readonly fbc?: string
    readonly fbp?: string
  }
  readonly custom_data: Readonly<Record<string, string | number>>
}
export interface MetaBody {
  readonly data: readonly MetaEvent[]
  readonly test_event_code?: string
}

/** `website` would need the browser's user agent, which is not kept: what a page or a CRM told is `system_generated`. */
const actionSources: Readonly<Record<Wanted['kind'], MetaEvent['action_source']>> = {
  call: 'phone_call',
  text: 'chat',
  form: 'system_generated',
  redemption: 'system_generated',
  outcome: 'system_generated',
  step: 'system_generated',
}

/**
 * The click as Meta's cookie spells it, where the page did not tell the cookie: version, subdomain index, milliseconds at which
 * the click id was seen, the id to the letter (…/conversions-api/parameters/fbp-and-fbc).
 */
export const fbcOf = ({ click, browser }: Pick<Wanted, 'click' | 'browser'>): string | undefined =>
  click ? `fb.1.${epochMillisecondsOf(click.at)}.${click.value}` : browser?.fbc

function eventOf({ operation, name, identity }: Prepared): MetaEvent {
  const standing = standingOf(operation)
  const { action, at, generation, kind, value, browser } = standing
  const fbc = fbcOf(standing)
  return {
    event_name: action,
    event_time: epochSecondsOf(at),
    event_id: idAtPlatform(name, generation),
    action_source: actionSources[kind],
    user_data: {
      ...(identity?.email !== undefined && { em: [identity.email] as const }),
      ...(identity?.phone !== undefined && { ph: [identity.phone] as const }),
      ...(fbc !== undefined && { fbc }),
      ...(browser?.fbp !== undefined && { fbp: browser.fbp }),
    },
    custom_data: {
      event_source: 'crm',
      lead_event_source: 'Tieline',
      ...(value && { currency: value.currency, value: amountOf(value.minorUnits, value.currency) }),
    },
  }
}

/** developers.facebook.com/docs/marketing-api/conversions-api/parameters/server-event */
export function metaBody({ settings }: Pick<Destination, 'settings'>, all: readonly Prepared[]): MetaBody {
  return {
    data: all.map(eventOf),
    ...(settings.testEventCode && { test_event_code: settings.testEventCode }),
  }
}

/**
 * The Graph API's version where a destination names none: of 29 July 2026, and good for two years after the next one came
 * (developers.facebook.com/docs/graph-api/changelog).
 */
export const metaVersion = 'v26.0'

interface MetaError {
  readonly error?: {
    readonly message?: string
    readonly code?: number
    readonly is_transient?: boolean
    readonly error_user_msg?: string
  }
}
/** Of the Graph API: unknown, service, throttled (account, app, page, business), session or token (over). */
const codesForNow = new Set([1, 2, 4, 17, 32, 102, 190, 341, 368, 613, 80004])

async function sendBatch(
  { post, hosts }: PlatformDeps,
  destination: Destination,
  { accessToken = '' }: Credentials,
  batch: readonly Prepared[],
): Promise<BatchOutcome> {
  const { datasetId, apiVersion = metaVersion } = destination.settings
  const posted = await post({
    url: `${hosts.meta}/${apiVersion}/${datasetId}/events`,
    // The token goes in the body: addresses stand in logs.
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...metaBody(destination, batch), access_token: accessToken }),
  })
  if (!isAnswered(posted)) return unknownOf(posted)
  const { status, text, tookMilliseconds } = posted
  if (isTaken(posted)) return { sent: true, status, tookMilliseconds }
  let error: MetaError['error']
  try {
    error = (JSON.parse(text) as MetaError).error
  } catch {
    error = undefined
  }
  const { message = 'no message', code, is_transient, error_user_msg } = error ?? {}
  const reason = plainReason(`Meta answered ${status}: ${error_user_msg ?? message}`)
  const isForNow = is_transient || (code !== undefined && codesForNow.has(code))
  return isForNow ? laterOf(posted, reason) : outcomeOfStatus(posted, reason)
}

export const meta: PlatformPort = {
  preview: (destination, prepared) => metaBody(destination, [prepared]),
  send: (deps, destination, credentials, all) =>
    inBatches(all, platformRules.meta.batch, (batch) =>
      sendWhole(batch, (some) => sendBatch(deps, destination, credentials, some)),
    ),
}
