import { Match } from 'aws-cdk-lib/assertions'
import { expect, test } from 'vitest'
import { synthesize } from './synth.ts'

const { template, logicalId } = synthesize()
const resources = (type: string) => template.findResources(type)
const bucketId = logicalId('FallbackFiles/Bucket')
const objects = { 'Fn::Join': ['', [{ 'Fn::GetAtt': [bucketId, 'Arn'] }, '/fallback/*']] }
const variablesOf = (construct: string) =>
  resources('AWS::Lambda::Function')[logicalId(`${construct}/Lambda`)]?.Properties.Environment.Variables

test('the bucket is closed to the world, encrypted, and outlives the stack', () => {
  const { [bucketId]: bucket } = resources('AWS::S3::Bucket')
  expect(bucket).toMatchObject({
    DeletionPolicy: 'Retain',
    Properties: {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
    },
  })
})

test('its own distribution and the one before everything read it, by objects, and plain HTTP is refused', () => {
  const policy = Object.values(resources('AWS::S3::BucketPolicy')).find(
    ({ Properties }) => Properties.Bucket.Ref === bucketId,
  )
  const statements = policy?.Properties.PolicyDocument.Statement
  const allowed = statements.filter(({ Effect }: { Effect: string }) => Effect === 'Allow')
  expect(allowed).toMatchObject(
    ['FallbackFiles/Cdn', 'Edge/Cdn'].map((distribution) => ({
      Action: 's3:GetObject',
      Principal: { Service: 'cloudfront.amazonaws.com' },
      Condition: {
        StringEquals: {
          'AWS:SourceArn': {
            'Fn::Join': ['', expect.arrayContaining([{ Ref: logicalId(distribution) }])],
          },
        },
      },
    })),
  )
  expect(statements).toContainEqual(
    expect.objectContaining({
      Effect: 'Deny',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    }),
  )
})

test('the distribution serves GET by HTTPS, and signs what it asks the bucket', () => {
  const { [logicalId('FallbackFiles/Cdn')]: distribution } = resources('AWS::CloudFront::Distribution')
  const config = distribution?.Properties.DistributionConfig
  expect(config.DefaultCacheBehavior).toMatchObject({
    AllowedMethods: ['GET', 'HEAD'],
    ViewerProtocolPolicy: 'https-only',
  })
  expect(config.CacheBehaviors).toBeUndefined()
  expect(config.Origins).toHaveLength(1)
  const control = config.Origins[0].OriginAccessControlId['Fn::GetAtt'][0]
  expect(resources('AWS::CloudFront::OriginAccessControl')[control]?.Properties).toMatchObject({
    OriginAccessControlConfig: { SigningBehavior: 'always', SigningProtocol: 'sigv4' },
  })
})

test('one function writes documents and nothing else; the one that reads them has no right at all', () => {
  const onBucket = Object.values(resources('AWS::IAM::Policy')).flatMap(({ Properties }) =>
    Properties.PolicyDocument.Statement.filter(({ Resource }: { Resource: unknown }) =>
      JSON.stringify(Resource).includes(bucketId),
    ).map((statement: object) => ({ of: Properties.Roles[0].Ref, ...statement })),
  )
  expect(onBucket).toEqual([
    {
      of: logicalId('Admin/Role'),
      Effect: 'Allow',
      Action: ['s3:DeleteObject', 's3:PutObject'],
      Resource: objects,
    },
    {
      of: logicalId('Admin/Role'),
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: { 'Fn::GetAtt': [bucketId, 'Arn'] },
    },
  ])
  expect(variablesOf('Admin').FALLBACK_BUCKET).toEqual({ Ref: bucketId })
  expect(variablesOf('CallWebhook').FALLBACK_BASE_URL).toEqual({
    'Fn::Join': ['', ['https://', { 'Fn::GetAtt': [logicalId('FallbackFiles/Cdn'), 'DomainName'] }]],
  })
})

test('that function renders all of them anew once a day, since the public address may have changed', () => {
  template.hasResourceProperties('AWS::Events::Rule', {
    ScheduleExpression: 'rate(1 day)',
    Targets: [
      Match.objectLike({
        Arn: { 'Fn::GetAtt': [logicalId('Admin/Lambda'), 'Arn'] },
        Input: '{"refreshFallbacks":true}',
      }),
    ],
  })
})
