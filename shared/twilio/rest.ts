import type { E164 } from '../domain/ids.ts'
import { createTwilioRequest, type TwilioAnswer, type TwilioRestSettings } from './request.ts'

export type { TwilioRestSettings } from './request.ts'

/** What Twilio's REST API is asked for by who answers callers: texts. */
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

/** All tries together: Twilio answers in a few hundred milliseconds, and a caller may be waiting. */
const usualTimeoutMilliseconds = 3000
const tries = 2

export function createTwilioRest(settings: TwilioRestSettings): TwilioRest {
  const { timeoutMilliseconds = usualTimeoutMilliseconds } = settings
  const request = createTwilioRequest(settings)
  return {
    async createMessage({ to, from, body }) {
      const form = new URLSearchParams({ To: to, From: from, Body: body })
      const signal = AbortSignal.timeout(timeoutMilliseconds)
      const post = () => request({ method: 'POST', path: '/Messages.json', form }, signal)
      let answer = await post()
      for (let attempt = 1; attempt < tries && answer.outcome === 'unsent'; attempt += 1) {
        answer = await post()
      }
      return outcomeOf(answer)
    },
  }
}

function outcomeOf(answer: TwilioAnswer): MessageOutcome {
  switch (answer.outcome) {
    case 'done':
      return { outcome: 'created', ...(typeof answer.body?.sid === 'string' && { sid: answer.body.sid }) }
    case 'refused':
      return {
        outcome: 'refused',
        status: answer.status,
        ...(answer.code !== undefined && { code: answer.code }),
      }
    default:
      return { outcome: answer.outcome, cause: answer.cause }
  }
}
