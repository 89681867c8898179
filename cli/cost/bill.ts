import { assumptions } from './assumptions.ts'
import { type Measured, type Operation, operations, type Taken } from './measured.ts'
import { awsPrices, type Price, type PriceName, twilioPrices } from './prices.ts'

/** What a month brings. */
export interface Usage {
  readonly calls: number
  readonly sessions: number
  readonly redemptions: number
  readonly texts: number
  readonly mails: number
  /** Of each call, in and out to the business alike. */
  readonly minutesOfCall: number
  /** Rented from Twilio. */
  readonly numbers: number
  readonly region: string
  /** `alone`: every change is handled by itself; `ofMany`: as in a busy account, which shares that work. */
  readonly load: 'alone' | 'ofMany'
}

export const nothingUsed: Usage = {
  calls: 0,
  sessions: 0,
  redemptions: 0,
  texts: 0,
  mails: 0,
  minutesOfCall: 0,
  numbers: 0,
  region: 'us-east-1',
  load: 'alone',
}

export interface BillLine {
  readonly service: string
  readonly quantity: number
  readonly price: Price
  readonly usd: number
  /** `use`: grows with what happens; `month`: stands whatever happens. */
  readonly kind: 'use' | 'month'
}

export interface Bill {
  readonly aws: readonly BillLine[]
  readonly twilio: readonly BillLine[]
  /** US dollars of AWS's lines. */
  readonly byUse: number
  readonly byMonth: number
  readonly twilioTotal: number
}

const { pagesOfSession, heartbeatsOfSession } = assumptions

/** How often each operation is done. */
export const operationsOf = ({ calls, sessions, redemptions, texts }: Usage): Record<Operation, number> => ({
  firstPage: sessions,
  page: sessions * (pagesOfSession - 1),
  heartbeat: sessions * heartbeatsOfSession,
  call: calls,
  redemption: redemptions,
  text: texts,
})

const bytesOfGigabyte = 1e9

/**
 * The monthly bill, line by line, without free tiers and taxes.
 * @throws RangeError for a Region whose prices are not known
 */
export function billOf(usage: Usage, measured: Pick<Measured, 'alone' | 'ofMany'>): Bill {
  const prices = awsPrices[usage.region]
  if (!prices) throw new RangeError(`no prices are known for ${usage.region}`)
  const counts = operationsOf(usage)
  const total = (of: (taken: Taken) => number) =>
    operations.reduce((sum, operation) => sum + counts[operation] * of(measured[usage.load][operation]), 0)

  const requests = total((taken) => taken.requests)
  const invocations = requests + total((taken) => taken.streamInvocations)
  const workSeconds =
    total(
      ({ cpuMilliseconds, commands }) =>
        cpuMilliseconds * assumptions.processorFactor + commands * assumptions.millisecondsOfCommand,
    ) / 1000
  const startSeconds = (invocations / assumptions.invocationsOfColdStart) * assumptions.coldStartSeconds
  const storedBytes = total((taken) => taken.storedBytes) * assumptions.monthsKept
  const logBytes = invocations * assumptions.logBytesOfInvocation + requests * assumptions.logBytesOfRequest
  const edgeRequests = requests + usage.sessions
  const edgeBytes =
    total((taken) => taken.answerBytes + taken.requests * assumptions.headerBytesOfAnswer) +
    usage.sessions * (assumptions.snippetBytes + assumptions.headerBytesOfAnswer)
  const scheduled = assumptions.scheduledInvocationsOfMonth
  const scheduledSeconds =
    scheduled * assumptions.secondsOfScheduledInvocation * assumptions.memoryGigabytesOfScheduled

  const line = (kind: BillLine['kind'], service: string, name: PriceName, quantity: number): BillLine =>
    priced(kind, service, quantity, prices[name])
  const aws: readonly BillLine[] = [
    line(
      'use',
      'DynamoDB writes',
      'writeUnit',
      total((taken) => taken.writeUnits),
    ),
    line(
      'use',
      'DynamoDB reads',
      'readUnit',
      total((taken) => taken.readUnits),
    ),
    line(
      'use',
      `DynamoDB storage, ${assumptions.monthsKept} months kept`,
      'tableStorage',
      storedBytes / bytesOfGigabyte,
    ),
    line('use', 'Lambda invocations', 'lambdaRequest', invocations),
    line(
      'use',
      'Lambda duration',
      'lambdaDuration',
      (workSeconds + startSeconds) * assumptions.memoryGigabytes,
    ),
    line('use', 'HTTP API', 'httpApi', requests),
    line('use', 'CloudFront requests', 'cloudFrontRequest', edgeRequests),
    line('use', 'CloudFront data out', 'cloudFrontOut', edgeBytes / bytesOfGigabyte),
    line('use', 'CloudWatch logs', 'logIngestion', logBytes / bytesOfGigabyte),
    line('use', 'X-Ray traces', 'trace', requests * assumptions.tracedShare),
    line('use', 'SES', 'mail', usage.mails),
    line('month', 'Lambda invocations by schedule', 'lambdaRequest', scheduled),
    line('month', 'Lambda duration by schedule', 'lambdaDuration', scheduledSeconds),
    line(
      'month',
      'CloudWatch logs of schedules',
      'logIngestion',
      (scheduled * assumptions.logBytesOfInvocation) / bytesOfGigabyte,
    ),
    line('month', 'CloudWatch alarms', 'alarm', assumptions.alarms),
    line('month', 'CloudWatch metrics', 'metric', assumptions.metrics),
    line('month', 'CloudWatch dashboard', 'dashboard', assumptions.dashboards),
    line('month', 'KMS', 'key', assumptions.keys),
    line('month', 'Secrets Manager', 'secret', assumptions.secrets),
  ]
  const minutes = usage.calls * Math.ceil(usage.minutesOfCall)
  const twilio: readonly BillLine[] = [
    priced('use', 'Twilio minutes in', minutes, twilioPrices.inboundMinute),
    priced('use', 'Twilio minutes out', minutes, twilioPrices.outboundMinute),
    priced('use', 'Twilio texts in', usage.texts, twilioPrices.text),
    priced('month', 'Twilio numbers', usage.numbers, twilioPrices.number),
  ]
  return {
    aws,
    twilio,
    byUse: sumOf(aws.filter(({ kind }) => kind === 'use')),
    byMonth: sumOf(aws.filter(({ kind }) => kind === 'month')),
    twilioTotal: sumOf(twilio),
  }
}

const priced = (kind: BillLine['kind'], service: string, quantity: number, price: Price): BillLine => ({
  service,
  quantity,
  price,
  usd: (quantity * price.usd) / price.per,
  kind,
})
const sumOf = (lines: readonly BillLine[]): number => lines.reduce((sum, { usd }) => sum + usd, 0)
