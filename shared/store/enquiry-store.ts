import { enquiryIdOf } from '../domain/enquiry.ts'
import type { AccountId, EnquiryId } from '../domain/ids.ts'
import { type Instant, utcDayOf } from '../domain/time.ts'
import type { CallRow, DayRange, EnquiryRow, Head, Stamped, StoredViews, ViewChange } from '../domain/view.ts'
import { attributeEquals, itemAbsent } from './condition.ts'
import type { DayStore } from './day-store.ts'
import { pack, unpack } from './packed.ts'
import type { Item, Table, Write } from './table.ts'
import { viewKeys, viewPartitions } from './view-keys.ts'

export type EnquiryStore = ReturnType<typeof createEnquiryStore>

const headOf = (item: Item): Stamped<Head> => ({
  contact: item.contact as string,
  kind: item.kind as Head['kind'],
  session: item.session as Head['session'],
  code: item.code as Head['code'],
  enquiryId: item.enquiryId as EnquiryId,
  openedAt: item.openedAt as Instant | undefined,
  startedAt: item.startedAt as Instant | undefined,
  shard: item.shard as number | undefined,
  revision: item.revision as number,
  stamp: item.stamp as string,
})
const packedOf = <T>(item: Item): Stamped<T> => ({
  ...unpack<T>(item.body),
  stamp: item.stamp as string,
})

/** Longer than any id that is made of a contact's; a key holds 2,048 bytes. */
const maxIdCharacters = 300

/** Transactions take 100 writes; a person of so many enquiries is written in several, each guarded by its stamps. */
const transactLimit = 100

export function createEnquiryStore(views: Table, days: DayStore, newStamp: () => string) {
  const guard = (before: string | undefined) =>
    before === undefined ? itemAbsent : attributeEquals('stamp', before)

  function writeOf(account: AccountId, change: ViewChange): Write {
    const stamp = newStamp()
    if ('head' in change) {
      return {
        put: { ...viewKeys.head(account, enquiryIdOf(change.head.contact)), account, ...change.head, stamp },
        condition: guard(change.before),
      }
    }
    if ('enquiry' in change) {
      const { openedAt, id } = change.enquiry.enquiry
      return {
        put: {
          ...viewKeys.enquiryRow(account, openedAt, id, change.shard),
          account,
          body: pack(change.enquiry),
          stamp,
        },
        condition: guard(change.before),
      }
    }
    if ('call' in change) {
      const { startedAt, callSid } = change.call.call
      return {
        put: {
          ...viewKeys.callRow(account, startedAt, callSid, change.shard),
          account,
          body: pack(change.call),
          stamp,
        },
        condition: guard(change.before),
      }
    }
    if ('removeEnquiry' in change) {
      const { openedAt, id } = change.removeEnquiry
      return {
        delete: viewKeys.enquiryRow(account, openedAt, id, change.shard),
        condition: guard(change.before),
      }
    }
    if ('removeCall' in change) {
      const { startedAt, id } = change.removeCall
      return {
        delete: viewKeys.callRow(account, startedAt, id, change.shard),
        condition: guard(change.before),
      }
    }
    const { enquiry, revision } = change.archive
    return {
      put: { ...viewKeys.revision(account, enquiry.id, revision), account, body: pack(change.archive) },
    }
  }

  const isContentOnly = (change: ViewChange) =>
    'archive' in change || (('enquiry' in change || 'call' in change) && change.before !== undefined)

  async function put(write: Write): Promise<boolean> {
    if (!('put' in write)) throw new Error('only puts are written one by one')
    if (!write.condition) {
      await views.put(write.put)
      return true
    }
    return (await views.putIf(write.put, write.condition)).won
  }

  async function readHead(account: AccountId, id: EnquiryId): Promise<Head | undefined> {
    const item = await views.get(viewKeys.head(account, id))
    return item && headOf(item)
  }

  return {
    /** What the views say of these contacts now. */
    async read(account: AccountId, contacts: readonly string[]): Promise<StoredViews> {
      const headItems = await views.getAll(contacts.map((id) => viewKeys.head(account, enquiryIdOf(id))))
      const heads = new Map<string, Stamped<Head>>()
      for (const item of headItems) if (item) heads.set(item.contact as string, headOf(item))
      const places = [...heads.values()].flatMap(({ contact, openedAt, startedAt, shard }) => [
        ...(openedAt ? [viewKeys.enquiryRow(account, openedAt, enquiryIdOf(contact), shard)] : []),
        ...(startedAt ? [viewKeys.callRow(account, startedAt, contact, shard)] : []),
      ])
      const enquiries = new Map<EnquiryId, Stamped<EnquiryRow>>()
      const calls = new Map<string, Stamped<CallRow>>()
      for (const item of await views.getAll(places)) {
        if (item?.sk.startsWith('enquiry#')) {
          const row = packedOf<EnquiryRow>(item)
          enquiries.set(row.enquiry.id, row)
        } else if (item) {
          const row = packedOf<CallRow>(item)
          calls.set(row.call.callSid, row)
        }
      }
      return { heads, enquiries, calls }
    },

    /**
     * Makes the changes, each only if what it replaces is still what was read. Where rows come, go or move, all is one
     * transaction, so that no enquiry ever stands twice; new contents of standing rows are plain writes.
     * @returns false if somebody else was faster: read again and decide anew
     */
    async apply(account: AccountId, changes: readonly ViewChange[]): Promise<boolean> {
      for (const change of changes) {
        if ('enquiry' in change) {
          await days.note(account, utcDayOf(change.enquiry.enquiry.openedAt), change.shard)
        }
        if ('call' in change) await days.note(account, utcDayOf(change.call.call.startedAt), change.shard)
      }
      const writes = changes.map((change) => writeOf(account, change))
      if (changes.every(isContentOnly)) {
        return (await Promise.all(writes.map(put))).every((won) => won)
      }
      for (let start = 0; start < writes.length; start += transactLimit) {
        const outcome = await views.transact(writes.slice(start, start + transactLimit))
        if (!outcome.won) return false
      }
      return true
    },

    /** The account's enquiry of the id, or the one into which it merged. */
    async find(account: AccountId, id: EnquiryId): Promise<EnquiryRow | undefined> {
      if (id.length > maxIdCharacters) return undefined
      const head = await readHead(account, id)
      if (!head) return undefined
      const opener = head.enquiryId === id ? head : await readHead(account, head.enquiryId)
      if (opener?.openedAt === undefined) return undefined
      const { openedAt, enquiryId, shard } = opener
      const item = await views.get(viewKeys.enquiryRow(account, openedAt, enquiryId, shard))
      return item && packedOf<EnquiryRow>(item)
    },
    /** Earlier revisions, oldest first. */
    async revisions(account: AccountId, id: EnquiryId): Promise<EnquiryRow[]> {
      const items = await views.query({ pk: viewPartitions.enquiry(account, id), prefix: 'revision#' })
      return items.map((item) => packedOf<EnquiryRow>(item))
    },
    /** Those of one partition, or of all that the day has; in time order. */
    enquiriesOf: (account: AccountId, day: string, range: DayRange = {}, shard?: number) =>
      rowsOf<EnquiryRow>(views, days, account, day, 'enquiry', range, shard),
    callsOf: (account: AccountId, day: string, range: DayRange = {}, shard?: number) =>
      rowsOf<CallRow>(views, days, account, day, 'call', range, shard),
  }
}

/** The rows of one kind within a day, in time order. The sort keys: `~` follows every character of an instant. */
export async function rowsOf<Row>(
  views: Table,
  days: DayStore,
  account: AccountId,
  day: string,
  kind: string,
  { from, until }: DayRange,
  shard: number | undefined,
): Promise<Row[]> {
  const between = [`${kind}#${from ?? ''}`, `${kind}#${until ?? '~'}`] as const
  const read = (each: number) => views.query({ pk: viewPartitions.day(account, day, each), between })
  if (shard !== undefined) return (await read(shard)).map(({ body }) => unpack<Row>(body))
  const shards = await days.shardsOf(account, day)
  const parts = await Promise.all(Array.from({ length: shards }, (_, each) => read(each)))
  const items = parts.flat()
  if (shards > 1) items.sort((a, b) => (a.sk < b.sk ? -1 : 1))
  return items.map(({ body }) => unpack<Row>(body))
}
