import type { Metric } from './metric.ts'
import type { LogLine, Observer } from './observer.ts'

/** What functions report: a failure that whoever waits does not notice. Never with personal data. */
interface Trouble {
  readonly trouble: string
  readonly cause: string
}

/** Those that are counted; all are told. */
const metricOf: Readonly<Record<string, Metric>> = {
  'webhook-failed': 'WebhooksFailed',
  'fact-spooled': 'FactsSpooled',
  'text-spooled': 'FactsSpooled',
  'fact-unwritten': 'FactsUnwritten',
  'text-unread': 'FactsUnwritten',
  'spooled-set-aside': 'SpoolSetAside',
  'text-refused': 'TextsUnsent',
  'text-uncertain': 'TextsUnsent',
  'mail-unsent': 'MailsUnsent',
  'mail-unknown': 'MailsUnsent',
  'mail-refused': 'MailsRefused',
  'work-broken': 'WorkBroken',
  'recording-undeleted': 'RecordingsUndeleted',
  'fallback-unwritten': 'FallbacksUnwritten',
}

/** Takes the troubles of a function, for its log and its metrics. */
export const reportTo =
  (observer: Observer) =>
  (trouble: Trouble): void => {
    observer.tell({ level: 'error', ...trouble } as LogLine)
    const metric = metricOf[trouble.trouble]
    if (metric !== undefined) observer.count(metric)
  }
