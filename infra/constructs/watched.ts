import type { Duration } from 'aws-cdk-lib'
import { Stack } from 'aws-cdk-lib'
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2'
import { Metric as CloudWatchMetric } from 'aws-cdk-lib/aws-cloudwatch'
import { TableV2 } from 'aws-cdk-lib/aws-dynamodb'
import { Queue } from 'aws-cdk-lib/aws-sqs'
import type { Construct, IConstruct } from 'constructs'
import { type Metric, reasonDimension } from '../../shared/observe/metric.ts'
import { BridgeFunction } from './bridge-function.ts'
import { CallSpool } from './call-spool.ts'
import { MailSender } from './mail-sender.ts'
import { StreamFeed } from './stream-feed.ts'

/** What of a stack is watched: all that is in it, so that nothing new is forgotten. */
export interface Watched {
  readonly functions: readonly BridgeFunction[]
  readonly tables: readonly TableV2[]
  readonly apis: readonly HttpApi[]
  readonly feeds: readonly StreamFeed[]
  readonly spools: readonly CallSpool[]
  /** Every queue in which things are set aside: all but those that are worked on. */
  readonly deadLetters: readonly Queue[]
  readonly sendsMail: boolean
  /** CloudWatch's namespace of our own metrics: each stack has its own. */
  readonly namespace: string
}

type Class<Instance> = abstract new (...given: never[]) => Instance

export function watchedIn(scope: Construct): Watched {
  const stack = Stack.of(scope)
  const all = stack.node.findAll()
  const those = <Instance extends IConstruct>(kind: Class<Instance>) =>
    all.filter((each): each is IConstruct & Instance => each instanceof kind)
  const spools = those(CallSpool)
  return {
    functions: those(BridgeFunction),
    tables: those(TableV2),
    apis: those(HttpApi),
    feeds: those(StreamFeed),
    spools,
    deadLetters: those(Queue).filter((queue) => !spools.some((spool) => spool.queue === queue)),
    sendsMail: those(MailSender).length > 0,
    namespace: `Tieline/${stack.stackName}`,
  }
}

/** A name for people: `Streams/SetAside` is `Streams-SetAside`. */
export const nameOf = (construct: IConstruct): string => construct.node.path.split('/').slice(1).join('-')

/** One of our own metrics. */
export const ownMetric = (
  { namespace }: Pick<Watched, 'namespace'>,
  metricName: Metric,
  options: {
    readonly statistic?: string
    readonly period: Duration
    readonly reason?: string
    readonly label?: string
  },
): CloudWatchMetric => {
  const { reason, statistic = 'Sum', ...more } = options
  return new CloudWatchMetric({
    namespace,
    metricName,
    statistic,
    ...more,
    ...(reason !== undefined && { dimensionsMap: { [reasonDimension]: reason } }),
  })
}
