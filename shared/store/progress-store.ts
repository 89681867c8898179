import type { AccountId, VisitorId } from '../domain/ids.ts'
import type { ProgressRow } from '../domain/progress.ts'
import { type Clock, expiryOf, type Instant, instantOf, utcDayOf } from '../domain/time.ts'
import type { DayRange, Stamped, VisitorHead } from '../domain/view.ts'
import { anyOf, attributeEquals, type Condition, itemAbsent } from './condition.ts'
import type { DayStore } from './day-store.ts'
import { visitorHeadMember } from './link-store.ts'
import { unpack } from './packed.ts'
import { progressItem, progressName } from './progress-item.ts'
import { rowsOf, standsIn } from './row-list.ts'
import type { Item, Key, Table } from './table.ts'
import { viewKeys } from './view-keys.ts'

export type ProgressStore = ReturnType<typeof createProgressStore>

/** Likewise what is left where a row was; see `enquiry-store.ts`. */
const graveDays = 2
const isFree = anyOf(itemAbsent, attributeEquals('isGone', true))

const rowOf = (item: Item): Stamped<ProgressRow> => ({
  ...unpack<ProgressRow>(item.body),
  stamp: item.stamp as string,
})

/** The rows of visitors who made no contact yet; those of persons are written together with their enquiries. */
export function createProgressStore(
  views: Table,
  days: DayStore,
  newStamp: () => string,
  now: Clock = () => instantOf(Date.now()),
) {
  const placeOf = (account: AccountId, visitor: VisitorId, at: Instant, shard = 0) =>
    viewKeys.progressRow(account, at, progressName({ kind: 'visitor', id: visitor }), shard)

  return {
    async ofVisitor(
      account: AccountId,
      visitor: VisitorId,
      head: VisitorHead | undefined,
    ): Promise<Stamped<ProgressRow> | undefined> {
      if (head?.at === undefined) return undefined
      const item = await views.get(placeOf(account, visitor, head.at, head.shard))
      return standsIn(item) ? rowOf(item) : undefined
    },

    async getAll(account: AccountId, places: readonly Key[]): Promise<(ProgressRow | undefined)[]> {
      const own = places.filter(({ pk }) => pk.startsWith(`${account}#`))
      return (await views.getAll(own)).map((item) => (standsIn(item) ? rowOf(item) : undefined))
    },
    /** Those of all that the day has; in time order. */
    listOf: (account: AccountId, day: string, range: DayRange = {}) =>
      rowsOf<ProgressRow>(views, days, account, day, 'person', range, undefined),

    /**
     * Puts the row in the place of the one that stands, or takes that away. One write after the other, each guarded by
     * what stood there, and each such that whoever goes on after it finds what is missing: a row leaves its place, and a
     * mark there, before its head leads elsewhere; a head leads to a place before the row stands there.
     * @param shard of a row that comes
     * @returns false if somebody else was faster: read again and decide anew
     */
    async putVisitor(
      account: AccountId,
      visitor: VisitorId,
      before: { readonly head?: VisitorHead | undefined; readonly row?: { stamp: string } | undefined },
      next: ProgressRow | undefined,
      shard: number,
    ): Promise<boolean> {
      const { head, row } = before
      const at = next?.startedAt
      const own = head ? (head.shard ?? 0) : shard
      if (at !== undefined) await days.note(account, utcDayOf(at), own)
      const item = next && progressItem(account, next, own, newStamp())
      if (item && head?.at === at && row) {
        return (await views.putIf(item, attributeEquals('stamp', row.stamp))).won
      }
      // Who takes a row away leaves a mark of its own: whoever had looked at the place before it is too late.
      const free = item && head ? stands(await views.get(item)) : itemAbsent
      if (head?.at !== undefined && head.at !== at) {
        const grave = {
          ...placeOf(account, visitor, head.at, own),
          account,
          isGone: true,
          stamp: newStamp(),
          expiresAtEpochSeconds: expiryOf(now(), graveDays),
        }
        const isStill = row ? attributeEquals('stamp', row.stamp) : isFree
        if (!(await views.putIf(grave, isStill)).won) return false
      }
      // Written even where it leads there already: whoever takes the row away meanwhile writes it, too, and one of us loses.
      const headItem = {
        ...viewKeys.link(account, `visitor:${visitor}`, visitorHeadMember),
        account,
        at,
        ...(own > 0 && { shard: own }),
        stamp: newStamp(),
      }
      const { won } = await views.putIf(headItem, head ? attributeEquals('stamp', head.stamp) : itemAbsent)
      if (!won) return false
      return item ? (await views.putIf(item, free)).won : true
    },
  }
}

/** That a place is as it was read: a mark that was left there is not a later one. */
const stands = (item: Item | undefined): Condition =>
  item ? attributeEquals('stamp', item.stamp) : itemAbsent
