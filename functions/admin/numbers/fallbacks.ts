import type { AccountId, E164, PoolId } from '../../../shared/domain/ids.ts'
import type { NumberRoute } from '../../../shared/domain/number.ts'
import { renderFallback } from '../../../shared/twilio/fallback.ts'
import type { NumberPort } from '../deps.ts'

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
const mostWrites = 5

export function createFallbackKeeper(ports: FallbackPorts): FallbackKeeper {
  const { files, routes, numbers, publicBaseUrl, report } = ports
  const turns = new Map<E164, Promise<void>>()

  async function render(number: E164): Promise<string | undefined> {
    const route = await routes.routeOf(number)
    return route && renderFallback(route, publicBaseUrl)
  }

  /**
   * The route is read again after the document was written: of several that write, in this process or in others, whoever
   * is the last has then written what the route is. A number that is changed faster than it can be written is left to
   * those who change it.
   */
  async function write(number: E164): Promise<void> {
    try {
      let xml = await render(number)
      for (let written = 0; written < mostWrites; written += 1) {
        await (xml === undefined ? files.remove(number) : files.put(number, xml))
        const now = await render(number)
        if (now === xml) return
        xml = now
      }
      throw new Error('the number changed whenever its document was written')
    } catch (error) {
      report({
        trouble: 'fallback-unwritten',
        cause: error instanceof Error ? error.message : 'not an Error',
      })
    }
  }

  /** In turn, as far as this process goes: what others write meanwhile is found by reading again. */
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

/** Enough to be quick, and no more than a file store takes at once. */
const mostAtOnce = 50

/** Renders every document anew: the public address, or how documents are rendered, may have changed since. */
export async function refreshAll(
  keeper: Pick<FallbackKeeper, 'refresh'>,
  files: { numbers(): Promise<readonly E164[]> },
): Promise<{ readonly refreshed: number }> {
  const numbers = await files.numbers()
  const waiting = [...numbers]
  const worker = async () => {
    for (let number = waiting.pop(); number !== undefined; number = waiting.pop())
      await keeper.refresh(number)
  }
  await Promise.all(Array.from({ length: mostAtOnce }, worker))
  return { refreshed: numbers.length }
}
