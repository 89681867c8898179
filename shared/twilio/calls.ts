import { type CallStatus, callStatuses } from '../domain/fact.ts'
import type { CallSid } from '../domain/ids.ts'
import { type Instant, instantOf } from '../domain/time.ts'
import { createTwilioApi, type TwilioApiSettings, type TwilioBody } from './api.ts'

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
   * @throws TwilioError when Twilio can't be asked, without personal data
   */
  endedSince(since: Instant): AsyncIterable<readonly TwilioCall[]>
  /** The legs that the call dialled. */
  legsOf(parent: CallSid): Promise<readonly TwilioCall[]>
}

const pageSize = '200'

export function createTwilioCalls(settings: TwilioApiSettings): TwilioCalls {
  const api = createTwilioApi(settings)

  async function* pages(query: Record<string, string>): AsyncGenerator<readonly TwilioCall[]> {
    for await (const page of api.pages('/Calls.json', { ...query, PageSize: pageSize }, 'calls')) {
      yield page.flatMap((call) => readCall(call) ?? [])
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

/** @returns `undefined` for what has no id or no status that is known */
function readCall(fields: TwilioBody): TwilioCall | undefined {
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
