import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { BridgeApi } from './constructs/bridge-api.ts'
import { BridgeFunction } from './constructs/bridge-function.ts'
import { BridgeSecrets } from './constructs/bridge-secrets.ts'
import { BridgeTables } from './constructs/bridge-tables.ts'
import { CallSpool } from './constructs/call-spool.ts'
import { CallSweep } from './constructs/call-sweep.ts'
import { FallbackFiles } from './constructs/fallback-files.ts'
import { MailRounds } from './constructs/mail-rounds.ts'
import { MailSender } from './constructs/mail-sender.ts'
import { RecordingSweep } from './constructs/recording-sweep.ts'
import { type OwnIssuer, SignIn } from './constructs/sign-in.ts'
import { StreamFeed } from './constructs/stream-feed.ts'

export interface BridgeStackProps extends StackProps {
  /** Where the build put the bundles, one folder a function. */
  readonly bundlesFolder: string
  /** The origin the world uses (`-c publicBaseUrl=https://…`), by default the API's own. */
  readonly publicBaseUrl?: string | undefined
  /** The account that calls to unregistered numbers belong to (`-c houseAccount=acc_…`). */
  readonly houseAccount: string
  /** The verified address that mails come from (`-c mailFrom=desk@example.com`); without one none are sent. */
  readonly mailFrom?: string | undefined
  /** Where people sign in (`-c oidcIssuer=https://… -c oidcClientId=…`), if not at a user pool of the bridge's own. */
  readonly issuer?: OwnIssuer | undefined
}

export class BridgeStack extends Stack {
  constructor(scope: Construct, id: string, props: BridgeStackProps) {
    super(scope, id, props)
    const { bundlesFolder } = props

    const tables = new BridgeTables(this, 'Tables')
    const secrets = new BridgeSecrets(this, 'Secrets')
    const api = new BridgeApi(this, 'Api', { publicBaseUrl: props.publicBaseUrl })

    const callSpool = new CallSpool(this, 'CallSpool')
    const fallbackFiles = new FallbackFiles(this, 'FallbackFiles')
    fallbackFiles.serveBelow(api)

    // A browser's beacon waits for no one, a caller hears silence: the CPU that comes with the memory shortens both.
    const session = new BridgeFunction(this, 'Session', {
      name: 'session',
      bundlesFolder,
      memoryMegabytes: 1024,
      timeout: Duration.seconds(10),
    })
    tables.grantLedger(session, 'read', 'put', 'update', 'remove')
    tables.grantViews(session)
    secrets.grantMasterKey(session)
    api.grantPublicBaseUrl(session)
    // The snippet is a static file that a CDN can serve as well; until there is one the beacon's function has it.
    api.route(session, '/v1/collect', '/t.js')

    const callWebhook = new BridgeFunction(this, 'CallWebhook', {
      name: 'call-webhook',
      bundlesFolder,
      memoryMegabytes: 1024,
      // Twilio gives up after 15 s and plays its fallback.
      timeout: Duration.seconds(10),
    })
    tables.grantLedger(callWebhook, 'read', 'put', 'update', 'check')
    tables.grantViews(callWebhook)
    secrets.grantMasterKey(callWebhook)
    secrets.grantTwilio(callWebhook)
    api.grantPublicBaseUrl(callWebhook)
    callWebhook.provide('TIELINE_HOUSE_ACCOUNT', props.houseAccount)
    callSpool.grantSpool(callWebhook)
    callSpool.grantDrain(callWebhook)
    fallbackFiles.grantRead(callWebhook)
    api.route(callWebhook, '/twilio/{proxy+}')
    new CallSweep(this, 'CallSweep', callWebhook)

    const coupon = new BridgeFunction(this, 'Coupon', {
      name: 'coupon',
      bundlesFolder,
      memoryMegabytes: 1024,
      // Ten thousand codes are minted while the caller waits; the API gives up after 30 s.
      timeout: Duration.seconds(29),
    })
    tables.grantLedger(coupon, 'read', 'put', 'update', 'remove', 'check')
    tables.grantViews(coupon)
    secrets.grantMasterKey(coupon)
    secrets.grantTwilio(coupon)
    api.grantPublicBaseUrl(coupon)
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
    )

    const attribution = new BridgeFunction(this, 'Attribution', {
      name: 'attribution',
      bundlesFolder,
      memoryMegabytes: 1024,
      // A whole stream batch; a report must be there before the API's own 30 s are over.
      timeout: Duration.minutes(1),
    })
    tables.grantLedger(attribution, 'read')
    tables.grantViews(attribution, 'read', 'put', 'update', 'remove')
    secrets.grantMasterKey(attribution)
    api.grantPublicBaseUrl(attribution)
    new StreamFeed(this, 'Streams', {
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
      '/v1/enquiries',
      '/v1/enquiries/{proxy+}',
      '/v1/calls',
      '/v1/calls/{proxy+}',
      '/v1/texts/{proxy+}',
      '/v1/sessions',
      '/v1/sessions/{proxy+}',
    )

    const admin = new BridgeFunction(this, 'Admin', {
      name: 'admin',
      bundlesFolder,
      memoryMegabytes: 512,
      timeout: Duration.seconds(29),
    })
    tables.grantLedger(admin, 'read', 'put', 'update', 'remove', 'check')
    tables.grantViews(admin, 'read')
    secrets.grantMasterKey(admin)
    secrets.grantOperatorDigest(admin)
    secrets.grantTwilio(admin)
    api.grantPublicBaseUrl(admin)
    fallbackFiles.grantWrite(admin)
    new SignIn(this, 'SignIn', { publicBaseUrl: api.publicBaseUrl, issuer: props.issuer }).grantSignIn(admin)
    new RecordingSweep(this, 'RecordingSweep', admin)
    // What people say of enquiries and calls is written here; attribution, which shows them, only reads.
    api.route(admin, 'POST /v1/enquiries/{proxy+}', 'PATCH /v1/calls/{callSid}')
    // Recordings are fetched from Twilio and deleted there, which takes the right to write and Twilio's token.
    const recording = '/v1/calls/{callSid}/recordings/{recordingId}'
    api.route(admin, recording, `${recording}/link`, `${recording}/media`, `${recording}/transcript`)
    // By default too, so that an address nobody knows is answered as every other problem is.
    api.route(admin, '/v1/{proxy+}', '/openapi.json', '/docs', '/healthz', '$default')

    const outreach = new BridgeFunction(this, 'Outreach', {
      name: 'outreach',
      bundlesFolder,
      memoryMegabytes: 512,
      // A mail that waits for its recording is waited for, too.
      timeout: Duration.minutes(1),
    })
    tables.grantLedger(outreach, 'read', 'put', 'update', 'remove')
    tables.grantViews(outreach, 'read')
    secrets.grantMasterKey(outreach)
    api.grantPublicBaseUrl(outreach)
    api.route(
      outreach,
      '/mail/{proxy+}',
      '/v1/me/notifications',
      '/v1/members/{id}/notifications',
      '/v1/suppressions',
      '/v1/suppressions/{id}',
    )
    if (props.mailFrom !== undefined) {
      const mail = new MailSender(this, 'Mail', { from: props.mailFrom })
      mail.grantSend(callWebhook)
      mail.grantSend(outreach)
      mail.feedBackTo(outreach)
      // The second and last reader that a stream should have: DynamoDB throttles a third.
      new StreamFeed(this, 'OutreachStream', {
        tables: [{ table: tables.views, batchSize: 100, sortKeys: ['call#', 'enquiry#'] }],
        to: outreach,
      })
      new MailRounds(this, 'MailRounds', outreach)
    }

    new CfnOutput(this, 'PublicBaseUrl', { value: api.publicBaseUrl })
    new CfnOutput(this, 'LedgerTable', { value: tables.ledger.tableName })
    new CfnOutput(this, 'ViewsTable', { value: tables.views.tableName })
    new CfnOutput(this, 'Step1PutTwilioSecret', {
      description: 'Put {"accountSid":"AC…","authToken":"…"} into this secret',
      value: secrets.twilio.secretArn,
    })
    new CfnOutput(this, 'Step2PutOperatorDigest', {
      description: 'Put the SHA-256 (hexadecimal) of a key of your choice into this secret',
      value: secrets.operator.secretArn,
    })
    new CfnOutput(this, 'Step3VoiceWebhook', {
      description:
        'Set as voice webhook of your Twilio numbers, after the functions were updated with the secrets',
      value: `${api.publicBaseUrl}/twilio/voice`,
    })
    new CfnOutput(this, 'Step4VoiceFallback', {
      description:
        'Set as voice fallback URL of each of your Twilio numbers, by GET, with the number’s own digits',
      value: `${fallbackFiles.baseUrl}/fallback/DIGITS.xml`,
    })
  }
}
