import type { Table } from '../../shared/store/table.ts'

/** Decides about each call, counted from 1: whether it fails, and if so whether its effect stands all the same. */
export type Fate = (call: number) => 'before' | 'after' | undefined

/** A table whose calls fail as one likes: as if the process had ended there, or the answer had been lost. */
export function faultyTable(table: Table, fate: Fate): { table: Table; calls: () => number } {
  let calls = 0
  async function met<T>(work: () => Promise<T>): Promise<T> {
    calls += 1
    const fault = fate(calls)
    if (fault === 'before') throw new Error(`call ${calls} was never made`)
    const answer = await work()
    if (fault === 'after') throw new Error(`the answer to call ${calls} was lost`)
    return answer
  }
  return {
    calls: () => calls,
    table: {
      get: (...given) => met(() => table.get(...given)),
      getAll: (...given) => met(() => table.getAll(...given)),
      query: (...given) => met(() => table.query(...given)),
      put: (...given) => met(() => table.put(...given)),
      putIf: (...given) => met(() => table.putIf(...given)),
      update: (...given) => met(() => table.update(...given)),
      delete: (...given) => met(() => table.delete(...given)),
      transact: (...given) => met(() => table.transact(...given)),
      scan: () => table.scan(),
    },
  }
}
