import { randomBytes, randomUUID } from 'node:crypto'
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import type * as z from 'zod/mini'
import type { CallStatusFact } from '../../shared/domain/fact.ts'
import { instantOf } from '../../shared/domain/time.ts'
import type { functionEnvs } from '../../shared/env.ts'
import { mailerOf } from '../../shared/mail/late.ts'
import type { Mailer } from '../../shared/mail/mail.ts'
import { consoleObserver } from '../../shared/observe/console.ts'
import { countUses } from '../../shared/observe/counting.ts'
import type { Observer } from '../../shared/observe/observer.ts'
import { reportTo } from '../../shared/observe/report.ts'
import { createAccountStore } from '../../shared/store/account-store.ts'
import { createAttemptStore } from '../../shared/store/attempt-store.ts'
import { createCallStore } from '../../shared/store/call-store.ts'
import { createCallerStore } from '../../shared/store/caller-store.ts'
import { createCampaignStore } from '../../shared/store/campaign-store.ts'
import { createCodeStore } from '../../shared/store/code-store.ts'
import { createConfirmedPhoneStore } from '../../shared/store/confirmed-phone-store.ts'
import { createContactFactStore } from '../../shared/store/contact-fact-store.ts'
import { createGivenCodeStore } from '../../shared/store/given-code-store.ts'
import { createLeaseStore } from '../../shared/store/lease-store.ts'
import { createMailStore } from '../../shared/store/mail-store.ts'
import { createRouteStore } from '../../shared/store/route-store.ts'
import { createSessionStore } from '../../shared/store/session-store.ts'
import { createSuppressionStore } from '../../shared/store/suppression-store.ts'
import type { Table } from '../../shared/store/table.ts'
import { createTextFactStore } from '../../shared/store/text-fact-store.ts'
import { createTextStore } from '../../shared/store/text-store.ts'
import { createVault } from '../../shared/store/vault.ts'
import { createTwilioCalls } from '../../shared/twilio/calls.ts'
import { createTwilioRest } from '../../shared/twilio/rest.ts'
import { authTokensOf } from '../../shared/twilio/signature.ts'
import { createTexts } from '../../shared/twilio/texts.ts'
import { createCallWebhookApp } from './app.ts'
import { type CallWebhookDeps, usualPatience } from './deps.ts'
import { drainQueue } from './outage/drain-queue.ts'
import { createFallbackReader } from './outage/fallback-reader.ts'
import { createKnownSettings } from './outage/known-settings.ts'
import { createQueueSpool, openLate } from './outage/queue-spool.ts'
import { settleSpooled } from './outage/settle.ts'
import type { Spooled, WaitingText } from './outage/spool.ts'
import { type Swept, sweepCalls } from './sweep.ts'
import type { Ended } from './texts/text-back.ts'

export type { Fallbacks } from './outage/rescue.ts'
export { isHopeless } from './outage/settle.ts'
export { callSidOf, type Spool, type Spooled } from './outage/spool.ts'

type Env = z.infer<(typeof functionEnvs)['call-webhook']>

/** What differs between one machine and a deployment. */
export interface CallWebhookSurroundings
  extends Pick<CallWebhookDeps, 'spool' | 'fallbacks' | 'patience' | 'observer'> {
  readonly mailer?: Mailer | undefined
}

type CallEnv = Pick<
  Env,
  | 'TIELINE_MASTER_KEY'
  | 'PUBLIC_BASE_URL'
  | 'TWILIO_ACCOUNT_SID'
  | 'TWILIO_AUTH_TOKEN'
  | 'TWILIO_API_BASE_URL'
  | 'TIELINE_HOUSE_ACCOUNT'
>

const now = () => instantOf(Date.now())

/** A call that nothing is known of has heard no error, and has reached nobody of whom it was made to. */
const countAnswers =
  (observer: Observer): CallWebhookDeps['answered'] =>
  (by, milliseconds) => {
    observer.count('Calls')
    if (by !== 'message') observer.count('CallsConnected')
    if (by !== 'flow') observer.count('FallbackUsed')
    observer.measure('AnswerTime', milliseconds)
  }

function partsOf(
  ledger: Table,
  env: CallEnv,
  { mailer, ...surroundings }: CallWebhookSurroundings,
): CallWebhookDeps & { readonly vault: ReturnType<typeof createVault> } {
  const { observer = consoleObserver } = surroundings
  const report = reportTo(observer)
  const vault = createVault(env.TIELINE_MASTER_KEY)
  const authTokens = authTokensOf(env.TWILIO_AUTH_TOKEN)
  const accounts = createAccountStore(ledger)
  const calls = createCallStore(ledger)
  const marks = createContactFactStore(ledger)
  return {
    ...surroundings,
    answered: countAnswers(observer),
    twilio: { authTokens, publicBaseUrl: env.PUBLIC_BASE_URL },
    houseAccount: env.TIELINE_HOUSE_ACCOUNT,
    routes: createRouteStore(ledger),
    calls,
    coupons: {
      accounts,
      campaigns: createCampaignStore(ledger),
      codes: countUses(createCodeStore(ledger, { randomBytes }), observer),
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
      marks,
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
    texting: {
      facts: createTextFactStore(ledger),
      phones: createConfirmedPhoneStore(ledger),
      calls,
      marks,
      ...(mailer && {
        mails: {
          mailer,
          claims: createMailStore(ledger),
          suppressions: createSuppressionStore(ledger, vault),
        },
      }),
    },
    vault,
    now,
    report,
  }
}

/** The call webhook of real parts, the same deployed and on one machine. */
export const compose = (
  { ledger }: { readonly ledger: Table },
  env: CallEnv,
  surroundings: CallWebhookSurroundings = {},
) => createCallWebhookApp(partsOf(ledger, env, surroundings))

/** What brings the entries of the spool into the ledger, and does what follows from them. */
export function composeSettle(
  { ledger }: { readonly ledger: Table },
  env: CallEnv,
  surroundings: CallWebhookSurroundings = {},
): (entry: Spooled) => Promise<void> {
  const parts = partsOf(ledger, env, surroundings)
  const { vault, routes } = parts
  const deps = {
    ...parts,
    texts: async (waiting: WaitingText) => {
      const { settleText } = await import('./texts/take-text.ts')
      await settleText(parts, waiting)
    },
    ended: async ({ account, callSid, number, sealedCaller }: CallStatusFact) => {
      if (sealedCaller === undefined) return
      const [route, { textBack }] = await Promise.all([
        routes.routeOf(number),
        import('./texts/text-back.ts'),
      ])
      await textBack(parts, { account, callSid, number, caller: vault.open(account, sealedCaller), route })
    },
  }
  return (entry) => settleSpooled(deps, entry)
}

/** Asks Twilio for what the ledger lacks of ended calls; see `sweepCalls`. */
export function composeSweep(
  { ledger }: { readonly ledger: Table },
  env: CallEnv,
  surroundings: Pick<CallWebhookSurroundings, 'observer'> = {},
): (reachBackMinutes: number) => Promise<Swept> {
  const parts = partsOf(ledger, env, surroundings)
  const deps = {
    ...parts,
    twilioCalls: createTwilioCalls({
      accountSid: env.TWILIO_ACCOUNT_SID,
      authToken: authTokensOf(env.TWILIO_AUTH_TOKEN)[0] ?? '',
      baseUrl: env.TWILIO_API_BASE_URL,
      random: Math.random,
    }),
    calls: createCallStore(ledger),
    ended: async (ended: Ended) => {
      const { textBack } = await import('./texts/text-back.ts')
      await textBack(parts, ended)
    },
  }
  return async (reachBackMinutes) => {
    const swept = await sweepCalls(deps, reachBackMinutes)
    surroundings.observer?.count('CallSweeps')
    return swept
  }
}

/** The queue's client is loaded when the first entry comes, or never. */
const lateQueue = (url: string) =>
  openLate(async () => {
    const { openQueue } = await import('../../shared/aws/queue.ts')
    return openQueue(url)
  })

/** What a deployment gives the call webhook. */
export const deployedSurroundings = (
  env: Pick<
    Env,
    'SPOOL_QUEUE_URL' | 'FALLBACK_BASE_URL' | 'TIELINE_MAIL_FROM' | 'TIELINE_MAIL_CONFIGURATION_SET'
  >,
): CallWebhookSurroundings => ({
  mailer: mailerOf(env),
  spool: createQueueSpool(lateQueue(env.SPOOL_QUEUE_URL)),
  fallbacks: createFallbackReader(env.FALLBACK_BASE_URL),
  // Of the 2 s that a caller may wait, the static document takes 0.3 s at most and the queue 0.7 s.
  patience: { ...usualPatience, callerMilliseconds: 1000 },
})

/** What consumes that queue. */
export function composeDrain(
  tables: { readonly ledger: Table },
  env: CallEnv & Pick<Env, 'SPOOL_DEAD_LETTERS_URL' | 'TIELINE_MAIL_FROM' | 'TIELINE_MAIL_CONFIGURATION_SET'>,
  { observer = consoleObserver }: Pick<CallWebhookSurroundings, 'observer'> = {},
): (event: SQSEvent) => Promise<SQSBatchResponse> {
  const settle = composeSettle(tables, env, { mailer: mailerOf(env), observer })
  const deps = {
    async settle(entry: Spooled) {
      await settle(entry)
      observer.count('SpoolDrained')
    },
    deadLetters: lateQueue(env.SPOOL_DEAD_LETTERS_URL),
    report: reportTo(observer),
  }
  return (event) => drainQueue(deps, event)
}
