import { randomBytes, randomUUID } from 'node:crypto'
import type { Hono } from 'hono'
import type * as z from 'zod/mini'
import type { FallbackBucket } from '../../shared/aws/fallback-bucket.ts'
import type { E164 } from '../../shared/domain/ids.ts'
import { instantOf } from '../../shared/domain/time.ts'
import type { functionEnvs } from '../../shared/env.ts'
import { createAuthenticate } from '../../shared/http/auth.ts'
import { createOnce } from '../../shared/http/idempotency.ts'
import { createAccountStore } from '../../shared/store/account-store.ts'
import { createCallStore } from '../../shared/store/call-store.ts'
import { createCampaignStore } from '../../shared/store/campaign-store.ts'
import { createContactFactStore } from '../../shared/store/contact-fact-store.ts'
import { createDayStore } from '../../shared/store/day-store.ts'
import { createEnquiryStore } from '../../shared/store/enquiry-store.ts'
import { createIdempotencyStore } from '../../shared/store/idempotency-store.ts'
import { createImportStore } from '../../shared/store/import-store.ts'
import { createKeyStore, sha256Hex } from '../../shared/store/key-store.ts'
import { createNumberHealthStore } from '../../shared/store/number-health-store.ts'
import { createNumberStore } from '../../shared/store/number-store.ts'
import type { Tables } from '../../shared/store/open.ts'
import { createPoolStore } from '../../shared/store/pool-store.ts'
import { createRouteStore } from '../../shared/store/route-store.ts'
import type { Table } from '../../shared/store/table.ts'
import { createVault } from '../../shared/store/vault.ts'
import { createAdminApp } from './app.ts'
import type { AdminDeps } from './deps.ts'
import { createFallbackKeeper, type FallbackFiles, type FallbackKeeper } from './fallbacks.ts'

export { refreshAll } from './fallbacks.ts'

/** What differs between one machine and a deployment. */
export type AdminSurroundings = Pick<
  AdminDeps,
  'newAccountOrigins' | 'pending' | 'openApiDocument' | 'fallbacks'
>

type AdminEnv = Pick<z.infer<typeof functionEnvs.admin>, 'TIELINE_MASTER_KEY' | 'TIELINE_OPERATOR_KEY_SHA256'>

/** The admin function of real parts. */
export function compose({ ledger, views }: Tables, env: AdminEnv, surroundings: AdminSurroundings): Hono {
  const now = () => instantOf(Date.now())
  const keys = createKeyStore(ledger)
  const vault = createVault(env.TIELINE_MASTER_KEY)
  return createAdminApp({
    ...surroundings,
    guards: {
      authenticate: createAuthenticate({
        keyOwner: (key) => keys.find(sha256Hex(key)),
        operatorKeySha256: env.TIELINE_OPERATOR_KEY_SHA256,
      }),
      once: createOnce(createIdempotencyStore(ledger, vault, randomUUID), now),
    },
    accounts: createAccountStore(ledger),
    numbers: createNumberStore(ledger),
    pools: createPoolStore(ledger),
    contacts: createContactFactStore(ledger),
    enquiries: createEnquiryStore(views, createDayStore(views), randomUUID),
    calls: createCallStore(ledger),
    numberHealth: createNumberHealthStore(ledger),
    campaigns: createCampaignStore(ledger),
    imports: createImportStore(ledger),
    vault,
    now,
    randomBytes,
  })
}

/** What keeps the numbers' static fallback TwiML in a file store. */
export const composeFallbacks = (
  { ledger }: { readonly ledger: Table },
  files: FallbackFiles,
  publicBaseUrl: string,
): FallbackKeeper =>
  createFallbackKeeper({
    files,
    routes: createRouteStore(ledger),
    numbers: createNumberStore(ledger),
    publicBaseUrl,
    report: (trouble) => console.error(JSON.stringify(trouble)),
  })

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
