import { Duration, Fn, Stack, Validations } from 'aws-cdk-lib'
import {
  AccountRecovery,
  CfnManagedLoginBranding,
  ManagedLoginVersion,
  Mfa,
  OAuthScope,
  UserPool,
  UserPoolClientIdentityProvider,
} from 'aws-cdk-lib/aws-cognito'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import { Construct } from 'constructs'
import type { Keeping } from '../stage.ts'
import type { BridgeFunction } from './bridge-function.ts'

/** An issuer of one's own (OpenID Connect), at which the bridge is registered as a client. */
export interface OwnIssuer {
  readonly url: string
  readonly clientId: string
  /** The name of the secret in Secrets Manager that holds the client's; a public client has none. */
  readonly clientSecretName?: string | undefined
}

export interface SignInProps {
  /** The origin that people sign in at. */
  readonly publicBaseUrl: string
  /** Without it there is a user pool of the bridge's own. */
  readonly issuer?: OwnIssuer | undefined
  /** What becomes of the pool's people. */
  readonly keeping: Keeping
}

/**
 * Where people sign in: a Cognito user pool with its managed login, or an issuer that is there already. Who has proven
 * their e-mail there is let in only as far as a team of an account knows them.
 */
export class SignIn extends Construct {
  private readonly variables: Readonly<Record<'OIDC_ISSUER' | 'OIDC_CLIENT_ID', string>>
  private readonly clientSecret: string | undefined

  constructor(scope: Construct, id: string, { publicBaseUrl, issuer, keeping }: SignInProps) {
    super(scope, id)
    this.variables = issuer
      ? { OIDC_ISSUER: issuer.url, OIDC_CLIENT_ID: issuer.clientId }
      : this.userPool(publicBaseUrl, keeping)
    this.clientSecret =
      issuer?.clientSecretName === undefined
        ? undefined
        : Secret.fromSecretNameV2(this, 'ClientSecret', issuer.clientSecretName).secretValue.unsafeUnwrap()
  }

  grantSignIn(fn: BridgeFunction): void {
    fn.provide('OIDC_ISSUER', this.variables.OIDC_ISSUER)
    fn.provide('OIDC_CLIENT_ID', this.variables.OIDC_CLIENT_ID)
    if (this.clientSecret !== undefined) fn.provide('OIDC_CLIENT_SECRET', this.clientSecret)
  }

  private userPool(base: string, keeping: Keeping) {
    const pool = new UserPool(this, 'People', {
      // Whoever is added to a team makes their own password; an account here opens nothing by itself.
      selfSignUpEnabled: true,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      autoVerify: { email: true },
      // A changed address counts only once it is proven: by it people are known.
      keepOriginal: { email: true },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
      },
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      ...keeping,
    })
    Validations.of(pool).acknowledge(
      {
        id: 'AwsSolutions-COG2',
        reason:
          'A second factor is offered to everybody; a team that demands one brings an issuer of its own.',
      },
      {
        id: 'AwsSolutions-COG3',
        reason: 'Threat protection costs per person and month; it can be switched on for the pool.',
      },
      {
        id: 'AwsSolutions-COG8',
        reason: 'The Plus plan costs per person and month; nothing here needs it.',
      },
    )
    const client = pool.addClient('Console', {
      // A public client: PKCE ties the code to the bridge that asked for it, and there is no secret to keep.
      generateSecret: false,
      authFlows: { userSrp: true },
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL, OAuthScope.PROFILE],
        callbackUrls: [`${base}/auth/callback`],
        logoutUrls: [`${base}/auth/signed-out`],
      },
      supportedIdentityProviders: [UserPoolClientIdentityProvider.COGNITO],
      preventUserExistenceErrors: true,
      // Looked at once, when somebody comes back from signing in.
      idTokenValidity: Duration.minutes(5),
      accessTokenValidity: Duration.minutes(5),
      refreshTokenValidity: Duration.hours(1),
    })
    pool.addDomain('Domain', {
      // Must be nobody else's in the Region: the stack's own id is not.
      cognitoDomain: {
        domainPrefix: Fn.join('-', ['tieline', Fn.select(2, Fn.split('/', Stack.of(this).stackId))]),
      },
      managedLoginVersion: ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    })
    new CfnManagedLoginBranding(this, 'Look', {
      userPoolId: pool.userPoolId,
      clientId: client.userPoolClientId,
      useCognitoProvidedValues: true,
    })
    return { OIDC_ISSUER: pool.userPoolProviderUrl, OIDC_CLIENT_ID: client.userPoolClientId }
  }
}
