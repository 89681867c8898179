import type { Account } from '../../../shared/domain/account.ts'
import type { CodeFact, CodeUsedFact } from '../../../shared/domain/fact.ts'
import type { AccountId, EnquiryId } from '../../../shared/domain/ids.ts'
import type { Clock } from '../../../shared/domain/time.ts'
import type { StoredViews } from '../../../shared/domain/view.ts'
import {
  contactOfUse,
  eventsOfCall,
  eventsOfEnquiry,
  eventsOfProgress,
  eventsOfUses,
  type News,
} from './decide.ts'
import type { Heard, Listener } from './heard.ts'
import type { RowChange } from './row-change.ts'

export interface HearDeps {
  readonly ledger: {
    readonly accounts: { get(account: AccountId): Promise<Account | undefined> }
    readonly codes: { factsOf(account: AccountId, code: string): Promise<CodeFact[]> }
  }
  readonly views: {
    readonly enquiries: { read(account: AccountId, contacts: readonly string[]): Promise<StoredViews> }
  }
  readonly now: Clock
}

/** The uses of a code that stand. */
function usesOf(facts: readonly CodeFact[]): CodeUsedFact[] {
  const voided = new Set(facts.flatMap((fact) => (fact.fact === 'code-use-voided' ? [fact.useId] : [])))
  return facts.flatMap((fact) => (fact.fact === 'code-used' && !voided.has(fact.useId) ? [fact] : []))
}

/**
 * Changes of the views → what happened to the business, told to whoever listens. What comes again has the same ids; a
 * listener that fails has the whole batch come again.
 */
export function createHear({ ledger, views, now }: HearDeps, listeners: readonly Listener[]) {
  async function heardOf(change: RowChange, news: News): Promise<Heard[]> {
    const { account } = change
    if (change.row === 'enquiry') return eventsOfEnquiry(account, change.before, change.after, news)
    if (change.row === 'call') return eventsOfCall(account, change.before, change.after, news)
    if (change.row === 'progress') return eventsOfProgress(account, change.before, change.after, news)
    const { before, after } = change
    const countOf = ({ quoted, redeemed }: typeof after) => quoted + redeemed
    if (countOf(after) <= (before === undefined ? 0 : countOf(before))) return []
    const uses = usesOf(await ledger.codes.factsOf(account, after.code))
    const fresh = eventsOfUses(account, uses, new Map(), news)
    if (fresh.length === 0) return []
    const contacts = fresh.flatMap(({ use }) => (use ? [contactOfUse(use)] : []))
    const { heads } = await views.enquiries.read(account, contacts)
    const enquiryOf = new Map<string, EnquiryId>([...heads].map(([id, { enquiryId }]) => [id, enquiryId]))
    return eventsOfUses(account, uses, enquiryOf, news)
  }

  return async (changes: readonly RowChange[]): Promise<void> => {
    if (listeners.length === 0 || changes.length === 0) return
    const accounts = new Map<AccountId, Promise<Account | undefined>>()
    const heard: Heard[] = []
    for (const change of changes) {
      const learning = accounts.get(change.account) ?? ledger.accounts.get(change.account)
      accounts.set(change.account, learning)
      const account = await learning
      if (account) heard.push(...(await heardOf(change, { now: now(), createdAt: account.createdAt })))
    }
    if (heard.length === 0) return
    for (const listen of listeners) await listen(heard)
  }
}
