import type { AccountId, TriggerId } from '../domain/ids.ts'
import { expiryOf, type Instant } from '../domain/time.ts'
import type { Trigger } from '../domain/trigger.ts'
import { itemAbsent, itemPresent } from './condition.ts'
import { followUpKeys } from './follow-up-keys.ts'
import { ledgerPartitions } from './keys.ts'
import type { Item, Table } from './table.ts'

export type TriggerStore = ReturnType<typeof createTriggerStore>

/** Beyond what any redelivery may bring back. */
const keptDays = 90
const triggerOf = ({ pk: _pk, sk: _sk, ...trigger }: Item) => trigger as unknown as Trigger

/** How often a trigger fired, and when last. */
export interface Firings {
  readonly times: number
  readonly lastAt: Instant | null
}

/** The account's triggers, and what they were set off by. */
export const createTriggerStore = (ledger: Table) => ({
  async list(account: AccountId): Promise<Trigger[]> {
    const items = await ledger.query({ pk: ledgerPartitions.account(account), prefix: 'trigger#' })
    return items.map(triggerOf)
  },
  async get(account: AccountId, id: TriggerId): Promise<Trigger | undefined> {
    const item = await ledger.get(followUpKeys.trigger(account, id))
    return item && triggerOf(item)
  },
  async create(account: AccountId, trigger: Trigger): Promise<boolean> {
    return (await ledger.putIf({ ...followUpKeys.trigger(account, trigger.id), ...trigger }, itemAbsent)).won
  },
  async replace(account: AccountId, trigger: Trigger): Promise<boolean> {
    return (await ledger.putIf({ ...followUpKeys.trigger(account, trigger.id), ...trigger }, itemPresent)).won
  },
  async remove(account: AccountId, id: TriggerId): Promise<boolean> {
    return (await ledger.delete(followUpKeys.trigger(account, id), itemPresent)).won
  },

  /** Whether all that the event sets off was done before. */
  async hasFired(account: AccountId, trigger: TriggerId, event: string): Promise<boolean> {
    return (await ledger.get(followUpKeys.fired(account, trigger, event))) !== undefined
  },
  /** Written when all is done, so that what broke before is done again. */
  async fired(account: AccountId, trigger: TriggerId, event: string, did: readonly string[], now: Instant) {
    await ledger.transact([
      {
        put: {
          ...followUpKeys.fired(account, trigger, event),
          account,
          at: now,
          did,
          expiresAtEpochSeconds: expiryOf(now, keptDays),
        },
        condition: itemAbsent,
      },
      {
        update: { ...followUpKeys.firings(account), sk: trigger },
        change: { add: { times: 1 }, set: { account, lastAt: now } },
      },
    ])
  },
  async firings(account: AccountId): Promise<Map<TriggerId, Firings>> {
    const items = await ledger.query({ pk: followUpKeys.firings(account).pk })
    return new Map(
      items.map(({ sk, times, lastAt }) => [
        sk,
        { times: times as number, lastAt: (lastAt as Instant) ?? null },
      ]),
    )
  },
})
