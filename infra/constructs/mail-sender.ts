import { Duration, Stack, Validations } from 'aws-cdk-lib'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { EventInvokeConfig } from 'aws-cdk-lib/aws-lambda'
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations'
import {
  ConfigurationSet,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
} from 'aws-cdk-lib/aws-ses'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import type { BridgeFunction } from './bridge-function.ts'

/** What SES is told to verify: the address by a link it sends there, its domain by records of DNS. */
export const mailIdentities = ['domain', 'address'] as const
export type MailIdentity = (typeof mailIdentities)[number]

export interface DnsRecord {
  readonly name: string
  readonly value: string
}

export interface MailSenderProps {
  /** An address that SES has verified, or one of a domain that it has. */
  readonly from: string
  /** What is to be verified for it; nothing if it is already, here or by another stack. */
  readonly identity?: MailIdentity | undefined
}

/**
 * Lets functions send mails from one address, and from no other. What becomes of the mails (that they were sent, that they
 * bounced, that somebody called them spam) is told by way of a topic.
 */
export class MailSender extends Construct {
  private readonly from: string
  private readonly configurationSet: ConfigurationSet
  private readonly feedback: Topic
  /** What SES wants to find in the domain's DNS, by name; empty unless a domain is verified here. */
  readonly dnsRecords: readonly DnsRecord[]

  constructor(scope: Construct, id: string, { from, identity }: MailSenderProps) {
    super(scope, id)
    this.from = from
    this.dnsRecords = this.verify(identity)
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

  /** The function is told what becomes of the mails; what it can't be told waits in a queue. */
  feedBackTo(fn: BridgeFunction): void {
    const untold = new Queue(this, 'Untold', {
      retentionPeriod: Duration.days(14),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    })
    Validations.of(untold).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'It is itself the dead-letter queue of the topic and of the function’s own retries.',
    })
    this.feedback.addSubscription(new LambdaSubscription(fn.lambda, { deadLetterQueue: untold }))
    // The topic has done its part once Lambda has the message: what the function fails at twice more comes here as well.
    new EventInvokeConfig(this, 'Retries', {
      function: fn.lambda,
      retryAttempts: 2,
      onFailure: new SqsDestination(untold),
    })
  }

  private verify(identity: MailIdentity | undefined): readonly DnsRecord[] {
    if (identity === undefined) return []
    const domain = this.from.slice(this.from.indexOf('@') + 1)
    const { dkimRecords } = new EmailIdentity(this, 'Identity', {
      identity: identity === 'domain' ? Identity.domain(domain) : Identity.email(this.from),
    })
    return identity === 'domain' ? dkimRecords : []
  }
}
