import type { AccountId } from '../domain/ids.ts'
import type { Rebuild } from '../domain/rebuild.ts'
import type { Stamped } from '../domain/view.ts'
import { attributeEquals, itemAbsent } from './condition.ts'
import type { Table } from './table.ts'
import { viewKeys } from './view-keys.ts'

/** How far the rebuild of an account's views is, and by which rules they were made. */
export function createRebuildStore(views: Table, newStamp: () => string) {
  // Rules change with a deployment only: once seen in force, they are.
  const inForce = new Set<string>()

  return {
    async get(account: AccountId): Promise<Stamped<Rebuild> | undefined> {
      const item = await views.get(viewKeys.rebuild(account))
      return item && ({ ...(item.rebuild as Rebuild), stamp: item.stamp as string } as Stamped<Rebuild>)
    },
    /** @returns whether it was still the one with the stamp `before` (none: absent) that was replaced */
    async put(account: AccountId, rebuild: Rebuild, before: string | undefined): Promise<boolean> {
      const { won } = await views.putIf(
        { ...viewKeys.rebuild(account), account, rebuild, stamp: newStamp() },
        before === undefined ? itemAbsent : attributeEquals('stamp', before),
      )
      return won
    },

    /** The rules by which the account's views were made; undefined if nothing was made yet. */
    async rulesOf(account: AccountId, expected: string): Promise<string | undefined> {
      if (inForce.has(account)) return expected
      const rules = (await views.get(viewKeys.rules(account)))?.rules as string | undefined
      if (rules === expected) inForce.add(account)
      return rules
    },
    async noteRules(account: AccountId, rules: string): Promise<void> {
      await views.put({ ...viewKeys.rules(account), account, rules })
    },
  }
}
