import { enquiryIdOf, firstContactOf, personIdOf } from '../domain/enquiry.ts'
import type { AccountId, EnquiryId, PersonId } from '../domain/ids.ts'
import type { ProgressRow } from '../domain/progress.ts'
import { type Clock, expiryOf, type Instant, instantOf, utcDayOf } from '../domain/time.ts'
import type { CallRow, DayRange, EnquiryRow, Head, Stamped, StoredViews, ViewChange } from '../domain/view.ts'
import { anyOf, attributeEquals, type Condition, itemAbsent } from './condition.ts'
import type { DayStore } from './day-store.ts'
import { pack, unpack } from './packed.ts'
import { progressItem } from './progress-item.ts'
import { rowsOf, standsIn } from './row-list.ts'
import type { Item, Table } from './table.ts'
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
  personAt: item.personAt as Instant | undefined,
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

/** Transactions take 100 writes. */
const transactLimit = 100

function enquiryOf(change: ViewChange): EnquiryId {
  if ('head' in change) return enquiryIdOf(change.head.contact)
  if ('enquiry' in change) return change.enquiry.enquiry.id
  if ('call' in change) return enquiryIdOf(change.call.call.callSid)
  if ('archive' in change) return change.archive.enquiry.id
  if ('progress' in change) return enquiryIdOf(firstContactOf(change.progress.id as PersonId))
  if ('removeProgress' in change) return enquiryIdOf(firstContactOf(change.removeProgress.id))
  return 'removeCall' in change ? enquiryIdOf(change.removeCall.id) : change.removeEnquiry.id
}

/** A person of many contacts is written in several transactions: each contact's head together with its rows. */
function inParts(changes: readonly ViewChange[]): ViewChange[][] {
  const together = new Map<EnquiryId, ViewChange[]>()
  for (const change of changes) {
    const group = together.get(enquiryOf(change)) ?? []
    together.set(enquiryOf(change), group)
    group.push(change)
  }
  const parts: ViewChange[][] = [[]]
  for (const group of together.values()) {
    const last = parts.at(-1) as ViewChange[]
    if (last.length + group.length > transactLimit) parts.push([...group])
    else last.push(...group)
  }
  return parts
}

/**
 * What is left where a row was: whoever is late with a row for the place finds it taken. Nobody is late by days.
 */
const graveDays = 2
const isFree = anyOf(itemAbsent, attributeEquals('isGone', true))

const isHead = (change: ViewChange) => 'head' in change

/** Whether a row goes, or a contact that had its place gets another. */
const isOneMove = (changes: readonly ViewChange[]) =>
  changes.some(
    (change) =>
      'removeEnquiry' in change ||
      'removeCall' in change ||
      'removeProgress' in change ||
      ('head' in change && change.before !== undefined && !change.isCountOnly),
  )

export function createEnquiryStore(
  views: Table,
  days: DayStore,
  newStamp: () => string,
  now: Clock = () => instantOf(Date.now()),
) {
  function placeOf(
    account: AccountId,
    change: Exclude<ViewChange, { archive: unknown } | { head: unknown }>,
  ) {
    if ('enquiry' in change) {
      const { openedAt, id } = change.enquiry.enquiry
      return viewKeys.enquiryRow(account, openedAt, id, change.shard)
    }
    if ('call' in change) {
      const { startedAt, callSid } = change.call.call
      return viewKeys.callRow(account, startedAt, callSid, change.shard)
    }
    if ('removeEnquiry' in change) {
      const { openedAt, id } = change.removeEnquiry
      return viewKeys.enquiryRow(account, openedAt, id, change.shard)
    }
    if ('progress' in change) {
      const { startedAt, id } = change.progress
      return viewKeys.progressRow(account, startedAt, id, change.shard)
    }
    if ('removeProgress' in change) {
      const { startedAt, id } = change.removeProgress
      return viewKeys.progressRow(account, startedAt, id, change.shard)
    }
    const { startedAt, id } = change.removeCall
    return viewKeys.callRow(account, startedAt, id, change.shard)
  }

  /** @param free what a place without a row has to look like */
  function writeOf(
    account: AccountId,
    change: ViewChange,
    free: Condition,
  ): { put: Item; condition?: Condition } {
    if ('archive' in change) {
      const { enquiry, revision } = change.archive
      return {
        put: { ...viewKeys.revision(account, enquiry.id, revision), account, body: pack(change.archive) },
      }
    }
    const stamp = newStamp()
    const condition = change.before === undefined ? free : attributeEquals('stamp', change.before)
    if ('head' in change) {
      const key = viewKeys.head(account, enquiryIdOf(change.head.contact))
      return { put: { ...key, account, ...change.head, stamp }, condition }
    }
    const key = placeOf(account, change)
    if ('enquiry' in change) return { put: { ...key, account, body: pack(change.enquiry), stamp }, condition }
    if ('call' in change) return { put: { ...key, account, body: pack(change.call), stamp }, condition }
    if ('progress' in change) {
      return { put: progressItem(account, change.progress, change.shard, stamp), condition }
    }
    const expiresAtEpochSeconds = expiryOf(now(), graveDays)
    return { put: { ...key, account, isGone: true, stamp, expiresAtEpochSeconds }, condition }
  }

  async function put({ put: item, condition }: ReturnType<typeof writeOf>): Promise<boolean> {
    if (condition) return (await views.putIf(item, condition)).won
    await views.put(item)
    return true
  }
  async function putAll(account: AccountId, changes: readonly ViewChange[]): Promise<boolean> {
    const won = await Promise.all(changes.map((change) => put(writeOf(account, change, itemAbsent))))
    return won.every(Boolean)
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
      const places = [...heads.values()].flatMap(({ contact, openedAt, startedAt, personAt, shard }) => [
        ...(openedAt ? [viewKeys.enquiryRow(account, openedAt, enquiryIdOf(contact), shard)] : []),
        ...(startedAt ? [viewKeys.callRow(account, startedAt, contact, shard)] : []),
        ...(personAt ? [viewKeys.progressRow(account, personAt, personIdOf(contact), shard)] : []),
      ])
      const enquiries = new Map<EnquiryId, Stamped<EnquiryRow>>()
      const calls = new Map<string, Stamped<CallRow>>()
      const progress = new Map<PersonId, Stamped<ProgressRow>>()
      for (const item of (await views.getAll(places)).filter(standsIn)) {
        if (item.sk.startsWith('enquiry#')) {
          const row = packedOf<EnquiryRow>(item)
          enquiries.set(row.enquiry.id, row)
        } else if (item.sk.startsWith('person#')) {
          const row = packedOf<ProgressRow>(item)
          progress.set(row.id as PersonId, row)
        } else {
          const row = packedOf<CallRow>(item)
          calls.set(row.call.callSid, row)
        }
      }
      return { heads, enquiries, calls, progress }
    },

    /**
     * Makes the changes, each only if what it replaces is still what was read. Where rows go or move, all is one
     * transaction, so that no enquiry ever stands twice. What is new comes head first: a head tells where its row is
     * going to stand, so that whoever goes on after a crash finds it missing. All else is plain writes.
     * @returns false if somebody else was faster: read again and decide anew
     */
    async apply(account: AccountId, changes: readonly ViewChange[]): Promise<boolean> {
      for (const change of changes) {
        if ('enquiry' in change) {
          await days.note(account, utcDayOf(change.enquiry.enquiry.openedAt), change.shard)
        }
        if ('call' in change) await days.note(account, utcDayOf(change.call.call.startedAt), change.shard)
        if ('progress' in change) await days.note(account, utcDayOf(change.progress.startedAt), change.shard)
      }
      if (!isOneMove(changes)) {
        const [heads, rows] = [changes.filter(isHead), changes.filter((change) => !isHead(change))]
        return (await putAll(account, heads)) && (await putAll(account, rows))
      }
      for (const part of inParts(changes)) {
        const writes = part.map((change) => writeOf(account, change, isHead(change) ? itemAbsent : isFree))
        if (!(await views.transact(writes)).won) return false
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
      return standsIn(item) ? packedOf<EnquiryRow>(item) : undefined
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
