import { Match } from 'aws-cdk-lib/assertions'
import { AwsSolutionsChecks } from 'cdk-nag'
import { describe, expect, test } from 'vitest'
import { synthesize } from './synth.ts'

const stack = synthesize({ mailFrom: 'desk@example.com' })
const { template, logicalId } = stack
const policiesOf = (of: typeof stack) => JSON.stringify(of.template.findResources('AWS::IAM::Policy'))
const outreach = { 'Fn::GetAtt': [logicalId('Outreach/Lambda'), 'Arn'] }

describe('mails', () => {
  test('come from the one address that was named, and without one from none', () => {
    const sending = Object.values(template.findResources('AWS::IAM::Policy')).flatMap(({ Properties }) =>
      Properties.PolicyDocument.Statement.filter(({ Action }: { Action: unknown }) =>
        JSON.stringify(Action).includes('ses:'),
      ),
    )
    // The call webhook, which sends texts on, and outreach.
    expect(sending).toHaveLength(2)
    for (const statement of sending) {
      expect(statement).toMatchObject({
        Action: 'ses:SendRawEmail',
        Condition: { StringEquals: { 'ses:FromAddress': 'desk@example.com' } },
      })
      expect(JSON.stringify(statement.Resource)).toContain(':identity/example.com')
      expect(JSON.stringify(statement.Resource)).not.toContain('*')
    }
    for (const name of ['CallWebhook', 'Outreach']) {
      const lambda = template.findResources('AWS::Lambda::Function')[logicalId(`${name}/Lambda`)]
      expect(lambda?.Properties.Environment.Variables.TIELINE_MAIL_FROM).toBe('desk@example.com')
      expect(lambda?.Properties.Environment.Variables.TIELINE_MAIL_CONFIGURATION_SET).toBeDefined()
    }
    expect(policiesOf(synthesize())).not.toContain('ses:')
  })

  test('what becomes of them is told to outreach', () => {
    template.hasResourceProperties('AWS::SES::ConfigurationSetEventDestination', {
      EventDestination: {
        Enabled: true,
        MatchingEventTypes: ['send', 'reject', 'bounce', 'complaint'],
        SnsDestination: { TopicARN: Match.anyValue() },
      },
    })
    template.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'lambda', Endpoint: outreach })
  })

  test('enquiries and calls of the views lead to them, by the stream’s second reader and no third', () => {
    const ofViews = Object.values(template.findResources('AWS::Lambda::EventSourceMapping')).filter(
      ({ Properties }) =>
        JSON.stringify(Properties.EventSourceArn) ===
        JSON.stringify({ 'Fn::GetAtt': [logicalId('Tables/Views'), 'StreamArn'] }),
    )
    expect(ofViews).toHaveLength(2)
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      FunctionName: { Ref: logicalId('Outreach/Lambda') },
      FilterCriteria: {
        Filters: [
          {
            Pattern: JSON.stringify({
              dynamodb: {
                Keys: { sk: { S: ['call#', 'enquiry#', 'code#', 'person#'].map((prefix) => ({ prefix })) } },
              },
            }),
          },
        ],
      },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      DestinationConfig: { OnFailure: Match.anyValue() },
    })
  })

  test.each([
    ['rate(1 minute)', '{"sendMails":true}'],
    ['rate(15 minutes)', '{"writeDigests":true}'],
  ])('%s: %s', (ScheduleExpression, Input) => {
    template.hasResourceProperties('AWS::Events::Rule', {
      ScheduleExpression,
      Targets: [Match.objectLike({ Arn: outreach, Input })],
    })
  })

  test('cdk-nag has nothing to say about them', () => {
    const found = new AwsSolutionsChecks(stack.app).validateScope(stack.app).violations
    expect(found.map(({ ruleName }) => ruleName)).toEqual([])
  })
})
