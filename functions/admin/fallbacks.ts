import type { AccountId, E164, PoolId } from '../../shared/domain/ids.ts'
import type { NumberRoute } from '../../shared/domain/number.ts'
import { renderFallback } from '../../shared/twilio/fallback.ts'
import type { NumberPort } from './deps.ts'

/** Where the numbers' static fallback TwiML stands, for Twilio to fetch while nothing else answers. */
export interface FallbackFiles {
  put(number: E164, xml: string): Promise<void>
  remove(number: E164): Promise<void>
}

export interface FallbackPorts {
  readonly files: FallbackFiles
  readonly routes: { routeOf(number: E164): Promise<NumberRoute | undefined> }
  readonly numbers: Pick<NumberPort, 'list'>
  readonly publicBaseUrl: string
  readonly report: (trouble: { readonly trouble: 'fallback-unwritten'; readonly cause: string }) => void
}

/** Keeps each number's document what its route is. A document that can't be written is reported; the change stands. */
export interface FallbackKeeper {
  /** The number was registered, changed or deleted. */
  refresh(number: E164): Promise<void>
  /** The pool's flow, or its numbers', were changed. */
  refreshPool(account: AccountId, pool: PoolId): Promise<void>
}

const pageSize = 200

export function createFallbackKeeper(ports: FallbackPorts): FallbackKeeper {
  const { files, routes, numbers, publicBaseUrl, report } = ports
  const turns = new Map<E164, Promise<void>>()

  async function write(number: E164): Promise<void> {
    try {
      const route = await routes.routeOf(number)
      const xml = route && renderFallback(route, publicBaseUrl)
      await (xml === undefined ? files.remove(number) : files.put(number, xml))
    } catch (error) {
      report({
        trouble: 'fallback-unwritten',
        cause: error instanceof Error ? error.message : 'not an Error',
      })
    }
  }

  /** In turn: of two changes that race, the later reads the route after the earlier has written. */
  function refresh(number: E164): Promise<void> {
    const turn = (turns.get(number) ?? Promise.resolve()).then(() => write(number))
    turns.set(number, turn)
    return turn.finally(() => {
      if (turns.get(number) === turn) turns.delete(number)
    })
  }

  return {
    refresh,
    async refreshPool(account, pool) {
      for (let after: string | undefined; ; ) {
        const page = await numbers.list(account, pageSize, after)
        await Promise.all(page.filter(({ poolId }) => poolId === pool).map(({ number }) => refresh(number)))
        if (page.length < pageSize) return
        after = page.at(-1)?.id
      }
    },
  }
}
