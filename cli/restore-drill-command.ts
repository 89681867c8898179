import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tellDifferences } from './audit/tell.ts'
import { type Command, Complaint } from './command.ts'
import type { DrillResult } from './drill/drill.ts'
import { readOptions } from './options.ts'
import { count } from './progress.ts'

const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`

function tellDrill({
  items,
  steps,
  ledgerDifferences,
  auditDifferences,
  viewDifferences,
}: DrillResult): string {
  const total = steps.reduce((sum, { milliseconds }) => sum + milliseconds, 0)
  const isGood = ledgerDifferences === 0 && auditDifferences.length === 0 && viewDifferences.length === 0
  return [
    ...steps.map(({ step, milliseconds }) => `  ${step.padEnd(14)}  ${seconds(milliseconds).padStart(8)}`),
    `  ${'in all'.padEnd(14)}  ${seconds(total).padStart(8)}`,
    '',
    isGood
      ? `${count(items)} items went out and came back the same, and the views made of them say what they said before.`
      : [
          `${count(items)} items went out; ${count(ledgerDifferences)} of them did not come back the same.`,
          'Restored views against the restored ledger:',
          tellDifferences(auditDifferences).trimEnd(),
          'Restored views against the live ones (what came in during the drill counts, too):',
          tellDifferences(viewDifferences).trimEnd(),
        ].join('\n'),
    '',
  ].join('\n')
}

export const restoreDrill: Command = {
  name: 'restore-drill',
  usage: 'restore-drill [--to FOLDER] [--deployed] [--json]',
  summary: 'Prove that a backup can be brought back: export, drop, import, rebuild, audit',
  help: `
The ledger is exported into a folder. An engine of its own, in memory, gets both tables, drops them,
makes them anew and imports the folder; the views are rebuilt from it, audited, and compared with the
live ones. The live tables are only read. The exit code is 1 if anything differs.

--to FOLDER   keep the export there (else it is thrown away)
--deployed    drill with the deployed tables' data: reads all of the ledger and of the views, which
              costs read units and brings the data to this machine
--json        steps, times and differences

While the bridge runs, what comes in during the drill is told as a difference: stop it for a clean result.
The environment is that of "audit".
`,
  async run(args, surroundings) {
    const { values } = readOptions(args, {
      to: { type: 'string' },
      deployed: { type: 'boolean' },
      json: { type: 'boolean' },
    })
    const { env, err, out } = surroundings
    if (env.LEDGER_TABLE !== undefined && !values.deployed) {
      throw new Complaint('LEDGER_TABLE names a deployed table: to drill with its data, say --deployed')
    }
    const { openStore, runDrill } = await import('./audit/heavy.ts')
    const store = await openStore(surroundings)
    const folder = values.to ?? (await mkdtemp(join(tmpdir(), 'tieline-drill-')))
    try {
      err(`Drills with ${store.place}, which is only read.\n`)
      const result = await runDrill(store, folder, surroundings)
      out(values.json ? `${JSON.stringify(result, null, 2)}\n` : tellDrill(result))
      const { ledgerDifferences, auditDifferences, viewDifferences } = result
      return ledgerDifferences + auditDifferences.length + viewDifferences.length === 0 ? 0 : 1
    } finally {
      if (values.to === undefined) await rm(folder, { recursive: true, force: true })
      await store.close()
    }
  },
}
