import { randomBytes, randomUUID } from 'node:crypto'
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda'
import type { Hono } from 'hono'
import { type Clock, epochMillisecondsOf, instantOf } from '../../shared/domain/time.ts'
import { createAuthenticate } from '../../shared/http/auth.ts'
import { createOnce } from '../../shared/http/idempotency.ts'
import { createSignedIn } from '../../shared/http/signed-in.ts'
import { consoleObserver } from '../../shared/observe/console.ts'
import { countRecords } from '../../shared/observe/counting.ts'
import { countJoins } from '../../shared/observe/joins.ts'
import type { Observer } from '../../shared/observe/observer.ts'
import { createAccountStore } from '../../shared/store/account-store.ts'
import { createCallStore } from '../../shared/store/call-store.ts'
import { createCampaignStore } from '../../shared/store/campaign-store.ts'
import {
  changeOf,
  dueRollupOf,
  factOf,
  progressRulesChangeOf,
  rebuildOf,
  settingsChangeOf,
  warmthChangeOf,
} from '../../shared/store/change.ts'
import { createCodeFactStore } from '../../shared/store/code-fact-store.ts'
import { createCodeRowStore } from '../../shared/store/code-row-store.ts'
import { createContactFactStore } from '../../shared/store/contact-fact-store.ts'
import { createCountedRows } from '../../shared/store/counted-rows.ts'
import { createDayStore } from '../../shared/store/day-store.ts'
import { createDealStore } from '../../shared/store/deal-store.ts'
import { createDeskStore } from '../../shared/store/desk-store.ts'
import { createEnquiryStore } from '../../shared/store/enquiry-store.ts'
import { createIdempotencyStore } from '../../shared/store/idempotency-store.ts'
import { createKeyStore, sha256Hex } from '../../shared/store/key-store.ts'
import { createLeaseStore } from '../../shared/store/lease-store.ts'
import { createLinkStore } from '../../shared/store/link-store.ts'
import { createMemberStore } from '../../shared/store/member-store.ts'
import { createNumberStore } from '../../shared/store/number-store.ts'
import type { Tables } from '../../shared/store/open.ts'
import { createPoolStore } from '../../shared/store/pool-store.ts'
import { createProcessStore } from '../../shared/store/process-store.ts'
import { createProgressStore } from '../../shared/store/progress-store.ts'
import { createRebuildStore } from '../../shared/store/rebuild-store.ts'
import { createRollupStore } from '../../shared/store/rollup-store.ts'
import { createRouteStore } from '../../shared/store/route-store.ts'
import { createSessionRowStore } from '../../shared/store/session-row-store.ts'
import { createSessionStore } from '../../shared/store/session-store.ts'
import { createSignInStore } from '../../shared/store/sign-in-store.ts'
import { createSoundingStore, soundingOf } from '../../shared/store/sounding-store.ts'
import { createSpendStore } from '../../shared/store/spend-store.ts'
import { createTextFactStore } from '../../shared/store/text-fact-store.ts'
import { createVault } from '../../shared/store/vault.ts'
import { createWarmthStore } from '../../shared/store/warmth-store.ts'
import { createAttributionApp } from './app.ts'
import { consumeLedger, consumeViews, type StreamDeps } from './derive/streams.ts'

type Consume = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>

/** Adding up so many rows costs about as much as adding up the fifteen parts that they would be in. */
const usualRowsAtOnce = 1000

/** The attribution function of real parts: its API, and what consumes the two streams. */
export function compose(
  { ledger, views }: Tables,
  env: { readonly TIELINE_MASTER_KEY: string; readonly PUBLIC_BASE_URL?: string | undefined },
  now: Clock = () => instantOf(Date.now()),
  rowsAtOnce = usualRowsAtOnce,
  observer: Observer | undefined = undefined,
): {
  app: Hono
  streams: { ledger: Consume; views: Consume }
} {
  const watcher = observer ?? consoleObserver
  const vault = createVault(env.TIELINE_MASTER_KEY)
  const newStamp = () => randomBytes(9).toString('base64url')
  const days = createDayStore(views)
  const accounts = createAccountStore(ledger)
  const keys = createKeyStore(ledger)

  const deps: StreamDeps = {
    ledger: {
      accounts,
      processes: createProcessStore(ledger),
      calls: createCallStore(ledger),
      texts: createTextFactStore(ledger),
      sessions: createSessionStore(ledger),
      leases: createLeaseStore(ledger),
      pools: createPoolStore(ledger),
      numbers: createNumberStore(ledger),
      routes: createRouteStore(ledger),
      codes: createCodeFactStore(ledger),
      campaigns: createCampaignStore(ledger),
      contacts: createContactFactStore(ledger),
      deals: createDealStore(ledger),
      spend: createSpendStore(ledger),
      desk: createDeskStore(ledger),
    },
    views: {
      links: createLinkStore(views),
      enquiries: countJoins(createEnquiryStore(views, days, newStamp), watcher, () =>
        epochMillisecondsOf(now()),
      ),
      progress: createProgressStore(views, days, newStamp),
      warmth: createWarmthStore(views),
      sessionRows: createSessionRowStore(views, days, newStamp),
      codeRows: createCodeRowStore(views, days, newStamp),
      days,
      counted: createCountedRows(views),
      rollups: createRollupStore(views, newStamp),
      rebuild: createRebuildStore(views, newStamp),
      soundings: createSoundingStore(views),
    },
    now,
    newStamp,
    rowsAtOnce,
    reader: {
      factOf: (record) => factOf(changeOf(record.dynamodb ?? {})),
      settingsChangeOf: (record) => settingsChangeOf(changeOf(record.dynamodb ?? {})),
      dueRollupOf: (record) => dueRollupOf(changeOf(record.dynamodb ?? {})),
      rebuildOf: (record) => rebuildOf(changeOf(record.dynamodb ?? {})),
      progressRulesChangeOf: (record) => progressRulesChangeOf(changeOf(record.dynamodb ?? {})),
      warmthChangeOf: (record) => warmthChangeOf(changeOf(record.dynamodb ?? {})),
      soundingOf: (record) => soundingOf(changeOf(record.dynamodb ?? {})),
    },
    warn: (message, detail) => watcher.tell({ level: 'warn', message, ...detail }),
  }
  return {
    app: createAttributionApp({
      ...deps,
      observer,
      authenticate: createAuthenticate({
        keyOwner: (key) => keys.find(sha256Hex(key)),
        signedIn: createSignedIn({
          signIns: createSignInStore(ledger),
          members: createMemberStore(ledger, vault),
          now,
          // Here the ledger is only read.
          prolongs: false,
        }),
        publicBaseUrl: env.PUBLIC_BASE_URL,
      }),
      // Attribution writes to the views alone.
      once: createOnce(createIdempotencyStore(views, vault, randomUUID), now),
      open: vault.open,
      publicBaseUrl: env.PUBLIC_BASE_URL ?? '',
      now,
    }),
    streams: {
      ledger: countRecords((event) => consumeLedger(deps, event), watcher),
      views: countRecords((event) => consumeViews(deps, event), watcher),
    },
  }
}
