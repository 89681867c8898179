import { createHash } from 'node:crypto'
import type { BusinessEvent } from '../../../shared/domain/business-event.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import { firesOn, type Trigger, type TriggerAction } from '../../../shared/domain/trigger.ts'
import type { EnquiryRow } from '../../../shared/domain/view.ts'
import { preferencesOf } from '../preferences/preferences.ts'
import { enrol } from '../sequences/enrol.ts'
import { issueCode } from './issue-code.ts'
import type { HeardEvent, TriggerDeps } from './ports.ts'

/** A flood of events does not become one of mails. */
const mostNoticesPerHour = 60

/** What one firing knows. */
interface Firing {
  readonly trigger: Trigger
  readonly event: BusinessEvent
  /** The person's, the one that the event rests on first, then the newest. */
  readonly contacts: readonly string[]
  readonly enquiry: EnquiryRow | undefined
}

const named = (prefix: string, id: string | undefined) =>
  id?.startsWith(prefix) ? id.slice(prefix.length) : undefined

function contactsOf({ contact, subject }: BusinessEvent, enquiry: EnquiryRow | undefined): string[] {
  const newest = (enquiry?.enquiry.contacts ?? []).map(({ id }) => id).reverse()
  // A person is named after their first contact.
  const first = named('per_', subject)
  return [...new Set([contact, ...newest, first].filter((id) => id !== undefined))]
}

async function notify(
  deps: TriggerDeps,
  { trigger, event, enquiry }: Firing,
  { members = [], roles = [] }: Extract<TriggerAction, { do: 'notify' }>,
): Promise<string> {
  const { account } = event
  const place = enquiry?.enquiry.contacts.find(({ id }) => id === event.contact)
  const about = {
    kind: 'alert',
    trigger: trigger.name,
    event: `${trigger.id} ${event.id}`,
    type: event.type,
    at: event.at,
    ...(event.enquiryId !== undefined && { enquiryId: event.enquiryId }),
    ...(place && { contact: place.id, contactKind: place.kind }),
  } as const
  const all = await deps.recipients(account)
  let told = 0
  for (const recipient of all) {
    if (!members.includes(recipient.id) && !roles.includes(recipient.role)) continue
    if ((await preferencesOf(deps.preferences, recipient)).alerts === false) continue
    const mail = { account, member: recipient.id, about, dueAt: deps.now() }
    const added = await deps.outbox.add(mail, mostNoticesPerHour, deps.now())
    if (added === 'capped')
      deps.report({ trouble: 'mails-capped', account, cause: `more than ${mostNoticesPerHour} an hour` })
    else told += 1
  }
  return `told ${told}`
}

async function stopSequence(
  deps: TriggerDeps,
  { event, contacts }: Firing,
  { sequenceId }: Extract<TriggerAction, { do: 'stop-sequence' }>,
): Promise<string> {
  const { account } = event
  let stopped = 0
  for (const address of await deps.mailing.addressesOf(account, contacts)) {
    const ended = await deps.mailing.stop(
      account,
      address,
      ({ sequence, eventAt }) =>
        (sequenceId === undefined || sequence === sequenceId) && event.at > eventAt ? 'trigger' : undefined,
      deps.now(),
    )
    stopped += ended.length
  }
  return `stopped ${stopped}`
}

/** `evt_…`, made of the trigger and of what fired it. */
const firingId = ({ trigger, event }: Firing) =>
  `evt_${createHash('sha256').update(`${trigger.id} ${event.id}`).digest('base64url').slice(0, 24)}`

/** Each can be repeated without harm, so that a firing that broke is done again as a whole. */
async function act(deps: TriggerDeps, firing: Firing, action: TriggerAction): Promise<string> {
  const { trigger, event, contacts } = firing
  const { account, id, at } = event
  switch (action.do) {
    case 'notify':
      return notify(deps, firing, action)
    case 'start-sequence': {
      const sequence = action.sequenceId
      return enrol(deps, { account, contacts, sequence, event: `${trigger.id} ${id}`, eventAt: at })
    }
    case 'stop-sequence':
      return stopSequence(deps, firing, action)
    case 'issue-code':
      return issueCode(deps, account, contacts, action.campaignId)
    case 'webhook': {
      const { type, enquiryId, contact, subject } = event
      await deps.tellWebhooks({
        account,
        id: firingId(firing),
        at,
        trigger: { id: trigger.id, name: trigger.name },
        because: { id, type, enquiryId, contact, subject },
      })
      return 'told'
    }
    case 'move-step': {
      const [contact] = contacts
      const visitor = contact === undefined ? event.subject : undefined
      if (contact === undefined && visitor === undefined) return 'nobody'
      await deps.moveStep({ account, contact, visitor, step: action.step, at, by: trigger.id })
      return 'moved'
    }
  }
}

/** Events → what the account's triggers do because of them: each event sets each trigger off once, however often it comes. */
export function createFire(deps: TriggerDeps) {
  async function fire(heard: HeardEvent, triggers: readonly Trigger[]): Promise<void> {
    const { event } = heard
    const about = triggers.filter(({ active, when }) => active && when.event === event.type)
    if (about.length === 0) return
    const { account, enquiryId } = event
    const enquiry =
      heard.enquiry ?? (enquiryId && (await deps.views.enquiries.find(account, enquiryId))) ?? undefined
    const told = enquiry && {
      channel: enquiry.enquiry.source?.channel ?? null,
      isFirst: enquiry.enquiry.isFirst,
      isExcluded: enquiry.enquiry.excluded !== null,
    }
    for (const trigger of about) {
      if (firesOn(trigger, event, told, deps.now()) !== 'fires') continue
      if (await deps.triggers.hasFired(account, trigger.id, event.id)) continue
      const firing: Firing = { trigger, event, enquiry, contacts: contactsOf(event, enquiry) }
      const did: string[] = []
      for (const action of trigger.actions) did.push(`${action.do}: ${await act(deps, firing, action)}`)
      await deps.triggers.fired(account, trigger.id, event.id, did, deps.now())
    }
  }

  return async (heard: readonly HeardEvent[]): Promise<void> => {
    const known = new Map<AccountId, Promise<readonly Trigger[]>>()
    for (const each of heard) {
      const { account } = each.event
      const listing = known.get(account) ?? deps.triggers.list(account)
      known.set(account, listing)
      await fire(each, await listing)
    }
  }
}
