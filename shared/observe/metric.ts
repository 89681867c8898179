/**
 * Every metric of our own, with its unit: the one list that the functions count by and that `infra` draws and alarms on.
 *
 * Each name costs 0.30 USD for a month in every hour of which it is sent, whatever its values; a dimension multiplies
 * that by its values. So there is one of them (`reason`), and accounts, routes and calls stand in the log lines, where
 * a query finds them for nothing. What AWS measures for free (durations, errors, ages of streams and queues) is not
 * measured again.
 */
export const metrics = {
  /** Calls: voice webhooks that Twilio signed. */
  Calls: 'Count',
  /** Those answered with what the number's owner wants to be heard, be it by memory or by the static document. */
  CallsConnected: 'Count',
  /** Those answered by memory, by the static document, or with the message of last resort. */
  FallbackUsed: 'Count',
  /** How long the caller heard silence for our answer. */
  AnswerTime: 'Milliseconds',
  WebhooksFailed: 'Count',
  /** The ledger did not take a fact, the spool did. */
  FactsSpooled: 'Count',
  /** Neither did. Twilio tries some again; the sweep finds the rest. */
  FactsUnwritten: 'Count',
  /** Entries of the spool that came into the ledger. */
  SpoolDrained: 'Count',
  /** Entries of the spool that the ledger will never take. */
  SpoolSetAside: 'Count',
  /** Text messages that Twilio refused or of which nothing is known. */
  TextsUnsent: 'Count',
  /** Sweeps of calls that came to their end. */
  CallSweeps: 'Count',
  RecordingSweeps: 'Count',
  RecordingsUndeleted: 'Count',
  MailRounds: 'Count',
  /** Beginnings of leases of pool numbers. */
  LeasesBegun: 'Count',
  /** Those for which the pool had run dry: the number is another session's, too. */
  LeasesShared: 'Count',
  /** Pages that were shown no number of the pool at all. */
  PoolsDry: 'Count',
  Redemptions: 'Count',
  /** By the dimension `reason`, and altogether. */
  RedemptionsRefused: 'Count',
  StreamRecords: 'Count',
  /** Those that come again: a task of the batch failed that they had asked for. */
  StreamRecordsFailed: 'Count',
  /** From the contact to its enquiry in the views. */
  JoinLag: 'Milliseconds',
  EnquiriesOpened: 'Count',
  /** Those without a source when they were opened; evidence may come late. */
  EnquiriesUnattributed: 'Count',
  MailsSent: 'Count',
  MailsBounced: 'Count',
  MailsComplained: 'Count',
  /** SES will never take them. */
  MailsRefused: 'Count',
  /** SES did not take them now, or nothing is known of them. */
  MailsUnsent: 'Count',
  /** Due work that threw: it lapses, and is done again or given up as its kind says. */
  WorkBroken: 'Count',
  FallbacksUnwritten: 'Count',
} as const satisfies Record<string, 'Count' | 'Milliseconds'>
export type Metric = keyof typeof metrics

/** Of all metrics, unless the deployment names another: two stages of one AWS account are told apart by it. */
export const usualNamespace = 'Tieline'

/** The one dimension there is. */
export const reasonDimension = 'reason'
