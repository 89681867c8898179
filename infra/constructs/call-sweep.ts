import { Duration } from 'aws-cdk-lib'
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets'
import { Construct } from 'constructs'
import type { BridgeFunction } from './bridge-function.ts'

const everyMinutes = 10
/** Sweeps overlap, so that one that fails is made up for by the next two. */
const reachBackMinutes = 3 * everyMinutes

/** Has the function ask Twilio, now and then, how calls ended whose last callback never came. */
export class CallSweep extends Construct {
  constructor(scope: Construct, id: string, callWebhook: BridgeFunction) {
    super(scope, id)
    new Rule(this, 'Schedule', {
      schedule: Schedule.rate(Duration.minutes(everyMinutes)),
      targets: [
        new LambdaFunction(callWebhook.lambda, {
          event: RuleTargetInput.fromObject({ sweepMinutes: reachBackMinutes }),
          // The next order is better than a late one.
          retryAttempts: 0,
        }),
      ],
    })
  }
}
