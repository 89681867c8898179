import { tellDifferences } from './audit/tell.ts'
import type { Command } from './command.ts'
import { readOptions } from './options.ts'

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
    const { openStore, rebuildViews } = await import('./audit/heavy.ts')
    const store = await openStore(surroundings)
    try {
      err(`Rebuilds the views of ${store.place}.\n`)
      const differences = await rebuildViews(store, values.account, surroundings)
      out(tellDifferences(differences))
      return differences.length > 0 ? 1 : 0
    } finally {
      await store.close()
    }
  },
}
