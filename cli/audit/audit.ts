import type { Item, Table } from '../../shared/store/table.ts'
import type { Surroundings } from '../command.ts'
import { count, createProgress } from '../progress.ts'
import { compareViews, type Difference } from './compare.ts'
import { accountOf, type ZoneOf } from './meaning.ts'
import { type Scratch, startScratch } from './scratch.ts'
import type { Store } from './store.ts'

export interface Audited {
  readonly differences: readonly Difference[]
  readonly facts: number
  readonly accounts: number
  readonly rebuilt: Table
}

/** Facts of one call or session stand side by side: a large batch does once what they ask for together. */
const factsAtOnce = 300
/** What came in during the audit has been shown by then, or is late. */
const graceMilliseconds = 1500

/** What attribution reads: facts, the present leases of slots, and batches of codes. */
const isRead = ({ fact, session, sk }: Item): boolean =>
  fact !== undefined || (session !== undefined && sk.startsWith('slot#')) || sk.startsWith('batch#')

/** Every fact of the ledger, or of some accounts. */
async function feedAll(
  ledger: Table,
  scratch: Scratch,
  accounts: ReadonlySet<string> | undefined,
  onItems: (items: readonly Item[]) => void,
): Promise<void> {
  let batch: Item[] = []
  for await (const page of ledger.scan()) {
    const items = page.filter((item) => accounts === undefined || accounts.has(accountOf(item)))
    onItems(items)
    batch.push(...items.filter(isRead))
    while (batch.length >= factsAtOnce) {
      await scratch.feed(batch.slice(0, factsAtOnce))
      batch = batch.slice(factsAtOnce)
    }
  }
  await scratch.feed(batch)
  await scratch.settle()
}

export interface AuditedStore extends Pick<Store, 'tables' | 'masterKey'> {
  /** Nobody writes meanwhile: what differs once differs. */
  readonly isStill?: boolean
}

/**
 * Makes the views anew from the ledger beside the live ones, hands both to `use`, and tells how they differ. What
 * differs is looked at twice: facts that came in meanwhile may stand in one of them and not yet in the other.
 */
export async function withAudit<Result>(
  { tables, masterKey, isStill = false }: AuditedStore,
  account: string | undefined,
  surroundings: Pick<Surroundings, 'err' | 'isTerminal' | 'now' | 'pause'>,
  use: (audited: Audited, again: () => Promise<readonly Difference[]>) => Promise<Result>,
): Promise<Result> {
  const progress = createProgress(surroundings)
  const zones = new Map<string, string>()
  const zoneOf: ZoneOf = (id) => zones.get(id)
  const chosen = account === undefined ? undefined : new Set([account])
  const scratch = await startScratch(tables.ledger, masterKey)
  try {
    let facts = 0
    await feedAll(tables.ledger, scratch, chosen, (items) => {
      for (const item of items) {
        if (item.sk === 'account') zones.set(item.pk, String(item.timeZone))
        if (item.fact !== undefined) facts += 1
      }
      progress.show(() => `${count(facts)} facts read`)
    })

    async function differencesNow(accounts: ReadonlySet<string> | undefined) {
      progress.show(() => `${count(facts)} facts read; comparing`)
      return compareViews(tables.views, scratch.views, { zoneOf, accounts })
    }
    async function lasting(accounts: ReadonlySet<string> | undefined): Promise<readonly Difference[]> {
      const first = await differencesNow(accounts)
      if (first.length === 0 || isStill) return first
      const concerned = new Set(first.map(({ key }) => accountOf(key)))
      await surroundings.pause(graceMilliseconds)
      await feedAll(tables.ledger, scratch, concerned, () => {})
      const before = new Set(first.map((each) => JSON.stringify(each)))
      return (await differencesNow(concerned)).filter((each) => before.has(JSON.stringify(each)))
    }
    const differences = await lasting(chosen)
    progress.clear()
    const audited = { differences, facts, accounts: zones.size, rebuilt: scratch.views }
    return await use(audited, async () => {
      const again = await lasting(chosen)
      progress.clear()
      return again
    })
  } finally {
    progress.clear()
    await scratch.stop()
  }
}
