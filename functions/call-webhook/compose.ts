import { randomBytes, randomUUID } from 'node:crypto'
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import type * as z from 'zod/mini'
import { instantOf } from '../../shared/domain/time.ts'
import type { functionEnvs } from '../../shared/env.ts'
import { createAccountStore } from '../../shared/store/account-store.ts'
import { createAttemptStore } from '../../shared/store/attempt-store.ts'
import { createCallStore } from '../../shared/store/call-store.ts'
import { createCallerStore } from '../../shared/store/caller-store.ts'
import { createCampaignStore } from '../../shared/store/campaign-store.ts'
import { createCodeStore } from '../../shared/store/code-store.ts'
import { createContactFactStore } from '../../shared/store/contact-fact-store.ts'
import { createGivenCodeStore } from '../../shared/store/given-code-store.ts'
import { createLeaseStore } from '../../shared/store/lease-store.ts'
import { createRouteStore } from '../../shared/store/route-store.ts'
import { createSessionStore } from '../../shared/store/session-store.ts'
import type { Table } from '../../shared/store/table.ts'
import { createTextStore } from '../../shared/store/text-store.ts'
import { createVault } from '../../shared/store/vault.ts'
import { createTwilioCalls } from '../../shared/twilio/calls.ts'
import { createTwilioRest } from '../../shared/twilio/rest.ts'
import { authTokensOf } from '../../shared/twilio/signature.ts'
import { createTexts } from '../../shared/twilio/texts.ts'
import { createCallWebhookApp } from './app.ts'
import { type CallWebhookDeps, type Trouble, usualPatience } from './deps.ts'
import { drainQueue } from './drain-queue.ts'
import { createFallbackReader } from './fallback-reader.ts'
import { createKnownSettings } from './known-settings.ts'
import { createQueueSpool, openLate } from './queue-spool.ts'
import { settleSpooled } from './settle.ts'
import type { Spooled } from './spool.ts'
import { type Swept, sweepCalls } from './sweep.ts'

export type { Fallbacks } from './rescue.ts'
export { isHopeless } from './settle.ts'
export { callSidOf, type Spool, type Spooled } from './spool.ts'

type Env = z.infer<(typeof functionEnvs)['call-webhook']>

/** What differs between one machine and a deployment. */
export type CallWebhookSurroundings = Pick<CallWebhookDeps, 'spool' | 'fallbacks' | 'patience'>

/** The call webhook of real parts, the same deployed and on one machine. */
export function compose(
  { ledger }: { readonly ledger: Table },
  env: Pick<
    Env,
    | 'TIELINE_MASTER_KEY'
    | 'PUBLIC_BASE_URL'
    | 'TWILIO_ACCOUNT_SID'
    | 'TWILIO_AUTH_TOKEN'
    | 'TWILIO_API_BASE_URL'
    | 'TIELINE_HOUSE_ACCOUNT'
  >,
  surroundings: CallWebhookSurroundings = {},
) {
  const now = () => instantOf(Date.now())
  const vault = createVault(env.TIELINE_MASTER_KEY)
  const authTokens = authTokensOf(env.TWILIO_AUTH_TOKEN)
  const report = (trouble: Trouble) => console.error(JSON.stringify(trouble))
  const accounts = createAccountStore(ledger)
  return createCallWebhookApp({
    ...surroundings,
    twilio: { authTokens, publicBaseUrl: env.PUBLIC_BASE_URL },
    houseAccount: env.TIELINE_HOUSE_ACCOUNT,
    routes: createRouteStore(ledger),
    calls: createCallStore(ledger),
    coupons: {
      accounts,
      campaigns: createCampaignStore(ledger),
      codes: createCodeStore(ledger, { randomBytes }),
      given: createGivenCodeStore(ledger),
      attempts: createAttemptStore(ledger, vault, randomUUID),
      texts: createTexts({
        rest: createTwilioRest({
          accountSid: env.TWILIO_ACCOUNT_SID,
          // Several stand while one is rotated: the first is the one that stays.
          authToken: authTokens[0] ?? '',
          baseUrl: env.TWILIO_API_BASE_URL,
        }),
        store: createTextStore(ledger),
        vault,
        now,
        report,
      }),
    },
    extras: {
      settings: createKnownSettings(accounts, now),
      callers: createCallerStore(ledger),
      marks: createContactFactStore(ledger),
      leases: createLeaseStore(ledger),
      sessions: createSessionStore(ledger),
      numberHealth: {
        // Needed when a call has ended, not to answer one.
        async ended(...told) {
          const { createNumberHealthStore } = await import('../../shared/store/number-health-store.ts')
          await createNumberHealthStore(ledger).ended(...told)
        },
      },
    },
    vault,
    now,
    report,
  })
}

/** What brings the entries of the spool into the ledger. */
export function composeSettle(
  { ledger }: { readonly ledger: Table },
  env: Pick<Env, 'TIELINE_MASTER_KEY' | 'TIELINE_HOUSE_ACCOUNT'>,
): (entry: Spooled) => Promise<void> {
  const vault = createVault(env.TIELINE_MASTER_KEY)
  const deps = {
    houseAccount: env.TIELINE_HOUSE_ACCOUNT,
    routes: createRouteStore(ledger),
    calls: createCallStore(ledger),
    coupons: {
      codes: createCodeStore(ledger, { randomBytes }),
      attempts: createAttemptStore(ledger, vault, randomUUID),
    },
    vault,
  }
  return (entry) => settleSpooled(deps, entry)
}

/** Asks Twilio for what the ledger lacks of ended calls; see `sweepCalls`. */
export function composeSweep(
  { ledger }: { readonly ledger: Table },
  env: Parameters<typeof compose>[1],
): (reachBackMinutes: number) => Promise<Swept> {
  const deps = {
    twilioCalls: createTwilioCalls({
      accountSid: env.TWILIO_ACCOUNT_SID,
      authToken: authTokensOf(env.TWILIO_AUTH_TOKEN)[0] ?? '',
      baseUrl: env.TWILIO_API_BASE_URL,
      random: Math.random,
    }),
    houseAccount: env.TIELINE_HOUSE_ACCOUNT,
    routes: createRouteStore(ledger),
    calls: createCallStore(ledger),
    vault: createVault(env.TIELINE_MASTER_KEY),
    now: () => instantOf(Date.now()),
    report: (trouble: Trouble) => console.error(JSON.stringify(trouble)),
  }
  return (reachBackMinutes) => sweepCalls(deps, reachBackMinutes)
}

/** The queue's client is loaded when the first entry comes, or never. */
const lateQueue = (url: string) =>
  openLate(async () => {
    const { openQueue } = await import('../../shared/aws/queue.ts')
    return openQueue(url)
  })

/** What a deployment gives the call webhook. */
export const deployedSurroundings = (
  env: Pick<Env, 'SPOOL_QUEUE_URL' | 'FALLBACK_BASE_URL'>,
): CallWebhookSurroundings => ({
  spool: createQueueSpool(lateQueue(env.SPOOL_QUEUE_URL)),
  fallbacks: createFallbackReader(env.FALLBACK_BASE_URL),
  // Of the 2 s that a caller may wait, the static document takes 0.3 s at most and the queue 0.7 s.
  patience: { ...usualPatience, callerMilliseconds: 1000 },
})

/** What consumes that queue. */
export function composeDrain(
  tables: { readonly ledger: Table },
  env: Parameters<typeof composeSettle>[1] & Pick<Env, 'SPOOL_DEAD_LETTERS_URL'>,
): (event: SQSEvent) => Promise<SQSBatchResponse> {
  const deps = {
    settle: composeSettle(tables, env),
    deadLetters: lateQueue(env.SPOOL_DEAD_LETTERS_URL),
    report: (trouble: Trouble) => console.error(JSON.stringify(trouble)),
  }
  return (event) => drainQueue(deps, event)
}
