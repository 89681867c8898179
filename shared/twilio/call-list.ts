import { type CallStatus, callStatuses } from '../domain/fact.ts'
import type { CallSid } from '../domain/ids.ts'
import { type Instant, instantOf } from '../domain/time.ts'
import type { TwilioRestSettings } from './rest.ts'

/** One leg of a call as Twilio's Calls resource tells it (https://www.twilio.com/docs/voice/api/call-resource). */
export interface ListedCall {
  readonly callSid: CallSid
  /** The incoming leg, where this is one of the business's phones. */
  readonly parentSid?: CallSid | undefined
  readonly isIncoming: boolean
  readonly from: string
  readonly to: string
  readonly status: CallStatus
  readonly startedAt: Instant
  readonly endedAt?: Instant | undefined
  readonly durationSeconds?: number | undefined
}

export interface CallList {
  /**
   * Every leg that began at the instant or later, the newest first, page by page.
   * @throws an Error that names the status, never what was asked for
   */
  since(instant: Instant): AsyncIterable<readonly ListedCall[]>
}

const usualBaseUrl = 'https://api.twilio.com'
/** A list may be asked for again; a page of a thousand calls takes Twilio a while. */
const tries = 3
const usualTimeoutMilliseconds = 15_000
const pageSize = 1000

export function createCallList({
  accountSid,
  authToken,
  baseUrl = usualBaseUrl,
  timeoutMilliseconds = usualTimeoutMilliseconds,
}: TwilioRestSettings): CallList {
  const origin = baseUrl.replace(/\/+$/, '')
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`

  async function page(path: string): Promise<CallPage> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const answer = await fetch(`${origin}${path}`, {
          headers: { authorization, accept: 'application/json' },
          redirect: 'manual',
          signal: AbortSignal.timeout(timeoutMilliseconds),
        })
        if (answer.ok) return (await answer.json()) as CallPage
        throw new ListRefused(answer.status)
      } catch (error) {
        const isFinal = error instanceof ListRefused && error.status < 500 && error.status !== 429
        if (isFinal || attempt === tries) throw error
      }
    }
  }

  return {
    async *since(instant) {
      // Twilio's form has no fractions.
      const query = new URLSearchParams({
        'StartTime>': `${instant.slice(0, 19)}Z`,
        PageSize: String(pageSize),
      })
      let next: string | null | undefined =
        `/2010-04-01/Accounts/${encodeURIComponent(accountSid)}/Calls.json?${query}`
      while (next?.startsWith('/')) {
        const { calls, next_page_uri } = await page(next)
        yield (calls ?? []).flatMap((call) => listedCall(call) ?? [])
        next = next_page_uri
      }
    },
  }
}

class ListRefused extends Error {
  override readonly name = 'ListRefused'
  constructor(readonly status: number) {
    super(`Twilio answered ${status} when asked for the calls`)
  }
}

interface CallPage {
  readonly calls?: readonly Readonly<Record<string, unknown>>[]
  readonly next_page_uri?: string | null
}

const statuses: ReadonlySet<unknown> = new Set(callStatuses)

/** @returns `undefined` for what is no call as documented: better one call less than none of the page */
function listedCall(call: Readonly<Record<string, unknown>>): ListedCall | undefined {
  const { sid, parent_call_sid, direction, from, to, status, duration } = call
  const startedAt = instantOfDate(call.start_time) ?? instantOfDate(call.date_created)
  const endedAt = instantOfDate(call.end_time)
  if (typeof sid !== 'string' || startedAt === undefined || !statuses.has(status)) return undefined
  return {
    callSid: sid,
    ...(typeof parent_call_sid === 'string' && { parentSid: parent_call_sid }),
    isIncoming: direction === 'inbound',
    from: typeof from === 'string' ? from : '',
    to: typeof to === 'string' ? to : '',
    status: status as CallStatus,
    startedAt,
    ...(endedAt !== undefined && { endedAt }),
    ...(typeof duration === 'string' && /^\d{1,9}$/.test(duration) && { durationSeconds: Number(duration) }),
  }
}

/** @param date RFC 2822, as all dates of this API */
function instantOfDate(date: unknown): Instant | undefined {
  const milliseconds = typeof date === 'string' ? Date.parse(date) : Number.NaN
  return Number.isNaN(milliseconds) ? undefined : instantOf(milliseconds)
}
