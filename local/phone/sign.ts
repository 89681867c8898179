import { createHmac } from 'node:crypto'

/** A request's fields by name. */
export type Fields = Readonly<Record<string, string>>

/** What Twilio signs: a fragment speaks to Twilio itself and is never sent. */
export const withoutFragment = (url: string): string => url.split('#', 1)[0] ?? ''

/**
 * `X-Twilio-Signature`: base64(HMAC-SHA1(token, address, then every name and value in the order of the names)); a GET has
 * its fields in the address already. https://www.twilio.com/docs/usage/security
 */
export function signatureOf(authToken: string, url: string, fields: Fields): string {
  const pairs = Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1))
  const text = withoutFragment(url) + pairs.map(([name, value]) => name + value).join('')
  return createHmac('sha1', authToken).update(text, 'utf8').digest('base64')
}
