import { randomBytes, randomUUID } from 'node:crypto'
import type { DynamoDBBatchResponse, DynamoDBStreamEvent, SNSEvent } from 'aws-lambda'
import type { Hono } from 'hono'
import type { AccountId } from '../../shared/domain/ids.ts'
import { createOrderedIds } from '../../shared/domain/ordered-id.ts'
import { type Clock, type Instant, instantOf } from '../../shared/domain/time.ts'
import { testEventType } from '../../shared/domain/webhook.ts'
import { createAuthenticate } from '../../shared/http/auth.ts'
import { createOnce } from '../../shared/http/idempotency.ts'
import { createSignedIn } from '../../shared/http/signed-in.ts'
import type { Mailer } from '../../shared/mail/mail.ts'
import { consoleObserver } from '../../shared/observe/console.ts'
import { countRecords, countSent, countSuppressed } from '../../shared/observe/counting.ts'
import type { Observer } from '../../shared/observe/observer.ts'
import { reportTo } from '../../shared/observe/report.ts'
import { createPost, type Post } from '../../shared/outgoing/post.ts'
import { createResolve } from '../../shared/outgoing/resolve.ts'
import { createAccountStore } from '../../shared/store/account-store.ts'
import { createAddressStore } from '../../shared/store/address-store.ts'
import { createAuditStore } from '../../shared/store/audit-store.ts'
import { createBrowserStore } from '../../shared/store/browser-store.ts'
import { createCallStore } from '../../shared/store/call-store.ts'
import { createCampaignStore } from '../../shared/store/campaign-store.ts'
import { changeOf } from '../../shared/store/change.ts'
import { createCodeFactStore } from '../../shared/store/code-fact-store.ts'
import { createCodeStore } from '../../shared/store/code-store.ts'
import { createContactFactStore } from '../../shared/store/contact-fact-store.ts'
import { createDayStore } from '../../shared/store/day-store.ts'
import { createDeliveryStore } from '../../shared/store/delivery-store.ts'
import { createDestinationStore } from '../../shared/store/destination-store.ts'
import { createDueWorkStore } from '../../shared/store/due-work-store.ts'
import { createEnquiryStore } from '../../shared/store/enquiry-store.ts'
import { createIdempotencyStore } from '../../shared/store/idempotency-store.ts'
import { createKeyStore, sha256Hex } from '../../shared/store/key-store.ts'
import { createLinkStore } from '../../shared/store/link-store.ts'
import { createMailingStore } from '../../shared/store/mailing-store.ts'
import { createMemberStore } from '../../shared/store/member-store.ts'
import { createNumberStore } from '../../shared/store/number-store.ts'
import type { Tables } from '../../shared/store/open.ts'
import { createOutboxStore } from '../../shared/store/outbox-store.ts'
import { createOutreachAccountStore } from '../../shared/store/outreach-account-store.ts'
import { createPreferenceStore } from '../../shared/store/preference-store.ts'
import { createReferralStore } from '../../shared/store/referral-store.ts'
import { createRollupStore } from '../../shared/store/rollup-store.ts'
import { createRouteStore } from '../../shared/store/route-store.ts'
import { createSequenceStore } from '../../shared/store/sequence-store.ts'
import { createSessionStore } from '../../shared/store/session-store.ts'
import { createSignInStore } from '../../shared/store/sign-in-store.ts'
import { createSuppressionStore } from '../../shared/store/suppression-store.ts'
import { createTextFactStore } from '../../shared/store/text-fact-store.ts'
import { createTriggerStore } from '../../shared/store/trigger-store.ts'
import { createVault } from '../../shared/store/vault.ts'
import { progressChangeOf, rowChangeOf, rowOf } from '../../shared/store/view-change.ts'
import { createVisitorFactStore } from '../../shared/store/visitor-fact-store.ts'
import { createWebhookStore } from '../../shared/store/webhook-store.ts'
import { createOutreachApp } from './app.ts'
import { lateHandlers, lateHear, openOnce } from './conversions/late.ts'
import type { Redeliver } from './deliveries/delivery-routes.ts'
import type { MailTrouble, OutreachDeps } from './deps.ts'
import { announceDigests, announceTrial } from './digest/announce.ts'
import { workDue } from './due/work-due.ts'
import { eventId } from './events/event-id.ts'
import { createHear } from './events/hear.ts'
import { createAnnounce } from './notices/announce.ts'
import { consumeRows } from './notices/consume.ts'
import { sendDue } from './outbox/send-due.ts'
import type { ReferralDeps } from './referrals/ports.ts'
import { settleReferrals } from './referrals/settle-referral.ts'
import type { FollowUpDeps } from './sequences/ports.ts'
import { followUpHandler } from './sequences/send-mail.ts'
import { createStopMoved } from './sequences/stop-moved.ts'
import { takeFeedback } from './suppressions/take-feedback.ts'
import { createFire } from './triggers/fire.ts'
import type { TriggerDeps } from './triggers/ports.ts'
import { createAnnounceToWebhooks, createAnnounceTrigger } from './webhooks/announce.ts'
import { createByHand } from './webhooks/by-hand.ts'
import { createDeliver } from './webhooks/deliver.ts'
import { createPersonal } from './webhooks/personal.ts'
import { createTellOff } from './webhooks/tell-off.ts'

export interface OutreachSurroundings {
  /** Without one nobody is written to. */
  readonly mailer?: Mailer | undefined
  readonly now?: Clock | undefined
  readonly report?: ((trouble: MailTrouble) => void) | undefined
  /** Whether this machine itself may be posted to: for trying things on one machine, never in a deployment. */
  readonly loopbackTargets?: boolean | undefined
  /** How systems outside are posted to, if not over the network. */
  readonly post?: Post | undefined
  /** Under which address all ad platforms stand, if not where they are: for trying things on one machine. */
  readonly platformsUrl?: string | undefined
  /** Told of each request and mail, where somebody watches. */
  readonly observer?: Observer | undefined
}

export interface Outreach {
  readonly app: Hono
  /** The views' stream → mails that are claimed, and events that are told; nothing is sent by it. */
  readonly consume: (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>
  /** Sends what is due. @returns when the next one is */
  readonly sendDue: () => Promise<Instant | undefined>
  /**
   * One round of what else is due.
   * @param isHurried somebody waits for it: what is known to take long is left to another round
   * @returns when the next one is
   */
  readonly workDue: (isHurried?: boolean) => Promise<Instant | undefined>
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
    loopbackTargets = false,
    post,
    platformsUrl,
  }: OutreachSurroundings = {},
): Outreach {
  const watcher = observer ?? consoleObserver
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
  const works = createDueWorkStore(ledger)
  const contacts = createContactFactStore(ledger)
  const followUp: FollowUpDeps = {
    ...deps,
    mailing: createMailingStore(ledger),
    sequences: createSequenceStore(ledger),
    addresses: createAddressStore(ledger),
    works,
    ledger: { ...deps.ledger, contacts },
    codes: createCodeStore(ledger, { randomBytes }),
    views: { ...deps.views, links: createLinkStore(views) },
    vault,
  }
  const referral: ReferralDeps = {
    referrals: createReferralStore(ledger),
    codes: createCodeStore(ledger, { randomBytes }),
    ledger: deps.ledger,
    views: { ...deps.views, links: createLinkStore(views) },
    vault,
    now,
  }
  const announce = createAnnounce(deps)
  const stopMoved = createStopMoved(followUp)
  const warn = ({ account, kind, id }: { account: AccountId; kind: string; id: string }, cause: string) =>
    report({ trouble: 'work-broken', account, mail: `${kind} ${id}`, cause })
  const newOrderedId = createOrderedIds(now, randomBytes)
  const targetRules = { loopback: loopbackTargets, ownHost: new URL(env.PUBLIC_BASE_URL).host }
  const webhooks = {
    webhooks: deps.webhooks,
    deliveries: createDeliveryStore(ledger, vault),
    works,
    now,
  }
  const deliver = createDeliver({
    ...webhooks,
    post: post ?? createPost({ rules: targetRules, resolve: createResolve() }),
    chance: Math.random,
    tellOff: createTellOff(deps),
  })
  const byHand = createByHand({
    ...webhooks,
    deliver: deliver(),
    newEventId: () => eventId(testEventType, randomUUID()),
  })
  const visitorFacts = createVisitorFactStore(ledger)
  const triggering: TriggerDeps = {
    ...followUp,
    recipients: deps.recipients,
    preferences: deps.preferences,
    outbox: deps.outbox,
    triggers: createTriggerStore(ledger),
    tellWebhooks: createAnnounceTrigger(webhooks),
    async moveStep({ account, contact, visitor, step, at, by }) {
      const moved = { account, step, at, by, isReached: true }
      if (contact !== undefined) await contacts.record({ fact: 'step-moved', contact, ...moved })
      else if (visitor !== undefined) await visitorFacts.record({ fact: 'visitor-moved', visitor, ...moved })
    },
  }
  const followUps = followUpHandler(followUp)
  const hear = createHear(
    { ledger: { ...deps.ledger, codes: createCodeFactStore(ledger) }, views: deps.views, now },
    [
      // First, so that whoever is told of a trigger's event can be told by the trigger as well.
      createFire(triggering),
      createAnnounceToWebhooks({
        ...webhooks,
        ledger: deps.ledger,
        personal: createPersonal(deps),
        origin: new URL(env.PUBLIC_BASE_URL).origin,
      }),
    ],
  )
  const guards = {
    authenticate: createAuthenticate({
      keyOwner: (key) => keys.find(sha256Hex(key)),
      signedIn: createSignedIn({ signIns: createSignInStore(ledger), members, now, prolongs: false }),
      publicBaseUrl: env.PUBLIC_BASE_URL,
    }),
    once: createOnce(createIdempotencyStore(ledger, vault, randomUUID), now),
  }
  const destinations = createDestinationStore(ledger, vault)
  const openConversions = openOnce(async () => {
    const [{ createConversions }, { conversionNameOf, createConversionStore }] = await Promise.all([
      import('./conversions/conversions.ts'),
      import('../../shared/store/conversion-store.ts'),
    ])
    return createConversions({
      destinations,
      conversions: createConversionStore(ledger, randomUUID),
      nameOf: conversionNameOf,
      sources: {
        ...deps.ledger,
        account: deps.ledger.accounts.get,
        browsers: createBrowserStore(ledger),
        enquiries,
        vault,
      },
      deliveries: webhooks.deliveries,
      works,
      telling: {
        // What is wrong with each of a thousand stands in one answer.
        post:
          post ?? createPost({ rules: targetRules, resolve: createResolve(), answerLimitBytes: 1_000_000 }),
        platformsUrl,
      },
      now,
      chance: Math.random,
      guards,
      audit: createAuditStore(ledger),
      newDestinationId: () => newOrderedId('destination'),
    })
  })
  const hearConversions = lateHear({ destinations, now }, openConversions)
  /** Whoever has moved is let be before anybody is told of it. */
  const announceRows = async (rows: Parameters<typeof announce>[0]) => {
    await stopMoved(rows)
    await announce(rows)
    await settleReferrals(referral, rows)
    await hearConversions.rows(rows)
  }
  const redeliverConversion: Redeliver = async (delivery) => (await openConversions()).redeliver(delivery)
  return {
    app: createOutreachApp({
      ...deps,
      followUp,
      triggering,
      randomBytes,
      observer,
      members,
      outgoing: {
        ...webhooks,
        enquiries: deps.views.enquiries,
        rules: targetRules,
        byHand,
        redeliver: {
          webhook: byHand.redeliver,
          ga4: redeliverConversion,
          google: redeliverConversion,
          meta: redeliverConversion,
          microsoft: redeliverConversion,
        },
        audit: createAuditStore(ledger),
        newWebhookId: () => newOrderedId('webhook'),
        randomBytes,
      },
      referral,
      openConversions,
      guards,
    }),
    consume: countRecords(
      (event: DynamoDBStreamEvent) =>
        consumeRows(
          {
            announce: announceRows,
            rowOf: (record) => rowOf(changeOf(record.dynamodb ?? {})),
            async hear(changes) {
              await hear(changes)
              await hearConversions.changes(changes)
            },
            rowChangeOf(record) {
              const change = changeOf(record.dynamodb ?? {})
              const progress = progressChangeOf(change)
              return progress?.after
                ? { ...progress, after: progress.after, row: 'progress' }
                : rowChangeOf(change)
            },
          },
          event,
        ),
      watcher,
    ),
    sendDue: () => sendDue(deps),
    workDue: (isHurried = false) =>
      workDue({ works, now, warn }, [
        deliver({ onlyPrompt: isHurried }),
        ...lateHandlers(openConversions),
        ...(mailer ? [followUps] : []),
      ]),
    announceDigests: () => announceDigests(deps),
    announceTrial: (account) => announceTrial(deps, account),
    async takeFeedback(event) {
      for (const { Sns } of event.Records) await takeFeedback({ ...deps, followUp }, Sns.Message)
    },
  }
}
