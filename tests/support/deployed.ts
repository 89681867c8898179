import { SQSClient } from '@aws-sdk/client-sqs'
import { type AwsStub, mockClient } from 'aws-sdk-client-mock'
import { vi } from 'vitest'
import { engineCredentials, engineRegion } from '../../local/engine-config.ts'
import { answerSes, sesError } from '../../local/mailbox/ses-peer.ts'
import { type Checkpoints, tableCheckpoints } from '../../local/stream-checkpoints.ts'
import { createStreamPump } from '../../local/stream-pump.ts'
import type { FunctionName } from '../../shared/env.ts'
import { sha256Hex } from '../../shared/http/digest.ts'
import type { Metric } from '../../shared/observe/metric.ts'
import type { TableName } from '../../shared/store/tables.ts'
import { testMasterKey } from './bridge.ts'
import type { Tables } from './engine.ts'
import { type FaultyServer, startFaultyEngine, startFaultyServer } from './faulty-server.ts'
import { signedForm } from './twilio-signing.ts'

type Handler = (event: unknown, context?: unknown) => Promise<unknown>
export interface HttpAnswer {
  readonly statusCode: number
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
}

export const origin = 'https://calls.example.com'
export const operatorKey = 'op_the_operators_key'
const twilioToken = 'a-token-of-the-tests'

/** A line of the log with the metrics in it. */
export type Logged = Readonly<Record<string, unknown>>

/** The lake's function only carries on what stands in the stream: tests/cli/lake.store.test.ts. */
type WatchedName = Exclude<FunctionName, 'lake'>

export interface Deployed {
  /** Every line that was written so far, to standard output, to standard error or by `console`. */
  readonly written: string[]
  /** Those of the functions' own log. */
  logged(): Logged[]
  /** The sum of a metric over all lines, as CloudWatch would find it. */
  counted(metric: Metric, reason?: string): number
  measured(metric: Metric): readonly number[]
  forget(): void
  readonly engine: FaultyServer
  readonly ses: FaultyServer
  /** Twilio's REST API, and where the fallback documents are. */
  readonly twilio: FaultyServer
  readonly queue: AwsStub<object, { $metadata: object }, never>
  /** SES refuses so many mails so (all unless said), quoting whom they were for. */
  refuseMails(code: string | undefined, times?: number): void
  invoke(name: WatchedName, event: unknown): Promise<unknown>
  request(
    name: WatchedName,
    method: string,
    path: string,
    given?: { readonly body?: string; readonly headers?: Readonly<Record<string, string>> },
  ): Promise<HttpAnswer>
  /** Twilio's signed webhook. */
  webhook(path: string, fields: Readonly<Record<string, string>>): Promise<HttpAnswer>
  /** The two streams, brought to the deployed handlers until nothing is left. */
  settle(): Promise<void>
  /** Both streams once more, from their beginning, as if nothing had ever been handled. */
  settleFromStart(): Promise<void>
  stop(): Promise<void>
}

/**
 * The handlers that Lambda would run, each with its environment, on a real engine behind a network that can fail; what
 * they write is kept. Begins with nothing loaded; `stop` puts back what was there.
 */
export async function startDeployed(tables: Tables): Promise<Deployed> {
  const written: string[] = []
  const take = (text: unknown) => void written.push(...String(text).split('\n').filter(Boolean))
  let refusal: string | undefined
  let refusalsLeft = 0
  const engine = await startFaultyEngine(tables.endpoint)
  const twilio = await startFaultyServer(({ url = '', method }, outgoing) => {
    const [status, answer] = url.includes('/Calls.json')
      ? [200, { calls: [], next_page_uri: null }]
      : method === 'POST' && url.includes('/Messages.json')
        ? [201, { sid: `SM${'1'.repeat(32)}`, status: 'queued' }]
        : [404, { code: 20404 }]
    outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  })
  const ses = await startFaultyServer((incoming, outgoing) => {
    let text = ''
    incoming.on('data', (chunk) => {
      text += chunk
    })
    incoming.on('end', async () => {
      const query = new Map(new URLSearchParams(text))
      const to = query.get('Destinations.member.1') ?? ''
      const { status, xml } =
        refusal === undefined || refusalsLeft-- <= 0
          ? await answerSes(query)
          : sesError(refusal, `Email address is not verified: ${to}`)
      outgoing.writeHead(status, { 'content-type': 'text/xml' }).end(xml)
    })
  })
  const queue = mockClient(SQSClient)

  const variables: Record<string, string> = {
    LEDGER_TABLE: tables.names.ledger,
    VIEWS_TABLE: tables.names.views,
    TIELINE_MASTER_KEY: testMasterKey,
    PUBLIC_BASE_URL: origin,
    TIELINE_OPERATOR_KEY_SHA256: sha256Hex(operatorKey),
    TIELINE_MAIL_FROM: 'desk@example.com',
    TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
    TWILIO_AUTH_TOKEN: twilioToken,
    TWILIO_API_BASE_URL: twilio.url,
    TIELINE_HOUSE_ACCOUNT: 'acc_house',
    SPOOL_QUEUE_URL: 'https://queues.example/0/spool',
    SPOOL_DEAD_LETTERS_URL: 'https://queues.example/0/dead-letters',
    FALLBACK_BASE_URL: twilio.url,
    FALLBACK_BUCKET: 'documents',
    OIDC_ISSUER: `${twilio.url}/issuer`,
    OIDC_CLIENT_ID: 'tieline',
    DYNAMODB_ENDPOINT: engine.url,
    AWS_ENDPOINT_URL_SES: ses.url,
    AWS_ENDPOINT_URL_S3: twilio.url,
    AWS_REGION: engineRegion,
    AWS_ACCESS_KEY_ID: engineCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: engineCredentials.secretAccessKey,
  }
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value)
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      take(text)
      return true
    }),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      take(text)
      return true
    }),
    ...(['log', 'info', 'warn', 'error'] as const).map((method) =>
      vi.spyOn(console, method).mockImplementation((...given) => take(given.join(' '))),
    ),
  ]
  vi.resetModules()
  const handlers: Record<WatchedName, Handler> = {
    session: (await import('../../functions/session/handler.ts')).handler as Handler,
    'call-webhook': (await import('../../functions/call-webhook/handler.ts')).handler as Handler,
    coupon: (await import('../../functions/coupon/handler.ts')).handler as Handler,
    attribution: (await import('../../functions/attribution/handler.ts')).handler as Handler,
    admin: (await import('../../functions/admin/handler.ts')).handler as Handler,
    outreach: (await import('../../functions/outreach/handler.ts')).handler as Handler,
  }

  let invocations = 0
  const invoke: Deployed['invoke'] = (name, event) => {
    invocations += 1
    const awsRequestId = `00000000-0000-4000-8000-${String(invocations).padStart(12, '0')}`
    return handlers[name](event, { awsRequestId })
  }
  const request: Deployed['request'] = async (name, method, path, { body, headers = {} } = {}) => {
    const [rawPath = '', rawQueryString = ''] = path.split('?')
    return (await invoke(name, {
      version: '2.0',
      rawPath,
      rawQueryString,
      headers: { 'content-type': 'application/json', ...headers },
      requestContext: {
        http: { method, path: rawPath, sourceIp: '192.0.2.1' },
        domainName: 'calls.example.com',
      },
      ...(body !== undefined && { body }),
      isBase64Encoded: false,
    })) as HttpAnswer
  }

  async function startPumps(checkpointsOf: (table: TableName) => Checkpoints) {
    const pump = (table: TableName, names: readonly WatchedName[]) =>
      createStreamPump({
        streamsClient: tables.streamsClient,
        streamArn: tables.streamArns[table],
        handler: async (event) => {
          const arn = `arn:aws:dynamodb:eu-west-2:0:table/${tables.names[table]}/stream/1`
          const Records = event.Records.map((record) => ({ ...record, eventSourceARN: arn }))
          let answer: unknown
          for (const name of names) answer = await invoke(name, { Records })
          return answer as never
        },
        checkpoints: checkpointsOf(table),
        onFailure: async () => {},
        onError: take,
        maximumRetryAttempts: 1,
        firstRetryMilliseconds: 5,
      })
    const started = {
      ledger: pump('ledger', ['attribution']),
      views: pump('views', ['attribution', 'outreach']),
    }
    await started.ledger.start()
    await started.views.start()
    return started
  }
  type Pumps = Awaited<ReturnType<typeof startPumps>>
  async function untilNone({ ledger, views }: Pumps) {
    for (;;) {
      ledger.ring()
      views.ring()
      if ((await ledger.pending()) + (await views.pending()) === 0) return
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  let pumps: Pumps | undefined

  const logged = () => written.flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Logged] : []))
  const valuesOf = (metric: Metric, reason?: string) =>
    logged()
      .filter((line) => line._aws !== undefined && (reason === undefined || line.reason === reason))
      .flatMap((line) => (line[metric] ?? []) as number | number[])

  return {
    written,
    logged,
    counted: (metric, reason) => valuesOf(metric, reason).reduce((sum, value) => sum + value, 0),
    measured: (metric) => valuesOf(metric),
    forget() {
      written.length = 0
    },
    engine,
    ses,
    twilio,
    queue: queue as never,
    refuseMails(code, times = Number.POSITIVE_INFINITY) {
      refusal = code
      refusalsLeft = times
    },
    invoke,
    request,
    async webhook(path, fields) {
      const { headers, body } = signedForm(origin + path, fields, twilioToken)
      return request('call-webhook', 'POST', path, { body, headers })
    },
    async settle() {
      pumps ??= await startPumps((table) => tableCheckpoints(tables.views, table, tables.streamArns[table]))
      await untilNone(pumps)
    },
    async settleFromStart() {
      const again = await startPumps(() => ({ load: async () => undefined, save: async () => {} }))
      await untilNone(again)
      await again.ledger.stop()
      await again.views.stop()
    },
    async stop() {
      await pumps?.ledger.stop()
      await pumps?.views.stop()
      for (const spy of spies) spy.mockRestore()
      queue.restore()
      vi.unstubAllEnvs()
      await Promise.all([engine.close(), ses.close(), twilio.close()])
    },
  }
}
