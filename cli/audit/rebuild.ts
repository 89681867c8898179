import type { Surroundings } from '../command.ts'
import { count, createProgress } from '../progress.ts'
import { type AuditedStore, withAudit } from './audit.ts'
import type { Difference } from './compare.ts'
import { mend } from './mend.ts'

/** Live changes can come between looking and mending; so many in a row are no accident. */
const mostRounds = 5

/** Puts what the ledger says into the views wherever they differ. @returns what still differs in the end */
export function rebuildViews(
  store: AuditedStore,
  account: string | undefined,
  surroundings: Pick<Surroundings, 'err' | 'isTerminal' | 'now' | 'pause'>,
): Promise<readonly Difference[]> {
  const { err } = surroundings
  const progress = createProgress(surroundings)
  return withAudit(store, account, surroundings, async (audited, again) => {
    let { differences } = audited
    for (let round = 1; differences.length > 0 && round <= mostRounds; round++) {
      const total = differences.length
      const mended = await mend(store.tables.views, audited.rebuilt, differences, (done) =>
        progress.show(() => `${count(done)} of ${count(total)} mended`),
      )
      progress.clear()
      err(`${count(mended)} of ${count(total)} differences mended.\n`)
      differences = await again()
    }
    return differences
  })
}
