import { randomBytes } from 'node:crypto'
import type { DynamoDBBatchResponse, DynamoDBStreamEvent, SNSEvent } from 'aws-lambda'
import type { Hono } from 'hono'
import type { AccountId } from '../../shared/domain/ids.ts'
import { createOrderedIds } from '../../shared/domain/ordered-id.ts'
import { type Clock, type Instant, instantOf } from '../../shared/domain/time.ts'
import type { Mailer } from '../../shared/mail/mail.ts'
import { consoleObserver } from '../../shared/observe/console.ts'
import { countRecords } from '../../shared/observe/counting.ts'
import type { Observer } from '../../shared/observe/observer.ts'
import { reportTo } from '../../shared/observe/report.ts'
import { createPost, type Post } from '../../shared/outgoing/post.ts'
import { createResolve } from '../../shared/outgoing/resolve.ts'
import { createAuditStore } from '../../shared/store/audit-store.ts'
import { changeOf } from '../../shared/store/change.ts'
import { createCodeFactStore } from '../../shared/store/code-fact-store.ts'
import { createCodeStore } from '../../shared/store/code-store.ts'
import { createLinkStore } from '../../shared/store/link-store.ts'
import type { Tables } from '../../shared/store/open.ts'
import { createReferralStore } from '../../shared/store/referral-store.ts'
import { progressChangeOf, rowChangeOf, rowOf } from '../../shared/store/view-change.ts'
import { createOutreachApp } from './app.ts'
import { composeBase } from './compose-base.ts'
import { composeConversions } from './compose-conversions.ts'
import { composeFollowUp } from './compose-follow-up.ts'
import { composeWebhooks } from './compose-webhooks.ts'
import { lateHandlers } from './conversions/late.ts'
import type { MailTrouble } from './deps.ts'
import { announceDigests, announceTrial } from './digest/announce.ts'
import { workDue } from './due/work-due.ts'
import { createHear } from './events/hear.ts'
import { createAnnounce } from './notices/announce.ts'
import { consumeRows } from './notices/consume.ts'
import { sendDue } from './outbox/send-due.ts'
import type { ReferralDeps } from './referrals/ports.ts'
import { settleReferrals } from './referrals/settle-referral.ts'
import { takeFeedback } from './suppressions/take-feedback.ts'

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
  tables: Tables,
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
  const { ledger, views } = tables
  const watcher = observer ?? consoleObserver
  const base = composeBase(tables, env, { mailer, now, report, watcher })
  const { deps, vault, members, works, guards } = base
  const newId = createOrderedIds(now, randomBytes)
  const rules = { loopback: loopbackTargets, ownHost: new URL(env.PUBLIC_BASE_URL).host }
  const resolve = createResolve()
  const webhooks = composeWebhooks(base, post ?? createPost({ rules, resolve }))
  const conversions = composeConversions(base, {
    deliveries: webhooks.deliveries,
    // What is wrong with each of a thousand stands in one answer.
    post: post ?? createPost({ rules, resolve, answerLimitBytes: 1_000_000 }),
    platformsUrl,
    newId: () => newId('destination'),
  })
  const { followUp, triggering, fire, stopMoved, followUpRound, thank } = composeFollowUp(
    base,
    webhooks.tellTrigger,
  )
  const referral: ReferralDeps = {
    referrals: createReferralStore(ledger),
    codes: createCodeStore(ledger, { randomBytes }),
    ledger: deps.ledger,
    views: { ...deps.views, links: createLinkStore(views) },
    vault,
    thank,
    now,
  }
  const announce = createAnnounce(deps)
  /** Whoever has moved is let be before anybody is told of it. */
  const announceRows = async (rows: Parameters<typeof announce>[0]) => {
    await stopMoved(rows)
    await announce(rows)
    await settleReferrals(referral, rows)
    await conversions.hear.rows(rows)
  }
  const hear = createHear(
    { ledger: { ...deps.ledger, codes: createCodeFactStore(ledger) }, views: deps.views, now },
    // Triggers first, so that whoever is told of an event can be told by the trigger as well.
    [fire, webhooks.tell],
  )
  const warn = ({ account, kind, id }: { account: AccountId; kind: string; id: string }, cause: string) =>
    report({ trouble: 'work-broken', account, mail: `${kind} ${id}`, cause })
  const { deliver, byHand } = webhooks
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
        rules,
        byHand,
        redeliver: {
          webhook: byHand.redeliver,
          ga4: conversions.redeliver,
          google: conversions.redeliver,
          meta: conversions.redeliver,
          microsoft: conversions.redeliver,
        },
        audit: createAuditStore(ledger),
        newWebhookId: () => newId('webhook'),
        randomBytes,
      },
      referral,
      openConversions: conversions.open,
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
              await conversions.hear.changes(changes)
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
        ...lateHandlers(conversions.open),
        ...(mailer ? [() => followUpRound(warn)] : []),
      ]),
    announceDigests: () => announceDigests(deps),
    announceTrial: (account) => announceTrial(deps, account),
    async takeFeedback(event) {
      for (const { Sns } of event.Records) await takeFeedback({ ...deps, followUp }, Sns.Message)
    },
  }
}
