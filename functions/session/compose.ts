import { randomBytes } from 'node:crypto'
import type { Hono } from 'hono'
import { instantOf } from '../../shared/domain/time.ts'
import { createAccountStore } from '../../shared/store/account-store.ts'
import { createKeyStore } from '../../shared/store/key-store.ts'
import { createLeaseStore } from '../../shared/store/lease-store.ts'
import type { Tables } from '../../shared/store/open.ts'
import { createPoolStore } from '../../shared/store/pool-store.ts'
import { createSessionStore } from '../../shared/store/session-store.ts'
import { createVault } from '../../shared/store/vault.ts'
import { createSessionApp } from './app.ts'
import type { SessionDeps } from './deps.ts'

/** The session function of real parts. */
export const compose = (
  { ledger }: Tables,
  env: { readonly TIELINE_MASTER_KEY: string },
  surroundings: Pick<SessionDeps, 'snippet'>,
): Hono =>
  createSessionApp({
    ...surroundings,
    keys: createKeyStore(ledger),
    accounts: createAccountStore(ledger),
    pools: createPoolStore(ledger),
    sessions: createSessionStore(ledger),
    leases: createLeaseStore(ledger),
    vault: createVault(env.TIELINE_MASTER_KEY),
    now: () => instantOf(Date.now()),
    randomBytes,
  })
