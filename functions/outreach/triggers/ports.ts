import type { BusinessEvent } from '../../../shared/domain/business-event.ts'
import type { AccountId, EnquiryId, TriggerId } from '../../../shared/domain/ids.ts'
import type { Recipient } from '../../../shared/domain/notification.ts'
import type { NewMail } from '../../../shared/domain/outgoing-mail.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import type { Trigger } from '../../../shared/domain/trigger.ts'
import type { EnquiryRow } from '../../../shared/domain/view.ts'
import type { PreferencePort } from '../deps.ts'
import type { FollowUpDeps } from '../sequences/ports.ts'

/** An event with what it was seen in. */
export interface HeardEvent {
  readonly event: BusinessEvent
  readonly enquiry?: EnquiryRow | undefined
}

export interface TriggerPort {
  list(account: AccountId): Promise<Trigger[]>
  get(account: AccountId, id: TriggerId): Promise<Trigger | undefined>
  create(account: AccountId, trigger: Trigger): Promise<boolean>
  replace(account: AccountId, trigger: Trigger): Promise<boolean>
  remove(account: AccountId, id: TriggerId): Promise<boolean>
  hasFired(account: AccountId, trigger: TriggerId, event: string): Promise<boolean>
  fired(
    account: AccountId,
    trigger: TriggerId,
    event: string,
    did: readonly string[],
    now: Instant,
  ): Promise<void>
  firings(
    account: AccountId,
  ): Promise<Map<TriggerId, { readonly times: number; readonly lastAt: Instant | null }>>
}

/** A trigger that fired, as webhooks are told. */
export interface FiredTrigger {
  readonly account: AccountId
  readonly id: string
  readonly at: Instant
  readonly trigger: { readonly id: string; readonly name: string }
  readonly because: Pick<BusinessEvent, 'id' | 'type' | 'enquiryId' | 'contact' | 'subject'>
}

/** Somebody is moved to a step: by the contact, or the visitor of whom no contact is known. */
export interface StepMove {
  readonly account: AccountId
  readonly contact?: string | undefined
  readonly visitor?: string | undefined
  readonly step: string
  readonly at: Instant
  readonly by: string
}

export interface TriggerDeps extends FollowUpDeps {
  readonly triggers: TriggerPort
  readonly recipients: (account: AccountId) => Promise<readonly Recipient[]>
  readonly preferences: PreferencePort
  readonly outbox: {
    add(mail: NewMail, mostPerHour: number, now: Instant): Promise<'added' | 'known' | 'capped'>
  }
  /** Ids of the steps of the account's process. */
  readonly stepsOf: (account: AccountId) => Promise<readonly string[]>
  readonly tellWebhooks: (fired: FiredTrigger) => Promise<void>
  readonly moveStep: (move: StepMove) => Promise<void>
}

export type EnquiryOf = (account: AccountId, id: EnquiryId) => Promise<EnquiryRow | undefined>
