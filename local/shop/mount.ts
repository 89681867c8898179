import type { Hono } from 'hono'
import type { Account } from '../../shared/domain/account.ts'
import type { Tables } from '../../shared/store/open.ts'
import { createPoolStore } from '../../shared/store/pool-store.ts'
import { business } from '../example/business.ts'
import { onlyAtThisMachine } from '../phone/guard.ts'
import { renderShop } from './page.ts'

/** The most pools that are looked through. */
const mostPools = 200

/** `/local/shop`: the page of the example business, to be visited and called from. Never deployed. */
export function mountShop(
  app: Hono,
  { siteKey, account, tables }: { siteKey: string; account: Account; tables: Tables },
): void {
  const pools = createPoolStore(tables.ledger)
  app.get('/local/shop', onlyAtThisMachine, async (context) => {
    const own = await pools.list(account.id, mostPools)
    const isReady = own.some(({ swapTargets }) => swapTargets.includes(business.printedNumber))
    return context.html(renderShop({ siteKey, isReady }), 200, { 'cache-control': 'no-store' })
  })
}
