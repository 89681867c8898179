import { Duration, type RemovalPolicy, Stack } from 'aws-cdk-lib'
import { type IGrantable, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Key } from 'aws-cdk-lib/aws-kms'
import { Construct } from 'constructs'
import type { BridgeFunction } from './bridge-function.ts'

/** What DynamoDB does with the key in the name of whoever reads or writes a table; each by name, none by a star. */
const tableActions = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
]

/**
 * The one key of a deployment: tables and secrets rest under it, and the accounts' data keys are sealed by it. KMS renews its
 * material once a year and keeps the old for what was encrypted with it. Disabling it closes the whole deployment at once.
 */
export class BridgeKey extends Construct {
  readonly key: Key

  constructor(scope: Construct, id: string, { removalPolicy }: { readonly removalPolicy: RemovalPolicy }) {
    super(scope, id)
    this.key = new Key(this, 'Key', {
      description: 'Tieline: tables, secrets, and the data keys of accounts',
      enableKeyRotation: true,
      // Without it everything is lost, backups too: whoever deletes it has a month to think better of it.
      pendingWindow: Duration.days(30),
      removalPolicy,
    })
  }

  /** For whoever has rights on a table: DynamoDB alone uses the key in their name. */
  grantTables({ grantPrincipal }: IGrantable): void {
    grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: tableActions,
        resources: [this.key.keyArn],
        conditions: { StringEquals: { 'kms:ViaService': `dynamodb.${Stack.of(this).region}.amazonaws.com` } },
      }),
    )
  }

  /** CloudWatch puts what alarms tell into a topic that rests under the key. */
  grantAlarms(): void {
    this.key.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        // Of a key's own policy the star is the key.
        resources: ['*'],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    )
  }

  /** The function has data keys of accounts made and opened. */
  grantDataKey(fn: BridgeFunction): void {
    fn.provide('TIELINE_KMS_KEY_ID', this.key.keyArn)
    fn.lambda.addToRolePolicy(
      new PolicyStatement({
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: [this.key.keyArn],
      }),
    )
  }
}
