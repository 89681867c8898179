import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'
import type { AccountId } from '../domain/ids.ts'
import type { Authenticate } from './operation.ts'
import { type Refusal, refuse } from './problem.ts'

export interface KeyOwner {
  readonly account: AccountId
  readonly kind: 'secret' | 'site'
}

export interface AuthDeps {
  /** Whose is this API key, given as it was shown? */
  readonly keyOwner: (key: string) => Promise<KeyOwner | undefined>
  /** SHA-256, in hexadecimal, of the operator's key; without one nobody is the operator. */
  readonly operatorKeySha256?: string | undefined
}

/** RFC 6750, section 3: a request without a key is told the scheme alone, one with a bad key also that it was bad. */
const unauthorized = (detail: string, isKeyShown: boolean): Refusal =>
  refuse('unauthorized', detail, {
    headers: { 'www-authenticate': `Bearer realm="tieline"${isKeyShown ? ', error="invalid_token"' : ''}` },
  })

const bearerOf = (context: Context): string | undefined =>
  /^Bearer +(\S+) *$/i.exec(context.req.header('authorization') ?? '')?.[1]

function isOperatorKey(key: string, operatorKeySha256: string | undefined): boolean {
  const expected = Buffer.from(operatorKeySha256 ?? '', 'hex')
  const shown = createHash('sha256').update(key).digest()
  return expected.length === shown.length && timingSafeEqual(expected, shown)
}

/** Guards `secret` and `operator` operations; the others see to their callers themselves. */
export function createAuthenticate({ keyOwner, operatorKeySha256 }: AuthDeps): Authenticate {
  return async ({ auth }, context) => {
    if (auth !== 'secret' && auth !== 'operator') return ''
    const key = bearerOf(context)
    if (key === undefined) {
      const word = auth === 'secret' ? 'sk_…' : 'and the operator key'
      return unauthorized(`Send the header \`Authorization: Bearer ${word}\`.`, false)
    }
    if (auth === 'operator') {
      return isOperatorKey(key, operatorKeySha256)
        ? ''
        : unauthorized('This is not the operator key; an account’s own keys do not serve here.', true)
    }
    const owner = await keyOwner(key)
    if (owner?.kind === 'secret') return owner.account
    return owner
      ? unauthorized('This is a publishable key; use the account’s secret key, sk_….', true)
      : unauthorized('The key is not known. Check that it is whole and of this bridge.', true)
  }
}
