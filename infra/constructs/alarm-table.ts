import { Duration } from 'aws-cdk-lib'
import {
  Metric as CloudWatchMetric,
  type IMetric,
  MathExpression,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch'
import type { Metric } from '../../shared/observe/metric.ts'
import { nameOf, ownMetric, type Watched } from './watched.ts'

/** One alarm as data. It rings when the metric is at `atLeast` (or above), or below `below`. */
export interface AlarmRow {
  readonly name: string
  /** In one sentence: what it means to people. */
  readonly means: string
  /** Of its entry in `docs/runbook.md`. */
  readonly anchor: string
  readonly metric: IMetric
  readonly threshold: { readonly atLeast: number } | { readonly below: number }
  /** How many periods of the last `of` have to be so. */
  readonly periods?: number
  readonly of?: number
  /** What it means that nothing was measured; that nothing happened, unless said. */
  readonly missing?: TreatMissingData
}

export interface AlarmTerms {
  /** How many functions AWS lets this account run at once, in the Region. */
  readonly concurrencyLimit: number
}

const five = Duration.minutes(5)
const quarter = Duration.minutes(15)
const hour = Duration.hours(1)

/** Every alarm there is. */
export function alarmRows(watched: Watched, { concurrencyLimit }: AlarmTerms): AlarmRow[] {
  const own = (metric: Metric, period: Duration, statistic?: string) =>
    ownMetric(watched, metric, { period, ...(statistic !== undefined && { statistic }) })
  /** Per cent, where there were so many at all. */
  const share = (part: Metric, whole: Metric, period: Duration, atLeast: number, otherwise: number) =>
    new MathExpression({
      expression: `IF(FILL(whole, 0) >= ${atLeast}, 100 * FILL(part, 0) / whole, ${otherwise})`,
      usingMetrics: { part: own(part, period), whole: own(whole, period) },
      period,
      label: `${part} of ${whole}, %`,
    })

  const calls: AlarmRow[] = [
    {
      name: 'calls-not-connected',
      means:
        'A caller was not connected: nothing was known of the number, and a message of last resort was taken.',
      anchor: 'calls-not-connected',
      metric: share('CallsConnected', 'Calls', five, 1, 100),
      threshold: { below: 100 },
    },
    {
      name: 'fallback-used',
      means:
        'Calls were connected by memory or by static documents, since the ledger did not answer in time.',
      anchor: 'fallback-used',
      metric: own('FallbackUsed', five),
      threshold: { atLeast: 1 },
    },
    {
      name: 'answers-slow',
      means:
        'One caller in a hundred hears silence for 3 s or more before our answer; Twilio gives up after 15 s.',
      anchor: 'answers-slow',
      metric: own('AnswerTime', five, 'p99'),
      threshold: { atLeast: 3000 },
      periods: 2,
      of: 3,
    },
    {
      name: 'webhooks-failed',
      means: 'A webhook of Twilio met a bug; the caller was rescued.',
      anchor: 'webhooks-failed',
      metric: own('WebhooksFailed', five),
      threshold: { atLeast: 1 },
    },
    {
      name: 'facts-unwritten',
      means:
        'Neither the ledger nor the queue took a fact of a call: it is lost unless Twilio is asked for it.',
      anchor: 'facts-unwritten',
      metric: own('FactsUnwritten', five),
      threshold: { atLeast: 1 },
    },
    {
      name: 'call-sweep-missing',
      means: 'Nobody has asked Twilio for 40 minutes how calls ended whose last word never came.',
      anchor: 'sweeps-missing',
      metric: own('CallSweeps', Duration.minutes(10)),
      threshold: { below: 1 },
      periods: 4,
      missing: TreatMissingData.BREACHING,
    },
    {
      name: 'texts-unsent',
      means: 'Text messages were refused by Twilio, or nothing is known of them.',
      anchor: 'texts-unsent',
      metric: own('TextsUnsent', quarter),
      threshold: { atLeast: 10 },
    },
  ]
  const spools = watched.spools.map(
    ({ queue }): AlarmRow => ({
      name: 'spool-old',
      means: 'A fact of a call has waited for the ledger for more than ten minutes.',
      anchor: 'spool-old',
      metric: queue.metricApproximateAgeOfOldestMessage({ period: five, statistic: 'Maximum' }),
      threshold: { atLeast: 600 },
    }),
  )
  const deadLetters = watched.deadLetters.map(
    (queue): AlarmRow => ({
      name: `set-aside-${nameOf(queue)}`,
      means: 'Something failed again and again and was set aside; it is kept for 14 days.',
      anchor: 'set-aside',
      metric: queue.metricApproximateNumberOfMessagesVisible({ period: five, statistic: 'Maximum' }),
      threshold: { atLeast: 1 },
    }),
  )
  const streams: AlarmRow[] = [
    ...[...new Set(watched.feeds.map(({ to }) => to))].map(
      ({ lambda, node }): AlarmRow => ({
        name: `stream-behind-${node.id}`,
        means: 'The records of a stream wait for more than a minute: reports and mails are late.',
        anchor: 'stream-behind',
        metric: lambda.metric('IteratorAge', { period: Duration.minutes(1), statistic: 'Maximum' }),
        threshold: { atLeast: 60_000 },
        periods: 3,
        of: 5,
      }),
    ),
    {
      name: 'records-failing',
      means: 'Records of a stream fail again and again; those behind them wait.',
      anchor: 'records-failing',
      metric: own('StreamRecordsFailed', five),
      threshold: { atLeast: 1 },
      periods: 2,
      of: 3,
    },
    {
      name: 'joins-late',
      means: 'One contact in ten is shown a minute or more after it happened.',
      anchor: 'joins-late',
      metric: own('JoinLag', five, 'p90'),
      threshold: { atLeast: 60_000 },
      periods: 3,
    },
    {
      name: 'enquiries-unattributed',
      means:
        'For six hours hardly any enquiry had a source: the snippet is gone from the pages, or pools are.',
      anchor: 'enquiries-unattributed',
      metric: share('EnquiriesUnattributed', 'EnquiriesOpened', Duration.hours(6), 20, 0),
      threshold: { atLeast: 90 },
    },
    {
      name: 'pools-dry',
      means:
        'One lease in five shares its number: callers by those numbers can not be told apart for certain.',
      anchor: 'pools-dry',
      metric: share('LeasesShared', 'LeasesBegun', hour, 20, 0),
      threshold: { atLeast: 20 },
    },
    {
      name: 'codes-guessed',
      means: 'Somebody tries codes: many tries were refused because too many had failed.',
      anchor: 'codes-guessed',
      metric: ownMetric(watched, 'RedemptionsRefused', { period: quarter, reason: 'too_many_attempts' }),
      threshold: { atLeast: 50 },
    },
  ]
  const functions = watched.functions.flatMap(({ lambda, node: { id } }): AlarmRow[] => [
    {
      name: `errors-${id}`,
      means: 'Invocations of the function failed, or took too long.',
      anchor: 'function-errors',
      metric: lambda.metricErrors({ period: five }),
      threshold: { atLeast: id === 'CallWebhook' ? 1 : 3 },
    },
    {
      name: `throttled-${id}`,
      means: 'AWS did not run the function, since too many run already.',
      anchor: 'concurrency',
      metric: lambda.metricThrottles({ period: five }),
      threshold: { atLeast: 1 },
    },
  ])
  const shared: AlarmRow[] = [
    {
      name: 'concurrency-near-limit',
      means: 'Four fifths of the functions that AWS runs at once for this account do run.',
      anchor: 'concurrency',
      metric: new CloudWatchMetric({
        namespace: 'AWS/Lambda',
        metricName: 'ConcurrentExecutions',
        statistic: 'Maximum',
        period: Duration.minutes(1),
      }),
      threshold: { atLeast: Math.max(1, Math.floor(concurrencyLimit * 0.8)) },
      periods: 2,
      of: 3,
    },
    ...watched.apis.map(
      (api): AlarmRow => ({
        name: 'api-errors',
        means: 'The API answered 5xx.',
        anchor: 'api-errors',
        metric: api.metricServerError({ period: five, statistic: 'Sum' }),
        threshold: { atLeast: 5 },
      }),
    ),
    ...watched.tables.flatMap((table): AlarmRow[] => {
      const tableMetric = (metricName: string) => table.metric(metricName, { period: five, statistic: 'Sum' })
      return [
        {
          name: `table-throttled-${table.node.id}`,
          means: 'DynamoDB refuses requests to the table, since too many come at once or to one key.',
          anchor: 'table-throttled',
          metric: new MathExpression({
            expression: 'FILL(reads, 0) + FILL(writes, 0)',
            usingMetrics: {
              reads: tableMetric('ReadThrottleEvents'),
              writes: tableMetric('WriteThrottleEvents'),
            },
            period: five,
            label: 'Requests throttled',
          }),
          threshold: { atLeast: 10 },
        },
      ]
    }),
    {
      name: 'table-user-errors',
      means: 'DynamoDB refuses requests as wrong: a bug, or a right that is missing.',
      anchor: 'table-user-errors',
      metric: new CloudWatchMetric({
        namespace: 'AWS/DynamoDB',
        metricName: 'UserErrors',
        statistic: 'Sum',
        period: five,
      }),
      threshold: { atLeast: 5 },
    },
    {
      name: 'recordings-undeleted',
      means: 'Recordings whose time is over could not be deleted at Twilio.',
      anchor: 'recordings-undeleted',
      metric: own('RecordingsUndeleted', hour),
      threshold: { atLeast: 1 },
      periods: 3,
    },
    {
      name: 'recording-sweep-missing',
      means: 'Nobody has looked for three hours for recordings whose time is over.',
      anchor: 'sweeps-missing',
      metric: own('RecordingSweeps', hour),
      threshold: { below: 1 },
      periods: 3,
      missing: TreatMissingData.BREACHING,
    },
    {
      name: 'fallbacks-unwritten',
      means:
        'The static document of a number is not what its flow is: an outage would ring the wrong phones.',
      anchor: 'fallbacks-unwritten',
      metric: own('FallbacksUnwritten', quarter),
      threshold: { atLeast: 1 },
    },
    {
      name: 'rounds-missing',
      means: 'Nobody has sent what is due for ten minutes.',
      anchor: 'sweeps-missing',
      metric: own('MailRounds', five),
      threshold: { below: 1 },
      periods: 2,
      missing: TreatMissingData.BREACHING,
    },
    {
      name: 'due-work-broken',
      means:
        'What is due (a message to a webhook, a mail of a sequence, a conversion) breaks before it is sent.',
      anchor: 'due-work-broken',
      metric: own('WorkBroken', quarter),
      threshold: { atLeast: 3 },
    },
  ]
  const reputation = (metricName: string) =>
    new CloudWatchMetric({ namespace: 'AWS/SES', metricName, statistic: 'Average', period: hour })
  const mails: AlarmRow[] = watched.sendsMail
    ? [
        {
          name: 'mails-unsent',
          means: 'SES does not take mails, or nothing is known of them.',
          anchor: 'mails-unsent',
          metric: new MathExpression({
            expression: 'FILL(unsent, 0) + FILL(refused, 0)',
            usingMetrics: { unsent: own('MailsUnsent', quarter), refused: own('MailsRefused', quarter) },
            period: quarter,
            label: 'Mails not sent',
          }),
          threshold: { atLeast: 3 },
        },
        {
          name: 'mails-bounce',
          means: 'So many mails bounce that SES may stop sending (it reviews accounts at 5 %).',
          anchor: 'mails-bounce',
          metric: reputation('Reputation.BounceRate'),
          threshold: { atLeast: 0.04 },
        },
        {
          name: 'mails-complained-of',
          means:
            'So many readers call the mails spam that SES may stop sending (it reviews accounts at 0.1 %).',
          anchor: 'mails-bounce',
          metric: reputation('Reputation.ComplaintRate'),
          threshold: { atLeast: 0.0008 },
        },
      ]
    : []
  return [...calls, ...spools, ...deadLetters, ...streams, ...functions, ...shared, ...mails]
}
