import type { CodeRow, MintedRow } from '../domain/code-row.ts'
import type { AccountId } from '../domain/ids.ts'
import { type Instant, utcDayOf } from '../domain/time.ts'
import type { DayRange, Stamped } from '../domain/view.ts'
import { attributeEquals, itemAbsent } from './condition.ts'
import type { DayStore } from './day-store.ts'
import { pack, unpack } from './packed.ts'
import { rowsOf } from './row-list.ts'
import type { Item, Table } from './table.ts'
import { viewKeys, viewPartitions } from './view-keys.ts'

export type CodeRowStore = ReturnType<typeof createCodeRowStore>

/**
 * The rows of codes stand on the day of their issue. Only a code whose issue is not known stands where it was first
 * used, which later facts may change: such a place is noted before anything is put there, so that whoever comes later
 * finds what has to go. Nothing is noted of all others, which stand at one place for good.
 */
export function createCodeRowStore(views: Table, days: DayStore, newStamp: () => string) {
  const rowOf = (item: Item) => unpack<CodeRow>(item.body)

  async function putRow(account: AccountId, name: string, row: CodeRow | MintedRow, before?: string) {
    await days.note(account, utcDayOf(row.at))
    const key = viewKeys.codeRow(account, row.at, name)
    const { won } = await views.putIf(
      { ...key, account, body: pack(row), stamp: newStamp() },
      before === undefined ? itemAbsent : attributeEquals('stamp', before),
    )
    return won
  }

  return {
    /** The code's rows as they stand: at `place`, and wherever else one was put before its issue was known. */
    async standing(
      account: AccountId,
      code: string,
      place: Instant | undefined,
    ): Promise<Stamped<CodeRow>[]> {
      const noted = await views.query({ pk: viewPartitions.codePlaces(account, code) })
      const places = new Set([...noted.map(({ sk }) => sk), ...(place === undefined ? [] : [place])])
      const items = await views.getAll([...places].map((at) => viewKeys.codeRow(account, at, code)))
      return items.flatMap((item) => (item ? [{ ...rowOf(item), stamp: item.stamp as string }] : []))
    },

    /** @returns whether it was still the one with the stamp `before` (none: absent) that was replaced */
    async put(account: AccountId, row: CodeRow, before: string | undefined): Promise<boolean> {
      if (row.issue === 'unknown' && before === undefined) {
        await views.put({ ...viewKeys.codePlace(account, row.code, row.at), account })
      }
      return putRow(account, row.code, row, before)
    },

    /** @returns whether it was still this one */
    async remove(account: AccountId, { code, at, stamp }: Stamped<CodeRow>): Promise<boolean> {
      const key = viewKeys.codeRow(account, at, code)
      return (await views.delete(key, attributeEquals('stamp', stamp))).won
    },

    /** A batch never changes its size: the first to tell of it is right. */
    async putMinted(account: AccountId, { campaignId, batch, at, count }: MintedRow): Promise<void> {
      await putRow(account, `${campaignId}#${batch}`, { campaignId, batch, at, count })
    },

    /** All of a day's codes stand in its first partition: they are few beside its sessions. */
    listOf: (account: AccountId, day: string, range: DayRange = {}): Promise<(CodeRow | MintedRow)[]> =>
      rowsOf<CodeRow | MintedRow>(views, days, account, day, 'code', range, 0),
  }
}
