import { createHash } from 'node:crypto'
import type { ConversionRecord, RecordKey } from '../domain/conversion/record.ts'
import { lookWork } from '../domain/conversion/work-kinds.ts'
import { type AccountId, newId } from '../domain/ids.ts'
import { expiryOf, type Instant } from '../domain/time.ts'
import { attributeEquals, itemAbsent } from './condition.ts'
import { conversionKeys, listedOf, recordsOf, waitingOf } from './conversion-keys.ts'
import { createDueWorkStore } from './due-work-store.ts'
import type { Item, Table, Write } from './table.ts'

/** No platform lets a conversion be changed for so long. */
const keptDays = 400

/** What each destination has of each conversion. Every step is one guarded transaction. */
export interface ConversionStore {
  /** All that rests on these contacts, of whatever destination. */
  of(account: AccountId, contacts: readonly string[]): Promise<ConversionRecord[]>
  get(key: RecordKey): Promise<ConversionRecord | undefined>
  /**
   * @param before as it was read; undefined: there is none yet
   * @returns undefined: it was not `before` any more
   */
  put(before: ConversionRecord | undefined, after: ConversionRecord): Promise<ConversionRecord | undefined>
  /** What waits for the destination, due by then, the longest due first. */
  waiting(account: AccountId, destination: string, until: Instant, limit: number): Promise<ConversionRecord[]>
  /** Those of the contacts whose person was erased. */
  erasedAmong(account: AccountId, contacts: readonly string[]): Promise<ReadonlySet<string>>
  /** Newest first. @param before the position after which to go on */
  list(
    account: AccountId,
    destination: string,
    page: { readonly limit: number; readonly before?: string | undefined },
  ): Promise<ConversionRecord[]>
}

/** Its place in a destination's list. */
export const positionOfRecord = ({
  at,
  name,
  mode,
}: Pick<ConversionRecord, 'at' | 'name' | 'mode'>): string => `${at}#${name}#${mode}`

/** The same for the same conversion at the same destination, whatever becomes of it. */
export function conversionNameOf({ account, destination, rule, contact }: RecordKey): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([account, destination, rule, contact]))
    .digest()
  return newId('conversion', (length) => Uint8Array.from(digest.subarray(0, length)))
}

const recordOf = ({ pk: _pk, sk: _sk, expiresAtEpochSeconds: _expiry, ...record }: Item) =>
  record as unknown as ConversionRecord

/**
 * Remembers that whoever made the contact was erased: nothing is sent of it any more, and what was is taken back, soon.
 */
export const createConversionEraser = (ledger: Table) => {
  const works = createDueWorkStore(ledger)
  return async (account: AccountId, contact: string, now: Instant): Promise<void> => {
    const expiresAtEpochSeconds = expiryOf(now, keptDays)
    await ledger.put({ ...conversionKeys.erased(account, contact), account, contact, expiresAtEpochSeconds })
    const id = createHash('sha256').update(contact).digest('hex').slice(0, 32)
    await works.add({ account, kind: lookWork, id, dueAt: now, body: { contact } }, now)
  }
}

/** All that rests on these contacts, of whatever destination. */
export const createConversionReader =
  (ledger: Table): ConversionStore['of'] =>
  async (account, contacts) => {
    const all = await Promise.all(
      contacts.map((contact) => ledger.query({ pk: recordsOf(account, contact) })),
    )
    return all.flat().map(recordOf)
  }

export function createConversionStore(ledger: Table, newStamp: () => string): ConversionStore {
  const pointerOf = ({ account, contact, destination, mode, rule }: RecordKey) => ({
    account,
    contact,
    destination,
    mode,
    rule,
  })
  const waitingKey = ({ account, destination, name, mode }: ConversionRecord, dueAt: Instant) =>
    conversionKeys.waiting(account, destination, dueAt, name, mode)
  async function pointedTo(pointers: readonly Item[]): Promise<ConversionRecord[]> {
    const items = await ledger.getAll(
      pointers.map((pointer) => conversionKeys.record(pointer as unknown as RecordKey)),
    )
    return items.flatMap((item) => (item ? [recordOf(item)] : []))
  }

  return {
    of: createConversionReader(ledger),

    async get(key) {
      const item = await ledger.get(conversionKeys.record(key))
      return item && recordOf(item)
    },

    async put(before, after) {
      const record: ConversionRecord = { ...after, stamp: newStamp() }
      const { account, destination, at, name, mode } = record
      const expiresAtEpochSeconds = expiryOf(at, keptDays)
      const pointer = { ...pointerOf(record), expiresAtEpochSeconds }
      const [was, is] = [before?.pending?.dueAt, record.pending?.dueAt]
      const writes: Write[] = [
        {
          put: { ...conversionKeys.record(record), ...record, expiresAtEpochSeconds },
          condition: before ? attributeEquals('stamp', before.stamp) : itemAbsent,
        },
        ...(before
          ? []
          : [{ put: { ...conversionKeys.listed(account, destination, at, name, mode), ...pointer } }]),
        ...(was !== undefined && was !== is ? [{ delete: waitingKey(record, was) }] : []),
        ...(is !== undefined && was !== is ? [{ put: { ...waitingKey(record, is), ...pointer } }] : []),
      ]
      return (await ledger.transact(writes)).won ? record : undefined
    },

    async waiting(account, destination, until, limit) {
      const pointers = await ledger.query({
        pk: waitingOf(account, destination),
        between: ['0', `${until}~`],
        limit,
      })
      return (await pointedTo(pointers)).filter(({ pending }) => pending !== undefined)
    },

    async erasedAmong(account, contacts) {
      const items = await ledger.getAll(contacts.map((contact) => conversionKeys.erased(account, contact)))
      return new Set(items.flatMap((item) => (item ? [item.contact as string] : [])))
    },

    async list(account, destination, { limit, before }) {
      const pointers = await ledger.query({
        pk: listedOf(account, destination),
        descending: true,
        limit,
        after: before,
      })
      return pointedTo(pointers)
    },
  }
}
