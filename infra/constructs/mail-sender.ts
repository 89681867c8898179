import { Stack } from 'aws-cdk-lib'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { Construct } from 'constructs'
import type { BridgeFunction } from './bridge-function.ts'

export interface MailSenderProps {
  /** An address that SES has verified, or one of a domain that it has. */
  readonly from: string
  readonly by: BridgeFunction
}

/** Lets a function send mails from one address, and from no other. */
export class MailSender extends Construct {
  constructor(scope: Construct, id: string, { from, by }: MailSenderProps) {
    super(scope, id)
    const { partition, region, account } = Stack.of(this)
    const domain = from.slice(from.indexOf('@') + 1)
    by.provide('TIELINE_MAIL_FROM', from)
    by.lambda.addToRolePolicy(
      new PolicyStatement({
        actions: ['ses:SendEmail'],
        // Whichever of the two was verified.
        resources: [from, domain].map((name) => `arn:${partition}:ses:${region}:${account}:identity/${name}`),
        conditions: { StringEquals: { 'ses:FromAddress': from } },
      }),
    )
  }
}
