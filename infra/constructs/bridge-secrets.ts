import { type RemovalPolicy, Validations } from 'aws-cdk-lib'
import { Secret, type SecretStringGenerator } from 'aws-cdk-lib/aws-secretsmanager'
import { Construct } from 'constructs'
import type { BridgeFunction } from './bridge-function.ts'
import type { BridgeKey } from './bridge-key.ts'

export interface BridgeSecretsProps {
  /** They rest under it. */
  readonly key: BridgeKey
  readonly removalPolicy: RemovalPolicy
}

/**
 * Letters and digits alone are base64 without padding: 43 of them decode to exactly the 32 bytes of a master key,
 * of which about 254 bits are random.
 */
export const generatedMasterKey: SecretStringGenerator = { passwordLength: 43, excludePunctuation: true }

/**
 * The secrets of the bridge, generated at the first deployment. Twilio's token and the operator's digest begin as random text that
 * nothing matches, so that an unfinished deployment refuses everybody; the operator then puts the real ones.
 *
 * They reach the functions as environment, by a reference that CloudFormation resolves when it creates or updates the
 * function: no call at a cold start. The price: whoever may read the function's configuration reads them, and a changed
 * secret takes effect with the next change of the function.
 */
export class BridgeSecrets extends Construct {
  readonly masterKey: Secret
  readonly twilio: Secret
  readonly operator: Secret
  private readonly edge: Secret

  private readonly props: BridgeSecretsProps

  constructor(scope: Construct, id: string, props: BridgeSecretsProps) {
    super(scope, id)
    this.props = props
    this.masterKey = this.secret(
      'MasterKey',
      'Root of all hashes and of the encryption of personal data',
      'It can be replaced only together with everything hashed and sealed under it.',
      generatedMasterKey,
    )
    this.twilio = this.secret(
      'Twilio',
      'accountSid and authToken (while rotating several, by comma)',
      'Twilio issues the token: it is rotated there, with both tokens here by comma meanwhile.',
      {
        secretStringTemplate: JSON.stringify({ accountSid: 'AC-put-yours-here' }),
        generateStringKey: 'authToken',
        excludePunctuation: true,
      },
    )
    this.operator = this.secret(
      'Operator',
      'SHA-256, in hexadecimal, of the key that may create accounts',
      'It is the digest of a key that only the operator has: no function can renew it.',
      { passwordLength: 64, excludePunctuation: true },
    )
    this.edge = this.secret(
      'Edge',
      'What the CDN in front of the API proves itself by',
      'The CDN and the functions have to change it in the same deployment: a new one is put by hand, then deployed.',
      { passwordLength: 48, excludePunctuation: true },
    )
  }

  /** For the CDN, which adds it to what it asks the API. */
  get edgeKey(): string {
    return this.edge.secretValue.unsafeUnwrap()
  }

  grantMasterKey(fn: BridgeFunction): void {
    fn.provide('TIELINE_MASTER_KEY', this.masterKey.secretValue.unsafeUnwrap())
  }

  grantTwilio(fn: BridgeFunction): void {
    fn.provide('TWILIO_ACCOUNT_SID', this.twilio.secretValueFromJson('accountSid').unsafeUnwrap())
    fn.provide('TWILIO_AUTH_TOKEN', this.twilio.secretValueFromJson('authToken').unsafeUnwrap())
  }

  grantOperatorDigest(fn: BridgeFunction): void {
    fn.provide('TIELINE_OPERATOR_KEY_SHA256', this.operator.secretValue.unsafeUnwrap())
  }

  private secret(
    id: string,
    description: string,
    whyNoRotation: string,
    generateSecretString: SecretStringGenerator,
  ): Secret {
    const secret = new Secret(this, id, {
      description,
      generateSecretString,
      encryptionKey: this.props.key.key,
      removalPolicy: this.props.removalPolicy,
    })
    Validations.of(secret).acknowledge({ id: 'AwsSolutions-SMG4', reason: whyNoRotation })
    return secret
  }
}
