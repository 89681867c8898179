import { randomUUID } from 'node:crypto'
import { createAuthenticate } from '../../shared/http/auth.ts'
import { createOnce } from '../../shared/http/idempotency.ts'
import type { Guards } from '../../shared/http/operation.ts'
import { createSignedIn } from '../../shared/http/signed-in.ts'
import { countSent, countSuppressed } from '../../shared/observe/counting.ts'
import type { Observer } from '../../shared/observe/observer.ts'
import { createAccountStore } from '../../shared/store/account-store.ts'
import { createCallStore } from '../../shared/store/call-store.ts'
import { createCampaignStore } from '../../shared/store/campaign-store.ts'
import { createDayStore } from '../../shared/store/day-store.ts'
import { createDueWorkStore } from '../../shared/store/due-work-store.ts'
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
import { createWebhookStore } from '../../shared/store/webhook-store.ts'
import type { OutreachDeps } from './deps.ts'

/** What every part of outreach stands on. */
export interface OutreachBase {
  readonly tables: Tables
  readonly deps: OutreachDeps
  readonly vault: ReturnType<typeof createVault>
  readonly members: ReturnType<typeof createMemberStore>
  readonly enquiries: ReturnType<typeof createEnquiryStore>
  readonly works: ReturnType<typeof createDueWorkStore>
  readonly guards: Guards
}

export function composeBase(
  tables: Tables,
  env: { readonly TIELINE_MASTER_KEY: string; readonly PUBLIC_BASE_URL: string },
  {
    mailer,
    now,
    report,
    watcher,
  }: Pick<OutreachDeps, 'mailer' | 'now' | 'report'> & { readonly watcher: Observer },
): OutreachBase {
  const { ledger, views } = tables
  const vault = createVault(env.TIELINE_MASTER_KEY)
  const keys = createKeyStore(ledger)
  const members = createMemberStore(ledger, vault)
  const enquiries = createEnquiryStore(views, createDayStore(views), randomUUID)
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
      enquiries,
      rollups: createRollupStore(views, randomUUID),
    },
    recipients: async (account) =>
      (await members.list(account)).map(({ id, email, role }) => ({ id, account, email, role })),
    preferences: createPreferenceStore(ledger),
    outbox: countSent(createOutboxStore(ledger), watcher),
    suppressions: countSuppressed(createSuppressionStore(ledger, vault), watcher),
    webhooks: createWebhookStore(ledger, vault),
    accounts: createOutreachAccountStore(ledger),
    mailer,
    vault,
    publicBaseUrl: env.PUBLIC_BASE_URL,
    now,
    report,
  }
  const guards = {
    authenticate: createAuthenticate({
      keyOwner: (key) => keys.find(sha256Hex(key)),
      signedIn: createSignedIn({ signIns: createSignInStore(ledger), members, now, prolongs: false }),
      publicBaseUrl: env.PUBLIC_BASE_URL,
    }),
    once: createOnce(createIdempotencyStore(ledger, vault, randomUUID), now),
  }
  return { tables, deps, vault, members, enquiries, works: createDueWorkStore(ledger), guards }
}
