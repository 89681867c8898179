import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'
import type { AccountId } from '../domain/ids.ts'
import { mayCall } from '../domain/role.ts'
import type { Authenticate, Authenticated, Operation } from './operation.ts'
import { isOfOwnPage } from './own-page.ts'
import { type Refusal, refuse } from './problem.ts'
import { type SignedIn, sessionTokenOf } from './signed-in.ts'

export interface KeyOwner {
  readonly account: AccountId
  readonly kind: 'secret' | 'site'
}

export interface AuthDeps {
  /** Whose is this API key, given as it was shown? */
  readonly keyOwner: (key: string) => Promise<KeyOwner | undefined>
  /** SHA-256, in hexadecimal, of the operator's key; without one nobody is the operator. */
  readonly operatorKeySha256?: string | undefined
  /** Whose sign-in is this? Without it only keys serve. */
  readonly signedIn?: ((token: string) => Promise<SignedIn | undefined>) | undefined
  /** The origin of the pages that people sign in at. */
  readonly publicBaseUrl?: string | undefined
}

/** RFC 6750, section 3: a request without a key is told the scheme alone, one with a bad key also that it was bad. */
const unauthorized = (detail: string, isKeyShown: boolean): Refusal =>
  refuse('unauthorized', detail, {
    headers: { 'www-authenticate': `Bearer realm="tieline"${isKeyShown ? ', error="invalid_token"' : ''}` },
  })
const signedOut = unauthorized('The sign-in has ended: sign in again at /auth/sign-in.', false)
export const foreignPage = refuse(
  'cross_site_request',
  'With a sign-in only the console’s own pages may change something: they send `x-tieline-console: 1` from this origin. Programs send a secret key.',
)

const bearerOf = (context: Context): string | undefined =>
  /^Bearer +(\S+) *$/i.exec(context.req.header('authorization') ?? '')?.[1]

function isOperatorKey(key: string, operatorKeySha256: string | undefined): boolean {
  const expected = Buffer.from(operatorKeySha256 ?? '', 'hex')
  const shown = createHash('sha256').update(key).digest()
  return expected.length === shown.length && timingSafeEqual(expected, shown)
}

const nobody: Authenticated = { account: '', caller: { kind: 'none' } }
const changesNothing = new Set(['GET', 'HEAD'])

/** Guards `secret` and `operator` operations; the others see to their callers themselves. */
export function createAuthenticate(deps: AuthDeps): Authenticate {
  const { keyOwner, operatorKeySha256, signedIn, publicBaseUrl = '' } = deps

  async function bySignIn({ id }: Operation, context: Context, token: string) {
    if (!changesNothing.has(context.req.method) && !isOfOwnPage(context, publicBaseUrl)) return foreignPage
    const who = await signedIn?.(token)
    if (!who) return signedOut
    const { account, member, role } = who
    if (mayCall(role, id)) return { account, caller: { kind: 'member', id: member, role } } as const
    return refuse(
      'role_not_allowed',
      `The role ${role} does not serve for this; an owner of the account can change it.`,
    )
  }

  return async (operation, context) => {
    const { auth } = operation
    if (auth !== 'secret' && auth !== 'operator') return nobody
    const key = bearerOf(context)
    if (key === undefined) {
      const token = auth === 'secret' && signedIn ? sessionTokenOf(context) : undefined
      if (token !== undefined) return bySignIn(operation, context, token)
      const word = auth === 'secret' ? 'sk_…' : 'and the operator key'
      return unauthorized(`Send the header \`Authorization: Bearer ${word}\`.`, false)
    }
    if (auth === 'operator') {
      return isOperatorKey(key, operatorKeySha256)
        ? nobody
        : unauthorized('This is not the operator key; an account’s own keys do not serve here.', true)
    }
    const owner = await keyOwner(key)
    if (owner?.kind === 'secret') return { account: owner.account, caller: { kind: 'key' } }
    return owner
      ? unauthorized('This is a publishable key; use the account’s secret key, sk_….', true)
      : unauthorized('The key is not known. Check that it is whole and of this bridge.', true)
  }
}
