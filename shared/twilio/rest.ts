import type { E164 } from '../domain/ids.ts'

/** What Twilio's REST API is asked for: texts, and nothing else yet. */
export interface TwilioRest {
  /**
   * Sends one text message. Never throws, and never asks twice for a message that the first request may have made:
   * Twilio's API has no idempotency key.
   */
  createMessage(message: NewMessage): Promise<MessageOutcome>
}

export interface NewMessage {
  readonly to: E164
  /** A number of the Twilio account. */
  readonly from: E164
  readonly body: string
}

export type MessageOutcome =
  | { readonly outcome: 'created'; readonly sid?: string | undefined }
  /** Twilio said no: nothing was sent. */
  | { readonly outcome: 'refused'; readonly status: number; readonly code?: number | undefined }
  /** Twilio was not reached: nothing was sent. */
  | { readonly outcome: 'unsent'; readonly cause: string }
  /** The request went out and no clear answer came back: the message may have been sent. */
  | { readonly outcome: 'uncertain'; readonly cause: string }

export interface TwilioRestSettings {
  readonly accountSid: string
  readonly authToken: string
  /** `https://api.twilio.com` unless given. */
  readonly baseUrl?: string | undefined
  /** All tries together. */
  readonly timeoutMilliseconds?: number
}

const usualBaseUrl = 'https://api.twilio.com'
/** Twilio answers in a few hundred milliseconds; a caller may be waiting. */
const usualTimeoutMilliseconds = 3000
const tries = 2

export function createTwilioRest({
  accountSid,
  authToken,
  baseUrl = usualBaseUrl,
  timeoutMilliseconds = usualTimeoutMilliseconds,
}: TwilioRestSettings): TwilioRest {
  const accounts = `${baseUrl.replace(/\/+$/, '')}/2010-04-01/Accounts`
  const messages = `${accounts}/${encodeURIComponent(accountSid)}/Messages.json`
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`

  async function post(form: URLSearchParams, signal: AbortSignal): Promise<MessageOutcome> {
    try {
      const answer = await fetch(messages, {
        method: 'POST',
        headers: {
          authorization,
          accept: 'application/json',
          // A function that slept finds its idle connections cut, and could not tell whether a request went through one.
          connection: 'close',
        },
        body: form,
        // A redirection that is followed would be a second request.
        redirect: 'manual',
        signal,
      })
      return await outcomeOf(answer)
    } catch (error) {
      const cause = causeOf(error)
      return { outcome: neverArrived(error) ? 'unsent' : 'uncertain', cause }
    }
  }

  return {
    async createMessage({ to, from, body }) {
      const form = new URLSearchParams({ To: to, From: from, Body: body })
      const signal = AbortSignal.timeout(timeoutMilliseconds)
      let outcome = await post(form, signal)
      for (let attempt = 1; attempt < tries && outcome.outcome === 'unsent'; attempt += 1) {
        outcome = await post(form, signal)
      }
      return outcome
    },
  }
}

async function outcomeOf(answer: Response): Promise<MessageOutcome> {
  const body = await jsonOf(answer)
  if (answer.ok) {
    return { outcome: 'created', ...(typeof body.sid === 'string' && { sid: body.sid }) }
  }
  // What stands between us and Twilio's queue may fail behind the queue as well as before it.
  if (answer.status >= 500) return { outcome: 'uncertain', cause: `status ${answer.status}` }
  return {
    outcome: 'refused',
    status: answer.status,
    ...(typeof body.code === 'number' && { code: body.code }),
  }
}

/** The status alone decides; a body that can't be read only says less. */
async function jsonOf(answer: Response): Promise<Record<string, unknown>> {
  try {
    const body: unknown = await answer.json()
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

interface SystemError {
  readonly code?: unknown
  readonly syscall?: unknown
  readonly errors?: readonly SystemError[]
  readonly cause?: SystemError
}

/** Whether not a byte of the request can have left: the name was not resolved, or no connection came about. */
function neverArrived(error: unknown): boolean {
  const cause = (error as SystemError | undefined)?.cause
  if (!cause) return false
  const connecting = ({ code, syscall }: SystemError) =>
    syscall === 'connect' || syscall === 'getaddrinfo' || code === 'UND_ERR_CONNECT_TIMEOUT'
  return cause.errors ? cause.errors.every(connecting) : connecting(cause)
}

/** Names what failed, never what was sent. */
function causeOf(error: unknown): string {
  const { cause } = error as SystemError
  if (typeof cause?.code === 'string') return cause.code
  return error instanceof Error ? error.name : 'not an Error'
}
