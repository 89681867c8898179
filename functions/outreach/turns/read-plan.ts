import type { Account } from '../../../shared/domain/account.ts'
import type { FollowUpSettings, Sequence } from '../../../shared/domain/sequence.ts'
import { type Instant, secondsBetween } from '../../../shared/domain/time.ts'
import type { FollowUpDeps } from '../sequences/ports.ts'

/** What many turns at a time have in common. */
export interface Plan {
  readonly sequence: Sequence | undefined
  readonly settings: FollowUpSettings
  readonly account: Account | undefined
}
export type ReadPlan = (account: string, sequence: string) => Promise<Plan>
/** What somebody changes of a sequence holds so much later, at most. */
const planSeconds = 3

/** Reads what a sequence says once for the many who are in it. Who may be written to is never remembered. */
export function createReadPlan({ sequences, ledger, now }: FollowUpDeps): ReadPlan {
  const reading = new Map<string, { readonly at: Instant; readonly plan: Promise<Plan> }>()
  return (account, id) => {
    const name = `${account} ${id}`
    const known = reading.get(name)
    if (known && Math.abs(secondsBetween(known.at, now())) < planSeconds) return known.plan
    const at = now()
    const read = async (): Promise<Plan> => {
      const [sequence, settings, business] = await Promise.all([
        sequences.get(account, id),
        sequences.settings(account),
        ledger.accounts.get(account),
      ])
      return { sequence, settings, account: business }
    }
    const plan = read()
    plan.catch(() => reading.delete(name))
    if (reading.size > 1000) reading.clear()
    reading.set(name, { at, plan })
    return plan
  }
}
