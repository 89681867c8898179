import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import type { FunctionName } from '../shared/env.ts'
import { BridgeApi } from './constructs/bridge-api.ts'
import { BridgeFunction } from './constructs/bridge-function.ts'
import { BridgeKey } from './constructs/bridge-key.ts'
import { BridgeSecrets } from './constructs/bridge-secrets.ts'
import { BridgeTables } from './constructs/bridge-tables.ts'
import { MonthlyBudget, type MonthlyBudgetProps } from './constructs/budget.ts'
import { CallSpool } from './constructs/call-spool.ts'
import { CallSweep } from './constructs/call-sweep.ts'
import { DomainRecords } from './constructs/domain-records.ts'
import { Edge, type OwnDomain } from './constructs/edge.ts'
import { FallbackFiles } from './constructs/fallback-files.ts'
import { Lake } from './constructs/lake.ts'
import { MailRounds } from './constructs/mail-rounds.ts'
import { type DnsRecord, type MailIdentity, MailSender } from './constructs/mail-sender.ts'
import { tellNextSteps } from './constructs/next-steps.ts'
import { RecordingSweep } from './constructs/recording-sweep.ts'
import type { RestoredTables } from './constructs/restored-tables.ts'
import { type OwnIssuer, SignIn } from './constructs/sign-in.ts'
import { StaticFiles } from './constructs/static-files.ts'
import { StreamFeed } from './constructs/stream-feed.ts'
import type { RouteGroup } from './constructs/throttles.ts'
import { Watch, type WatchProps } from './constructs/watch.ts'
import { keepingOf, type Stage } from './stage.ts'

export interface BridgeStackProps extends StackProps {
  readonly stage: Stage
  /** Where the build put the bundles, one folder a function. */
  readonly bundlesFolder: string
  /** Where it put the console. */
  readonly consoleFolder: string
  /** Where it put `t.js` and `check.js`. */
  readonly scriptsFolder: string
  /** A domain of one's own (`-c domain=calls.example.com`), by default CloudFront's. */
  readonly domain?: OwnDomain | undefined
  /** Of a web ACL before everything (`-c webAcl=on`). */
  readonly webAclArn?: string | undefined
  /** The origin the world uses, if something of one's own stands before this (`-c publicBaseUrl=https://…`). */
  readonly publicBaseUrl?: string | undefined
  /** The account that calls to unregistered numbers belong to (`-c houseAccount=acc_…`). */
  readonly houseAccount: string
  /** The verified address that mails come from (`-c mailFrom=desk@example.com`); without one none are sent. */
  readonly mailFrom?: string | undefined
  /** What SES is to verify for it (`-c mailIdentity=domain`), unless it is verified already. */
  readonly mailIdentity?: MailIdentity | undefined
  /** Where people sign in (`-c oidcIssuer=https://… -c oidcClientId=…`), if not at a user pool of the bridge's own. */
  readonly issuer?: OwnIssuer | undefined
  /** How many of a function may run at once, of its own (`-c reservedConcurrency=call-webhook=200,session=100`). */
  readonly reservedConcurrency?: Readonly<Partial<Record<FunctionName, number>>> | undefined
  /** How many requests a second a group of routes takes (`-c throttles=collect=100`), where that is not the usual. */
  readonly throttles?: Readonly<Partial<Record<RouteGroup, number>>> | undefined
  /** What a month may cost before somebody is told (`-c monthlyBudget=50 -c alarmMail=…`); without one nobody is. */
  readonly budget?: MonthlyBudgetProps | undefined
  /** Whether the ledger's facts go to S3 as well, for Athena (`-c lake=on`): off unless an account outgrows the reports. */
  readonly lake?: boolean | undefined
  /** Tables that were brought back (`-c ledgerStream=arn:… -c viewsStream=arn:…`): see docs/backup-and-restore.md. */
  readonly restored?: RestoredTables | undefined
  /** Who is told when something is wrong. */
  readonly watch?: WatchProps | undefined
}

export class BridgeStack extends Stack {
  constructor(scope: Construct, id: string, props: BridgeStackProps) {
    super(scope, id, props)
    const { bundlesFolder, reservedConcurrency = {} } = props
    const keeping = keepingOf[props.stage]

    const key = new BridgeKey(this, 'Key', keeping)
    const tables = new BridgeTables(this, 'Tables', { key, keeping, restored: props.restored })
    const secrets = new BridgeSecrets(this, 'Secrets', { key, removalPolicy: keeping.removalPolicy })
    const api = new BridgeApi(this, 'Api', { perSecond: props.throttles })

    const callSpool = new CallSpool(this, 'CallSpool')
    const fallbackFiles = new FallbackFiles(this, 'FallbackFiles', keeping)
    const staticFiles = new StaticFiles(this, 'StaticFiles', {
      consoleFolder: props.consoleFolder,
      scriptsFolder: props.scriptsFolder,
    })
    const edge = new Edge(this, 'Edge', { ...props, api, secrets, staticFiles, fallbackFiles })

    // A browser's beacon waits for no one, a caller hears silence: the CPU that comes with the memory shortens both.
    const session = new BridgeFunction(this, 'Session', {
      name: 'session',
      bundlesFolder,
      reservedConcurrency: reservedConcurrency.session,
      memoryMegabytes: 1024,
      timeout: Duration.seconds(10),
    })
    tables.grantLedger(session, 'read', 'put', 'update', 'remove')
    tables.grantViews(session)
    secrets.grantMasterKey(session)
    edge.grantPublicBaseUrl(session)
    edge.grantViewerAddress(session)
    // The scripts come from the CDN; what asks the API itself gets them of the function.
    api.route(session, '/v1/collect', '/v1/installation', '/t.js', '/check.js', '/consent.js', '/ids.js')

    const callWebhook = new BridgeFunction(this, 'CallWebhook', {
      name: 'call-webhook',
      bundlesFolder,
      reservedConcurrency: reservedConcurrency['call-webhook'],
      memoryMegabytes: 1024,
      // Twilio gives up after 15 s and plays its fallback.
      timeout: Duration.seconds(10),
    })
    tables.grantLedger(callWebhook, 'read', 'put', 'update', 'check')
    tables.grantViews(callWebhook)
    secrets.grantMasterKey(callWebhook)
    secrets.grantTwilio(callWebhook)
    edge.grantPublicBaseUrl(callWebhook)
    callWebhook.provide('TIELINE_HOUSE_ACCOUNT', props.houseAccount)
    callSpool.grantSpool(callWebhook)
    callSpool.grantDrain(callWebhook)
    fallbackFiles.grantRead(callWebhook)
    api.route(callWebhook, '/twilio/{proxy+}')
    new CallSweep(this, 'CallSweep', callWebhook)

    const coupon = new BridgeFunction(this, 'Coupon', {
      name: 'coupon',
      bundlesFolder,
      reservedConcurrency: reservedConcurrency.coupon,
      memoryMegabytes: 1024,
      // Ten thousand codes are minted while the caller waits; the API gives up after 30 s.
      timeout: Duration.seconds(29),
    })
    tables.grantLedger(coupon, 'read', 'put', 'update', 'remove', 'check')
    tables.grantViews(coupon)
    secrets.grantMasterKey(coupon)
    secrets.grantTwilio(coupon)
    edge.grantPublicBaseUrl(coupon)
    edge.grantViewerAddress(coupon)
    api.route(
      coupon,
      '/v1/campaigns',
      '/v1/campaigns/{proxy+}',
      '/v1/codes',
      '/v1/codes/{proxy+}',
      '/v1/jobs/{proxy+}',
      '/v1/redemptions',
      '/v1/redemptions/{proxy+}',
      '/v1/calls/{callSid}/code',
      '/v1/calls/{callSid}/give-code',
      '/redeem',
      '/redeem.js',
      '/v1/referrals',
      '/share/{code}',
    )

    const attribution = new BridgeFunction(this, 'Attribution', {
      name: 'attribution',
      bundlesFolder,
      reservedConcurrency: reservedConcurrency.attribution,
      memoryMegabytes: 1024,
      // A whole stream batch; a report must be there before the API's own 30 s are over.
      timeout: Duration.minutes(1),
    })
    tables.grantLedger(attribution, 'read')
    tables.grantViews(attribution, 'read', 'put', 'update', 'remove')
    secrets.grantMasterKey(attribution)
    edge.grantPublicBaseUrl(attribution)
    const streams = new StreamFeed(this, 'Streams', {
      tables: [
        { table: tables.ledger, batchSize: 100 },
        // Many changes of the views lead to the same few sums: together they are added up once.
        { table: tables.views, batchSize: 500, window: Duration.seconds(1) },
      ],
      to: attribution,
    })
    api.route(
      attribution,
      '/v1/reports/{proxy+}',
      '/v1/models/{proxy+}',
      '/v1/rebuild',
      '/v1/people',
      '/v1/people/{proxy+}',
      '/v1/enquiries',
      '/v1/enquiries/{proxy+}',
      '/v1/calls',
      '/v1/calls/{proxy+}',
      '/v1/texts/{proxy+}',
      '/v1/sessions',
      '/v1/sessions/{proxy+}',
      '/v1/desk',
      '/v1/attention',
    )

    const admin = new BridgeFunction(this, 'Admin', {
      name: 'admin',
      bundlesFolder,
      reservedConcurrency: reservedConcurrency.admin,
      memoryMegabytes: 512,
      timeout: Duration.seconds(29),
    })
    tables.grantLedger(admin, 'read', 'put', 'update', 'remove', 'check')
    // Whoever is erased leaves the views' links, too.
    tables.grantViews(admin, 'read', 'remove')
    secrets.grantMasterKey(admin)
    secrets.grantOperatorDigest(admin)
    secrets.grantTwilio(admin)
    edge.grantPublicBaseUrl(admin)
    fallbackFiles.grantWrite(admin)
    callSpool.grantDepth(admin)
    const { publicBaseUrl } = edge
    new SignIn(this, 'SignIn', { publicBaseUrl, issuer: props.issuer, keeping }).grantSignIn(admin)
    new RecordingSweep(this, 'RecordingSweep', admin)
    // What people say of enquiries and calls is written here; attribution, which shows them, only reads.
    api.route(admin, 'POST /v1/enquiries/{proxy+}', 'PATCH /v1/calls/{callSid}')
    // Recordings are fetched from Twilio and deleted there, which takes the right to write and Twilio's token.
    const recording = '/v1/calls/{callSid}/recordings/{recordingId}'
    api.route(admin, recording, `${recording}/link`, `${recording}/media`, `${recording}/transcript`)
    // By default too, so that an address nobody knows is answered as every other problem is.
    api.route(admin, '/v1/{proxy+}', '/auth/{proxy+}', '/openapi.json', '/docs', '/healthz', '$default')

    const outreach = new BridgeFunction(this, 'Outreach', {
      name: 'outreach',
      bundlesFolder,
      reservedConcurrency: reservedConcurrency.outreach,
      memoryMegabytes: 512,
      // A mail that waits for its recording is waited for, too.
      timeout: Duration.minutes(1),
    })
    tables.grantLedger(outreach, 'read', 'put', 'update', 'remove')
    tables.grantViews(outreach, 'read')
    secrets.grantMasterKey(outreach)
    edge.grantPublicBaseUrl(outreach)
    api.route(
      outreach,
      '/mail/{proxy+}',
      '/v1/me/notifications',
      '/v1/members/{id}/notifications',
      '/v1/suppressions',
      '/v1/suppressions/{id}',
      '/v1/webhooks',
      '/v1/webhooks/{proxy+}',
      '/v1/deliveries',
      '/v1/deliveries/{proxy+}',
      '/v1/sequences',
      '/v1/sequences/{proxy+}',
      '/v1/follow-up',
      '/v1/contacts/{id}/email',
      '/v1/replies',
      '/v1/triggers',
      '/v1/destinations',
      '/v1/destinations/{proxy+}',
      '/v1/conversions',
      '/v1/triggers/{proxy+}',
      '/v1/reports/referrals',
    )
    // The second and last reader that a stream should have: DynamoDB throttles a third.
    new StreamFeed(this, 'OutreachStream', {
      tables: [{ table: tables.views, batchSize: 100, sortKeys: ['call#', 'enquiry#', 'code#', 'person#'] }],
      to: outreach,
    })
    new MailRounds(this, 'MailRounds', outreach)
    const dnsRecords: DnsRecord[] = []
    // Sealed values outlive the key that sealed them: each opens what any of them has sealed.
    for (const fn of [session, callWebhook, coupon, attribution, admin, outreach]) key.grantDataKey(fn)

    if (props.mailFrom !== undefined) {
      const mail = new MailSender(this, 'Mail', { from: props.mailFrom, identity: props.mailIdentity })
      dnsRecords.push(...mail.dnsRecords)
      mail.grantSend(callWebhook)
      mail.grantSend(outreach)
      mail.feedBackTo(outreach)
    }

    const { domain } = props
    if (domain?.hostedZoneId !== undefined) {
      new DomainRecords(this, 'DomainRecords', {
        domain: domain.name,
        hostedZoneId: domain.hostedZoneId,
        edge,
      })
    }
    const outputs = {
      PublicBaseUrl: publicBaseUrl,
      FallbackBaseUrl: fallbackFiles.baseUrl,
      LedgerTable: tables.ledger.tableName,
      ViewsTable: tables.views.tableName,
      MasterKeySecret: secrets.masterKey.secretArn,
      CallDeadLetters: callSpool.deadLetters.queueUrl,
      StreamSetAside: streams.setAside.queueUrl,
      StaticBucket: staticFiles.bucket.bucketName,
      FallbackBucket: fallbackFiles.bucketName,
    }
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value })
    tellNextSteps(this, {
      stage: props.stage,
      secrets,
      publicBaseUrl,
      fallbackBaseUrl: fallbackFiles.baseUrl,
      distributionDomain: edge.distribution.domainName,
      domain,
      dnsRecords,
    })

    if (props.lake) {
      const lakeFeed = new BridgeFunction(this, 'Lake', {
        name: 'lake',
        bundlesFolder,
        reservedConcurrency: reservedConcurrency.lake,
        memoryMegabytes: 512,
        timeout: Duration.minutes(1),
      })
      secrets.grantMasterKey(lakeFeed)
      new Lake(this, 'LakeFiles').grantPut(lakeFeed)
      // The second and last reader of the ledger's stream. Files are cut by the quarter of an hour: there is no hurry.
      new StreamFeed(this, 'LakeStream', {
        tables: [{ table: tables.ledger, batchSize: 1000, window: Duration.seconds(60) }],
        to: lakeFeed,
      })
    }
    if (props.budget !== undefined) new MonthlyBudget(this, 'Budget', props.budget)
    // Last: it watches all that is there.
    new Watch(this, 'Watch', key, props.watch)
  }
}
