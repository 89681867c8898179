import type { Code } from '../domain/coupon.ts'
import type { Instant } from '../domain/time.ts'
import {
  anyOf,
  attributeAbove,
  attributeAbsent,
  attributeAtMost,
  attributeEquals,
  type Condition,
} from './condition.ts'

/**
 * What a write to a code relies on:
 *
 *     issued ─▶ live ─▶ used          holds come and go beside it, each for its minutes
 *                │        │
 *                ▼        ▼
 *              voided   voided        time alone makes a code begin and expire
 *
 * What was read may be old when it is written upon: each clause repeats one thing that was decided.
 */
export const isLive: Condition = attributeEquals('state', 'live')
export const hasBegun = (now: Instant): Condition =>
  anyOf(attributeAbsent('startsAt'), attributeAtMost('startsAt', now))
/** Never left to the table's TTL, which deletes days later. */
export const isNotOver = (now: Instant): Condition => attributeAbove('expiresAt', now)
/** One more use fits, besides `reserved` ones. */
export const fitsAnotherUse = ({ maxUses }: Pick<Code, 'maxUses'>, reserved: number): Condition =>
  attributeAtMost('used', maxUses - reserved - 1)
/** Nobody has taken, prolonged or released a hold meanwhile. */
export const holdsAreAsRead = ({ holdsRevision }: Pick<Code, 'holdsRevision'>): Condition =>
  holdsRevision === 0 ? attributeAbsent('holdsRevision') : attributeEquals('holdsRevision', holdsRevision)
