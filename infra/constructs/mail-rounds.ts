import { Duration } from 'aws-cdk-lib'
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets'
import { Construct } from 'constructs'
import type { BridgeFunction } from './bridge-function.ts'

/**
 * Has the function send what waits (for a recording, for SES to take it, for an endpoint's next try), and write the weekly
 * reports that are due.
 */
export class MailRounds extends Construct {
  constructor(scope: Construct, id: string, outreach: BridgeFunction) {
    super(scope, id)
    const rounds = [
      { id: 'Send', every: Duration.minutes(1), order: { sendMails: true } },
      // Monday morning comes to the zones of the world by quarters of an hour.
      { id: 'Digests', every: Duration.minutes(15), order: { writeDigests: true } },
    ]
    for (const { id: name, every, order } of rounds) {
      new Rule(this, name, {
        schedule: Schedule.rate(every),
        targets: [
          new LambdaFunction(outreach.lambda, {
            event: RuleTargetInput.fromObject(order),
            // The next round looks at what this one left.
            retryAttempts: 0,
          }),
        ],
      })
    }
  }
}
