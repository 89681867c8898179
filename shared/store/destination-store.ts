import type { Destination } from '../domain/conversion/destination.ts'
import type { AccountId } from '../domain/ids.ts'
import type { Instant } from '../domain/time.ts'
import { itemAbsent, itemPresent } from './condition.ts'
import { conversionKeys, destinationsOf } from './conversion-keys.ts'
import type { Item, Table } from './table.ts'
import type { Vault } from './vault.ts'

export type DestinationChange = Partial<Omit<Destination, 'id' | 'account' | 'platform' | 'createdAt'>>

/** What keeps a destination from being told, since when. */
export interface Trouble {
  readonly because: string
  readonly at: Instant
}
export type StoredDestination = Destination & {
  readonly trouble?: Trouble | undefined
  readonly hasCredentials: boolean
}

/** Where conversions go; secrets stand sealed beside, and are never told again. */
export interface DestinationStore {
  /** In the order of creation. */
  list(account: AccountId): Promise<StoredDestination[]>
  get(account: AccountId, id: string): Promise<StoredDestination | undefined>
  create(destination: Destination, credentials: Readonly<Record<string, string>> | undefined): Promise<void>
  update(account: AccountId, id: string, change: DestinationChange): Promise<StoredDestination | undefined>
  remove(account: AccountId, id: string): Promise<'removed' | 'absent'>
  credentials(account: AccountId, id: string): Promise<Readonly<Record<string, string>> | undefined>
  /** What is not named stays as it was. */
  putCredentials(account: AccountId, id: string, credentials: Readonly<Record<string, string>>): Promise<void>
  /** @param because absent: it goes well */
  putTrouble(account: AccountId, id: string, trouble: Trouble | undefined): Promise<void>
}

const prefix = 'destination#'
const destinationOf = ({ pk: _pk, sk: _sk, ...destination }: Item) =>
  destination as unknown as StoredDestination

export function createDestinationStore(ledger: Table, vault: Pick<Vault, 'seal' | 'open'>): DestinationStore {
  async function get(account: AccountId, id: string): Promise<StoredDestination | undefined> {
    const item = await ledger.get(conversionKeys.destination(account, id))
    return item && destinationOf(item)
  }
  async function credentials(account: AccountId, id: string) {
    const item = await ledger.get(conversionKeys.credentials(account, id))
    return typeof item?.sealed === 'string'
      ? (JSON.parse(vault.open(account, item.sealed)) as Record<string, string>)
      : undefined
  }

  return {
    get,
    credentials,

    list: async (account) =>
      (await ledger.query({ pk: destinationsOf(account), prefix }))
        .map(destinationOf)
        .sort((a, b) =>
          a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : a.id < b.id ? -1 : 1,
        ),

    async create(destination, given) {
      const { account, id } = destination
      const hasCredentials = given !== undefined
      await ledger.transact([
        {
          put: { ...conversionKeys.destination(account, id), ...destination, hasCredentials },
          condition: itemAbsent,
        },
        ...(given === undefined
          ? []
          : [
              {
                put: {
                  ...conversionKeys.credentials(account, id),
                  sealed: vault.seal(account, JSON.stringify(given)),
                },
              },
            ]),
      ])
    },

    async update(account, id, change) {
      const set = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
      const key = conversionKeys.destination(account, id)
      if (Object.keys(set).length > 0 && !(await ledger.update(key, { set }, itemPresent)).won)
        return undefined
      return get(account, id)
    },

    async remove(account, id) {
      const { won } = await ledger.delete(conversionKeys.destination(account, id), itemPresent)
      if (won) await ledger.delete(conversionKeys.credentials(account, id))
      return won ? 'removed' : 'absent'
    },

    async putCredentials(account, id, given) {
      const sealed = vault.seal(account, JSON.stringify({ ...(await credentials(account, id)), ...given }))
      await ledger.transact([
        {
          update: conversionKeys.destination(account, id),
          change: { set: { hasCredentials: true } },
          condition: itemPresent,
        },
        { put: { ...conversionKeys.credentials(account, id), sealed } },
      ])
    },

    async putTrouble(account, id, trouble) {
      await ledger.update(conversionKeys.destination(account, id), { set: { trouble } }, itemPresent)
    },
  }
}
