import { randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Hono } from 'hono'
import type * as z from 'zod/mini'
import type { FallbackBucket } from '../../shared/aws/fallback-bucket.ts'
import type { Queue } from '../../shared/aws/queue.ts'
import type { E164 } from '../../shared/domain/ids.ts'
import { type Clock, instantOf } from '../../shared/domain/time.ts'
import type { functionEnvs, issuerEnv } from '../../shared/env.ts'
import { createAuthenticate } from '../../shared/http/auth.ts'
import { createOnce } from '../../shared/http/idempotency.ts'
import { createSignedIn } from '../../shared/http/signed-in.ts'
import { consoleObserver } from '../../shared/observe/console.ts'
import type { Observer } from '../../shared/observe/observer.ts'
import { reportTo } from '../../shared/observe/report.ts'
import type { Issuer, IssuerSettings } from '../../shared/oidc/issuer.ts'
import { createAccountStore } from '../../shared/store/account-store.ts'
import { createAuditStore } from '../../shared/store/audit-store.ts'
import { createCallStore } from '../../shared/store/call-store.ts'
import { createCampaignStore } from '../../shared/store/campaign-store.ts'
import { createCodeStore } from '../../shared/store/code-store.ts'
import { createConfirmedPhoneStore } from '../../shared/store/confirmed-phone-store.ts'
import { createContactFactStore } from '../../shared/store/contact-fact-store.ts'
import { createDayStore } from '../../shared/store/day-store.ts'
import { createDealStore } from '../../shared/store/deal-store.ts'
import { createEnquiryStore } from '../../shared/store/enquiry-store.ts'
import { createIdempotencyStore } from '../../shared/store/idempotency-store.ts'
import { createImportStore } from '../../shared/store/import-store.ts'
import { createInboundStore } from '../../shared/store/inbound-store.ts'
import { createKeyStore, sha256Hex } from '../../shared/store/key-store.ts'
import { createMemberStore } from '../../shared/store/member-store.ts'
import { createNumberHealthStore } from '../../shared/store/number-health-store.ts'
import { createNumberStore } from '../../shared/store/number-store.ts'
import type { Tables } from '../../shared/store/open.ts'
import { createPoolStore } from '../../shared/store/pool-store.ts'
import { createPrivacy } from '../../shared/store/privacy.ts'
import { createProcessStore } from '../../shared/store/process-store.ts'
import { createRecordingStore } from '../../shared/store/recording-store.ts'
import { createRouteStore } from '../../shared/store/route-store.ts'
import { createSavedViewStore } from '../../shared/store/saved-view-store.ts'
import { createSignInStore } from '../../shared/store/sign-in-store.ts'
import { createSounder } from '../../shared/store/sounding-store.ts'
import type { Table } from '../../shared/store/table.ts'
import { beforeAccounts, createVault } from '../../shared/store/vault.ts'
import { createVisitorFactStore } from '../../shared/store/visitor-fact-store.ts'
import { createTwilioRecordings } from '../../shared/twilio/recordings.ts'
import { authTokensOf } from '../../shared/twilio/signature.ts'
import { createAdminApp } from './app.ts'
import type { AdminDeps, RecordingPorts } from './deps.ts'
import { finishErasures } from './erasures/erase.ts'
import { retain } from './erasures/retain.ts'
import { createFallbackKeeper, type FallbackFiles, type FallbackKeeper } from './numbers/fallbacks.ts'
import { createDeployedPending } from './pending.ts'
import { type SweptRecordings, sweepRecordings } from './recordings/recording-sweep.ts'

export { refreshAll } from './numbers/fallbacks.ts'

/** What differs between one machine and a deployment. */
export type AdminSurroundings = Pick<
  AdminDeps,
  'newAccountOrigins' | 'pending' | 'openApiDocument' | 'fallbacks' | 'issuer' | 'isOwnHost' | 'observer'
> & { readonly mostRecordingBytes?: number }

/** The tables and the documents' store are opened by whoever composes. */
type AdminEnv = Omit<
  z.infer<typeof functionEnvs.admin>,
  | 'LEDGER_TABLE'
  | 'VIEWS_TABLE'
  | 'DYNAMODB_ENDPOINT'
  | 'FALLBACK_BUCKET'
  | 'SPOOL_QUEUE_URL'
  | keyof typeof issuerEnv.shape
>

/** What recordings are fetched and deleted by. */
const recordingPorts = (ledger: Table, env: AdminEnv, observer = consoleObserver): RecordingPorts => ({
  twilio: createTwilioRecordings({
    accountSid: env.TWILIO_ACCOUNT_SID,
    authToken: authTokensOf(env.TWILIO_AUTH_TOKEN)[0] ?? '',
    baseUrl: env.TWILIO_API_BASE_URL,
  }),
  kept: createRecordingStore(ledger),
  report: reportTo(observer),
})

/** The admin function of real parts. */
export function compose(
  { ledger, views }: Tables,
  env: AdminEnv,
  { mostRecordingBytes, ...surroundings }: AdminSurroundings,
  now: Clock = () => instantOf(Date.now()),
): Hono {
  const keys = createKeyStore(ledger)
  const vault = createVault(env.TIELINE_MASTER_KEY)
  const members = createMemberStore(ledger, vault)
  const signIns = createSignInStore(ledger)
  return createAdminApp({
    ...surroundings,
    guards: {
      authenticate: createAuthenticate({
        keyOwner: (key) => keys.find(sha256Hex(key)),
        operatorKeySha256: env.TIELINE_OPERATOR_KEY_SHA256,
        signedIn: createSignedIn({ signIns, members, now, prolongs: true }),
        publicBaseUrl: env.PUBLIC_BASE_URL,
      }),
      once: createOnce(createIdempotencyStore(ledger, vault, randomUUID), now),
    },
    members,
    signIns,
    signInSeal: {
      seal: (text) => vault.seal(beforeAccounts, text),
      open: (sealed) => vault.open(beforeAccounts, sealed),
    },
    accounts: createAccountStore(ledger),
    keys,
    confirmedPhones: createConfirmedPhoneStore(ledger),
    numbers: createNumberStore(ledger),
    pools: createPoolStore(ledger),
    savedViews: createSavedViewStore(ledger),
    contacts: createContactFactStore(ledger),
    visitors: createVisitorFactStore(ledger),
    processes: createProcessStore(ledger),
    deals: createDealStore(ledger),
    inbound: createInboundStore(ledger),
    enquiries: createEnquiryStore(views, createDayStore(views), randomUUID),
    calls: createCallStore(ledger),
    numberHealth: createNumberHealthStore(ledger),
    recordings: { ...recordingPorts(ledger, env, surroundings.observer), mostBytes: mostRecordingBytes },
    publicBaseUrl: env.PUBLIC_BASE_URL,
    campaigns: createCampaignStore(ledger),
    codes: createCodeStore(ledger, { randomBytes }),
    imports: createImportStore(ledger),
    privacy: createPrivacy(ledger, views),
    audit: createAuditStore(ledger),
    vault,
    now,
    randomBytes,
  })
}

/** Deletes the recordings whose time is over, of every account; see `sweepRecordings`. */
export function composeRecordingSweep(
  { ledger }: { readonly ledger: Table },
  env: AdminEnv,
  observer?: Observer,
): () => Promise<SweptRecordings> {
  const deps = {
    accounts: createAccountStore(ledger),
    calls: createCallStore(ledger),
    recordings: recordingPorts(ledger, env, observer),
    now: () => instantOf(Date.now()),
  }
  return async () => {
    const swept = await sweepRecordings(deps)
    observer?.count('RecordingSweeps')
    return swept
  }
}

/** What is pending when deployed; the queue's client is loaded by the first who asks. */
export function composePending(
  { ledger, views }: Tables,
  spoolUrl: string,
  now: Clock = () => instantOf(Date.now()),
): () => Promise<number> {
  let queue: Promise<Pick<Queue, 'depth'>> | undefined
  return createDeployedPending({
    soundings: createSounder(ledger, views),
    async spooled() {
      queue ??= import('../../shared/aws/queue.ts').then(({ openQueue }) => openQueue(spoolUrl))
      return (await queue).depth()
    },
    now,
    pause,
  })
}

/**
 * Ends the erasures that are under way, since what came late of an erased person goes, too; and takes people's data out of
 * what is older than its account keeps it.
 */
export function composePeopleSweep(
  { ledger, views }: Tables,
  env: AdminEnv,
  now: Clock = () => instantOf(Date.now()),
): () => Promise<{ readonly erasures: number; readonly outdated: number }> {
  const deps = {
    accounts: createAccountStore(ledger),
    calls: createCallStore(ledger),
    contacts: createContactFactStore(ledger),
    enquiries: createEnquiryStore(views, createDayStore(views), randomUUID),
    recordings: recordingPorts(ledger, env),
    vault: createVault(env.TIELINE_MASTER_KEY),
    privacy: createPrivacy(ledger, views),
    deals: createDealStore(ledger),
    now,
  }
  const newSalt = () => randomBytes(32).toString('base64url')
  return async () => ({
    erasures: await finishErasures(deps),
    outdated: await retain({ ...deps, newSalt }),
  })
}

/** What keeps the numbers' static fallback TwiML in a file store. */
export const composeFallbacks = (
  { ledger }: { readonly ledger: Table },
  files: FallbackFiles,
  publicBaseUrl: string,
  observer: Observer = consoleObserver,
): FallbackKeeper =>
  createFallbackKeeper({
    files,
    routes: createRouteStore(ledger),
    numbers: createNumberStore(ledger),
    publicBaseUrl,
    report: reportTo(observer),
  })

/**
 * The issuer that people sign in at; its client is loaded by the first of them.
 * @param observer is told why a sign-in failed
 */
export function lateIssuer(settings: IssuerSettings, { tell }: Observer = consoleObserver): Issuer {
  let opening: Promise<Issuer> | undefined
  const opened = () => {
    opening ??= import('../../shared/oidc/issuer.ts').then(({ createIssuer }) =>
      createIssuer(settings, (cause) => tell({ level: 'warn', trouble: 'sign-in-failed', cause })),
    )
    return opening
  }
  return {
    begin: async (redirectUri) => (await opened()).begin(redirectUri),
    finish: async (...request) => (await opened()).finish(...request),
    ending: async (returnTo) => (await opened()).ending(returnTo),
  }
}

/** The file store of a deployment; its client is loaded by the first change of a number. */
export function lateFallbackBucket(name: string): FallbackFiles & { numbers(): Promise<E164[]> } {
  let opening: Promise<FallbackBucket> | undefined
  const opened = () => {
    opening ??= import('../../shared/aws/fallback-bucket.ts').then(({ openFallbackBucket }) =>
      openFallbackBucket(name),
    )
    return opening
  }
  return {
    put: async (number, xml) => (await opened()).put(number, xml),
    remove: async (number) => (await opened()).remove(number),
    numbers: async () => (await opened()).numbers(),
  }
}
