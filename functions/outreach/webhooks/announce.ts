import type { Account } from '../../../shared/domain/account.ts'
import type { NewDelivery } from '../../../shared/domain/delivery.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import type { ContactKind } from '../../../shared/domain/link.ts'
import { isPrompt } from '../../../shared/domain/target-health.ts'
import { addSeconds } from '../../../shared/domain/time.ts'
import { type Webhook, wants } from '../../../shared/domain/webhook.ts'
import type { Heard, Listener } from '../events/heard.ts'
import {
  type FiredTrigger,
  type MessageContext,
  messageOf,
  type PersonalDetails,
  triggerMessageOf,
} from './message.ts'
import type { DeliverDeps } from './ports.ts'
import { scheduleDelivery } from './schedule.ts'

export interface AnnounceDeps extends Pick<DeliverDeps, 'webhooks' | 'deliveries' | 'works' | 'now'> {
  readonly ledger: { readonly accounts: { get(account: AccountId): Promise<Account | undefined> } }
  /** What is personal of a contact; undefined: nothing is known of it, or it must not be told. */
  readonly personal: (
    account: AccountId,
    contact: string,
    kind: ContactKind,
  ) => Promise<PersonalDetails | undefined>
  readonly origin: string
}

/** Rounds in which somebody waits leave a slow endpoint to those of the schedule. */
const laterSeconds = 20

const kindOf = ({ event, enquiry, progress, call, use }: Heard): ContactKind | undefined => {
  const contacts = enquiry?.enquiry.contacts ?? progress?.contacts
  const named = contacts?.find(({ id }) => id === event.contact)
  if (named) return named.kind
  if (call) return 'call'
  if (use) return use.callSid !== undefined ? 'call' : use.conversation !== undefined ? 'text' : 'redemption'
  return undefined
}
/** The contact whose person is told: the one that the event rests on, else the newest. */
function contactOf(heard: Heard): { readonly id: string; readonly kind: ContactKind } | undefined {
  const kind = kindOf(heard)
  if (kind !== undefined && heard.event.contact !== undefined) return { id: heard.event.contact, kind }
  return heard.enquiry?.enquiry.contacts.at(-1)
}

/** Each endpoint that wants an event is sent it: one delivery for each, however often the event comes. */
export function createAnnounceToWebhooks(deps: AnnounceDeps): Listener {
  const { webhooks, ledger } = deps

  async function tell(heard: Heard, webhook: Webhook, account: Account): Promise<void> {
    const { event } = heard
    const { include } = webhook
    const contact = include.some((part) => part !== 'clickIds') ? contactOf(heard) : undefined
    const personal = contact && (await deps.personal(account.id, contact.id, contact.kind))
    const context: MessageContext = { account, include, personal, origin: deps.origin }
    await sendTo(deps, webhook, {
      name: `webhook ${webhook.id} ${event.id}`,
      about: { event: event.id, type: event.type, enquiry: event.enquiryId },
      body: JSON.stringify(messageOf(heard, context)),
    })
  }

  return async (all) => {
    const known = new Map<AccountId, Promise<readonly Webhook[]>>()
    for (const heard of all) {
      const { account: id, type } = heard.event
      const listing = known.get(id) ?? webhooks.list(id)
      known.set(id, listing)
      const wanting = (await listing).filter((webhook) => wants(webhook, type))
      const account = wanting.length > 0 ? await ledger.accounts.get(id) : undefined
      if (!account) continue
      await Promise.all(wanting.map((webhook) => tell(heard, webhook, account)))
    }
  }
}

/** One message to one endpoint, at once, or a little later if it is known to be slow. */
export async function sendTo(
  deps: Pick<DeliverDeps, 'webhooks' | 'deliveries' | 'works' | 'now'>,
  { account, id }: Webhook,
  message: Pick<NewDelivery, 'name' | 'about' | 'body'>,
) {
  const health = await deps.webhooks.health(account, id)
  const dueAt = isPrompt(health) ? deps.now() : addSeconds(deps.now(), laterSeconds)
  return scheduleDelivery(deps, { ...message, account, target: { kind: 'webhook', id }, dueAt })
}

/** Tells the endpoints that want to hear of triggers; there is one message of each firing, however often it is told. */
export function createAnnounceTrigger(
  deps: Pick<DeliverDeps, 'webhooks' | 'deliveries' | 'works' | 'now'>,
): (fired: FiredTrigger) => Promise<void> {
  return async (fired) => {
    const all = await deps.webhooks.list(fired.account)
    const body = JSON.stringify(triggerMessageOf(fired))
    const about = { event: fired.id, type: 'trigger.fired', enquiry: fired.because.enquiryId }
    for (const webhook of all.filter((each) => wants(each, 'trigger.fired')))
      await sendTo(deps, webhook, { name: `webhook ${webhook.id} ${fired.id}`, about, body })
  }
}
