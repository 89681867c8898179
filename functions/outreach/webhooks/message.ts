import type { Account } from '../../../shared/domain/account.ts'
import type { BusinessEvent } from '../../../shared/domain/business-event.ts'
import { displayCode } from '../../../shared/domain/code-display.ts'
import type { CodeUsedFact } from '../../../shared/domain/fact.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import type { Source } from '../../../shared/domain/source.ts'
import { epochMillisecondsOf, type Instant } from '../../../shared/domain/time.ts'
import type { CallRow, EnquiryRow } from '../../../shared/domain/view.ts'
import { messageVersion, type PersonalPart } from '../../../shared/domain/webhook.ts'
import type { Heard } from '../events/heard.ts'

/** What is personal of the contact that an event rests on: as much of it as the endpoint asks for. */
export interface PersonalDetails {
  readonly phone?: string | undefined
  readonly email?: string | undefined
  readonly name?: string | undefined
  /** What the person wrote or answered. */
  readonly words?: readonly { readonly label: string; readonly text: string }[] | undefined
}

export interface MessageContext {
  readonly account: Pick<Account, 'id' | 'currency'>
  readonly include: readonly PersonalPart[]
  readonly personal?: PersonalDetails | undefined
  /** Of the console. */
  readonly origin: string
}

const orNull = <T>(value: T | undefined): T | null => value ?? null

function sourceOf({ clickIds, ...source }: Source, include: readonly PersonalPart[]) {
  return include.includes('clickIds') ? { ...source, clickIds } : source
}

function enquiryOf({ enquiry, revision }: EnquiryRow, { account, include, origin }: MessageContext) {
  const deciding = enquiry.evidence.find(({ id }) => id === enquiry.decidedBy)
  return {
    id: enquiry.id,
    revision,
    openedAt: enquiry.openedAt,
    url: `${origin}/enquiries/${encodeURIComponent(enquiry.id)}`,
    person: enquiry.person,
    firstTime: enquiry.isFirst,
    excluded: enquiry.excluded,
    contacts: enquiry.contacts,
    number: enquiry.number,
    codeCampaign: enquiry.codeCampaign,
    source: enquiry.source && sourceOf(enquiry.source, include),
    confidence: enquiry.confidence,
    because: deciding ? { kind: deciding.kind, strength: deciding.strength } : null,
    journey: enquiry.journey.map(({ at, source }) => ({
      at,
      channel: source.channel,
      source: source.source,
      medium: source.medium,
      campaign: source.campaign,
    })),
    outcomes: enquiry.outcomes.map(({ at, stage, valueMinorUnits, contact }) => ({
      at,
      stage,
      value: valueMinorUnits === undefined ? null : { amount: valueMinorUnits, currency: account.currency },
      contact,
    })),
    value: { amount: enquiry.valueMinorUnits, currency: account.currency },
  }
}

const callOf = ({ call, firstTime, code }: CallRow) => ({
  callSid: call.callSid,
  number: call.number,
  outcome: call.outcome,
  startedAt: call.startedAt,
  endedAt: call.endedAt,
  durationSeconds: call.durationSeconds,
  firstTime,
  code,
})

const useOf = ({ useId, how, callSid, session, order, orderReference }: CodeUsedFact) => ({
  redemptionId: useId,
  how,
  callSid: orNull(callSid),
  sessionId: orNull(session),
  order: order
    ? { reference: orNull(orderReference), value: order.value }
    : orderReference === undefined
      ? null
      : { reference: orderReference, value: null },
})

function personalOf({ include, personal = {} }: MessageContext) {
  const { phone, email, name, words } = personal
  const asked = include.filter((part) => part !== 'clickIds')
  if (asked.length === 0) return {}
  return {
    contact: {
      ...(include.includes('phone') && { phone: orNull(phone) }),
      ...(include.includes('email') && { email: orNull(email) }),
      ...(include.includes('name') && { name: orNull(name) }),
      ...(include.includes('words') && { words: words ?? [] }),
    },
  }
}

function ownFields(event: BusinessEvent, { account }: MessageContext) {
  switch (event.type) {
    case 'outcome.reported': {
      const { stage, valueMinorUnits, contact } = event
      const value = valueMinorUnits === null ? null : { amount: valueMinorUnits, currency: account.currency }
      return { stage, value, contactId: orNull(contact) }
    }
    case 'code.redeemed': {
      const { code, campaignId, contact } = event
      return { code, display: displayCode(code), campaignId, contactId: orNull(contact) }
    }
    case 'step.reached':
      return { step: event.step, contactId: orNull(event.contact) }
    case 'score.crossed':
      return { band: event.band, score: event.score, contactId: orNull(event.contact) }
    default:
      return {}
  }
}

/** Order is not promised; of two messages with one subject the higher number tells of the later state. */
function sequenceOf({ event, enquiry }: Heard) {
  const subject = event.enquiryId ?? event.subject ?? event.id
  return { subject, number: enquiry ? enquiry.revision : epochMillisecondsOf(event.at) }
}

interface Envelope {
  readonly id: string
  readonly type: string
  readonly at: Instant
  readonly account: AccountId
  readonly sequence: { readonly subject: string; readonly number: number }
}

/** As Standard Webhooks recommends: type, time and data, beside what this bridge says of every message. */
export const envelope = <Data>({ id, type, at, account, sequence }: Envelope, data: Data) => ({
  id,
  type,
  timestamp: at,
  version: messageVersion,
  account,
  sequence,
  data,
})

/** What is sent of an event. */
export function messageOf(heard: Heard, context: MessageContext) {
  const { event, enquiry, call, use } = heard
  const { id, type, at } = event
  const head = { id, type, at, account: context.account.id, sequence: sequenceOf(heard) }
  return envelope(head, {
    ...ownFields(event, context),
    enquiryId: orNull(event.enquiryId),
    person: orNull(event.subject),
    ...(enquiry && { enquiry: enquiryOf(enquiry, context) }),
    ...(call && { call: callOf(call) }),
    ...(use && { redemption: useOf(use) }),
    ...personalOf(context),
  })
}

/** A trigger of the account's that fired, as its webhooks are told. */
export interface FiredTrigger {
  readonly account: AccountId
  /** `evt_…`: made of the trigger and of the event that fired it. */
  readonly id: string
  readonly at: Instant
  readonly trigger: { readonly id: string; readonly name: string }
  readonly because: Pick<BusinessEvent, 'id' | 'type' | 'enquiryId' | 'contact' | 'subject'>
}

export function triggerMessageOf({ account, id, at, trigger, because }: FiredTrigger) {
  const { enquiryId, contact, subject } = because
  const sequence = { subject: enquiryId ?? subject ?? id, number: epochMillisecondsOf(at) }
  return envelope(
    { id, type: 'trigger.fired', at, account, sequence },
    {
      trigger,
      because: { id: because.id, type: because.type },
      enquiryId: orNull(enquiryId),
      person: orNull(subject),
      contactId: orNull(contact),
    },
  )
}
