import type { Outcome } from './platform-port.ts'

/** What came of a request: of all that was in it, or which of it was wrong so that nothing of it was taken. */
export type BatchOutcome = Outcome | { readonly wrong: ReadonlyMap<number, Outcome> }

/** So many requests are spent on finding what is wrong with one batch; what is not told apart by then is tried later. */
const mostRequests = 60

/**
 * Sends what a platform takes or refuses as a whole (Data Manager's "fail-fast", Meta's "error for the entire request"),
 * so that one that is wrong does not keep the others back: what the answer names is left out, and where it names none the
 * batch is halved until the wrong one stands alone.
 */
export async function sendWhole<Each>(
  all: readonly Each[],
  send: (batch: readonly Each[]) => Promise<BatchOutcome>,
): Promise<Outcome[]> {
  let requests = 0
  async function some(batch: readonly Each[]): Promise<Outcome[]> {
    if (batch.length === 0) return []
    requests += 1
    const outcome = await send(batch)
    if ('wrong' in outcome) return without(batch, outcome.wrong)
    if (!('refused' in outcome) || batch.length === 1) return batch.map(() => outcome)
    if (requests >= mostRequests) {
      const { refused, ...rest } = outcome
      return batch.map(() => ({ ...rest, later: refused }))
    }
    const middle = Math.ceil(batch.length / 2)
    return [...(await some(batch.slice(0, middle))), ...(await some(batch.slice(middle)))]
  }
  async function without(batch: readonly Each[], wrong: ReadonlyMap<number, Outcome>): Promise<Outcome[]> {
    const others = await some(batch.filter((_, index) => !wrong.has(index)))
    return batch.map((_, index) => wrong.get(index) ?? (others.shift() as Outcome))
  }
  return some(all)
}

/** In batches of at most so many, one after the other. */
export async function inBatches<Each>(
  all: readonly Each[],
  most: number,
  send: (batch: readonly Each[]) => Promise<Outcome[]>,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (let from = 0; from < all.length; from += most)
    outcomes.push(...(await send(all.slice(from, from + most))))
  return outcomes
}
