import { Duration } from 'aws-cdk-lib'
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets'
import { Construct } from 'constructs'
import type { BridgeFunction } from './bridge-function.ts'

/** Has the function delete, every hour, the recordings whose time is over, at Twilio too. */
export class RecordingSweep extends Construct {
  constructor(scope: Construct, id: string, admin: BridgeFunction) {
    super(scope, id)
    new Rule(this, 'Schedule', {
      schedule: Schedule.rate(Duration.hours(1)),
      targets: [
        new LambdaFunction(admin.lambda, {
          event: RuleTargetInput.fromObject({ sweepRecordings: true }),
          // The next order looks at what this one left.
          retryAttempts: 0,
        }),
      ],
    })
  }
}
