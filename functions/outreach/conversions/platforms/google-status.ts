import { type Said, smallerCompany } from '../../../../shared/domain/conversion/processing.ts'
import { violationsIn } from './google-error.ts'
import {
  type ActionStatus,
  type Asked,
  isAnswered,
  isTaken,
  type LaterPort,
  plainReason,
  type StatusCount,
} from './platform-port.ts'

/** int64 comes as text; a list or a field that is empty does not come at all. */
interface Count {
  readonly recordCount?: string | number
  readonly reason?: string
}
interface PerDestination {
  readonly destination?: { readonly reference?: string; readonly productDestinationId?: string }
  readonly requestStatus?: string
  readonly errorInfo?: { readonly errorCounts?: readonly Count[] }
  readonly warningInfo?: { readonly warningCounts?: readonly Count[] }
}

/** The proto calls it FAILED, the guide FAILURE. What is unknown is still to come. */
const known: Readonly<Record<string, ActionStatus['is']>> = {
  SUCCESS: 'processed',
  FAILED: 'failed',
  FAILURE: 'failed',
  PARTIAL_SUCCESS: 'partly',
}

const prefix = /^PROCESSING_(ERROR|WARNING)_(REASON_)?/
const countsOf = (counts: readonly Count[] = []): StatusCount[] =>
  counts.map(({ reason = 'UNSPECIFIED', recordCount }) => ({
    reason: reason.replace(prefix, ''),
    count: recordCount === undefined ? undefined : Number(recordCount),
  }))

/** @returns undefined: it can't be read */
export function readGoogleStatus(text: string): ActionStatus[] | undefined {
  try {
    const { requestStatusPerDestination: all = [] } = JSON.parse(text) as {
      readonly requestStatusPerDestination?: readonly PerDestination[]
    }
    return all.map(({ destination, requestStatus = '', errorInfo, warningInfo }) => ({
      action: destination?.productDestinationId ?? destination?.reference ?? '',
      is: Object.hasOwn(known, requestStatus) ? (known[requestStatus] ?? 'under-way') : 'under-way',
      errors: countsOf(errorInfo?.errorCounts),
      warnings: countsOf(warningInfo?.warningCounts),
    }))
  } catch {
    return undefined
  }
}

/** What they mean for whoever set the destination up; the rest are told by their names. */
const words: Readonly<Record<string, string>> = {
  EVENT_TOO_OLD: 'it happened longer ago than Google takes',
  DENIED_CONSENT: 'the person, or the account’s settings, deny the use of their data',
  NO_CONSENT: 'the account has not agreed to data from third parties (consent in Google Ads)',
  UNKNOWN_CONSENT: 'whether the person agreed could not be told',
  DUPLICATE_GCLID: 'there is a conversion of this click and time already',
  DUPLICATE_TRANSACTION_ID: 'there is a conversion of this name already',
  INVALID_GCLID: 'the click id can’t be read',
  INVALID_GBRAID: 'the click id can’t be read',
  INVALID_WBRAID: 'the click id can’t be read',
  INTERNAL_ERROR: 'a mistake at Google’s',
  DESTINATION_ACCOUNT_ENHANCED_CONVERSIONS_TERMS_NOT_SIGNED:
    'the account has not signed the terms of enhanced conversions',
  OPERATING_ACCOUNT_MISMATCH_FOR_AD_IDENTIFIER: 'the click is of another account’s advertisements',
  INVALID_OPERATING_ACCOUNT_FOR_CLICK: 'the click is of another account’s advertisements',
  ONE_PER_CLICK_CONVERSION_ACTION_NOT_PERMITTED_WITH_BRAID:
    'the conversion action counts one per click, which these click ids do not allow: let it count every conversion',
  CONVERSION_PRECEDES_CLICK: 'it would be earlier than the click',
  TOO_RECENT_CLICK: 'the click is too recent',
  INVALID_CLICK: 'the click came from no campaign of Google Ads',
  CLICK_NOT_FOUND: 'no such click is known',
  EXTERNAL_ATTRIBUTION_DATA_MISSING: 'the conversion action wants the credit of another attribution',
}
const nameOf = (reason: string) => reason.toLowerCase().replaceAll('_', ' ')
function saidOf(counts: readonly StatusCount[], of: number): string {
  const all = counts.map(({ reason, count }) => {
    const said = words[reason] ?? nameOf(reason)
    return of > 1 && count !== undefined ? `${count} of ${of}: ${said}` : said
  })
  return plainReason(`Google: ${all.join('; ') || 'no reason given'}`)
}

/** What another time may mend. */
const forNow = new Set(['INTERNAL_ERROR', 'TOO_RECENT_CLICK'])
/** Google has it from before: what was new need not be told again. */
const already = new Set(['DUPLICATE_GCLID', 'DUPLICATE_TRANSACTION_ID'])
const kindOf = (reason: string, op: string): 'for-now' | 'already' | 'for-good' =>
  forNow.has(reason) ? 'for-now' : op === 'send' && already.has(reason) ? 'already' : 'for-good'

function judge({ is, errors, warnings }: ActionStatus, count: number, op: string): Said | undefined {
  if (is === 'under-way') return undefined
  if (is === 'processed')
    return { said: 'processed', ...(warnings.length > 0 && { because: saidOf(warnings, count) }) }
  const because = saidOf(errors, count)
  const kinds = new Set(errors.map(({ reason }) => kindOf(reason, op)))
  // It does not say of which it speaks.
  if (count > 1 && (is === 'partly' || kinds.size > 1))
    return { said: 'partly', because, together: smallerCompany(count) }
  if (is === 'partly') return { said: 'unknown', because }
  return kinds.has('already')
    ? { said: 'processed', because }
    : { said: 'failed', because, isForNow: kinds.size === 1 && kinds.has('for-now') }
}

/**
 * `requestStatus:retrieve` of the Data Manager API (google/ads/datamanager/v1/ingestion_service.proto,
 * request_status_per_destination.proto, processing_errors.proto): one status for each conversion action of the request, with
 * counts and no names.
 */
export const googleLater: LaterPort = {
  judge,
  async ask(deps, destination, credentials, request): Promise<Asked> {
    const asking = async (isStale: boolean): Promise<Asked> => {
      const token = await deps.accessToken(destination, credentials, isStale)
      if ('later' in token) return { later: token.later }
      const posted = await deps.post({
        method: 'GET',
        url: `${deps.hosts.google}/v1/requestStatus:retrieve?${new URLSearchParams({ requestId: request })}`,
        headers: { authorization: `Bearer ${token.token}` },
        body: '',
      })
      if (!isAnswered(posted)) return { later: posted.because }
      const { status, text } = posted
      if (isTaken(posted)) {
        const statuses = readGoogleStatus(text)
        return statuses ? { statuses } : { later: 'the answer can’t be read' }
      }
      if (status === 401 && !isStale) return asking(true)
      const reason = plainReason(`Google answered ${status}: ${violationsIn(text).message}`)
      // INVALID_REQUEST_ID: it is none, or none any more.
      return status === 400 || status === 404 ? { unknown: reason } : { later: reason }
    }
    return asking(false)
  },
}
