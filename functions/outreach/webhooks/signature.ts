import { createHmac } from 'node:crypto'

/**
 * As Standard Webhooks signs: HMAC-SHA256 over name, time and body, by a secret of 24 to 64 bytes.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export const secretPrefix = 'whsec_'
const secretBytes = 32

/** @returns a new secret as receivers are given it: `whsec_` and base64 */
export const newSecret = (randomBytes: (length: number) => Uint8Array): string =>
  secretPrefix + Buffer.from(randomBytes(secretBytes)).toString('base64')

const keyOf = (secret: string) => Buffer.from(secret.slice(secretPrefix.length), 'base64')

const signatureBy = (secret: string, signed: string) =>
  `v1,${createHmac('sha256', keyOf(secret)).update(signed, 'utf8').digest('base64')}`

export interface SignedMessage {
  /** The same over all tries: what the receiver knows a repeated one by. */
  readonly id: string
  /** When this try is made: the receiver refuses one that is too old. */
  readonly epochSeconds: number
  readonly body: string
}

/** @param secrets several while one replaces another: whoever knows any of them can check */
export const signedHeaders = (
  { id, epochSeconds, body }: SignedMessage,
  secrets: readonly string[],
): Record<string, string> => ({
  'webhook-id': id,
  'webhook-timestamp': String(epochSeconds),
  'webhook-signature': secrets
    .map((secret) => signatureBy(secret, `${id}.${epochSeconds}.${body}`))
    .join(' '),
})
