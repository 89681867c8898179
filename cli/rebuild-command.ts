import { tellDifferences } from './audit/tell.ts'
import type { Command } from './command.ts'
import { readOptions } from './options.ts'
import { count, createProgress } from './progress.ts'

/** Live changes can come between looking and mending; so many in a row are no accident. */
const mostRounds = 5

export const rebuild: Command = {
  name: 'rebuild',
  usage: 'rebuild [--account ID]',
  summary: 'Put what the ledger says into the live views wherever they differ',
  help: `
Audits first, then writes what differs, each item only if nobody has changed it meanwhile: the
bridge may run, and what comes in is not lost. In the end it audits again; the exit code is 1
if anything still differs.

--account ID   only this account (acc_…)

The environment is that of "audit".
`,
  async run(args, surroundings) {
    const { values } = readOptions(args, { account: { type: 'string' } })
    const { err, out } = surroundings
    // The whole of attribution and an engine: nobody else waits for it.
    const { mend, openStore, withAudit } = await import('./audit/heavy.ts')
    const store = await openStore(surroundings)
    const progress = createProgress(surroundings)
    try {
      err(`Rebuilds the views of ${store.place}.\n`)
      return await withAudit(store, values.account, surroundings, async (audited, again) => {
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
        out(tellDifferences(differences))
        return differences.length > 0 ? 1 : 0
      })
    } finally {
      await store.close()
    }
  },
}
