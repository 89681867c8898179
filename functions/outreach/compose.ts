import { randomUUID } from 'node:crypto'
import type { DynamoDBBatchResponse, DynamoDBStreamEvent, SNSEvent } from 'aws-lambda'
import type { Hono } from 'hono'
import type { AccountId } from '../../shared/domain/ids.ts'
import { type Clock, type Instant, instantOf } from '../../shared/domain/time.ts'
import { createAuthenticate } from '../../shared/http/auth.ts'
import { createOnce } from '../../shared/http/idempotency.ts'
import { createSignedIn } from '../../shared/http/signed-in.ts'
import type { Mailer } from '../../shared/mail/mail.ts'
import { consoleObserver } from '../../shared/observe/console.ts'
import { countRecords, countSent, countSuppressed } from '../../shared/observe/counting.ts'
import type { Observer } from '../../shared/observe/observer.ts'
import { reportTo } from '../../shared/observe/report.ts'
import { createAccountStore } from '../../shared/store/account-store.ts'
import { createCallStore } from '../../shared/store/call-store.ts'
import { createCampaignStore } from '../../shared/store/campaign-store.ts'
import { changeOf } from '../../shared/store/change.ts'
import { createDayStore } from '../../shared/store/day-store.ts'
import { createEnquiryStore } from '../../shared/store/enquiry-store.ts'
import { createIdempotencyStore } from '../../shared/store/idempotency-store.ts'
import { createKeyStore, sha256Hex } from '../../shared/store/key-store.ts'
import { createMemberStore } from '../../shared/store/member-store.ts'
import { createNumberStore } from '../../shared/store/number-store.ts'
import type { Tables } from '../../shared/store/open.ts'
import { createOutboxStore } from '../../shared/store/outbox-store.ts'
import { createOutreachAccountStore } from '../../shared/store/outreach-account-store.ts'
import { createPreferenceStore } from '../../shared/store/preference-store.ts'
import { createRollupStore } from '../../shared/store/rollup-store.ts'
import { createRouteStore } from '../../shared/store/route-store.ts'
import { createSessionStore } from '../../shared/store/session-store.ts'
import { createSignInStore } from '../../shared/store/sign-in-store.ts'
import { createSuppressionStore } from '../../shared/store/suppression-store.ts'
import { createTextFactStore } from '../../shared/store/text-fact-store.ts'
import { createVault } from '../../shared/store/vault.ts'
import { rowOf } from '../../shared/store/view-change.ts'
import { createOutreachApp } from './app.ts'
import type { MailTrouble, OutreachDeps } from './deps.ts'
import { announceDigests, announceTrial } from './digest/announce.ts'
import { createAnnounce } from './notices/announce.ts'
import { consumeRows } from './notices/consume.ts'
import { sendDue } from './outbox/send-due.ts'
import { takeFeedback } from './suppressions/take-feedback.ts'

export interface OutreachSurroundings {
  /** Without one nobody is written to. */
  readonly mailer?: Mailer | undefined
  readonly now?: Clock | undefined
  readonly report?: ((trouble: MailTrouble) => void) | undefined
  /** Told of each request and mail, where somebody watches. */
  readonly observer?: Observer | undefined
}

export interface Outreach {
  readonly app: Hono
  /** The views' stream → mails that are claimed; none is sent by it. */
  readonly consume: (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>
  /** Sends what is due. @returns when the next one is */
  readonly sendDue: () => Promise<Instant | undefined>
  /** Claims the weekly reports that are due now. @returns how many */
  readonly announceDigests: () => Promise<number>
  /** Likewise the last week's, at whatever time. */
  readonly announceTrial: (account: AccountId) => Promise<number>
  /** What SES tells by way of SNS. */
  readonly takeFeedback: (event: SNSEvent) => Promise<void>
}

/** The outreach function of real parts. */
export function compose(
  { ledger, views }: Tables,
  env: { readonly TIELINE_MASTER_KEY: string; readonly PUBLIC_BASE_URL: string },
  {
    mailer,
    now = () => instantOf(Date.now()),
    observer,
    report = reportTo(observer ?? consoleObserver),
  }: OutreachSurroundings = {},
): Outreach {
  const watcher = observer ?? consoleObserver
  const vault = createVault(env.TIELINE_MASTER_KEY)
  const keys = createKeyStore(ledger)
  const members = createMemberStore(ledger, vault)
  const deps: OutreachDeps = {
    ledger: {
      accounts: createAccountStore(ledger),
      calls: createCallStore(ledger),
      texts: createTextFactStore(ledger),
      sessions: createSessionStore(ledger),
      routes: createRouteStore(ledger),
      numbers: createNumberStore(ledger),
      campaigns: createCampaignStore(ledger),
    },
    views: {
      enquiries: createEnquiryStore(views, createDayStore(views), randomUUID),
      rollups: createRollupStore(views, randomUUID),
    },
    recipients: async (account) =>
      (await members.list(account)).map(({ id, email, role }) => ({ id, account, email, role })),
    preferences: createPreferenceStore(ledger),
    outbox: countSent(createOutboxStore(ledger), watcher),
    suppressions: countSuppressed(createSuppressionStore(ledger, vault), watcher),
    accounts: createOutreachAccountStore(ledger),
    mailer,
    vault,
    publicBaseUrl: env.PUBLIC_BASE_URL,
    now,
    report,
  }
  const announce = createAnnounce(deps)
  return {
    app: createOutreachApp({
      ...deps,
      observer,
      members,
      guards: {
        authenticate: createAuthenticate({
          keyOwner: (key) => keys.find(sha256Hex(key)),
          signedIn: createSignedIn({ signIns: createSignInStore(ledger), members, now, prolongs: false }),
          publicBaseUrl: env.PUBLIC_BASE_URL,
        }),
        once: createOnce(createIdempotencyStore(ledger, vault, randomUUID), now),
      },
    }),
    consume: countRecords(
      (event: DynamoDBStreamEvent) =>
        consumeRows({ announce, rowOf: (record) => rowOf(changeOf(record.dynamodb ?? {})) }, event),
      watcher,
    ),
    sendDue: () => sendDue(deps),
    announceDigests: () => announceDigests(deps),
    announceTrial: (account) => announceTrial(deps, account),
    async takeFeedback(event) {
      for (const { Sns } of event.Records) await takeFeedback(deps, Sns.Message)
    },
  }
}
