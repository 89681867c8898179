import { createHash } from 'node:crypto'
import { type DealFact, tellingOf } from '../domain/deal.ts'
import type { AccountId } from '../domain/ids.ts'
import { addDays, type Instant } from '../domain/time.ts'
import { itemAbsent } from './condition.ts'
import { ledgerPartitions } from './keys.ts'
import type { Item, Table } from './table.ts'

/** Where in the list of what was heard something stands. */
export type HeardPlace = string

export interface DealStore {
  /** Writes what was told, unless it stands already. */
  record(fact: DealFact): Promise<'recorded' | 'duplicate'>
  /** Everything that was ever told of one deal. */
  factsOf(account: AccountId, deal: string): Promise<DealFact[]>
  /** The latest first. @param until the month to begin with, going back to that of `from` */
  heard(
    account: AccountId,
    range: { readonly from: Instant; readonly until: Instant },
    limit: number,
    after?: HeardPlace,
  ): Promise<{ readonly place: HeardPlace; readonly deal: string; readonly heardAt: Instant }[]>
}

const factOf = ({ pk: _pk, sk: _sk, ...fact }: Item) => fact as unknown as DealFact
const monthOf = (at: Instant) => at.slice(0, 'YYYY-MM'.length)

export const dealItem = (fact: DealFact): Item => {
  const { account, deal, at, heardAt } = fact
  const print = createHash('sha256').update(tellingOf(fact)).digest('base64url').slice(0, 16)
  return { ...fact, pk: ledgerPartitions.deal(account, deal), sk: `${at}#${heardAt}#${print}` }
}

/** Years whose months are asked for one by one: longer than anybody looks back. */
const mostMonths = 240

export function createDealStore(ledger: Table): DealStore {
  const factsOf = async (account: AccountId, deal: string) =>
    (await ledger.query({ pk: ledgerPartitions.deal(account, deal) })).map(factOf)

  /** Said already, and nothing else since of that stage and instant. */
  function stands(fact: DealFact, told: readonly DealFact[]): boolean {
    const rivals = told.filter(({ stage, at }) => stage === fact.stage && at === fact.at)
    const last = rivals
      .map(({ heardAt }) => heardAt)
      .sort()
      .at(-1)
    return rivals.some((each) => each.heardAt === last && tellingOf(each) === tellingOf(fact))
  }

  return {
    factsOf,

    async record(fact) {
      const { account, deal, heardAt } = fact
      if (stands(fact, await factsOf(account, deal))) return 'duplicate'
      const item = dealItem(fact)
      const pk = ledgerPartitions.dealsHeard(account, monthOf(heardAt))
      const { won } = await ledger.transact([
        { put: item, condition: itemAbsent },
        { put: { pk, sk: `${heardAt}#${deal}#${item.sk.slice(-16)}`, account, deal, heardAt } },
      ])
      return won ? 'recorded' : 'duplicate'
    },

    async heard(account, { from, until }, limit, after) {
      const found: { place: HeardPlace; deal: string; heardAt: Instant }[] = []
      let month = monthOf(after ?? until)
      for (let count = 0; count < mostMonths && month >= monthOf(from) && found.length < limit; count++) {
        const items = await ledger.query({
          pk: ledgerPartitions.dealsHeard(account, month),
          descending: true,
          limit: limit - found.length,
          ...(after !== undefined && month === monthOf(after) && { after }),
        })
        found.push(
          ...items.map(({ sk, deal, heardAt }) => ({
            place: sk,
            deal: deal as string,
            heardAt: heardAt as Instant,
          })),
        )
        month = monthOf(addDays(`${month}-01T00:00:00.000Z`, -1))
      }
      return found
    },
  }
}
