import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Template } from 'aws-cdk-lib/assertions'
import { AwsSolutionsChecks } from 'cdk-nag'
import { describe, expect, test } from 'vitest'
import { metrics } from '../../shared/observe/metric.ts'
import { synthesize } from './synth.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const { template } = synthesize({
  mailFrom: 'desk@example.com',
  lake: true,
  watch: { mail: 'ops@example.com', concurrencyLimit: 10 },
})
const resources = (type: string) =>
  Object.values(template.findResources(type)).map(({ Properties = {} }) => Properties)
const alarms = resources('AWS::CloudWatch::Alarm')
/** Ours; CDK's own helpers run otherwise. */
const functions = resources('AWS::Lambda::Function').filter(
  ({ Architectures, Runtime }) => Architectures?.includes('arm64') && Runtime === 'nodejs24.x',
)

interface Seen {
  readonly Namespace?: string
  readonly MetricName?: string
}
/** Every metric that the alarm looks at, whether alone or in a sum. */
const metricsOf = (alarm: Record<string, unknown>): Seen[] =>
  alarm.Metrics === undefined
    ? [alarm as Seen]
    : (alarm.Metrics as { MetricStat?: { Metric: Seen } }[]).flatMap(
        ({ MetricStat }) => MetricStat?.Metric ?? [],
      )
const isOwn = ({ Namespace }: Seen) => Namespace === 'Tieline/Tieline'

/** The entries of the runbook, by the anchor that their heading gets. */
const entries = new Map(
  readFileSync(path.join(root, 'docs/runbook.md'), 'utf8')
    .split(/^## /m)
    .slice(1)
    .map((entry) => {
      const [heading = '', ...rest] = entry.split('\n')
      return [
        heading
          .toLowerCase()
          .replaceAll(/[^a-z0-9 -]/g, '')
          .replaceAll(' ', '-'),
        rest.join('\n'),
      ] as const
    }),
)
const anchorOf = (description: string) => /docs\/runbook\.md#([\w-]+)$/.exec(description)?.[1] ?? ''

describe('the alarms', () => {
  test('are there for calls, streams, queues, tables, functions, mails and what runs by schedule', () => {
    const names = alarms.map(({ AlarmName }) => AlarmName)
    expect(new Set(names).size).toBe(names.length)
    for (const name of [
      'calls-not-connected',
      'fallback-used',
      'answers-slow',
      'facts-unwritten',
      'spool-old',
      'set-aside-Streams-SetAside',
      'set-aside-OutreachStream-SetAside',
      'set-aside-CallSpool-DeadLetters',
      'stream-behind-Attribution',
      'stream-behind-Outreach',
      'records-failing',
      'api-errors',
      'table-throttled-Ledger',
      'table-throttled-Views',
      'table-user-errors',
      'mails-bounce',
      'mails-complained-of',
      'concurrency-near-limit',
      'call-sweep-missing',
      'recording-sweep-missing',
      'rounds-missing',
    ])
      expect(names, name).toContain(`Tieline-${name}`)
    expect(names.filter((name) => name.startsWith('Tieline-errors-'))).toHaveLength(functions.length)
  })

  test.each(alarms.map((alarm) => [alarm.AlarmName, alarm] as const))(
    '%s tells the topic, and where the runbook says what to do',
    (_name, { AlarmDescription, AlarmActions, OKActions }) => {
      expect(AlarmActions).toHaveLength(1)
      expect(OKActions).toEqual(AlarmActions)
      const entry = entries.get(anchorOf(AlarmDescription))
      for (const part of ['Description', 'Investigation', 'Resolution']) {
        expect(entry?.match(new RegExp(`^\\*\\*${part}\\.\\*\\*`, 'gm')), part).toHaveLength(1)
      }
    },
  )

  test('look at metrics that the functions send', () => {
    const own = alarms.flatMap(metricsOf).filter(isOwn)
    expect(own.length).toBeGreaterThan(15)
    for (const { MetricName } of own) expect(Object.keys(metrics)).toContain(MetricName)
  })

  test('ring where silence means that something stands still, and nowhere else', () => {
    const breaching = alarms.filter(({ TreatMissingData }) => TreatMissingData === 'breaching')
    expect(breaching.map(({ AlarmName }) => AlarmName).sort()).toEqual([
      'Tieline-call-sweep-missing',
      'Tieline-recording-sweep-missing',
      'Tieline-rounds-missing',
    ])
  })

  test('know the limit that the account has', () => {
    const near = alarms.find(({ AlarmName }) => AlarmName === 'Tieline-concurrency-near-limit')
    expect(near).toMatchObject({ MetricName: 'ConcurrentExecutions', Threshold: 8 })
  })
})

describe('every metric of the list', () => {
  const source = ['functions', 'shared/observe']
    .flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && entry.name !== 'metric.ts')
        .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8')),
    )
    .join('\n')
  const board = JSON.stringify(resources('AWS::CloudWatch::Dashboard'))

  test.each(Object.keys(metrics))('%s is sent by some function, and drawn or alarmed on', (metric) => {
    expect(source).toContain(`'${metric}'`)
    expect(
      board.includes(`\\"${metric}\\"`) ||
        alarms.flatMap(metricsOf).some(({ MetricName }) => MetricName === metric),
    ).toBe(true)
  })

  test('stands in the namespace that every function is told of', () => {
    for (const { Environment } of functions)
      expect(Environment.Variables.TIELINE_METRICS_NAMESPACE).toBe('Tieline/Tieline')
  })
})

describe('whoever is told of alarms', () => {
  test('is told by a topic that is encrypted by a key that CloudWatch may use, and by TLS alone', () => {
    const [key] = resources('AWS::KMS::Key')
    expect(JSON.stringify(key?.KeyPolicy)).toContain('cloudwatch.amazonaws.com')
    const topics = resources('AWS::SNS::Topic').filter(({ KmsMasterKeyId }) => KmsMasterKeyId)
    expect(topics).toHaveLength(1)
    expect(JSON.stringify(resources('AWS::SNS::TopicPolicy'))).toContain('aws:SecureTransport')
  })

  test('is whom `-c alarmMail` names', () => {
    template.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'ops@example.com',
    })
  })
})

describe('traces', () => {
  const active = (of: Template) =>
    Object.entries(of.findResources('AWS::Lambda::Function'))
      .filter(([, { Properties }]) => Properties.TracingConfig?.Mode === 'Active')
      .map(([id]) => id.replace(/Lambda[0-9A-F]{8}$/, ''))
      .sort()

  test('are of the way of a call: webhook, stream and join', () => {
    expect(active(synthesize({ watch: { traces: true } }).template)).toEqual(['Attribution', 'CallWebhook'])
  })

  test('need rights that cdk-nag has nothing to say about', () => {
    const { app } = synthesize({
      mailFrom: 'desk@example.com',
      watch: { traces: true, mail: 'ops@example.com' },
    })
    expect(new AwsSolutionsChecks(app).validateScope(app).violations).toEqual([])
  }, 30_000)

  test('are not paid for where nobody wants them', () => {
    expect(active(template)).toEqual([])
  })
})

test('without mails nobody waits for them', () => {
  const names = Object.values(synthesize().template.findResources('AWS::CloudWatch::Alarm')).map(
    ({ Properties }) => Properties.AlarmName,
  )
  expect(names.filter((name) => /mail/.test(name))).toEqual([])
})

test('the runbook has no entry that no alarm names, but how to begin', () => {
  const named = new Set(alarms.map(({ AlarmDescription }) => anchorOf(AlarmDescription)))
  expect([...entries.keys()].filter((anchor) => !named.has(anchor))).toEqual(['before-you-begin'])
})
