import { createWriteStream, existsSync } from 'node:fs'
import { Temporal } from 'temporal-polyfill'
import { type Command, Complaint, type Surroundings } from './command.ts'
import { convertCallRail } from './convert/callrail.ts'
import type { ConvertContext, Converter } from './convert/converter.ts'
import { convertGa4 } from './convert/ga4.ts'
import { readRows } from './convert/read-rows.ts'
import { readOptions } from './options.ts'
import { count } from './progress.ts'

const converters: Readonly<Record<string, Converter>> = { callrail: convertCallRail, ga4: convertGa4 }

function zoneOf(zone: string): string {
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone).timeZoneId
  } catch {
    throw new Complaint(`--zone must be an IANA time zone such as America/New_York, not ${zone}`)
  }
}

function decimalsOf(currency: string): number {
  try {
    return (
      new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ??
      2
    )
  } catch {
    throw new Complaint(`--currency must be an ISO 4217 code such as USD, not ${currency}`)
  }
}

/** Where the lines go: a file, waited for when it is slower than we are, or standard output. */
function sinkOf(path: string | undefined, out: Surroundings['out']) {
  if (path === undefined) return { write: async (line: string) => out(line), end: async () => {} }
  const stream = createWriteStream(path)
  const failed = new Promise<never>((_, reject) => stream.once('error', reject))
  failed.catch(() => {})
  const ended = (give: (done: () => void) => void) => Promise.race([new Promise<void>(give), failed])
  return {
    write: async (line: string) => {
      if (!stream.write(line)) await ended((done) => stream.once('drain', done))
    },
    end: () => ended((done) => stream.end(done)),
  }
}

export const convert: Command = {
  name: 'convert',
  usage: 'convert callrail|ga4 FILE [--out FILE]',
  summary: 'Make facts (NDJSON) of what another tool exports',
  help: `
callrail   CallRail's call log, exported as CSV
ga4        GA4's export to BigQuery: JSON lines, or the CSV of the query in the guide

docs/bring-your-history.md has the tables of columns. "-" as FILE reads standard input.
Rows that make no fact are counted by reason.

--out FILE        where the facts go; standard output unless given
--zone ZONE       of times without an offset, as CallRail writes them; UTC unless given
--country CC      of phone numbers without a calling code; US unless given
--currency CCC    the account's currency, for amounts with decimals; USD unless given
--form-event NAME an event that is an enquiry by form (GA4; may be given several times)

Examples
  npm run tieline -- convert callrail calls.csv --zone America/New_York --out calls.ndjson
  npm run tieline -- convert ga4 events.json --form-event generate_lead --out sessions.ndjson
`,
  async run(args, { err, out, stdin }) {
    const { values, positionals } = readOptions(args, {
      out: { type: 'string' },
      zone: { type: 'string' },
      country: { type: 'string' },
      currency: { type: 'string' },
      'form-event': { type: 'string', multiple: true },
    })
    const [format = '', file, ...more] = positionals
    const converter = Object.hasOwn(converters, format) ? converters[format] : undefined
    if (!converter)
      throw new Complaint(`convert what? Say one of ${Object.keys(converters).join(', ')}, then the file`)
    if (file === undefined || more.length > 0)
      throw new Complaint('name one file to convert, or - for standard input')
    if (file !== '-' && !existsSync(file)) throw new Complaint(`there is no file ${file}`)
    if (values.country !== undefined && !/^[A-Z]{2}$/.test(values.country)) {
      throw new Complaint(`--country must be two capitals such as US, not ${values.country}`)
    }

    const skipped = new Map<string, number>()
    const notes: string[] = []
    const context: ConvertContext = {
      country: values.country ?? 'US',
      zone: zoneOf(values.zone ?? 'UTC'),
      decimals: decimalsOf(values.currency ?? 'USD'),
      formEvents: new Set(values['form-event'] ?? []),
      skip: (reason) => void skipped.set(reason, (skipped.get(reason) ?? 0) + 1),
      note: (text) => void notes.push(text),
    }
    const made = new Map<string, number>()
    const sink = sinkOf(values.out, out)
    for await (const line of converter(readRows(file, stdin), context)) {
      made.set(line.fact, (made.get(line.fact) ?? 0) + 1)
      await sink.write(`${JSON.stringify(line)}\n`)
    }
    await sink.end()
    const facts = [...made].map(([fact, number]) => `${count(number)} ${fact}`).join(', ')
    err(`Facts: ${facts || 'none'}.\n`)
    for (const [reason, number] of skipped) err(`Rows passed over: ${count(number)} with ${reason}.\n`)
    for (const note of notes) err(`${note}\n`)
    return made.size > 0 ? 0 : 1
  },
}
