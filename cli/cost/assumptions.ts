/**
 * What could not be measured on one machine, each with its reason. A deployment's own figures (`REPORT` lines, the bill)
 * replace them.
 */
export const assumptions = {
  /** A visit is read for two more pages and two minutes: its first page, two more, and a heartbeat a minute. */
  pagesOfSession: 3,
  heartbeatsOfSession: 2,
  /** Every function that works for calls and visits has 1,024 MB… */
  memoryGigabytes: 1,
  /** …which is 1024/1769 of a processor (1,769 MB are one): what took a millisecond here takes so many there. */
  processorFactor: 1769 / 1024,
  /** DynamoDB's answer, one command after the other though many go side by side. */
  millisecondsOfCommand: 4,
  /** One invocation in so many starts cold… */
  invocationsOfColdStart: 100,
  /** …and is billed for its start, too: import of the bundle and Node's own start. */
  coldStartSeconds: 0.4,
  /** Lambda's own lines of an invocation (START, END, REPORT) and one of ours. */
  logBytesOfInvocation: 1000,
  /** API Gateway's access log. */
  logBytesOfRequest: 500,
  /** Nothing is traced unless it is asked for (`-c traces=on`: one request in twenty then). */
  tracedShare: 0,
  /** Headers of an answer and of its request's acknowledgement. */
  headerBytesOfAnswer: 600,
  /** `t.js` over the wire; a browser keeps it, and a session fetches it once. */
  snippetBytes: 3500,
  /** How long facts and views stand. */
  monthsKept: 12,
  /** A mail for every tenth call (missed ones), unless told. */
  mailsOfCall: 0.1,
  /** What runs by the clock: sweeps, mail rounds, fallback documents: two a minute. */
  scheduledInvocationsOfMonth: 2 * 60 * 24 * 30,
  secondsOfScheduledInvocation: 0.1,
  memoryGigabytesOfScheduled: 0.5,
  /** As the stack has them. */
  keys: 1,
  secrets: 4,
  alarms: 44,
  metrics: 20,
  dashboards: 1,
} as const
