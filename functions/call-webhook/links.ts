import type { AccountId, E164 } from '../../shared/domain/ids.ts'
import type { ForwardPlan } from './decide.ts'

/** The addresses that this function answers; `operations.ts` describes them. */
export const paths = {
  voice: '/twilio/voice',
  status: '/twilio/voice/status',
  dial: '/twilio/voice/dial',
  leg: '/twilio/voice/leg',
  message: '/twilio/voice/message',
} as const

/** The call that a callback belongs to. */
export interface CallOwner {
  readonly account: AccountId
  readonly number: E164
}

/**
 * Twilio's connection overrides: three more tries when connecting, reading or our answer (5xx) fails. By default only a
 * failed connection is retried, once. A fragment is not sent, hence not signed.
 * https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
 */
const retried = '#rc=3&rp=ct,5xx,rt'

/** RFC 3986 to the letter: what `encodeURIComponent` leaves (`'` among them) is written differently by some on the way. */
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)

/** Twilio delivers the query in alphabetical order but signs it in ours: both must be the same. */
function link(baseUrl: string, path: string, query: Readonly<Record<string, string | undefined>>): string {
  const pairs = Object.entries(query)
    .filter((pair): pair is [string, string] => pair[1] !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${encode(value)}`)
  return `${baseUrl}${path}?${pairs.join('&')}${retried}`
}

/** The addresses that one call's TwiML names. */
export interface CallLinks {
  /** Where the caller's leg goes on after the `<Dial>` of this plan. */
  afterDial(plan: ForwardPlan): string
  leg(): string
  message(): string
}

export function callLinks(publicBaseUrl: string, { account, number }: CallOwner): CallLinks {
  const baseUrl = publicBaseUrl.replace(/\/+$/, '')
  const owner = { account, number }
  return {
    afterDial: ({ nextTargets, callerId }) =>
      link(baseUrl, paths.dial, {
        ...owner,
        ...(nextTargets.length > 0 && { next: nextTargets.join(','), as: callerId }),
      }),
    leg: () => link(baseUrl, paths.leg, owner),
    message: () => link(baseUrl, paths.message, owner),
  }
}
