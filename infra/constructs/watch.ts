import { CfnOutput, Stack, Validations } from 'aws-cdk-lib'
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import { Construct } from 'constructs'
import { type AlarmRow, alarmRows } from './alarm-table.ts'
import type { BridgeFunction } from './bridge-function.ts'
import type { BridgeKey } from './bridge-key.ts'
import { WatchDashboard } from './dashboard.ts'
import { watchedIn } from './watched.ts'

export interface WatchProps {
  /** Who is told of alarms (`-c alarmMail=ops@example.com`); without it they ring in the console alone. */
  readonly mail?: string | undefined
  /** How many functions AWS lets this account run at once (`-c concurrencyLimit=10`). */
  readonly concurrencyLimit?: number | undefined
  /** Whether samples are traced by X-Ray (`-c traces=on`). Off unless said: see `docs/watching.md` for the price. */
  readonly traces?: boolean | undefined
}

/** Lambda's own limit of an account that has asked for no other; a new account may have 10. */
const usualConcurrencyLimit = 1000

/** The way of a call: its webhooks, its records in the stream, its join. The others would add traces that end at once. */
const traced: ReadonlySet<string> = new Set(['CallWebhook', 'Attribution'])

/** Where each alarm is explained. */
export const runbookAt = (anchor: string) => `docs/runbook.md#${anchor}`

/**
 * Watches all that is in the stack when it is made, so it is made last: gives every function its namespace of metrics,
 * draws the dashboard, and rings the alarms.
 */
export class Watch extends Construct {
  constructor(scope: Construct, id: string, key: BridgeKey, props: WatchProps = {}) {
    super(scope, id)
    const watched = watchedIn(this)
    for (const fn of watched.functions) fn.provide('TIELINE_METRICS_NAMESPACE', watched.namespace)
    if (props.traces === true) {
      for (const fn of watched.functions) if (traced.has(fn.node.id)) this.trace(fn)
    }
    const topic = this.topic(key, props.mail)
    const alarms = alarmRows(watched, {
      concurrencyLimit: props.concurrencyLimit ?? usualConcurrencyLimit,
    }).map((row) => this.alarm(row, topic))
    new WatchDashboard(this, 'Dashboard', { watched, alarms })
    new CfnOutput(this, 'AlarmTopic', {
      description: 'Subscribe here whoever is to be told of alarms',
      value: topic.topicArn,
    })
  }

  /** Lambda traces the first request of each second and one in twenty of the others, and takes no other rate. */
  private trace(fn: BridgeFunction): void {
    const lambda = fn.lambda.node.defaultChild as CfnFunction
    lambda.tracingConfig = { mode: 'Active' }
    const rights = new ManagedPolicy(this, `Trace${fn.node.id}`, {
      statements: [
        new PolicyStatement({
          actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
          resources: ['*'],
        }),
      ],
    })
    if (fn.lambda.role) rights.attachToRole(fn.lambda.role)
    Validations.of(rights).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'X-Ray knows no resources: its two rights to write are for all traces or for none.',
    })
  }

  private topic(key: BridgeKey, mail: string | undefined): Topic {
    // CloudWatch may not use the key that AWS manages for SNS: alarms would ring unheard.
    key.grantAlarms()
    const topic = new Topic(this, 'Alarms', { masterKey: key.key, enforceSSL: true })
    if (mail !== undefined) topic.addSubscription(new EmailSubscription(mail))
    return topic
  }

  private alarm(row: AlarmRow, topic: Topic): Alarm {
    const { name, metric, threshold, periods = 1, of = periods, missing } = row
    const isFloor = 'below' in threshold
    const alarm = new Alarm(this, `Alarm-${name}`, {
      alarmName: `${Stack.of(this).stackName}-${name}`,
      alarmDescription: `${row.means} What to do: ${runbookAt(row.anchor)}`,
      metric,
      threshold: isFloor ? threshold.below : threshold.atLeast,
      comparisonOperator: isFloor
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: of,
      datapointsToAlarm: periods,
      treatMissingData: missing ?? TreatMissingData.NOT_BREACHING,
    })
    alarm.addAlarmAction(new SnsAction(topic))
    alarm.addOkAction(new SnsAction(topic))
    return alarm
  }
}
