import { overridesOf, type RetryCause } from './overrides.ts'
import { type Fields, signatureOf, withoutFragment } from './sign.ts'

/** A request to the bridge, of the kind that Twilio makes. */
export interface Webhook {
  /** What it is, for the log: `voice`, `gather action`, `leg ringing`. */
  readonly what: string
  /** Absolute; may have a fragment of connection overrides. */
  readonly url: string
  readonly method?: 'GET' | 'POST' | undefined
  readonly fields: Fields
}

export type Answer =
  | { readonly ok: true; readonly body: string }
  /** `code` as Twilio's debugger shows it (https://www.twilio.com/docs/api/errors). */
  | { readonly ok: false; readonly code: 11200 | 11205; readonly detail: string }

/** One try of one request. */
export interface LoggedRequest {
  readonly at: number
  readonly what: string
  readonly method: string
  readonly url: string
  readonly fields: Fields
  /** The same in every try of one request: `I-Twilio-Idempotency-Token`. */
  readonly token: string
  readonly attempt: number
  /** Of the answer, or what happened instead. */
  readonly status: number | string
  readonly milliseconds: number
}

/** What may go wrong on the way, switched on to see the bridge bear it. */
export interface Faults {
  /** Callbacks wait so long, and those that waited go out latest first. */
  readonly lateSeconds: number
  readonly doubled: boolean
  readonly lost: boolean
  /** Every request for TwiML is answered so often, and only the last answer arrives: as when ours come too late. */
  readonly tries: number
}
export const noFaults: Faults = { lateSeconds: 0, doubled: false, lost: false, tries: 1 }

export interface CarrierDeps {
  /** As the global one. */
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
  readonly authToken: string
  /** Epoch milliseconds. */
  readonly now: () => number
  readonly newToken: () => string
  readonly log: (request: LoggedRequest) => void
  readonly faults: () => Faults
}

export interface Carrier {
  /** A request for TwiML, tried again as the address asks for. */
  ask(webhook: Webhook): Promise<Answer>
  /** A callback, of which nobody reads the answer; goes its own way. */
  tell(webhook: Webhook): void
  /** Sends the late callbacks that are due, or all of them. */
  deliverLate(which?: 'due' | 'all'): void
  /** Waits for every callback that was sent. */
  settled(): Promise<void>
}

interface Try {
  readonly answer: Answer
  readonly cause?: RetryCause
}

export function createCarrier({ fetch, authToken, now, newToken, log, faults }: CarrierDeps): Carrier {
  const underway = new Set<Promise<unknown>>()
  let late: { readonly dueAt: number; readonly webhook: Webhook; readonly token: string }[] = []

  async function attempt(webhook: Webhook, token: string, count: number, milliseconds: number): Promise<Try> {
    const { what, method = 'POST', fields } = webhook
    const bare = withoutFragment(webhook.url)
    const query = method === 'GET' ? new URLSearchParams(fields).toString() : ''
    const url = query === '' ? bare : `${bare}${bare.includes('?') ? '&' : '?'}${query}`
    const at = now()
    const begun = performance.now()
    const logged = (status: number | string) => {
      const took = Math.round(performance.now() - begun)
      log({ at, what, method, url, fields, token, attempt: count, status, milliseconds: took })
    }
    try {
      const answer = await fetch(url, {
        method,
        headers: {
          'x-twilio-signature': signatureOf(authToken, url, method === 'GET' ? {} : fields),
          'i-twilio-idempotency-token': token,
          'user-agent': 'TwilioProxy/1.1',
          accept: '*/*',
          ...(method === 'POST' && { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' }),
        },
        ...(method === 'POST' && { body: new URLSearchParams(fields).toString() }),
        signal: AbortSignal.timeout(milliseconds),
      })
      const body = await answer.text()
      logged(answer.status)
      if (answer.ok) return { answer: { ok: true, body } }
      const detail = `${what}: status ${answer.status}`
      return {
        answer: { ok: false, code: 11200, detail },
        ...(answer.status >= 400 && { cause: answer.status >= 500 ? '5xx' : '4xx' }),
      }
    } catch (error) {
      const isLate = error instanceof Error && error.name === 'TimeoutError'
      const status = isLate ? 'no answer' : 'no connection'
      logged(status)
      return {
        answer: { ok: false, code: isLate ? 11200 : 11205, detail: `${what}: ${status}` },
        cause: isLate ? 'rt' : 'ct',
      }
    }
  }

  /** @param least tries made whatever is answered */
  async function send(webhook: Webhook, token: string, least: number): Promise<Answer> {
    const { retries, retryOn, readMilliseconds } = overridesOf(webhook.url)
    for (let count = 1; ; count += 1) {
      const { answer, cause } = await attempt(webhook, token, count, readMilliseconds)
      const isRetried = cause !== undefined && retryOn.has(cause) && count <= retries
      if (!isRetried && count >= least) return answer
    }
  }

  function go(webhook: Webhook, token: string): void {
    const times = faults().doubled ? 2 : 1
    for (let time = 0; time < times; time += 1) {
      const sent: Promise<unknown> = send(webhook, token, 1).finally(() => underway.delete(sent))
      underway.add(sent)
    }
  }

  return {
    ask: (webhook) => send(webhook, newToken(), faults().tries),
    tell(webhook) {
      const { lost, lateSeconds } = faults()
      const token = newToken()
      if (lost) {
        const { what, url, fields, method = 'POST' } = webhook
        log({ at: now(), what, method, url, fields, token, attempt: 0, status: 'lost', milliseconds: 0 })
      } else if (lateSeconds > 0) {
        late.push({ dueAt: now() + lateSeconds * 1000, webhook, token })
      } else go(webhook, token)
    },
    deliverLate(which = 'due') {
      const due = late.filter(({ dueAt }) => which === 'all' || dueAt <= now())
      late = late.filter((each) => !due.includes(each))
      for (const { webhook, token } of due.reverse()) go(webhook, token)
    },
    async settled() {
      while (underway.size > 0) await Promise.all(underway)
    },
  }
}
