import * as client from 'openid-client'

/** The issuer that people sign in at, as a client registered there knows it (OpenID Connect Core, RFC 6749, RFC 7636). */
export interface IssuerSettings {
  readonly issuer: string
  readonly clientId: string
  /** A public client has none: PKCE alone then ties the code to whoever asked for it. */
  readonly clientSecret?: string | undefined
}

export interface BegunAtIssuer {
  /** Where to send the browser. */
  readonly url: string
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

export interface IssuerIdentity {
  readonly email?: string | undefined
  readonly isEmailVerified: boolean
  readonly name?: string | undefined
}

/** `denied` by the person or the issuer; `invalid` is what does not fit what was asked. */
export type IssuerRefusal = 'denied' | 'invalid' | 'unreachable'

export interface Issuer {
  /** @returns `undefined` if the issuer does not answer */
  begin(redirectUri: string): Promise<BegunAtIssuer | undefined>
  /** Checks state, issuer and nonce, redeems the code, and checks the token that it gives, its signature included. */
  finish(
    answered: URL,
    checks: Pick<BegunAtIssuer, 'state' | 'nonce' | 'verifier'>,
  ): Promise<IssuerIdentity | IssuerRefusal>
  /** Where to send the browser so that the issuer, too, forgets the person; `undefined` where it offers no such thing. */
  ending(returnTo: string): Promise<string | undefined>
}

/** Clocks differ. */
const toleranceSeconds = 30
const timeoutSeconds = 10
const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)
/** Some issuers write it as text. */
const isTrue = (value: unknown) => value === true || value === 'true'

/** What speaks of an answer that does not fit, and not of a network that fails. */
function isOfAnswer(error: unknown): boolean {
  if (error instanceof client.ResponseBodyError || error instanceof client.WWWAuthenticateChallengeError)
    return true
  return error instanceof client.ClientError && error.code !== 'OAUTH_TIMEOUT'
}

/** @param report takes why a sign-in failed, without what is personal */
export function createIssuer(settings: IssuerSettings, report: (cause: string) => void): Issuer {
  const { issuer, clientId, clientSecret } = settings
  let discovering: Promise<client.Configuration> | undefined

  function discover(): Promise<client.Configuration> {
    discovering ??= client
      .discovery(
        new URL(issuer),
        clientId,
        { [client.clockTolerance]: toleranceSeconds },
        clientSecret === undefined ? client.None() : client.ClientSecretBasic(clientSecret),
        {
          timeout: timeoutSeconds,
          execute: [
            client.enableNonRepudiationChecks,
            // An issuer on this machine, or one in a closed network that its operator named so.
            ...(issuer.startsWith('http:') ? [client.allowInsecureRequests] : []),
          ],
        },
      )
      .catch((error: unknown) => {
        discovering = undefined
        throw error
      })
    return discovering
  }

  const failed = (error: unknown): IssuerRefusal => {
    const { name, code, error: told } = error as { name?: string; code?: string; error?: string }
    report([name, code, told].filter(Boolean).join(' '))
    if (error instanceof client.AuthorizationResponseError)
      return error.error === 'access_denied' ? 'denied' : 'invalid'
    return isOfAnswer(error) ? 'invalid' : 'unreachable'
  }

  return {
    async begin(redirectUri) {
      try {
        const configuration = await discover()
        const [state, nonce, verifier] = [
          client.randomState(),
          client.randomNonce(),
          client.randomPKCECodeVerifier(),
        ]
        const url = client.buildAuthorizationUrl(configuration, {
          redirect_uri: redirectUri,
          scope: 'openid email profile',
          state,
          nonce,
          code_challenge: await client.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
        })
        return { url: url.href, state, nonce, verifier }
      } catch (error) {
        failed(error)
        return undefined
      }
    },

    async finish(answered, { state, nonce, verifier }) {
      try {
        const configuration = await discover()
        const tokens = await client.authorizationCodeGrant(configuration, answered, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        })
        const claims = tokens.claims()
        if (!claims) return 'invalid'
        // Many issuers tell no more than the subject in the token, and the rest when asked.
        const told = text(claims.email)
          ? claims
          : await client.fetchUserInfo(configuration, tokens.access_token, claims.sub)
        return {
          email: text(told.email),
          isEmailVerified: isTrue(told.email_verified),
          name: text(told.name),
        }
      } catch (error) {
        return failed(error)
      }
    },

    async ending(returnTo) {
      try {
        const configuration = await discover()
        if (configuration.serverMetadata().end_session_endpoint === undefined) return undefined
        return client.buildEndSessionUrl(configuration, {
          post_logout_redirect_uri: returnTo,
          // Cognito's own name for it.
          logout_uri: returnTo,
        }).href
      } catch (error) {
        failed(error)
        return undefined
      }
    },
  }
}
