import { normalEmail } from '../domain/email.ts'
import type { AccountId, PersonalHash } from '../domain/ids.ts'
import type { SuppressionReason } from '../domain/outgoing-mail.ts'
import type { Instant } from '../domain/time.ts'
import { itemAbsent, itemPresent } from './condition.ts'
import { outreachKeys, suppressionsOf } from './outreach-keys.ts'
import type { Table } from './table.ts'
import type { Vault } from './vault.ts'

/** An address that the account's mails do not go to any more; it stands encrypted. */
export interface Suppression {
  readonly id: PersonalHash
  readonly sealed: string
  readonly reason: SuppressionReason
  readonly at: Instant
  /** What the other mail server said, if it said something. */
  readonly detail?: string | undefined
}

export interface SuppressionStore {
  isSuppressed(account: AccountId, address: string): Promise<boolean>
  /** Of addresses by their keyed hash, in their order. */
  areSuppressed(
    addresses: readonly { readonly account: AccountId; readonly address: PersonalHash }[],
  ): Promise<boolean[]>
  /** The first reason holds. */
  add(
    account: AccountId,
    address: string,
    about: Pick<Suppression, 'reason' | 'at' | 'detail'>,
  ): Promise<void>
  list(account: AccountId): Promise<Suppression[]>
  remove(account: AccountId, id: PersonalHash): Promise<'removed' | 'absent'>
}

export function createSuppressionStore(ledger: Table, vault: Vault): SuppressionStore {
  const hashOf = (account: AccountId, address: string) =>
    vault.hash(account, 'email', normalEmail(address) ?? address)
  return {
    async isSuppressed(account, address) {
      return (await ledger.get(outreachKeys.suppression(account, hashOf(account, address)))) !== undefined
    },
    async areSuppressed(addresses) {
      const items = await ledger.getAll(
        addresses.map(({ account, address }) => outreachKeys.suppression(account, address)),
      )
      return items.map((item) => item !== undefined)
    },
    async add(account, address, about) {
      const id = hashOf(account, address)
      await ledger.putIf(
        { ...outreachKeys.suppression(account, id), id, sealed: vault.seal(account, address), ...about },
        itemAbsent,
      )
    },
    async list(account) {
      const items = await ledger.query({ pk: suppressionsOf(account), prefix: 'address#' })
      return items.map((item) => item as unknown as Suppression)
    },
    async remove(account, id) {
      const { won } = await ledger.delete(outreachKeys.suppression(account, id), itemPresent)
      return won ? 'removed' : 'absent'
    },
  }
}
