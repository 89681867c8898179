import { describe, expect, test } from 'vitest'
import { everything, synthesizeApp } from './synth.ts'

const { template, logicalId } = synthesizeApp(everything)
const queues = template.findResources('AWS::SQS::Queue')
const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] })
const twoWeeks = 14 * 24 * 3600

/** Queues that are where something else ends: of queues, streams, the topic, the function’s own retries. */
const endings = new Set(
  [
    ...Object.values(queues).map(({ Properties }) => Properties.RedrivePolicy?.deadLetterTargetArn),
    ...Object.values(template.findResources('AWS::Lambda::EventSourceMapping')).map(
      ({ Properties }) => Properties.DestinationConfig?.OnFailure.Destination,
    ),
    ...Object.values(template.findResources('AWS::SNS::Subscription')).map(
      ({ Properties }) => Properties.RedrivePolicy?.deadLetterTargetArn,
    ),
    ...Object.values(template.findResources('AWS::Lambda::EventInvokeConfig')).map(
      ({ Properties }) => Properties.DestinationConfig?.OnFailure.Destination,
    ),
  ].flatMap((arn) => (arn ? [arn['Fn::GetAtt'][0] as string] : [])),
)

describe('nothing is lost in silence', () => {
  test('every queue has one for what it can’t deliver, or is one, with two weeks to look at it', () => {
    expect(Object.keys(queues)).toHaveLength(6)
    for (const [id, { Properties }] of Object.entries(queues)) {
      if (Properties.RedrivePolicy) continue
      expect([...endings], id).toContain(id)
      expect(Properties.MessageRetentionPeriod, id).toBe(twoWeeks)
    }
  })

  test('every event source ends in a queue, tries so often and no more, and answers for each record', () => {
    const sources = Object.values(template.findResources('AWS::Lambda::EventSourceMapping'))
    expect(sources).toHaveLength(5)
    for (const { Properties } of sources) {
      expect(Properties.FunctionResponseTypes).toEqual(['ReportBatchItemFailures'])
      // A queue’s own redrive policy bounds how often it is asked.
      if (Properties.StartingPosition === undefined) continue
      expect(Properties).toMatchObject({
        MaximumRetryAttempts: 10,
        BisectBatchOnFunctionError: true,
        DestinationConfig: { OnFailure: { Destination: expect.anything() } },
      })
    }
  })

  test('what SES says of a mail waits if outreach is not told of it, on either side of Lambda’s door', () => {
    const untold = arnOf(logicalId('Mail/Untold'))
    template.hasResourceProperties('AWS::SNS::Subscription', {
      RedrivePolicy: { deadLetterTargetArn: untold },
    })
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      FunctionName: { Ref: logicalId('Outreach/Lambda') },
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: { Destination: untold } },
    })
  })
})
