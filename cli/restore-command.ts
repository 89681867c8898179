import { restoreRefusals } from './backup/refusals.ts'
import { type Command, Complaint } from './command.ts'
import { readOptions } from './options.ts'
import { count, createProgress, duration } from './progress.ts'

export const restore: Command = {
  name: 'restore',
  usage: 'restore --from FOLDER',
  summary: 'Bring a backup into an empty ledger; cut off, it goes on where it was',
  help: `
Nothing is ever overwritten: a ledger with anything in it is refused, and each item is written only
where nothing stands. If it is cut off, run it again.

The views are made of the ledger afterwards: by the bridge once it runs, or at once by "rebuild".
Then "audit" says whether they agree.

On this machine: stop the bridge, set TIELINE_DATA to a new folder, put the old keys.json into it,
and restore. Deployed: LEDGER_TABLE, VIEWS_TABLE, TIELINE_MASTER_KEY of the new tables.
`,
  async run(args, surroundings) {
    const { values } = readOptions(args, { from: { type: 'string' } })
    if (values.from === undefined) throw new Complaint('say of which backup: restore --from FOLDER')
    const { out, err, now } = surroundings
    const { openStore, restoreBackup } = await import('./audit/heavy.ts')
    const begunAt = now()
    const store = await openStore(surroundings)
    const progress = createProgress(surroundings)
    try {
      err(`Restores into ${store.place}.\n`)
      const outcome = await restoreBackup(store.tables.ledger, {
        folder: values.from,
        masterKey: store.masterKey,
        onItems: (done, total) => progress.show(() => `${count(done)} of ${count(total)} items`),
      })
      progress.clear()
      if (outcome.kind === 'refused') throw new Complaint(restoreRefusals[outcome.reason])
      const resumed =
        outcome.resumedAfterFiles > 0 ? `, ${outcome.resumedAfterFiles} files of them before` : ''
      out(`${count(outcome.items)} items restored${resumed}, in ${duration(now() - begunAt)}.\n`)
      return 0
    } finally {
      progress.clear()
      await store.close()
    }
  },
}
