import { randomBytes, randomUUID } from 'node:crypto'
import type { Hono } from 'hono'
import type * as z from 'zod/mini'
import { type Clock, instantOf } from '../../shared/domain/time.ts'
import type { functionEnvs } from '../../shared/env.ts'
import { createAuthenticate } from '../../shared/http/auth.ts'
import { createOnce } from '../../shared/http/idempotency.ts'
import { createSignedIn } from '../../shared/http/signed-in.ts'
import { consoleObserver } from '../../shared/observe/console.ts'
import { countUses } from '../../shared/observe/counting.ts'
import { reportTo } from '../../shared/observe/report.ts'
import { createAccountStore } from '../../shared/store/account-store.ts'
import { createAttemptStore } from '../../shared/store/attempt-store.ts'
import { createCallStore } from '../../shared/store/call-store.ts'
import { createCampaignStore } from '../../shared/store/campaign-store.ts'
import { createCodeStore } from '../../shared/store/code-store.ts'
import { createIdempotencyStore } from '../../shared/store/idempotency-store.ts'
import { createKeyStore, sha256Hex } from '../../shared/store/key-store.ts'
import { createMemberStore } from '../../shared/store/member-store.ts'
import { createMintJobStore } from '../../shared/store/mint-job-store.ts'
import { createReferralStore } from '../../shared/store/referral-store.ts'
import { createSessionStore } from '../../shared/store/session-store.ts'
import { createSignInStore } from '../../shared/store/sign-in-store.ts'
import type { Table } from '../../shared/store/table.ts'
import { createTextStore } from '../../shared/store/text-store.ts'
import { createVault } from '../../shared/store/vault.ts'
import { createTwilioRest } from '../../shared/twilio/rest.ts'
import { createTexts } from '../../shared/twilio/texts.ts'
import { createCouponApp } from './app.ts'
import type { CouponDeps } from './deps.ts'

/** What differs between one machine and a deployment. */
export type CouponSurroundings = Pick<CouponDeps, 'exportRows' | 'keepGoing' | 'usualSiteKey' | 'observer'>

type CouponEnv = Pick<
  z.infer<typeof functionEnvs.coupon>,
  | 'TIELINE_MASTER_KEY'
  | 'PUBLIC_BASE_URL'
  | 'TWILIO_ACCOUNT_SID'
  | 'TWILIO_AUTH_TOKEN'
  | 'TWILIO_API_BASE_URL'
>

/** The coupon function of real parts. */
export function compose(
  { ledger }: { readonly ledger: Table },
  env: CouponEnv,
  surroundings: CouponSurroundings = {},
  now: Clock = () => instantOf(Date.now()),
): Hono {
  const { observer = consoleObserver } = surroundings
  const keys = createKeyStore(ledger)
  const vault = createVault(env.TIELINE_MASTER_KEY)
  // Several tokens stand while one is rotated: the first is the one that stays.
  const [authToken = ''] = env.TWILIO_AUTH_TOKEN.split(',')
  return createCouponApp({
    ...surroundings,
    guards: {
      authenticate: createAuthenticate({
        keyOwner: (key) => keys.find(sha256Hex(key)),
        signedIn: createSignedIn({
          signIns: createSignInStore(ledger),
          members: createMemberStore(ledger, vault),
          now,
          prolongs: true,
        }),
        publicBaseUrl: env.PUBLIC_BASE_URL,
      }),
      once: createOnce(createIdempotencyStore(ledger, vault, randomUUID), now),
    },
    keys,
    accounts: createAccountStore(ledger),
    sessions: createSessionStore(ledger),
    calls: createCallStore(ledger),
    campaigns: createCampaignStore(ledger),
    codes: countUses(createCodeStore(ledger, { randomBytes }), observer),
    jobs: createMintJobStore(ledger, randomBytes),
    referrals: createReferralStore(ledger),
    attempts: createAttemptStore(ledger, vault, randomUUID),
    texts: createTexts({
      rest: createTwilioRest({
        accountSid: env.TWILIO_ACCOUNT_SID,
        authToken: authToken.trim(),
        baseUrl: env.TWILIO_API_BASE_URL,
      }),
      store: createTextStore(ledger),
      vault,
      now,
      report: reportTo(observer),
    }),
    vault,
    now,
    randomBytes,
    publicBaseUrl: env.PUBLIC_BASE_URL,
  })
}
