import { tellDifferences } from './audit/tell.ts'
import type { Command } from './command.ts'
import { readOptions } from './options.ts'
import { count, duration } from './progress.ts'

export const auditOptions = { account: { type: 'string' }, json: { type: 'boolean' } } as const

export const audit: Command = {
  name: 'audit',
  usage: 'audit [--account ID] [--json]',
  summary: 'Rebuild all views from the ledger beside the live ones, and report any difference',
  help: `
Every fact of the ledger goes once more through attribution, into tables of its own that are
gone afterwards. Then both are compared, item by item. Nothing live is changed, and the bridge
may run meanwhile. The exit code is 1 if anything differs; "rebuild" mends it.

Not compared: stamps, the history of revisions, and links that outlived their reason.

--account ID   only this account (acc_…)
--json         the differences as lines of JSON: {"kind","pk","sk"}

On this machine: TIELINE_DATA is the bridge's folder (.tieline unless set).
Deployed: LEDGER_TABLE, VIEWS_TABLE, TIELINE_MASTER_KEY, and the usual variables of AWS.
`,
  async run(args, surroundings) {
    const { values } = readOptions(args, auditOptions)
    const { err, out, now } = surroundings
    // The whole of attribution and an engine: nobody else waits for it.
    const { openStore, withAudit } = await import('./audit/heavy.ts')
    const begunAt = now()
    const store = await openStore(surroundings)
    try {
      err(`Audits ${store.place}.\n`)
      return await withAudit(
        store,
        values.account,
        surroundings,
        async ({ differences, facts, accounts }) => {
          err(`${count(facts)} facts of ${count(accounts)} accounts in ${duration(now() - begunAt)}.\n`)
          if (values.json)
            for (const { kind, key } of differences) out(`${JSON.stringify({ kind, ...key })}\n`)
          else out(tellDifferences(differences))
          return differences.length > 0 ? 1 : 0
        },
      )
    } finally {
      await store.close()
    }
  },
}
