import { validateRequest } from 'twilio/lib/webhooks/webhooks.js'
import type { FormFields } from './form.ts'

export interface SignedRequest {
  /** Any of them may have signed: tokens rotate, and a subaccount signs with its own. */
  readonly authTokens: readonly string[]
  /** `X-Twilio-Signature`. */
  readonly signature: string | undefined
  /** The public address with path and query exactly as received. */
  readonly url: string
  readonly fields: FormFields
}

/**
 * Whether Twilio made the request: base64(HMAC-SHA1(token, URL, then every name and value in order of the names)), as
 * twilio's own library decides it (https://www.twilio.com/docs/usage/security).
 */
export function isSignedByTwilio({ authTokens, signature, url, fields }: SignedRequest): boolean {
  if (!signature) return false
  return authTokens.some((token) => token !== '' && validateRequest(token, signature, url, fields))
}

/** @param text the tokens of `TWILIO_AUTH_TOKEN`, separated by commas */
export const authTokensOf = (text: string): string[] =>
  text
    .split(',')
    .map((token) => token.trim())
    .filter((token) => token !== '')
