import type { Instant } from '../domain/time.ts'
import { itemAbsent } from './condition.ts'
import type { Item, Table } from './table.ts'

/** A data key as it is kept: only whoever may unwrap it has the key. */
export interface WrappedKey {
  /** Stands before each value that it seals. */
  readonly name: string
  readonly wrapped: string
  /** Seals from then on: by then every program that runs knows it. */
  readonly activeAt: Instant
}

const dataKeys = 'data-keys'

/** The bridge's data keys, one for each rotation: a registry that belongs to no account. */
export const createDataKeyStore = (ledger: Table) => ({
  /** The oldest first. */
  async list(): Promise<WrappedKey[]> {
    const items = await ledger.query({ pk: dataKeys })
    return items
      .map(({ pk: _pk, sk: _sk, ...key }: Item) => key as unknown as WrappedKey)
      .sort((a, b) => (a.activeAt < b.activeAt ? -1 : 1))
  },
  /** @returns whether there was none of the name */
  async add(key: WrappedKey): Promise<boolean> {
    return (await ledger.putIf({ pk: dataKeys, sk: key.name, ...key }, itemAbsent)).won
  },
})
