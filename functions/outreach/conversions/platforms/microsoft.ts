import { amountOf } from '../../../../shared/domain/conversion/amount.ts'
import type { Destination } from '../../../../shared/domain/conversion/destination.ts'
import type { Standing } from '../../../../shared/domain/conversion/differ.ts'
import { platformRules } from '../../../../shared/domain/conversion/platform.ts'
import { addSeconds } from '../../../../shared/domain/time.ts'
import type { HashedIdentity } from '../hash.ts'
import { inBatches } from './fail-whole.ts'
import {
  type Answered,
  type Credentials,
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

interface Known {
  readonly ConversionName: string
  /** UTC, to the second. */
  readonly ConversionTime: string
  readonly MicrosoftClickId?: string
  readonly HashedEmailAddress?: string
  readonly HashedPhoneNumber?: string
}
export interface MicrosoftConversion extends Known {
  readonly ConversionValue?: number
  readonly ConversionCurrencyCode?: string
}
export interface MicrosoftAdjustment extends Known {
  readonly AdjustmentType: 'Restate' | 'Retract'
  readonly AdjustmentTime: string
  readonly AdjustmentValue?: number
  readonly AdjustmentCurrencyCode?: string
}
export type MicrosoftBody =
  | { readonly OfflineConversions: readonly MicrosoftConversion[] }
  | { readonly OfflineConversionAdjustments: readonly MicrosoftAdjustment[] }

const toSecond = (instant: string) => `${instant.slice(0, 19)}Z`

/**
 * Microsoft knows a conversion by goal, click and second, and ignores one that it had before: what was taken back and comes
 * anew stands a second later for each time.
 */
function knownBy({ action, at, generation, click }: Standing, identity: HashedIdentity | undefined): Known {
  return {
    ConversionName: action,
    ConversionTime: toSecond(addSeconds(at, generation - 1)),
    ...(click && { MicrosoftClickId: click.value }),
    ...(identity?.email !== undefined && { HashedEmailAddress: identity.email }),
    ...(identity?.phone !== undefined && { HashedPhoneNumber: identity.phone }),
  }
}

const worth = (value: Standing['value']) =>
  value && ([amountOf(value.minorUnits, value.currency), value.currency] as const)

function conversionOf(to: Standing, { identity }: Prepared): MicrosoftConversion {
  const [value, currency] = worth(to.value) ?? []
  return {
    ...knownBy(to, identity),
    ...(value !== undefined && { ConversionValue: value, ConversionCurrencyCode: currency }),
  } as MicrosoftConversion
}

function adjustmentOf({ operation, identity, now }: Prepared): MicrosoftAdjustment {
  if (operation.op === 'send') throw new TypeError('what is new is no adjustment')
  const { op, from } = operation
  const [value, currency] = (op === 'restate' && worth(operation.to.value)) || []
  const known = knownBy(from, identity)
  // Never at the conversion's own second, nor before it.
  const earliest = toSecond(addSeconds(known.ConversionTime, 1))
  const time = toSecond(now)
  return {
    ...known,
    AdjustmentType: op === 'restate' ? 'Restate' : 'Retract',
    AdjustmentTime: time > earliest ? time : earliest,
    ...(value !== undefined && { AdjustmentValue: value, AdjustmentCurrencyCode: currency }),
  } as MicrosoftAdjustment
}

/**
 * learn.microsoft.com/advertising/campaign-management-service: applyofflineconversions, applyofflineconversionadjustments.
 * @param all of one sort: conversions, or changes of such
 */
export const microsoftBody = (all: readonly Prepared[]): MicrosoftBody =>
  all[0]?.operation.op === 'send'
    ? {
        OfflineConversions: all.flatMap((each) =>
          each.operation.op === 'send' ? [conversionOf(each.operation.to, each)] : [],
        ),
      }
    : { OfflineConversionAdjustments: all.map(adjustmentOf) }

interface MicrosoftError {
  readonly Index?: number
  readonly Code?: number
  readonly ErrorCode?: string
  readonly Message?: string
}
interface MicrosoftAnswer {
  readonly PartialErrors?: readonly (MicrosoftError | null)[]
  readonly Errors?: readonly MicrosoftError[]
  readonly OperationErrors?: readonly MicrosoftError[]
  readonly BatchErrors?: readonly MicrosoftError[]
}

/** @returns undefined for what can't be read */
function readAnswer(text: string): MicrosoftAnswer | undefined {
  if (text === '') return {}
  try {
    return (JSON.parse(text) as MicrosoftAnswer | null) ?? {}
  } catch {
    return undefined
  }
}
const said = ({ ErrorCode, Message }: MicrosoftError) =>
  plainReason([ErrorCode, Message].filter(Boolean).join(': ') || 'no message')

/** Of each by its place; what is not named was taken. */
function outcomesOf({ status, text, tookMilliseconds }: Answered, count: number): Outcome[] {
  const answer = readAnswer(text) ?? {}
  if (!answer) {
    const unknown = { unknown: 'the answer can’t be read', status, tookMilliseconds }
    return Array.from({ length: count }, () => unknown)
  }
  const errors = new Map(
    (answer.PartialErrors ?? []).flatMap((error, place) =>
      error ? [[error.Index ?? place, error] as const] : [],
    ),
  )
  return Array.from({ length: count }, (_, index) => {
    const error = errors.get(index)
    return error
      ? { refused: said(error), status, tookMilliseconds }
      : { sent: true as const, status, tookMilliseconds }
  })
}

async function sendBatch(
  deps: PlatformDeps,
  destination: Destination,
  credentials: Credentials,
  batch: readonly Prepared[],
  isStale = false,
): Promise<Outcome[]> {
  const every = (outcome: Outcome) => batch.map(() => outcome)
  const token = await deps.accessToken(destination, credentials, isStale)
  if ('later' in token) return every({ ...token, tookMilliseconds: 0 })
  const { customerId = '', accountId = '' } = destination.settings
  const request = microsoftBody(batch)
  const operation = 'OfflineConversions' in request ? 'OfflineConversions' : 'OfflineConversionAdjustments'
  const posted = await deps.post({
    url: `${deps.hosts.microsoft}/${operation}/Apply`,
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${token.token}`,
      developertoken: credentials.developerToken ?? '',
      customerid: customerId,
      customeraccountid: accountId,
    },
    body: JSON.stringify(request),
  })
  if (!isAnswered(posted)) return every(unknownOf(posted))
  const { status, text } = posted
  if (isTaken(posted)) return outcomesOf(posted, batch.length)
  if (status === 401 && !isStale) return sendBatch(deps, destination, credentials, batch, true)
  const { Errors, OperationErrors, BatchErrors } = readAnswer(text) ?? {}
  const [error] = [...(Errors ?? []), ...(OperationErrors ?? []), ...(BatchErrors ?? [])]
  const reason = `Microsoft answered ${status}${error ? `: ${said(error)}` : ''}`
  return every(outcomeOfStatus(posted, reason))
}

const isNew = ({ operation }: Prepared) => operation.op === 'send'

export const microsoft: PlatformPort = {
  preview: (_destination, prepared) => microsoftBody([prepared]),
  async send(deps, destination, credentials, all) {
    const batched = (some: readonly Prepared[]) =>
      inBatches(some, platformRules.microsoft.batch, (batch) =>
        sendBatch(deps, destination, credentials, batch),
      )
    const added = await batched(all.filter(isNew))
    const adjusted = await batched(all.filter((each) => !isNew(each)))
    return all.map((each) => (isNew(each) ? added.shift() : adjusted.shift()) as Outcome)
  },
}
