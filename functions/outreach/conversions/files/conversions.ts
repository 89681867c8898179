import { utcDaysBetween } from '../../../../shared/domain/calendar.ts'
import {
  type Destination,
  maySendIdentity,
  ruleNameOf,
} from '../../../../shared/domain/conversion/destination.ts'
import { platformRules } from '../../../../shared/domain/conversion/platform.ts'
import { verdictOf } from '../../../../shared/domain/conversion/wanted.ts'
import type { AccountId } from '../../../../shared/domain/ids.ts'
import { addDays, addMinutes, type Instant } from '../../../../shared/domain/time.ts'
import type { EnquiryRow } from '../../../../shared/domain/view.ts'
import { hashIdentity } from '../hash.ts'
import { loadIdentity } from '../identity.ts'
import { loadSubject } from '../load.ts'
import type { ConversionDeps } from '../ports.ts'
import type { FileRow } from './forms.ts'

/** An enquiry may convert so long after it began. */
const longestDays = 91
const atOnce = 8

type Deps = Pick<ConversionDeps, 'sources' | 'conversions' | 'nameOf' | 'now'>

async function rowsOf(
  deps: Deps,
  destination: Destination,
  row: EnquiryRow,
  currency: string,
): Promise<FileRow[]> {
  const { sources, nameOf } = deps
  const { account, id, platform, rules } = destination
  const subject = await loadSubject(deps, account, row, [destination])
  const wanted = rules.flatMap((rule) => {
    const { verdict } = verdictOf(destination, rule, subject, currency, new Set())
    return 'wanted' in verdict ? [{ rule, wanted: verdict.wanted }] : []
  })
  if (wanted.length === 0) return []
  const identity = maySendIdentity(destination)
    ? hashIdentity(platform, await loadIdentity(sources, account, row.enquiry))
    : undefined
  return wanted.map(({ rule, wanted: each }) => ({
    wanted: each,
    name: rule.label ?? rule.action,
    id: nameOf({
      account,
      destination: id,
      mode: 'live',
      rule: ruleNameOf(rule.trigger),
      contact: each.contact,
    }),
    ...(identity && { identity }),
  }))
}

export interface Period {
  readonly from: Instant
  /** Excluded. */
  readonly until: Instant
}

/**
 * What is true now of the conversions that happened in between, as far as the platform still takes them: a few enquiries at a
 * time, day by day of their opening, so that a file can be sent while it is read.
 */
export async function* conversionRows(
  deps: Deps,
  destination: Destination,
  currency: string,
  { from, until }: Period,
): AsyncGenerator<readonly FileRow[]> {
  const { sources, now } = deps
  const account: AccountId = destination.account
  const oldest = addMinutes(now(), -60 * platformRules[destination.platform].oldestHours)
  const earliest = from > oldest ? from : oldest
  for (const day of utcDaysBetween(addDays(earliest, -longestDays), until)) {
    const rows = await sources.enquiries.enquiriesOf(account, day)
    for (let next = 0; next < rows.length; next += atOnce) {
      const some = rows.slice(next, next + atOnce)
      const each = await Promise.all(some.map((row) => rowsOf(deps, destination, row, currency)))
      yield each.flat().filter(({ wanted: { at } }) => at >= earliest && at < until)
    }
  }
}
