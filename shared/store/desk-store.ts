import type { Code } from '../domain/coupon.ts'
import type { CallFact } from '../domain/fact.ts'
import type { AccountId, CallSid } from '../domain/ids.ts'
import type { Instant } from '../domain/time.ts'
import { callFactFromItem } from './call-store.ts'
import { codeKey, codeOf } from './code-item.ts'
import { ledgerPartitions } from './keys.ts'
import type { Table } from './table.ts'

/** A call with the codes that play a part in it. */
export interface CallAtDesk {
  readonly facts: readonly CallFact[]
  /** Quoted by the caller, by when. */
  readonly quoted: readonly string[]
  /** Given to the caller, likewise. */
  readonly issued: readonly string[]
}

export interface DeskStore {
  /** The calls that began since then, newest first, each once. */
  begunSince(account: AccountId, since: Instant, limit: number): Promise<CallSid[]>
  /** One query. */
  callOf(account: AccountId, callSid: CallSid): Promise<CallAtDesk>
  /** What stands of these codes, in their order. */
  codesOf(account: AccountId, codes: readonly string[]): Promise<Code[]>
}

/** What an account's agents look at each second: one small partition of the calls that began lately, and the calls. */
export function createDeskStore(ledger: Table): DeskStore {
  return {
    async begunSince(account, since, limit) {
      const items = await ledger.query({
        pk: ledgerPartitions.desk(account),
        between: [since, '~'],
        descending: true,
        limit,
      })
      // A webhook that was delivered twice stands there twice.
      return [...new Set(items.map(({ callSid }) => callSid as CallSid))]
    },

    async callOf(account, callSid) {
      const items = await ledger.query({ pk: ledgerPartitions.call(account, callSid) })
      const codesIn = (role: string) =>
        items
          .filter(({ event }) => event === `code-${role}-here`)
          .sort((a, b) => ((a.at as string) < (b.at as string) ? -1 : 1))
          .map(({ code }) => code as string)
      return {
        facts: items.flatMap((item) => callFactFromItem(item) ?? []),
        quoted: codesIn('quoted'),
        issued: codesIn('issued'),
      }
    },

    async codesOf(account, codes) {
      const items = await ledger.getAll(codes.map((code) => codeKey(account, code)))
      return items.flatMap((item) => (item ? [codeOf(item)] : []))
    },
  }
}
