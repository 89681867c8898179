import type { Hono } from 'hono'
import { zonedDayBounds, zonedDayOf } from '../../../shared/domain/calendar.ts'
import { displayCode } from '../../../shared/domain/code-display.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import { maskPhone } from '../../../shared/domain/mask.ts'
import { stretchesOf } from '../../../shared/domain/period.ts'
import type { ReferralRecord, Referrer } from '../../../shared/domain/referral.ts'
import { sessionSection } from '../../../shared/domain/rollup.ts'
import { addDays } from '../../../shared/domain/time.ts'
import { rightsOf } from '../../../shared/http/caller.ts'
import { handle, reply } from '../../../shared/http/operation.ts'
import { refuse } from '../../../shared/http/problem.ts'
import type { ReferralAppDeps } from './ports.ts'
import { reportReferrals } from './referral-schema.ts'

const usualDays = 30
const mostFriends = 500
const nothing = { visits: 0, enquiries: 0, sold: 0, value: 0, earned: 0, takenBack: 0, refused: 0 }
type Counts = { -readonly [Name in keyof typeof nothing]: number }

/** `a••@example.com`: enough to know one's own customer by. */
const maskContact = (contact: string) =>
  contact.includes('@') ? contact.replace(/^(.).*@/, '$1••@') : maskPhone(contact)

function count(counts: Counts, { state, valueMinorUnits }: ReferralRecord): void {
  counts.enquiries += 1
  counts.value += valueMinorUnits
  if (state === 'earned' || state === 'refused') counts.sold += 1
  if (state === 'earned') counts.earned += 1
  if (state === 'taken-back') counts.takenBack += 1
  if (state === 'refused') counts.refused += 1
}

export function mountReferralReport(app: Hono, deps: ReferralAppDeps): void {
  const { guards, referrals, ledger, views, vault, now } = deps

  /** Sessions by what their touch's `content` says: a customer's link says the code. */
  async function visitsByCode(account: AccountId, timeZone: string, from: string, to: string) {
    const section = sessionSection('content')
    const parts = await Promise.all(
      stretchesOf({ from, to }).map((stretch) =>
        views.rollups.read(account, { grain: stretch.grain, timeZone }, stretch.from, stretch.to, [section]),
      ),
    )
    const visits = new Map<string, number>()
    for (const { rollup } of parts.flat()) {
      for (const [key, [sessions = 0]] of Object.entries(rollup[section] ?? {})) {
        visits.set(key, (visits.get(key) ?? 0) + sessions)
      }
    }
    return visits
  }

  handle(app, guards, reportReferrals, async ({ account: id, caller, query }) => {
    const account = await ledger.accounts.get(id)
    if (!account) throw new Error(`no account ${id}`)
    const { timeZone, currency } = account
    const to = query.to ?? zonedDayOf(now(), timeZone)
    const from = query.from ?? zonedDayOf(addDays(`${to}T12:00:00.000Z`, 1 - usualDays), timeZone)
    if (from > to) {
      return refuse('invalid_query', 'A query parameter does not fit; see `errors`.', {
        errors: [{ path: 'from', message: 'Must not be after `to`.' }],
      })
    }
    const [records, referrers, visits] = await Promise.all([
      referrals.records(id, zonedDayBounds(from, timeZone).from, zonedDayBounds(to, timeZone).until),
      referrals.referrers(id),
      visitsByCode(id, timeZone, from, to),
    ])
    const byCode = new Map<string, Counts>()
    const known = new Map<string, Referrer>(referrers.map((each) => [each.code, each]))
    const countsOf = (code: string) => {
      const counts = byCode.get(code) ?? { ...nothing }
      byCode.set(code, counts)
      return counts
    }
    for (const record of records) count(countsOf(record.code), record)
    for (const { code } of referrers) countsOf(code).visits = visits.get(code) ?? 0
    const campaigns = new Map(
      await Promise.all(
        [...new Set([...referrers, ...records].flatMap(({ campaignId }) => campaignId ?? []))].map(
          async (campaign) => [campaign, (await ledger.campaigns.get(id, campaign))?.name ?? null] as const,
        ),
      ),
    )
    const { phones } = rightsOf(caller)
    const rows = [...byCode].map(([code, counts]) => {
      const referrer = known.get(code)
      const campaignId =
        referrer?.campaignId ??
        records.find((each) => each.code === code && each.campaignId)?.campaignId ??
        null
      const contact = referrer && vault.open(id, referrer.sealedContact)
      return {
        code,
        display: displayCode(code),
        campaignId,
        campaign: campaignId === null ? null : (campaigns.get(campaignId) ?? null),
        referrer: contact === undefined ? null : phones ? contact : maskContact(contact),
        ...counts,
      }
    })
    const totals: Counts = { ...nothing }
    for (const row of rows)
      for (const name of Object.keys(nothing) as (keyof Counts)[]) totals[name] += row[name]
    return reply(200, {
      from,
      to,
      timeZone,
      currency,
      rows: rows.sort((a, b) => b.value - a.value || b.enquiries - a.enquiries || (a.code < b.code ? -1 : 1)),
      friends: records
        .toReversed()
        .slice(0, mostFriends)
        .map(({ enquiryId, openedAt, code, by, state, refusal, valueMinorUnits, ...rest }) => ({
          enquiryId,
          openedAt,
          code,
          by,
          state,
          refusal: refusal ?? null,
          value: valueMinorUnits,
          takenBackBecause: rest.takenBackBecause ?? null,
          referrerReward: rest.referrerReward ?? null,
          friendReward: rest.friendReward ?? null,
          mails: { referrer: rest.mails?.referrer ?? null, friend: rest.mails?.friend ?? null },
          earnedAt: rest.earnedAt ?? null,
        })),
      totals,
    })
  })
}
