import { Stack } from 'aws-cdk-lib'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { ConfigurationSet, EmailSendingEvent, EventDestination } from 'aws-cdk-lib/aws-ses'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import { Construct } from 'constructs'
import type { BridgeFunction } from './bridge-function.ts'

export interface MailSenderProps {
  /** An address that SES has verified, or one of a domain that it has. */
  readonly from: string
}

/**
 * Lets functions send mails from one address, and from no other. What becomes of the mails (that they were sent, that they
 * bounced, that somebody called them spam) is told by way of a topic.
 */
export class MailSender extends Construct {
  private readonly from: string
  private readonly configurationSet: ConfigurationSet
  private readonly feedback: Topic

  constructor(scope: Construct, id: string, { from }: MailSenderProps) {
    super(scope, id)
    this.from = from
    this.feedback = new Topic(this, 'Feedback', { enforceSSL: true })
    this.configurationSet = new ConfigurationSet(this, 'ConfigurationSet')
    this.configurationSet.addEventDestination('ToTopic', {
      destination: EventDestination.snsTopic(this.feedback),
      events: [
        EmailSendingEvent.SEND,
        EmailSendingEvent.REJECT,
        EmailSendingEvent.BOUNCE,
        EmailSendingEvent.COMPLAINT,
      ],
    })
  }

  grantSend(by: BridgeFunction): void {
    const { partition, region, account } = Stack.of(this)
    const domain = this.from.slice(this.from.indexOf('@') + 1)
    const arnOf = (what: string) => `arn:${partition}:ses:${region}:${account}:${what}`
    by.provide('TIELINE_MAIL_FROM', this.from)
    by.provide('TIELINE_MAIL_CONFIGURATION_SET', this.configurationSet.configurationSetName)
    by.lambda.addToRolePolicy(
      new PolicyStatement({
        actions: ['ses:SendRawEmail'],
        resources: [
          // Whichever of the two was verified.
          ...[this.from, domain].map((name) => arnOf(`identity/${name}`)),
          arnOf(`configuration-set/${this.configurationSet.configurationSetName}`),
        ],
        conditions: { StringEquals: { 'ses:FromAddress': this.from } },
      }),
    )
  }

  /** The function is told what becomes of the mails. */
  feedBackTo(fn: BridgeFunction): void {
    this.feedback.addSubscription(new LambdaSubscription(fn.lambda))
  }
}
