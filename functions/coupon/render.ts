import type { Benefit } from '../../shared/domain/campaign.ts'
import { displayCode, spokenCode } from '../../shared/domain/code-display.ts'
import { type Code, codeStatus, type Redemption } from '../../shared/domain/coupon.ts'
import type { CodeFact } from '../../shared/domain/fact.ts'
import { epochMillisecondsOf, type Instant } from '../../shared/domain/time.ts'
import type { CodeAnswer, EventAnswer } from './code-schema.ts'
import type { CodeEvent } from './deps.ts'

/** What is absent is left out of the answer. */
const given = <Fields extends Record<string, unknown>>(fields: Fields) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Fields]?: Exclude<Fields[Name], undefined>
  }

export function renderCode(code: Code, now: Instant): CodeAnswer {
  const held = code.holds.filter(({ until }) => until > now).map(({ until }) => until)
  return {
    code: code.code,
    display: displayCode(code.code),
    spoken: spokenCode(code.code),
    direction: code.direction,
    status: codeStatus(code, now),
    campaignId: code.campaignId,
    maxUses: code.maxUses,
    used: code.used,
    issuedAt: code.issuedAt,
    ...given({ startsAt: code.startsAt }),
    expiresAt: code.expiresAt,
    ...given({
      heldUntil: held.sort().at(-1),
      sessionId: code.session,
      visitorId: code.visitor,
      callSid: code.callSid,
    }),
  }
}

export interface RedemptionAnswer {
  readonly redemptionId: string
  readonly code: string
  readonly campaignId: string
  readonly benefit: Benefit
  readonly redeemedAt: Instant
}

export const renderRedemption = ({ useId, code, campaignId, benefit, at }: Redemption): RedemptionAnswer => ({
  redemptionId: useId,
  code,
  campaignId,
  benefit,
  redeemedAt: at,
})

export function renderEvent(event: CodeFact | CodeEvent): EventAnswer {
  if ('event' in event) {
    const { at, by, reason, until } = event
    const name = { 'code-held': 'held', 'code-released': 'released', 'code-voided': 'voided' } as const
    return { event: name[event.event], at, by, ...given({ reason, until }) }
  }
  switch (event.fact) {
    case 'code-issued':
      return {
        event: 'issued',
        at: event.at,
        ...given({ sessionId: event.session, visitorId: event.visitor, callSid: event.callSid }),
      }
    case 'code-used':
      return {
        event: 'used',
        at: event.at,
        redemptionId: event.useId,
        how: event.how,
        ...given({
          sessionId: event.session,
          visitorId: event.visitor,
          callSid: event.callSid,
          orderReference: event.orderReference,
        }),
      }
    case 'code-use-voided':
      return {
        event: 'use-voided',
        at: event.at,
        redemptionId: event.useId,
        by: event.by,
        ...given({ reason: event.reason }),
      }
  }
}

/** `22 December 2026 at 14:05`, in the business's zone. */
export const renderMoment = (instant: Instant, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone }).format(
    epochMillisecondsOf(instant),
  )
