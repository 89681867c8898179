import { type Command, Complaint } from './command.ts'
import { readOptions } from './options.ts'
import { count, createProgress, duration } from './progress.ts'

export const backup: Command = {
  name: 'backup',
  usage: 'backup --to FOLDER',
  summary: 'Write the whole ledger into a folder, from which "restore" brings it back',
  help: `
The ledger is all that happened; the views follow from it and are not in the backup. The files are
gzipped lines of DynamoDB's own JSON, as its export to S3 writes them. The bridge may run meanwhile.

A backup is of no use without the key that personal data is sealed with: keep TIELINE_MASTER_KEY
(on one machine keys.json) as safely, and somewhere else.

On this machine: TIELINE_DATA is the bridge's folder (.tieline unless set).
Deployed: LEDGER_TABLE, VIEWS_TABLE, TIELINE_MASTER_KEY, and the usual variables of AWS; point-in-time
recovery is the better way there (docs/backup-and-restore.md).
`,
  async run(args, surroundings) {
    const { values } = readOptions(args, { to: { type: 'string' } })
    if (values.to === undefined) throw new Complaint('say where: backup --to FOLDER')
    const { out, err, now } = surroundings
    const { openStore, writeBackup } = await import('./audit/heavy.ts')
    const begunAt = now()
    const store = await openStore(surroundings)
    const progress = createProgress(surroundings)
    try {
      err(`Backs up the ledger of ${store.place}.\n`)
      const { items, files } = await writeBackup(store.tables.ledger, {
        folder: values.to,
        masterKey: store.masterKey,
        now: new Date(begunAt).toISOString(),
        onItems: (done) => progress.show(() => `${count(done)} items`),
      })
      progress.clear()
      out(
        `${count(items)} items in ${count(files.length)} files in ${values.to}, in ${duration(now() - begunAt)}.\n`,
      )
      return 0
    } finally {
      progress.clear()
      await store.close()
    }
  },
}
