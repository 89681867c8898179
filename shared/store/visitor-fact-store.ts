import { createHash } from 'node:crypto'
import type { VisitorMovedFact } from '../domain/fact.ts'
import { itemAbsent } from './condition.ts'
import { ledgerKeys } from './keys.ts'
import type { Item, Table } from './table.ts'

export interface VisitorFactStore {
  /** Writes the fact once: it is known by its content. */
  record(fact: VisitorMovedFact): Promise<'recorded' | 'duplicate'>
}

export function visitorFactItem(fact: VisitorMovedFact): Item {
  const content = [fact.by, fact.step, fact.isReached]
  const print = createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, 16)
  return {
    ...fact,
    ...ledgerKeys.visitorFact(fact.account, fact.visitor, `${fact.fact}#${fact.at}#${print}`),
  }
}

/** What people said of visitors who made no contact yet. */
export const createVisitorFactStore = (ledger: Table): VisitorFactStore => ({
  async record(fact) {
    const { won } = await ledger.putIf(visitorFactItem(fact), itemAbsent)
    return won ? 'recorded' : 'duplicate'
  },
})
