import type { Account } from '../domain/account.ts'
import type { AccountId } from '../domain/ids.ts'
import type { Process } from '../domain/process.ts'
import { defaultProcess } from '../domain/process-default.ts'
import type { Scoring } from '../domain/scoring.ts'
import { defaultScoring } from '../domain/scoring-default.ts'
import type { Instant } from '../domain/time.ts'
import { attributeEquals, itemAbsent } from './condition.ts'
import type { Item } from './item.ts'
import { ledgerKeys } from './keys.ts'
import type { Table } from './table.ts'

/** What holds, and which writing of it this is: 0 for what an account has until it says otherwise. */
export interface Revised<T> {
  readonly value: T
  readonly revision: number
  readonly changedAt: Instant | null
}

/** All that progress is derived by, read at once. */
export interface AccountRules {
  readonly settings: Account | undefined
  readonly process: Process
  readonly scoring: Scoring
}

export interface ProcessStore {
  rulesOf(account: AccountId): Promise<AccountRules>
  getProcess(account: AccountId): Promise<Revised<Process>>
  getScoring(account: AccountId): Promise<Revised<Scoring>>
  /** @returns undefined if it is not the revision `before` that would be replaced */
  putProcess(
    account: AccountId,
    process: Process,
    before: number,
    at: Instant,
  ): Promise<Revised<Process> | undefined>
  putScoring(
    account: AccountId,
    scoring: Scoring,
    before: number,
    at: Instant,
  ): Promise<Revised<Scoring> | undefined>
}

/** What was read lately, by its text: what is the same text is the same object, whose rules are made ready once. */
const mostRemembered = 500
const remembered = new Map<string, unknown>()
function parsed<T>(text: string): T {
  const known = remembered.get(text) as T | undefined
  if (known !== undefined) return known
  if (remembered.size >= mostRemembered) remembered.clear()
  const value = JSON.parse(text) as T
  remembered.set(text, value)
  return value
}

const revisedOf = <T>(item: Item | undefined, usual: T): Revised<T> =>
  item
    ? {
        value: parsed<T>(item.rules as string),
        revision: item.revision as number,
        changedAt: item.changedAt as Instant,
      }
    : { value: usual, revision: 0, changedAt: null }

/** The process and the scoring in an item, or in a stream's image of one. */
export const processIn = (item: Item | undefined): Process => revisedOf(item, defaultProcess).value
export const scoringIn = (item: Item | undefined): Scoring => revisedOf(item, defaultScoring).value

export function createProcessStore(ledger: Table): ProcessStore {
  async function put<T>(
    account: AccountId,
    key: { pk: string; sk: string },
    value: T,
    before: number,
    at: Instant,
  ): Promise<Revised<T> | undefined> {
    const revision = before + 1
    // As text: in a map an engine would give the fields back in another order.
    const item = { ...key, account, rules: JSON.stringify(value), revision, changedAt: at }
    const { won } = await ledger.putIf(item, before === 0 ? itemAbsent : attributeEquals('revision', before))
    return won ? { value, revision, changedAt: at } : undefined
  }

  return {
    async rulesOf(account) {
      const [settings, process, scoring] = await ledger.getAll([
        ledgerKeys.account(account),
        ledgerKeys.process(account),
        ledgerKeys.scoring(account),
      ])
      const { pk: _pk, sk: _sk, ...plain } = settings ?? { pk: '', sk: '' }
      return {
        settings: settings && (plain as unknown as Account),
        process: processIn(process),
        scoring: scoringIn(scoring),
      }
    },
    async getProcess(account) {
      return revisedOf(await ledger.get(ledgerKeys.process(account)), defaultProcess)
    },
    async getScoring(account) {
      return revisedOf(await ledger.get(ledgerKeys.scoring(account)), defaultScoring)
    },
    putProcess: (account, process, before, at) =>
      put(account, ledgerKeys.process(account), process, before, at),
    putScoring: (account, scoring, before, at) =>
      put(account, ledgerKeys.scoring(account), scoring, before, at),
  }
}
