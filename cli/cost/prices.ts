/** A list price in US dollars, as somebody has published it. */
export interface Price {
  readonly usd: number
  /** Of what so many units cost it. */
  readonly per: number
  readonly unit: string
  /** When the source said so: `YYYY-MM`, or what is known of its age. */
  readonly date: string
  readonly source: string
}

/**
 * List prices without the free tier, which runs out and is shared with whatever else the account does. Volume discounts
 * are left out as well: they begin far above what is reckoned here.
 */
const usEast1 = {
  writeUnit: {
    usd: 0.625,
    per: 1e6,
    unit: 'write request unit',
    date: '2024-11',
    source: 'airbyte.com/data-engineering-resources/dynamodb-pricing',
  },
  readUnit: {
    usd: 0.125,
    per: 1e6,
    unit: 'read request unit',
    date: '2024-11',
    source: 'airbyte.com/data-engineering-resources/dynamodb-pricing',
  },
  tableStorage: {
    usd: 0.25,
    per: 1,
    unit: 'GB-month',
    date: 'undated copy',
    source: 'aws.amazon.com/dynamodb/pricing',
  },
  lambdaDuration: {
    usd: 0.0000133334,
    per: 1,
    unit: 'GB-second (arm64)',
    date: 'read 2026-11',
    source: 'cloudchipr.com/blog/aws-lambda-pricing',
  },
  lambdaRequest: {
    usd: 0.2,
    per: 1e6,
    unit: 'invocation',
    date: 'read 2026-11',
    source: 'git.mcrn.ar/mariano/lambda_local_runner:docs/lambdas-md/lambda-13-cost.md',
  },
  httpApi: {
    usd: 1,
    per: 1e6,
    unit: 'request',
    date: 'read 2026-11',
    source:
      'docs.aws.amazon.com/pt_br/whitepapers/latest/best-practices-api-gateway-private-apis-integration/cost-optimization.html',
  },
  cloudFrontRequest: {
    usd: 0.01,
    per: 1e4,
    unit: 'request (HTTPS)',
    date: '2020',
    source: 'gist.github.com/sofyan-ahmad/19258041a16833a2cab17a6b2b4b3058',
  },
  cloudFrontOut: {
    usd: 0.085,
    per: 1,
    unit: 'GB to the internet',
    date: '2020',
    source: 'gist.github.com/sofyan-ahmad/19258041a16833a2cab17a6b2b4b3058',
  },
  logIngestion: {
    usd: 0.5,
    per: 1,
    unit: 'GB taken in',
    date: '2026-06',
    source: 'factualminds.com/blog/amazon-cloudwatch-pricing-metrics-logs-alarms-dashboards',
  },
  trace: {
    usd: 5,
    per: 1e6,
    unit: 'trace recorded',
    date: 'read 2026-11',
    source: 'aws.amazon.com/de/xray/pricing',
  },
  metric: {
    usd: 0.3,
    per: 1,
    unit: 'custom metric a month',
    date: '2026-02',
    source: 'signoz.io/guides/cloudwatch-pricing',
  },
  alarm: {
    usd: 0.1,
    per: 1,
    unit: 'alarm a month',
    date: 'read 2026-11',
    source: '002-workshop-application-performance-monitoring.huyanh.click/5-optimization',
  },
  dashboard: {
    usd: 3,
    per: 1,
    unit: 'dashboard a month',
    date: '2026-06',
    source: 'factualminds.com/blog/amazon-cloudwatch-pricing-metrics-logs-alarms-dashboards',
  },
  mail: {
    usd: 0.16,
    per: 1000,
    unit: 'mail (accounts opened since 2026-07-21)',
    date: '2026-07',
    source: 'api-evangelist/amazon-ses:plans/amazon-ses-plans-pricing.yml',
  },
  key: { usd: 1, per: 1, unit: 'key a month', date: '2026-03', source: 'cloudburn.io/blog/aws-kms-pricing' },
  secret: {
    usd: 0.4,
    per: 1,
    unit: 'secret a month',
    date: 'read 2026-11',
    source: 'hivebook.wiki/wiki/aws-secrets-manager-rotated-secrets-dynamic-db-credentials-kms',
  },
} as const satisfies Readonly<Record<string, Price>>

export type PriceName = keyof typeof usEast1

/** The Regions whose prices are known. */
export const awsPrices: Readonly<Record<string, Readonly<Record<PriceName, Price>>>> = {
  'us-east-1': usEast1,
}

export const twilioPrices = {
  inboundMinute: {
    usd: 0.0085,
    per: 1,
    unit: 'minute in, to a local number',
    date: 'undated',
    source: 'support.twilio.com/hc/en-us/articles/223183328',
  },
  outboundMinute: {
    usd: 0.013,
    per: 1,
    unit: 'minute out, to the business',
    date: 'before 2024',
    source: 'support.twilio.com/hc/en-us/articles/223132367',
  },
  number: {
    usd: 1.15,
    per: 1,
    unit: 'local number a month',
    date: '2026',
    source: 'dev.to/preecha/twilio-sms-api-cost-complete-pricing-breakdown-for-2026-1k25',
  },
  text: {
    usd: 0.0083,
    per: 1,
    unit: 'text (carriers’ fees excluded)',
    date: '2026',
    source: 'dev.to/preecha/twilio-sms-api-cost-complete-pricing-breakdown-for-2026-1k25',
  },
} as const satisfies Readonly<Record<string, Price>>

/** What others ask for the whole, telephony included, to hold a bill against. */
export const callRail = {
  usd: 50,
  numbers: 5,
  minutes: 250,
  date: '2026',
  source: 'api-evangelist/callrail:plans/callrail-plans-pricing.yml',
} as const

/** What a deployment is billed for besides and no source was found for: not in the sum. */
export const pricesNotFound: readonly string[] = [
  'DynamoDB point-in-time recovery (GB-month of both tables)',
  'SQS requests (only while DynamoDB is down, and for what is set aside)',
  'S3 storage (fallback documents, console: a few MB)',
  'KMS and Secrets Manager requests (at a function’s start alone)',
  'Data Firehose and Athena (only with -c lake=on), the web ACL (only with -c webAcl=on)',
  'CloudWatch logs kept beyond their intake (compressed, a month)',
]
