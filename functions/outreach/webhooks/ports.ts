import type { BusinessEvent } from '../../../shared/domain/business-event.ts'
import type {
  Delivery,
  DeliveryAttempt,
  DeliveryOutcome,
  DeliveryProcessing,
  NewDelivery,
} from '../../../shared/domain/delivery.ts'
import type { Done, DueWork, NewDueWork } from '../../../shared/domain/due-work.ts'
import type { AccountId, EnquiryId, WebhookId } from '../../../shared/domain/ids.ts'
import type { TargetHealth } from '../../../shared/domain/target-health.ts'
import type { Clock, Instant } from '../../../shared/domain/time.ts'
import type { Webhook } from '../../../shared/domain/webhook.ts'
import type { Post } from '../../../shared/outgoing/post.ts'

export interface DeliveryPort {
  add(
    delivery: NewDelivery,
    now: Instant,
  ): Promise<{ readonly added: boolean; readonly delivery: Delivery | undefined }>
  get(account: AccountId, id: string): Promise<Delivery | undefined>
  bodyOf(delivery: Delivery): Promise<string | undefined>
  take(delivery: Delivery, now: Instant): Promise<Delivery | undefined>
  settle(
    delivery: Delivery,
    outcome: DeliveryOutcome,
    attempt: DeliveryAttempt | undefined,
    now: Instant,
  ): Promise<Delivery | undefined>
  noteProcessing(delivery: Delivery, processing: DeliveryProcessing): Promise<Delivery | undefined>
  again(delivery: Delivery, now: Instant): Promise<Delivery | undefined>
  list(
    account: AccountId,
    of: { readonly target?: Delivery['target'] | undefined; readonly enquiry?: EnquiryId | undefined },
    page: { readonly limit: number; readonly before?: string | undefined },
  ): Promise<Delivery[]>
}

export interface WebhookPort {
  list(account: AccountId): Promise<Webhook[]>
  get(account: AccountId, id: WebhookId): Promise<Webhook | undefined>
  create(webhook: Webhook, secret: string): Promise<void>
  update(
    account: AccountId,
    id: WebhookId,
    change: Partial<Pick<Webhook, 'url' | 'description' | 'events' | 'include' | 'off'>>,
  ): Promise<Webhook | undefined>
  remove(account: AccountId, id: WebhookId): Promise<'removed' | 'absent'>
  rotate(account: AccountId, id: WebhookId, secret: string, now: Instant): Promise<Instant | undefined>
  secrets(account: AccountId, id: WebhookId, now: Instant): Promise<string[]>
  health(account: AccountId, id: WebhookId): Promise<TargetHealth>
  healths(account: AccountId): Promise<ReadonlyMap<WebhookId, TargetHealth>>
  putHealth(account: AccountId, id: WebhookId, before: TargetHealth, after: TargetHealth): Promise<boolean>
}

/** What waits for its time; see `due-work.ts`. */
export interface WorkPort {
  add(work: NewDueWork, now: Instant): Promise<'added' | 'known'>
  get(account: AccountId, kind: string, id: string): Promise<DueWork | undefined>
  take(work: DueWork, now: Instant): Promise<DueWork | undefined>
  move(work: DueWork, dueAt: Instant, now: Instant): Promise<boolean>
  settle(work: DueWork, done: Done, now: Instant): Promise<boolean>
}

export interface DeliverDeps {
  readonly webhooks: WebhookPort
  readonly deliveries: DeliveryPort
  readonly works: WorkPort
  readonly post: Post
  readonly now: Clock
  /** 0 to 1, 1 excluded. */
  readonly chance: () => number
  /** An endpoint was switched off by itself: whom it concerns is told. */
  readonly tellOff: (webhook: Webhook) => Promise<void>
}

/** Told of each business event, once or more. */
export type Hear = (events: readonly BusinessEvent[]) => Promise<void>
