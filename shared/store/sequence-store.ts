import type { AccountId, SequenceId } from '../domain/ids.ts'
import { type FollowUpSettings, type Sequence, usualFollowUp } from '../domain/sequence.ts'
import { itemAbsent, itemPresent } from './condition.ts'
import { followUpKeys } from './follow-up-keys.ts'
import { ledgerPartitions } from './keys.ts'
import { readResults } from './mail-results-store.ts'
import type { Item, Table } from './table.ts'

export type SequenceStore = ReturnType<typeof createSequenceStore>

const sequenceOf = ({ pk: _pk, sk: _sk, ...sequence }: Item) => sequence as unknown as Sequence

/** The account's sequences, and what holds for all of them. */
export const createSequenceStore = (ledger: Table) => ({
  async list(account: AccountId): Promise<Sequence[]> {
    const items = await ledger.query({ pk: ledgerPartitions.account(account), prefix: 'sequence#' })
    return items.map(sequenceOf)
  },
  async get(account: AccountId, id: SequenceId): Promise<Sequence | undefined> {
    const item = await ledger.get(followUpKeys.sequence(account, id))
    return item && sequenceOf(item)
  },
  /** @returns false if one of this id is there already (`create`), or none is (`replace`) */
  async create(account: AccountId, sequence: Sequence): Promise<boolean> {
    const item = { ...followUpKeys.sequence(account, sequence.id), ...sequence }
    return (await ledger.putIf(item, itemAbsent)).won
  },
  async replace(account: AccountId, sequence: Sequence): Promise<boolean> {
    const item = { ...followUpKeys.sequence(account, sequence.id), ...sequence }
    return (await ledger.putIf(item, itemPresent)).won
  },
  async remove(account: AccountId, id: SequenceId): Promise<boolean> {
    return (await ledger.delete(followUpKeys.sequence(account, id), itemPresent)).won
  },
  results: (account: AccountId, id: SequenceId) => readResults(ledger, account, id),

  async settings(account: AccountId): Promise<FollowUpSettings> {
    const item = await ledger.get(followUpKeys.settings(account))
    const { pk: _pk, sk: _sk, ...given } = item ?? { pk: '', sk: '' }
    return { ...usualFollowUp, ...given }
  },
  /** Sets the given fields alone; null takes one away, so that the usual holds. */
  async change(
    account: AccountId,
    change: { readonly [Field in keyof FollowUpSettings]?: FollowUpSettings[Field] | null | undefined },
  ): Promise<void> {
    const set = Object.fromEntries(
      Object.entries(change).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, value ?? undefined]],
      ),
    )
    if (Object.keys(set).length > 0) await ledger.update(followUpKeys.settings(account), { set })
  },
})
