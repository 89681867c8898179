import { Stack } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { describe, expect, test } from 'vitest'
import { everything, type Synthesized, synthesize, synthesizeApp } from './synth.ts'

interface Statement {
  readonly Effect: 'Allow' | 'Deny'
  readonly Action: string | readonly string[]
  readonly Resource?: unknown
}
interface Right {
  /** The stack and CloudFormation's name of what carries it. */
  readonly of: string
  /** The action, or the resource as JSON. */
  readonly what: string
}

/** Stars that have to be, and why; whatever is in no row fails. */
const allowed: readonly { readonly of: RegExp; readonly what: RegExp; readonly why: string }[] = [
  {
    of: /^(Watch)?Key[0-9A-F]{8}$/,
    what: /^(kms:\*|kms:GenerateDataKey\*|kms:ReEncrypt\*|"\*")$/,
    why: 'the policy of a key itself, of which `*` is the key: without its AWS account nobody could administer it; the rest holds by way of one service alone',
  },
  {
    of: /^StaticFilesDeployingRole/,
    what: /StaticFilesBucket.*\/\*"\]\]\}$/,
    why: 'the deployment puts whatever files the build has made',
  },
  {
    of: /^AdminRole/,
    what: /FallbackFilesBucket.*\/fallback\/\*"\]\]\}$/,
    why: 'a document for each number',
  },
  {
    of: /^(FallbackFiles|StaticFiles)BucketPolicy/,
    what: /Bucket.*"\/\*"\]\]\}$/,
    why: 'a distribution reads whatever is in its bucket, and may not list it',
  },
  {
    of: /^LakeFilesRole/,
    what: /LakeFilesBucket.*"\/\*"\]\]\}$/,
    why: 'the stream of the lake makes files whose names it chooses',
  },
  {
    of: /^WatchTrace(CallWebhook|Attribution)/,
    what: /^"\*"$/,
    why: 'X-Ray knows no resources: its two rights to write are for all traces or for none',
  },
  {
    of: /^CustomCrossRegionExport/,
    what: /:parameter\/cdk\/exports\/(Tieline\/)?\*"\]\]\}$/,
    why: 'CDK’s own: brings the certificate and the web ACL from us-east-1, by parameters of this name',
  },
]

const policyTypes = [
  'AWS::IAM::Policy',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Role',
  'AWS::KMS::Key',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
]

/** Every document with statements in a resource, wherever it stands. */
function statementsIn(value: unknown): Statement[] {
  if (typeof value !== 'object' || value === null) return []
  if ('Statement' in value) return [value.Statement].flat() as Statement[]
  return Object.values(value).flatMap(statementsIn)
}

function rightsByStar({ app }: Synthesized): Right[] {
  const templates = app.node.children.filter(Stack.isStack).map((stack) => Template.fromStack(stack))
  return templates.flatMap((template) =>
    policyTypes
      .flatMap((type) => Object.entries(template.findResources(type)))
      .flatMap(([of, { Properties }]) =>
        statementsIn(Properties)
          // To forbid by a star forbids more.
          .filter(({ Effect }) => Effect === 'Allow')
          .flatMap(({ Action, Resource = [] }) => [
            ...[Action].flat(),
            ...[Resource].flat().map((resource) => JSON.stringify(resource)),
          ])
          .filter((what) => what.includes('*'))
          .map((what) => ({ of, what })),
      ),
  )
}

describe.each([
  ['as it is by itself', () => synthesize()],
  ['with all that can be asked for', () => synthesizeApp(everything)],
])('the deployment %s', (_label, made) => {
  test('gives no right by a star but those that have a reason', () => {
    const unexplained = rightsByStar(made()).filter(
      (right) => !allowed.some(({ of, what }) => of.test(right.of) && what.test(right.what)),
    )
    expect(unexplained).toEqual([])
  })

  test('lets nobody in from outside but by a service that acts for this account', () => {
    const open = Object.values(made().template.findResources('AWS::SQS::QueuePolicy'))
      .concat(Object.values(made().template.findResources('AWS::S3::BucketPolicy')))
      .concat(Object.values(made().template.findResources('AWS::SNS::TopicPolicy')))
      .flatMap(({ Properties }) => statementsIn(Properties))
      .filter(({ Effect }) => Effect === 'Allow')
      .filter((statement) => !('Condition' in statement && /SourceArn/.test(JSON.stringify(statement))))
    expect(open).toEqual([])
  })
})

test('every exception is needed: an old one would let in something new', () => {
  const rights = rightsByStar(synthesizeApp(everything))
  for (const { of, what } of allowed) {
    expect(
      rights.some((right) => of.test(right.of) && what.test(right.what)),
      String(what),
    ).toBe(true)
  }
})
