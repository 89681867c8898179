import { Match } from 'aws-cdk-lib/assertions'
import { describe, expect, test } from 'vitest'
import { optionalVariables } from '../../scripts/build-env-example.ts'
import { type FunctionName, functionEnvs } from '../../shared/env.ts'
import { tableDefinition, tableNames } from '../../shared/store/tables.ts'
import { synthesize } from './synth.ts'

const { template, logicalId } = synthesize({ lake: true })

/** Each function and the construct that deploys it. */
const constructs: Readonly<Record<FunctionName, string>> = {
  session: 'Session',
  'call-webhook': 'CallWebhook',
  coupon: 'Coupon',
  attribution: 'Attribution',
  admin: 'Admin',
  outreach: 'Outreach',
  lake: 'Lake',
}
const names = Object.keys(constructs) as FunctionName[]
const lambdaOf = (name: FunctionName) => logicalId(`${constructs[name]}/Lambda`)
const resources = (type: string) => template.findResources(type)
/** Without the one by which CDK brings files to a bucket; `static-files.test.ts` looks at that. */
const functions = () =>
  Object.fromEntries(
    Object.entries(resources('AWS::Lambda::Function')).filter(([id]) => !id.startsWith('CustomCDK')),
  )
const arnOf = (constructPath: string) => ({ 'Fn::GetAtt': [logicalId(constructPath), 'Arn'] })
const streamOf = (constructPath: string) => ({ 'Fn::GetAtt': [logicalId(constructPath), 'StreamArn'] })

describe('tables', () => {
  test('there are as many as the store defines', () => {
    expect(Object.keys(resources('AWS::DynamoDB::GlobalTable'))).toHaveLength(tableNames.length)
  })

  test.each(['Tables/Ledger', 'Tables/Views'])(
    '%s has the key, the expiry and the stream of the definition',
    (id) => {
      const { [logicalId(id)]: table } = resources('AWS::DynamoDB::GlobalTable')
      expect(table?.Properties).toMatchObject({
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [
          { AttributeName: tableDefinition.partitionKey, KeyType: 'HASH' },
          { AttributeName: tableDefinition.sortKey, KeyType: 'RANGE' },
        ],
        TimeToLiveSpecification: { AttributeName: tableDefinition.timeToLiveAttribute, Enabled: true },
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
        StreamSpecification: { StreamViewType: tableDefinition.streamViewType },
        Replicas: [
          {
            DeletionProtectionEnabled: true,
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
            ContributorInsightsSpecification: { Enabled: true, Mode: 'THROTTLED_KEYS' },
            SSESpecification: { KMSMasterKeyId: arnOf('Key/Key') },
          },
        ],
      })
      expect(table?.DeletionPolicy).toBe('Retain')
    },
  )
})

describe('functions', () => {
  test('there is one for every environment that is declared, and no other', () => {
    expect(Object.keys(functions()).sort()).toEqual(names.map(lambdaOf).sort())
    expect(names.sort()).toEqual(Object.keys(functionEnvs).sort())
  })

  test.each(names)('%s runs its bundle on nodejs24.x arm64', (name) => {
    expect(functions()[lambdaOf(name)]?.Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
    })
  })

  test('each runs a bundle of its own', () => {
    const keys = Object.values(functions()).map((fn) => fn.Properties.Code.S3Key)
    expect(new Set(keys).size).toBe(names.length)
  })

  test.each(names)('%s has exactly the variables that its schema needs', (name) => {
    const schema = functionEnvs[name]
    const optional: readonly string[] = optionalVariables
    const needed = Object.keys(schema.shape).filter(
      // Each stack tells its metrics apart; behind the CDN a function that asks for the viewer's address is told how to know it;
      // and each is told which key of KMS its data keys are wrapped by.
      (variable) =>
        !optional.includes(variable) ||
        ['TIELINE_METRICS_NAMESPACE', 'TIELINE_EDGE_KEY', 'TIELINE_KMS_KEY_ID'].includes(variable),
    )
    const { Variables } = functions()[lambdaOf(name)]?.Properties.Environment ?? {}
    expect(Object.keys(Variables).sort()).toEqual(needed.sort())
  })

  test.each(names)('%s keeps its log for a limited time', (name) => {
    const { LogGroup } = functions()[lambdaOf(name)]?.Properties.LoggingConfig ?? {}
    expect(resources('AWS::Logs::LogGroup')[LogGroup.Ref]?.Properties.RetentionInDays).toBe(30)
  })

  test('secrets are references in the template, never values', () => {
    for (const fn of Object.values(functions())) {
      for (const [variable, value] of Object.entries(fn.Properties.Environment.Variables)) {
        // The name of a key is none.
        if (!/KEY|TOKEN|SID/.test(variable) || variable === 'TIELINE_KMS_KEY_ID') continue
        expect(JSON.stringify(value), variable).toContain('{{resolve:secretsmanager:')
      }
    }
  })
})

describe('rights', () => {
  const read = ['BatchGetItem', 'GetItem', 'Query']

  /** What each function may do with the two tables: all there is, so that a right too many fails as well. */
  test.each<[FunctionName, { ledger: string[]; views: string[] }]>([
    ['session', { ledger: [...read, 'DeleteItem', 'PutItem', 'UpdateItem'], views: [] }],
    ['call-webhook', { ledger: [...read, 'PutItem', 'UpdateItem', 'ConditionCheckItem'], views: [] }],
    ['coupon', { ledger: [...read, 'ConditionCheckItem', 'DeleteItem', 'PutItem', 'UpdateItem'], views: [] }],
    ['attribution', { ledger: read, views: [...read, 'DeleteItem', 'PutItem', 'UpdateItem'] }],
    [
      'admin',
      {
        ledger: [...read, 'ConditionCheckItem', 'DeleteItem', 'PutItem', 'UpdateItem'],
        views: [...read, 'DeleteItem'],
      },
    ],
    ['outreach', { ledger: [...read, 'DeleteItem', 'PutItem', 'UpdateItem'], views: read }],
  ])('%s', (name, expected) => {
    const may = (table: string) =>
      statementsOf(name)
        .filter(({ Resource }) => [Resource].flat().some((one) => same(one, arnOf(table))))
        .flatMap(({ Action }) => Action)
        .map((action) => action.replace('dynamodb:', ''))
        .sort()
    expect({ ledger: may('Tables/Ledger'), views: may('Tables/Views') }).toEqual({
      ledger: expected.ledger.sort(),
      views: expected.views.sort(),
    })
  })

  test.each(names)('%s has no wildcard, neither in an action nor as a resource', (name) => {
    for (const { Action, Resource } of statementsOf(name)) {
      expect([Action].flat().filter((action) => action.includes('*'))).toEqual([])
      expect([Resource].flat()).not.toContain('*')
    }
  })

  test('nobody has rights by a managed policy', () => {
    for (const role of Object.values(resources('AWS::IAM::Role'))) {
      expect(role.Properties.ManagedPolicyArns).toBeUndefined()
    }
  })

  function statementsOf(name: FunctionName): { Action: string | string[]; Resource: unknown }[] {
    const role = logicalId(`${constructs[name]}/Role`)
    return Object.values(resources('AWS::IAM::Policy'))
      .filter((policy) => policy.Properties.Roles.some((one: { Ref: string }) => one.Ref === role))
      .flatMap((policy) => policy.Properties.PolicyDocument.Statement)
  }
})

describe('streams', () => {
  test.each([
    ['Tables/Ledger', 100],
    ['Tables/Views', 500],
  ])('%s feeds attribution, bounded in every way', (table, batchSize) => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: streamOf(table),
      FunctionName: { Ref: lambdaOf('attribution') },
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: batchSize,
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      DestinationConfig: { OnFailure: { Destination: arnOf('Streams/SetAside') } },
    })
  })

  test('no other function is fed', () => {
    const fed = Object.values(resources('AWS::Lambda::EventSourceMapping')).filter(
      ({ Properties }) => Properties.StartingPosition !== undefined,
    )
    // Both by attribution, the ledger’s once more by the lake, the views’ by outreach: a stream has two readers at most.
    expect(fed).toHaveLength(4)
  })

  test('attribution may send what failed to the queue', () => {
    template.hasResourceProperties('AWS::IAM::Policy', {
      Roles: [{ Ref: logicalId('Attribution/Role') }],
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: Match.arrayWith(['sqs:SendMessage']),
            Resource: arnOf('Streams/SetAside'),
          }),
        ]),
      },
    })
  })
})

const same = (left: unknown, right: unknown) => JSON.stringify(left) === JSON.stringify(right)

test('recordings whose time is over are deleted every hour', () => {
  template.hasResourceProperties('AWS::Events::Rule', {
    ScheduleExpression: 'rate(1 hour)',
    Targets: [
      Match.objectLike({
        Arn: { 'Fn::GetAtt': [lambdaOf('admin'), 'Arn'] },
        Input: '{"sweepRecordings":true}',
      }),
    ],
  })
})

test('calls are swept up now and then, by the function that has Twilio’s secret', () => {
  template.hasResourceProperties('AWS::Events::Rule', {
    ScheduleExpression: 'rate(10 minutes)',
    Targets: [
      Match.objectLike({
        Arn: { 'Fn::GetAtt': [lambdaOf('call-webhook'), 'Arn'] },
        Input: '{"sweepMinutes":30}',
      }),
    ],
  })
})
