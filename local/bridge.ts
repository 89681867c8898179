import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams'
import type { Hono } from 'hono'
import {
  compose as composeAdmin,
  composeFallbacks,
  composePeopleSweep,
  composeRecordingSweep,
  lateIssuer,
  refreshAll,
} from '../functions/admin/compose.ts'
import { adminOperations } from '../functions/admin/operations.ts'
import { compose as composeAttribution } from '../functions/attribution/compose.ts'
import { attributionOperations } from '../functions/attribution/operations.ts'
import {
  compose as composeCallWebhook,
  composeSettle,
  composeSweep,
} from '../functions/call-webhook/compose.ts'
import { callWebhookOperations } from '../functions/call-webhook/operations.ts'
import { compose as composeCoupon } from '../functions/coupon/compose.ts'
import { couponOperations } from '../functions/coupon/operations.ts'
import { outreachOperations } from '../functions/outreach/operations.ts'
import { compose as composeSession } from '../functions/session/compose.ts'
import { sessionOperations } from '../functions/session/operations.ts'
import { buildCheck, buildConsent, buildIds, buildSnippet } from '../scripts/build-snippet.ts'
import { instantOf } from '../shared/domain/time.ts'
import { createApi } from '../shared/http/api.ts'
import { openApiDocument } from '../shared/http/openapi.ts'
import { createMemberStore } from '../shared/store/member-store.ts'
import { createTable } from '../shared/store/table.ts'
import { createVault } from '../shared/store/vault.ts'
import { authTokensOf } from '../shared/twilio/signature.ts'
import { ensureLocalAccount, localAccountId } from './account.ts'
import { createBackground } from './background.ts'
import { createMemorySpool, openCallSpool } from './call-spool.ts'
import { startCallSweep } from './call-sweep.ts'
import { mountConsole } from './console-files.ts'
import { createTables } from './create-tables.ts'
import { removeEndpoint, writeEndpoint } from './endpoint-file.ts'
import { engineClientConfig, localTables } from './engine-config.ts'
import { keepEngine } from './engine-keeper.ts'
import { business } from './example/business.ts'
import { openExample } from './example/example.ts'
import { createMemoryFallbacks, mountFallbacks, openFallbackFolder } from './fallback-folder.ts'
import { createFeeds } from './feeds.ts'
import { loadKeys, newSecretKey } from './keys.ts'
import { createLocalMail } from './outreach.ts'
import { createPending } from './pending.ts'
import { mountPhone } from './phone/mount.ts'
import { restUrlOf } from './phone/rest-url.ts'
import { startRecordingSweep } from './recording-sweep.ts'
import { allowsLoopbackTargets, localAccountSid, type Settings } from './settings.ts'
import { mountShop } from './shop/mount.ts'
import { openSignIn } from './sign-in/open.ts'
import { startDrain } from './spool-drain.ts'
import { isOwnName } from './this-machine.ts'

export interface Bridge {
  readonly app: Hono
  /** Keys made at this start, to be shown once. */
  readonly made: { readonly operatorKey?: string; readonly secretKey?: string }
  /** Begins what goes on beside everything else: the example's history is loaded. */
  begin(): void
  stop(): Promise<void>
}

/**
 * The whole bridge on this machine, short of its port: the engine, both tables, every function's own app, and the
 * streams brought to the very handlers that Lambda calls.
 */
export async function createBridge(
  settings: Settings,
  publicBaseUrl: string,
  ownUrl: string = publicBaseUrl,
): Promise<Bridge> {
  const { TIELINE_DATA: dataFolder } = settings
  if (dataFolder !== ':memory:') mkdirSync(dataFolder, { recursive: true })
  const engine = await keepEngine({ dataFolder, endpoint: settings.DYNAMODB_ENDPOINT }, console.error)
  const keys = loadKeys(settings)
  const client = new DynamoDBClient({
    ...engineClientConfig(engine.endpoint),
    requestHandler: { connectionTimeout: 1000, requestTimeout: 5000, throwOnRequestTimeout: true },
  })
  const streamsClient = new DynamoDBStreamsClient(engineClientConfig(engine.endpoint))

  try {
    const streamArns = await createTables(client, localTables)
    const tables = {
      ledger: createTable(client, localTables.ledger),
      views: createTable(client, localTables.views),
    }
    const origins = settings.TIELINE_ORIGINS.split(',').map((each) => each.trim())
    const hasExample = settings.TIELINE_DEMO === 'on'
    const { account, isNew, madeSecretKey } = await ensureLocalAccount(tables.ledger, {
      siteKey: settings.TIELINE_SITE_KEY,
      origins,
      secretKey: keys.secretKey,
      newSecretKey,
      now: instantOf(Date.now()),
      ...(hasExample && { asNew: { name: business.name, timeZone: business.timeZone } }),
    })
    const now = () => instantOf(Date.now())
    const example = hasExample ? openExample(dataFolder, { isNew, now }) : undefined

    const env = {
      TIELINE_MASTER_KEY: keys.masterKey,
      PUBLIC_BASE_URL: publicBaseUrl,
      TIELINE_HOUSE_ACCOUNT: localAccountId,
      TIELINE_OPERATOR_KEY_SHA256: keys.operatorKeySha256,
      TWILIO_ACCOUNT_SID: settings.TWILIO_ACCOUNT_SID,
      TWILIO_AUTH_TOKEN: settings.TWILIO_AUTH_TOKEN,
      TWILIO_API_BASE_URL: restUrlOf(settings, ownUrl),
    }
    const members = createMemberStore(tables.ledger, createVault(keys.masterKey))
    const signIn = await openSignIn(settings, { ownUrl, account: localAccountId, members })
    const [snippet, checkScript, consentScript, idsScript] = await Promise.all([
      buildSnippet(),
      buildCheck(),
      buildConsent(),
      buildIds(),
    ])
    const attribution = composeAttribution(tables, env)
    const mail = createLocalMail({
      tables,
      env,
      account: localAccountId,
      ownUrl,
      dataFolder,
      loopbackTargets: allowsLoopbackTargets(settings, publicBaseUrl),
      platformsUrl: settings.TIELINE_PLATFORMS_URL,
      say: console.log,
      warn: console.error,
    })
    const feeds = createFeeds({
      streamsClient,
      streamArns,
      handlers: attribution.streams,
      views: tables.views,
      alsoViews: mail.consume,
      dataFolder,
      warn: console.error,
      isFlood: () => (example?.remaining() ?? 0) > 0,
    })
    const background = createBackground(console.error)
    const keepsNothing = dataFolder === ':memory:'
    const spool = keepsNothing ? createMemorySpool() : openCallSpool(join(dataFolder, 'spool'), console.error)
    const documents = keepsNothing
      ? createMemoryFallbacks()
      : openFallbackFolder(join(dataFolder, 'fallback'))
    const fallbacks = composeFallbacks(tables, documents, publicBaseUrl)
    const pending = createPending(spool, feeds, example?.remaining)
    const document = JSON.stringify(
      openApiDocument(
        [
          ...sessionOperations,
          ...callWebhookOperations,
          ...couponOperations,
          ...attributionOperations,
          ...adminOperations,
          ...outreachOperations,
        ],
        { serverUrl: publicBaseUrl },
      ),
    )

    const app = createApi()
    app.use(async (context, next) => {
      await next()
      if (context.req.method !== 'GET') feeds.ring()
    })
    signIn.mount(app)
    mountConsole(app)
    mountShop(app, { siteKey: settings.TIELINE_SITE_KEY, account, tables })
    mountPhone(app, { settings, publicBaseUrl, ownUrl, account, tables })
    app.route(
      '/',
      composeSession(tables, env, {
        snippet: async () => snippet,
        checkScript: async () => checkScript,
        consentScript: async () => consentScript,
        idsScript: async () => idsScript,
      }),
    )
    app.route('/', composeCallWebhook(tables, env, { spool, fallbacks: documents, mailer: mail.mailer }))
    mountFallbacks(app, documents)
    app.route(
      '/',
      composeCoupon(tables, env, {
        usualSiteKey: settings.TIELINE_SITE_KEY,
        keepGoing: background.keepGoing,
      }),
    )
    app.route('/', attribution.app)
    mail.mount(app)
    app.route(
      '/',
      composeAdmin(tables, env, {
        newAccountOrigins: origins,
        pending,
        fallbacks,
        issuer: lateIssuer(signIn.issuer),
        isOwnHost: isOwnName,
        openApiDocument: async () => document,
      }),
    )
    await feeds.start()
    if (settings.DYNAMODB_ENDPOINT === undefined) writeEndpoint(dataFolder, engine.endpoint)
    // The public address may be another than at the last start.
    await refreshAll(fallbacks, documents)
    const drain = startDrain(spool, composeSettle(tables, env, { mailer: mail.mailer }), feeds.ring)
    // Without an account at Twilio there is nobody to ask.
    const sweeping =
      settings.TWILIO_ACCOUNT_SID === localAccountSid
        ? undefined
        : startCallSweep(composeSweep(tables, env), console.error)
    const mailRounds = mail.start()
    const sweepRecordings = composeRecordingSweep(tables, env)
    const sweepPeople = composePeopleSweep(tables, env)
    const tidying = startRecordingSweep(async () => {
      await sweepRecordings()
      await sweepPeople()
    }, console.error)

    return {
      app,
      made: {
        ...(keys.made.operatorKey && { operatorKey: keys.made.operatorKey }),
        ...((madeSecretKey ?? keys.made.secretKey) && { secretKey: madeSecretKey ?? keys.made.secretKey }),
      } as Bridge['made'],
      begin() {
        example?.start({
          app,
          publicBaseUrl,
          authToken: authTokensOf(settings.TWILIO_AUTH_TOKEN)[0] ?? '',
          account: localAccountId,
          ledger: tables.ledger,
          pending: feeds.pending,
          tell: console.log,
          warn: console.error,
          now,
        })
      },
      async stop() {
        await example?.stop()
        await background.stop()
        await Promise.all([sweeping?.stop(), tidying.stop(), drain.stop()])
        await feeds.stop()
        await mailRounds.stop()
        client.destroy()
        streamsClient.destroy()
        removeEndpoint(dataFolder)
        await engine.stop()
      },
    }
  } catch (error) {
    await engine.stop()
    throw error
  }
}
