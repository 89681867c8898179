import { createHash } from 'node:crypto'
import type { ContactFact } from '../domain/fact.ts'
import type { AccountId } from '../domain/ids.ts'
import { itemAbsent } from './condition.ts'
import { ledgerKeys, ledgerPartitions } from './keys.ts'
import type { Item, Table } from './table.ts'

export interface ContactFactStore {
  /** Writes the fact once: it is known by its content. */
  record(fact: ContactFact): Promise<'recorded' | 'duplicate'>
  factsOf(account: AccountId, contact: string): Promise<ContactFact[]>
}

const kinds: ReadonlySet<unknown> = new Set<ContactFact['fact']>([
  'outcome',
  'self-report',
  'mark',
  'verdict',
  'split',
  'erased',
  'mail-event',
  'step-moved',
])

const contentOf = (fact: ContactFact) =>
  JSON.stringify(
    Object.entries(fact)
      .filter(([, value]) => value !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )

export const contactFactItem = (fact: ContactFact): Item => {
  const print = createHash('sha256').update(contentOf(fact)).digest('base64url').slice(0, 16)
  return {
    ...fact,
    ...ledgerKeys.contactFact(fact.account, fact.contact, `${fact.fact}#${fact.at}#${print}`),
  }
}

/** What people said of contacts: outcomes, marks, verdicts on evidence. */
export const createContactFactStore = (ledger: Table): ContactFactStore => ({
  async record(fact) {
    const { won } = await ledger.putIf(contactFactItem(fact), itemAbsent)
    return won ? 'recorded' : 'duplicate'
  },

  async factsOf(account, contact) {
    const items = await ledger.query({ pk: ledgerPartitions.contact(account, contact) })
    return items.flatMap(({ pk: _pk, sk: _sk, ...fact }) =>
      kinds.has(fact.fact) ? [fact as unknown as ContactFact] : [],
    )
  },
})
