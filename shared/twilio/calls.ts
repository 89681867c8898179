import { type CallStatus, callStatuses } from '../domain/fact.ts'
import type { CallSid } from '../domain/ids.ts'
import { type Instant, instantOf } from '../domain/time.ts'
import type { TwilioRestSettings } from './rest.ts'

/** A call as Twilio's Calls resource tells it (https://www.twilio.com/docs/voice/api/call-resource). */
export interface TwilioCall {
  readonly callSid: CallSid
  readonly from: string
  readonly to: string
  readonly status: CallStatus
  readonly isInbound: boolean
  readonly startedAt: Instant | undefined
  readonly endedAt: Instant | undefined
  readonly durationSeconds: number | undefined
}

export interface TwilioCalls {
  /**
   * The calls that ended since, page by page.
   * @throws an Error that names the status when Twilio refuses, without personal data
   */
  endedSince(since: Instant): AsyncIterable<readonly TwilioCall[]>
  /** The legs that the call dialled. */
  legsOf(parent: CallSid): Promise<readonly TwilioCall[]>
}

const usualBaseUrl = 'https://api.twilio.com'
const usualTimeoutMilliseconds = 5000
const pageSize = 200
/** To read does no harm twice. */
const tries = 3
/** A page that leads to itself must not keep us for ever. */
const mostPages = 500

export function createTwilioCalls({
  accountSid,
  authToken,
  baseUrl = usualBaseUrl,
  timeoutMilliseconds = usualTimeoutMilliseconds,
}: TwilioRestSettings): TwilioCalls {
  const origin = baseUrl.replace(/\/+$/, '')
  const resource = `/2010-04-01/Accounts/${encodeURIComponent(accountSid)}/Calls.json`
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`

  async function ask(path: string): Promise<CallPage> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const answer = await fetch(origin + path, {
          headers: { authorization, accept: 'application/json' },
          redirect: 'manual',
          signal: AbortSignal.timeout(timeoutMilliseconds),
        })
        if (answer.ok) return (await answer.json()) as CallPage
        await answer.body?.cancel()
        throw new CallsRefused(answer.status)
      } catch (error) {
        const isFinal = error instanceof CallsRefused && error.status < 500 && error.status !== 429
        if (isFinal || attempt === tries) throw error
      }
    }
  }

  async function* pages(query: Record<string, string>): AsyncGenerator<readonly TwilioCall[]> {
    let next: string | undefined =
      `${resource}?${new URLSearchParams({ ...query, PageSize: String(pageSize) })}`
    for (let page = 0; next !== undefined && page < mostPages; page += 1) {
      const body: CallPage = await ask(next)
      yield (Array.isArray(body.calls) ? body.calls : []).flatMap((call) => readCall(call) ?? [])
      next =
        typeof body.next_page_uri === 'string' && body.next_page_uri !== '' ? body.next_page_uri : undefined
      // Only ever Twilio's own path: the credentials go along.
      if (next !== undefined && !next.startsWith('/2010-04-01/')) next = undefined
    }
  }

  return {
    endedSince: (since) => pages({ 'EndTime>': `${since.slice(0, 19)}Z` }),
    async legsOf(parent) {
      const legs: TwilioCall[] = []
      for await (const page of pages({ ParentCallSid: parent })) legs.push(...page)
      return legs
    },
  }
}

interface CallPage {
  readonly calls?: unknown
  readonly next_page_uri?: unknown
}

class CallsRefused extends Error {
  override readonly name = 'CallsRefused'
  constructor(readonly status: number) {
    super(`Twilio's Calls resource answered ${status}`)
  }
}

/** @returns `undefined` for what has no id or no status that is known */
function readCall(call: unknown): TwilioCall | undefined {
  const fields = (typeof call === 'object' && call !== null ? call : {}) as Record<string, unknown>
  const { sid, status } = fields
  if (typeof sid !== 'string' || !callStatuses.includes(status as CallStatus)) return undefined
  const text = (name: string) => (typeof fields[name] === 'string' ? (fields[name] as string) : '')
  return {
    callSid: sid,
    from: text('from'),
    to: text('to'),
    status: status as CallStatus,
    isInbound: fields.direction === 'inbound',
    startedAt: instantOfDate(text('start_time') || text('date_created')),
    endedAt: instantOfDate(text('end_time')),
    durationSeconds: /^\d{1,9}$/.test(text('duration')) ? Number(text('duration')) : undefined,
  }
}

/** @param date RFC 2822, `Fri, 18 Oct 2019 17:02:00 +0000` */
function instantOfDate(date: string): Instant | undefined {
  const milliseconds = Date.parse(date)
  return Number.isNaN(milliseconds) ? undefined : instantOf(milliseconds)
}
