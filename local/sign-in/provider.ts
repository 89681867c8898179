import { randomBytes } from 'node:crypto'
import { exportJWK, generateKeyPair } from 'jose'
import type Provider from 'oidc-provider'
import type { Configuration } from 'oidc-provider'
import { createMemoryAdapters } from './memory-adapter.ts'

/** Half an hour for whatever is half done: the sign-in that comes of it is the bridge's own. */
const lifeSeconds = 1800

export interface ProviderTerms {
  readonly issuer: string
  readonly clientId: string
  /** The page where somebody is chosen, of each sign-in one below it. */
  readonly choicePath: string
  readonly redirectUris: readonly string[]
  /** Where somebody goes whose sign-in can't go on. */
  readonly tooLate: () => Response
}

/**
 * An OpenID provider whose people prove nothing: whoever is chosen is signed in. Its keys live as long as the process,
 * which is enough: they serve only between the click and the bridge's own cookie.
 */
export async function createProvider(terms: ProviderTerms): Promise<Provider> {
  const { issuer, clientId, choicePath, redirectUris, tooLate } = terms
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  const configuration: Configuration = {
    adapter: createMemoryAdapters(Date.now) as NonNullable<Configuration['adapter']>,
    clients: [
      {
        client_id: clientId,
        token_endpoint_auth_method: 'none',
        redirect_uris: [...redirectUris],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        id_token_signed_response_alg: 'ES256',
      },
    ],
    jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig' }] },
    cookies: {
      keys: [randomBytes(32).toString('base64url')],
      names: { session: 'tieline_idp', interaction: 'tieline_idp_choice', resume: 'tieline_idp_resume' },
    },
    claims: { email: ['email', 'email_verified'], profile: ['name'] },
    scopes: ['openid', 'email', 'profile'],
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: false },
    },
    interactions: { url: (_context, { uid }) => `${choicePath}/${uid}` },
    ttl: {
      AccessToken: lifeSeconds,
      AuthorizationCode: 60,
      Grant: lifeSeconds,
      IdToken: lifeSeconds,
      Interaction: lifeSeconds,
      Session: lifeSeconds,
    },
    findAccount: async (_context, email) => ({
      accountId: email,
      claims: () => ({ sub: email, email, email_verified: true }),
    }),
    // There is nobody to ask: the one client is the bridge itself.
    async loadExistingGrant(context) {
      const { client, session, provider } = context.oidc
      const grant = new provider.Grant({ clientId: client?.clientId, accountId: session?.accountId })
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    },
    async renderError(context) {
      const page = tooLate()
      context.status = page.status
      for (const [name, value] of page.headers) context.set(name, value)
      context.body = await page.text()
    },
  }
  // The package's own front says in red that Node 20 is old, though it runs there: this is what stands behind it.
  const { Provider: Made } = (await import('oidc-provider/lib/provider.js' as string)) as {
    Provider: typeof Provider
  }
  const provider = new Made(issuer, configuration)
  provider.on('server_error', (_context, error) => console.error(error))
  return provider
}
