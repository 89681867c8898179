import { lakeQueries } from '../shared/domain/lake-queries.ts'
import { lakeColumns } from '../shared/domain/lake-schema.ts'
import { type Command, Complaint } from './command.ts'
import { readOptions } from './options.ts'
import { count, createProgress } from './progress.ts'

const columns = lakeColumns.map(({ name, type, says }) => `  ${name.padEnd(17)} ${type.padEnd(8)} ${says}`)
const queries = lakeQueries.map(({ name, description }) => `  ${name.padEnd(31)} ${description}`)

export const lake: Command = {
  name: 'lake',
  usage: 'lake --to FOLDER | lake --query NAME',
  summary: 'Write the ledger’s facts as Parquet, without personal data, for any tool that asks SQL',
  help: `
The files are those that a deployment with "-c lake=on" has in S3, one partition a day:
FOLDER/facts/day=YYYY-MM-DD/part-….parquet. DuckDB, for one, reads them as

  create view facts as select * from read_parquet('FOLDER/facts/*/*.parquet', hive_partitioning = true);

--to FOLDER    where; it must be empty
--query NAME   print the SQL of a named query, which Athena and DuckDB both take; its parameters are
               the account's id, the first day and the last (UTC, both included)

Queries:
${queries.join('\n')}

Columns:
${columns.join('\n')}

The environment is that of "audit".
`,
  async run(args, surroundings) {
    const { values } = readOptions(args, { to: { type: 'string' }, query: { type: 'string' } })
    const { out, err } = surroundings
    if (values.query !== undefined) {
      const query = lakeQueries.find(({ name }) => name === values.query)
      if (!query) throw new Complaint(`there is no query "${values.query}": see help lake`)
      out(`-- ${query.description}\n${query.sql};\n`)
      return 0
    }
    if (values.to === undefined) throw new Complaint('say where: lake --to FOLDER')
    const { openStore, writeLake } = await import('./audit/heavy.ts')
    const store = await openStore(surroundings)
    const progress = createProgress(surroundings)
    try {
      err(`Writes the facts of ${store.place}.\n`)
      const { rows, files } = await writeLake(store.tables.ledger, {
        folder: values.to,
        masterKey: store.masterKey,
        onRows: (done) => progress.show(() => `${count(done)} facts`),
      })
      progress.clear()
      out(`${count(rows)} facts in ${count(files)} files below ${values.to}.\n`)
      return 0
    } finally {
      progress.clear()
      await store.close()
    }
  },
}
