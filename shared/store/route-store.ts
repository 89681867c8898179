import type { E164 } from '../domain/ids.ts'
import type { NumberRoute } from '../domain/number.ts'
import { ledgerKeys } from './keys.ts'
import type { Table } from './table.ts'

export interface RouteStore {
  /** Where the number leads; `undefined` if nobody registered it. */
  routeOf(number: E164): Promise<NumberRoute | undefined>
}

export const createRouteStore = (ledger: Table): RouteStore => ({
  async routeOf(number) {
    const item = await ledger.get(ledgerKeys.route(number))
    if (!item) return undefined
    const { pk, sk, ...route } = item
    return route as unknown as NumberRoute
  },
})
