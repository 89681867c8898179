import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Duration, Stack } from 'aws-cdk-lib'
import { Match, Template } from 'aws-cdk-lib/assertions'
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { expect, test } from 'vitest'
import { BridgeFunction } from '../../infra/constructs/bridge-function.ts'
import { BridgeKey } from '../../infra/constructs/bridge-key.ts'
import { BridgeTables } from '../../infra/constructs/bridge-tables.ts'
import { restoredTablesOf } from '../../infra/constructs/restored-tables.ts'
import { keepingOf } from '../../infra/stage.ts'
import { newApp, synthesize } from './synth.ts'

const { template, logicalId } = synthesize()
const keyArn = { 'Fn::GetAtt': [logicalId('Key/Key'), 'Arn'] }

test('its material is renewed, and nobody loses it within a month', () => {
  expect(template.findResources('AWS::KMS::Key')[logicalId('Key/Key')]).toMatchObject({
    DeletionPolicy: 'Retain',
    Properties: { EnableKeyRotation: true, PendingWindowInDays: 30 },
  })
})

test('tables and secrets rest under it', () => {
  for (const { Properties } of Object.values(template.findResources('AWS::DynamoDB::GlobalTable'))) {
    expect(Properties.Replicas[0].SSESpecification).toEqual({ KMSMasterKeyId: keyArn })
  }
  const secrets = Object.values(template.findResources('AWS::SecretsManager::Secret'))
  expect(secrets).toHaveLength(4)
  for (const { Properties } of secrets) expect(Properties.KmsKeyId).toEqual(keyArn)
})

test('who has rights on a table has DynamoDB use the key, and can do nothing with it themselves', () => {
  const onKey = Object.values(template.findResources('AWS::IAM::Policy')).flatMap(({ Properties }) =>
    Properties.PolicyDocument.Statement.filter(
      ({ Resource, Action }: { Resource: unknown; Action: unknown }) =>
        JSON.stringify(Resource) === JSON.stringify(keyArn) &&
        // To make and open data keys is another right.
        JSON.stringify(Action) !== '["kms:Decrypt","kms:GenerateDataKey"]',
    ),
  )
  expect(onKey.length).toBeGreaterThanOrEqual(6)
  for (const { Condition } of onKey) {
    expect(JSON.stringify(Condition)).toContain('"kms:ViaService"')
    expect(JSON.stringify(Condition)).toContain('dynamodb.')
  }
})

const streamOf = (name: string) =>
  `arn:aws:dynamodb:eu-west-2:123456789012:table/${name}/stream/2026-11-26T10:00:00.000`

test.each([
  ['the stack’s own', undefined],
  ['a restored table’s', restoredTablesOf(streamOf('ledger'), streamOf('views'))],
])(
  'who reads %s stream alone may use the key: without it Lambda could not read for them',
  (_whose, restored) => {
    const stack = new Stack(newApp(), 'Probe')
    const key = new BridgeKey(stack, 'Key', keepingOf.dev)
    const tables = new BridgeTables(stack, 'Tables', { key, keeping: keepingOf.dev, restored })
    const role = new Role(stack, 'Reader', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') })
    tables.ledger.grantStreamRead(role)
    const policies = JSON.stringify(Template.fromStack(stack).findResources('AWS::IAM::Policy'))
    expect(policies).toContain('"kms:Decrypt"')
    expect(policies).toContain('dynamodb:GetRecords')
  },
)

test('data keys of accounts are another right, which comes with the name of the key', () => {
  const stack = new Stack(newApp(), 'Probe')
  const key = new BridgeKey(stack, 'Key', keepingOf.dev)
  const folder = mkdtempSync(path.join(tmpdir(), 'tieline-bundle-'))
  mkdirSync(path.join(folder, 'session'))
  const fn = new BridgeFunction(stack, 'Fn', {
    name: 'session',
    bundlesFolder: folder,
    memoryMegabytes: 128,
    timeout: Duration.seconds(1),
  })
  key.grantDataKey(fn)
  const probe = Template.fromStack(stack)
  rmSync(folder, { recursive: true })
  const [id] = Object.keys(probe.findResources('AWS::KMS::Key'))
  const arn = { 'Fn::GetAtt': [id, 'Arn'] }
  probe.hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: { TIELINE_KMS_KEY_ID: arn } },
  })
  probe.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        { Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: arn },
      ]),
    },
  })
})
