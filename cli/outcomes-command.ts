import { readFile } from 'node:fs/promises'
import { type CsvRecord, readCsv } from '../shared/domain/csv-rows.ts'
import { type Command, Complaint, type Surroundings } from './command.ts'
import { sendChunk } from './import/send.ts'
import { urlOf } from './import-command.ts'
import { readOptions } from './options.ts'
import { count, createProgress, duration } from './progress.ts'

/** Far below what a request may have: progress moves, and a retry repeats little. */
const rowsPerRequest = 200

async function textOf(file: string, stdin: Surroundings['stdin']): Promise<string> {
  try {
    if (file !== '-') return await readFile(file, 'utf8')
  } catch (error) {
    throw new Complaint(`${file} can’t be read (${(error as NodeJS.ErrnoException).code})`)
  }
  const chunks: Uint8Array[] = []
  for await (const chunk of stdin) chunks.push(chunk as Uint8Array)
  return Buffer.concat(chunks).toString('utf8')
}

/** One line for each record, so that the lines of an answer are counted in records. */
const lineOf = ({ cells }: CsvRecord) =>
  `${cells.map((cell) => `"${cell.replaceAll('"', '""').replaceAll(/\s+/g, ' ')}"`).join(',')}\r\n`

async function run(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const { values, positionals } = readOptions(args, {
    url: { type: 'string' },
    country: { type: 'string' },
    unit: { type: 'string' },
  })
  const { env, err, out, now, newId, stdin } = surroundings
  const [file, ...more] = positionals
  if (file === undefined || more.length > 0) {
    throw new Complaint('name one CSV file of outcomes, or - for standard input')
  }
  const secretKey = env.TIELINE_SECRET_KEY
  if (secretKey === undefined)
    throw new Complaint('set TIELINE_SECRET_KEY to the account’s secret key (sk_…)')
  const url = urlOf(values.url)
  const query = new URLSearchParams({
    ...(values.country !== undefined && { country: values.country.toUpperCase() }),
    ...(values.unit !== undefined && { unit: values.unit }),
  })
  const { records, openQuoteAt } = readCsv(await textOf(file, stdin))
  const [heading, ...rows] = records
  if (!heading) throw new Complaint(`${file} is empty: the first line names the columns`)

  const begun = now()
  const id = newId()
  const progress = createProgress(surroundings)
  const total = { accepted: 0, duplicates: 0, rejected: 0 }
  for (let from = 0; from < rows.length; from += rowsPerRequest) {
    const part = rows.slice(from, from + rowsPerRequest)
    const chunk = {
      bytes: new TextEncoder().encode([heading, ...part].map(lineOf).join('')),
      offset: from,
      firstLine: 1,
      lines: part.length + 1,
    }
    const target = {
      url,
      secretKey,
      run: `outcomes-${id}`,
      path: `/v1/outcomes?${query}`,
      contentType: 'text/csv',
    }
    const sent = await sendChunk(target, chunk, surroundings, (reason, pause) => {
      progress.clear()
      err(`${reason}; tries again in ${duration(pause)}\n`)
    })
    progress.clear()
    for (const { line, code, detail } of sent.rejected) {
      // The heading is the first line of each part.
      err(`line ${line === 1 ? heading.line : (part[line - 2]?.line ?? line)}: ${code}: ${detail}\n`)
    }
    total.accepted += sent.accepted
    total.duplicates += sent.duplicates
    total.rejected += sent.rejected.length
    progress.show(() => `${count(from + part.length)} of ${count(rows.length)} rows`)
  }
  progress.clear()
  if (openQuoteAt !== undefined) {
    err(`line ${openQuoteAt}: a quote mark is opened and never closed: nothing after it was read\n`)
  }
  out(
    `${count(rows.length)} rows in ${duration(now() - begun)}: ${count(total.accepted)} new, ${count(total.duplicates)} known already, ${count(total.rejected)} rejected.\n`,
  )
  return total.rejected > 0 || openQuoteAt !== undefined ? 1 : 0
}

export const outcomes: Command = {
  name: 'outcomes',
  usage: 'outcomes FILE [--country GB] [--unit major|minor] [--url URL]',
  summary: 'Tell what became of people: send a CSV file that a CRM exported',
  help: `
FILE has a heading line and a row for each outcome; "-" reads standard input. Columns are
known by their names, in any order: stage, and whose it is (phone, email, gclid or another
click id, call sid, enquiry id), and an id of the deal or a date; value and currency if known.

Each outcome goes to the last call, form or text of that person before it; who is not known
yet has it when they come. A row that can’t be read is rejected alone, with its line and the
reason, and the exit code is 1. A file may be sent again whenever you like.

--country GB  where phones without a country are; else where the account's first number is
--unit major  values are 1,234.50 (major, unless given) or 123450 (minor)
--url URL     where the bridge is; http://localhost:8787 unless given

TIELINE_SECRET_KEY   the account's secret key (sk_…)

Example
  npm run tieline -- outcomes deals.csv --country GB
`,
  run,
}
