import { randomBytes, randomUUID } from 'node:crypto'
import type { Hono } from 'hono'
import { type Clock, instantOf } from '../../shared/domain/time.ts'
import { createOnce } from '../../shared/http/idempotency.ts'
import { consoleObserver } from '../../shared/observe/console.ts'
import { countLeases } from '../../shared/observe/counting.ts'
import { createAccountStore } from '../../shared/store/account-store.ts'
import { createArrivalStore } from '../../shared/store/arrival-store.ts'
import { createBrowserStore } from '../../shared/store/browser-store.ts'
import { createCampaignStore } from '../../shared/store/campaign-store.ts'
import { createCodeStore } from '../../shared/store/code-store.ts'
import { createErasedVisitorStore } from '../../shared/store/erased-visitor-store.ts'
import { createIdempotencyStore } from '../../shared/store/idempotency-store.ts'
import { createKeyStore } from '../../shared/store/key-store.ts'
import { createLeaseStore } from '../../shared/store/lease-store.ts'
import type { Tables } from '../../shared/store/open.ts'
import { createSessionStore } from '../../shared/store/session-store.ts'
import { createShownCodeStore } from '../../shared/store/shown-code-store.ts'
import { createSiteStore } from '../../shared/store/site-store.ts'
import { createVault } from '../../shared/store/vault.ts'
import { createSessionApp } from './app.ts'
import type { SessionDeps } from './deps.ts'

/** The session function of real parts. */
export function compose(
  { ledger }: Tables,
  env: { readonly TIELINE_MASTER_KEY: string },
  surroundings: Pick<SessionDeps, 'snippet' | 'checkScript' | 'observer'> &
    Partial<Pick<SessionDeps, 'consentScript' | 'idsScript'>>,
  now: Clock = () => instantOf(Date.now()),
): Hono {
  const vault = createVault(env.TIELINE_MASTER_KEY)
  return createSessionApp({
    consentScript: async () => '',
    idsScript: async () => '',
    ...surroundings,
    keys: createKeyStore(ledger),
    accounts: createAccountStore(ledger),
    site: createSiteStore(ledger),
    sessions: createSessionStore(ledger),
    arrivals: createArrivalStore(ledger),
    erasedVisitors: createErasedVisitorStore(ledger),
    leases: countLeases(createLeaseStore(ledger), surroundings.observer ?? consoleObserver),
    browsers: createBrowserStore(ledger),
    campaigns: createCampaignStore(ledger),
    codes: createCodeStore(ledger, { randomBytes }),
    shownCodes: createShownCodeStore(ledger),
    once: createOnce(createIdempotencyStore(ledger, vault, randomUUID), now),
    vault,
    now,
    randomBytes,
  })
}
