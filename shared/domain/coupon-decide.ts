import type { Campaign } from './campaign.ts'
import {
  type Code,
  type Hold,
  holdsOfOthers,
  type Order,
  type RefusalCode,
  refusalCodes,
  usesOpenTo,
} from './coupon.ts'
import type { CodeUseMeans } from './fact.ts'
import type { Instant } from './time.ts'

/** All that is looked at when somebody wants to use or to hold a code. */
export interface Situation {
  readonly code: Code | undefined
  readonly campaign: Campaign | undefined
  readonly now: Instant
  /** Whose holds are the asker's own: they never stand in the way. */
  readonly holders: readonly string[]
  /** How the code is used and for which order; absent where it is only held. */
  readonly use?: { readonly how: CodeUseMeans; readonly order?: Order | undefined } | undefined
  /** Uses counted so far, of the campaign and of the person; absent before they were read. */
  readonly counted?: { readonly campaign: number; readonly person: number } | undefined
}

/** An item takes 400 kB and every hold rewrites it: a code for many is not held by more than so many at a time. */
const mostHolds = 100

/** By phone nobody knows the order yet; a checkout that names none has not reached the minimum. */
const meansWithOrder: ReadonlySet<CodeUseMeans> = new Set<CodeUseMeans>(['online', 'api'])

function isOrderTooSmall({ campaign, use }: Situation): boolean {
  const minimum = campaign?.minimumOrder
  if (!minimum || !use) return false
  if (!use.order) return meansWithOrder.has(use.how)
  // Amounts of two currencies can't be compared; the business states the minimum in those it sells in.
  return use.order.value.currency !== minimum.currency || use.order.value.amount < minimum.amount
}

const isReached = (limit: number | undefined, counted: number | undefined) =>
  limit !== undefined && counted !== undefined && counted >= limit

/** `code_unknown` aside, each looks at a code that exists. */
const refuses: Record<Exclude<RefusalCode, 'code_unknown'>, (situation: Situation, code: Code) => boolean> = {
  code_voided: (_, code) => code.state === 'voided',
  campaign_inactive: ({ campaign }) => campaign?.active === false,
  code_not_started: ({ campaign, now }, code) =>
    (code.startsAt ?? now) > now || (campaign?.startsAt ?? now) > now,
  code_expired: ({ campaign, now }, code) =>
    code.expiresAt <= now || (campaign?.endsAt !== undefined && campaign.endsAt <= now),
  code_used: (_, code) => code.used >= code.maxUses,
  code_held: ({ holders, now }, code) =>
    usesOpenTo(code, holders, now) < 1 || holdsOfOthers(code, holders, now).length >= mostHolds,
  limit_reached: ({ campaign, counted }) =>
    isReached(campaign?.campaignMaxUses, counted?.campaign) ||
    isReached(campaign?.perPerson, counted?.person),
  order_too_small: isOrderTooSmall,
}

/**
 * The first reason in the order of `refusalCodes`, or `undefined` if nothing is in the way: what a code is comes before
 * what others did with it, and that before what the asker could still change. A campaign that is paused or has not begun
 * has reasons of its own: `code_expired` would make people throw away a code that is going to be good.
 */
export function refusalOf(situation: Situation): RefusalCode | undefined {
  const { code } = situation
  if (!code || !situation.campaign) return 'code_unknown'
  return refusalCodes.find((reason) => reason !== 'code_unknown' && refuses[reason](situation, code))
}

/** The holds once the holder's own is prolonged (never shortened); those that are over drop out. */
export function withHold({ holds }: Code, hold: Hold, now: Instant): Hold[] {
  const own = holds.find(({ by }) => by === hold.by)
  const until = own && own.until > hold.until ? own.until : hold.until
  return [...holdsStanding(holds, [hold.by], now), { by: hold.by, until }]
}

/** The holds once these holders have none. */
export const withoutHolds = ({ holds }: Code, holders: readonly string[], now: Instant): Hold[] =>
  holdsStanding(holds, holders, now)

const holdsStanding = (holds: readonly Hold[], leaving: readonly string[], now: Instant) =>
  holds.filter(({ by, until }) => until > now && !leaving.includes(by))
