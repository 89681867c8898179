import { randomBytes } from 'node:crypto'
import type { Hono } from 'hono'
import { instantOf } from '../../shared/domain/time.ts'
import type { IssuerSettings } from '../../shared/oidc/issuer.ts'
import type { MemberStore } from '../../shared/store/member-store.ts'
import type { Settings } from '../settings.ts'
import { ensureExampleMembers } from './examples.ts'
import { type LocalSignIn, localClientId, localIssuer, mountLocalSignIn } from './mount.ts'

export interface OpenedSignIn {
  readonly issuer: IssuerSettings
  mount(app: Hono): void
}

/** Where people of this bridge sign in: at the issuer that was named, else at its own, as one of its example people. */
export async function openSignIn(
  settings: Pick<Settings, 'OIDC_ISSUER' | 'OIDC_CLIENT_ID' | 'OIDC_CLIENT_SECRET'>,
  local: LocalSignIn & { readonly members: MemberStore },
): Promise<OpenedSignIn> {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = settings
  if (issuer !== undefined) return { issuer: { issuer, clientId, clientSecret }, mount: () => {} }
  await ensureExampleMembers(local.members, local.account, () => instantOf(Date.now()), randomBytes)
  return {
    issuer: { issuer: localIssuer(local.ownUrl), clientId: localClientId },
    mount: (app) => mountLocalSignIn(app, local),
  }
}
