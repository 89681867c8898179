import type * as z from 'zod/mini'
import { instantOf } from '../../shared/domain/time.ts'
import type { functionEnvs } from '../../shared/env.ts'
import { createCallStore } from '../../shared/store/call-store.ts'
import { createRouteStore } from '../../shared/store/route-store.ts'
import type { Table } from '../../shared/store/table.ts'
import { createVault } from '../../shared/store/vault.ts'
import { authTokensOf } from '../../shared/twilio/signature.ts'
import { createCallWebhookApp } from './app.ts'

type Env = z.infer<(typeof functionEnvs)['call-webhook']>

/** The call webhook of real parts, the same deployed and on one machine. */
export const compose = (
  { ledger }: { readonly ledger: Table },
  env: Pick<Env, 'TIELINE_MASTER_KEY' | 'PUBLIC_BASE_URL' | 'TWILIO_AUTH_TOKEN' | 'TIELINE_HOUSE_ACCOUNT'>,
) =>
  createCallWebhookApp({
    twilio: { authTokens: authTokensOf(env.TWILIO_AUTH_TOKEN), publicBaseUrl: env.PUBLIC_BASE_URL },
    houseAccount: env.TIELINE_HOUSE_ACCOUNT,
    routes: createRouteStore(ledger),
    calls: createCallStore(ledger),
    vault: createVault(env.TIELINE_MASTER_KEY),
    now: () => instantOf(Date.now()),
    report: (trouble) => console.error(JSON.stringify(trouble)),
  })
