import { Duration, Stack } from 'aws-cdk-lib'
import {
  type Alarm,
  AlarmStatusWidget,
  Metric as CloudWatchMetric,
  Dashboard,
  GraphWidget,
  type IMetric,
  MathExpression,
} from 'aws-cdk-lib/aws-cloudwatch'
import { Construct } from 'constructs'
import type { Metric } from '../../shared/observe/metric.ts'
import { nameOf, ownMetric, type Watched } from './watched.ts'

export interface WatchDashboardProps {
  readonly watched: Watched
  readonly alarms: readonly Alarm[]
}

const period = Duration.minutes(5)

/** One page: what callers and clients notice first, then why, then what it costs. */
export class WatchDashboard extends Construct {
  constructor(scope: Construct, id: string, { watched, alarms }: WatchDashboardProps) {
    super(scope, id)
    const own = (metric: Metric, statistic = 'Sum') =>
      ownMetric(watched, metric, {
        period,
        statistic,
        label: statistic === 'Sum' ? metric : `${metric} ${statistic}`,
      })
    const share = (part: Metric, whole: Metric, label: string) =>
      new MathExpression({
        expression: '100 * FILL(part, 0) / whole',
        usingMetrics: { part: own(part), whole: own(whole) },
        period,
        label,
      })
    const graph = (title: string, left: readonly IMetric[], right: readonly IMetric[] = []) =>
      new GraphWidget({ title, left: [...left], right: [...right], width: 8, height: 6 })
    const { functions, tables, apis, feeds, spools, deadLetters } = watched
    const ofFunctions = (metricName: string, statistic: string) =>
      functions.map(({ lambda, node }) => lambda.metric(metricName, { period, statistic, label: node.id }))
    const ofTables = (metricName: string) =>
      tables.map((table) =>
        table.metric(metricName, { period, statistic: 'Sum', label: `${table.node.id} ${metricName}` }),
      )

    new Dashboard(this, 'Board', {
      dashboardName: Stack.of(this).stackName,
      widgets: [
        [new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms], width: 24, height: 6 })],
        [
          graph('Calls', [own('Calls'), own('CallsConnected'), own('FallbackUsed')]),
          graph(
            'Silence before our answer, ms',
            [own('AnswerTime', 'p50'), own('AnswerTime', 'p99')],
            [share('CallsConnected', 'Calls', 'Connected, %')],
          ),
          graph('Facts of calls that the ledger did not take', [
            own('FactsSpooled'),
            own('SpoolDrained'),
            own('SpoolSetAside'),
            own('FactsUnwritten'),
          ]),
        ],
        [
          graph('From the contact to its enquiry, ms', [
            own('JoinLag', 'p50'),
            own('JoinLag', 'p90'),
            own('JoinLag', 'p99'),
          ]),
          graph(
            'Streams: how old the records are, ms',
            [...new Set(feeds.map(({ to }) => to))].map(({ lambda, node }) =>
              lambda.metric('IteratorAge', { period, statistic: 'Maximum', label: node.id }),
            ),
          ),
          graph('Records of the streams', [own('StreamRecords')], [own('StreamRecordsFailed')]),
        ],
        [
          graph(
            'Enquiries',
            [own('EnquiriesOpened')],
            [share('EnquiriesUnattributed', 'EnquiriesOpened', 'Without a source, %')],
          ),
          graph(
            'Leases of pool numbers',
            [own('LeasesBegun'), own('PoolsDry')],
            [share('LeasesShared', 'LeasesBegun', 'Shared, %')],
          ),
          graph('Redemptions', [own('Redemptions'), own('RedemptionsRefused')]),
        ],
        [
          graph('Queues', [
            ...spools.map(({ queue }) =>
              queue.metricApproximateNumberOfMessagesVisible({
                period,
                statistic: 'Maximum',
                label: 'Spool',
              }),
            ),
            ...deadLetters.map((queue) =>
              queue.metricApproximateNumberOfMessagesVisible({
                period,
                statistic: 'Maximum',
                label: nameOf(queue),
              }),
            ),
          ]),
          graph('Mails', [
            own('MailsSent'),
            own('MailsBounced'),
            own('MailsComplained'),
            own('MailsRefused'),
            own('MailsUnsent'),
            own('WorkBroken'),
          ]),
          graph('Rounds and sweeps', [own('MailRounds'), own('CallSweeps'), own('RecordingSweeps')]),
        ],
        [
          graph('Functions: errors', ofFunctions('Errors', 'Sum'), ofFunctions('Throttles', 'Sum')),
          graph('Functions: duration p99, ms', ofFunctions('Duration', 'p99')),
          graph('API', [
            ...apis.map((api) => api.metricCount({ period, statistic: 'Sum', label: 'Requests' })),
            ...apis.map((api) => api.metricServerError({ period, statistic: 'Sum', label: '5xx' })),
            ...apis.map((api) => api.metricClientError({ period, statistic: 'Sum', label: '4xx' })),
          ]),
        ],
        [
          graph('What it costs: writes and reads', [
            ...ofTables('ConsumedWriteCapacityUnits'),
            ...ofTables('ConsumedReadCapacityUnits'),
          ]),
          graph('What it costs: invocations, running at once', ofFunctions('Invocations', 'Sum'), [
            new CloudWatchMetric({
              namespace: 'AWS/Lambda',
              metricName: 'ConcurrentExecutions',
              statistic: 'Maximum',
              period,
            }),
          ]),
          graph(
            'What it costs: logs, bytes',
            functions.map(({ lambda, node }) =>
              lambda.logGroup.metric('IncomingBytes', { period, statistic: 'Sum', label: node.id }),
            ),
          ),
        ],
      ],
    })
  }
}
