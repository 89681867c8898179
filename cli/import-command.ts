import { createReadStream } from 'node:fs'
import { appendFile, rm } from 'node:fs/promises'
import { readUrl } from '../shared/domain/url.ts'
import { type Command, Complaint, type Surroundings } from './command.ts'
import { chunksOf } from './import/line-chunks.ts'
import { type Rejection, sendChunk } from './import/send.ts'
import { type ImportState, markOf, readState, removeState, writeState } from './import/state.ts'
import { readOptions } from './options.ts'
import { bytes, count, createProgress, duration } from './progress.ts'

/** Far below what a request may have: progress moves, and a retry repeats little. */
const bytesPerRequest = 512 * 1024
/** More rejections than these are only in the file. */
const mostShown = 20

const usual = 'http://localhost:8787'

async function open(file: string, offset: number, stdin: Surroundings['stdin']) {
  if (file === '-') return stdin
  return createReadStream(file, { start: offset, highWaterMark: 256 * 1024 }) as AsyncIterable<Uint8Array>
}

async function markedFile(file: string) {
  try {
    return await markOf(file)
  } catch (error) {
    throw new Complaint(`${file} can’t be read (${(error as NodeJS.ErrnoException).code})`)
  }
}

export function urlOf(given: string | undefined): string {
  if (given === undefined) return usual
  const url = /^https?:\/\//.test(given) ? readUrl(given) : undefined
  if (url) return url.origin
  throw new Complaint(`--url must be an origin such as https://calls.example.com, not ${given}`)
}

async function run(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const { values, positionals } = readOptions(args, {
    url: { type: 'string' },
    restart: { type: 'boolean' },
  })
  const { env, err, out, now, newId, stdin } = surroundings
  const [file, ...more] = positionals
  if (file === undefined || more.length > 0)
    throw new Complaint('name one file to import, or - for standard input')
  const secretKey = env.TIELINE_SECRET_KEY
  if (secretKey === undefined) {
    throw new Complaint(
      'set TIELINE_SECRET_KEY to the account’s secret key (sk_…); npm start prints one at its first start',
    )
  }
  const url = urlOf(values.url)
  const isFile = file !== '-'
  const mark = isFile ? await markedFile(file) : undefined
  const earlier = mark && !values.restart ? await readState(file, mark, url) : undefined
  const rejectedPath = `${file}.rejected.ndjson`
  if (isFile && !earlier) await rm(rejectedPath, { force: true })

  let state: Omit<ImportState, 'file'> = earlier ?? {
    url,
    run: newId(),
    offset: 0,
    line: 1,
    accepted: 0,
    duplicates: 0,
    rejected: 0,
  }
  if (earlier) {
    err(
      `Goes on behind line ${count(earlier.line - 1)} of ${file}, where an earlier import was cut off (--restart begins anew).\n`,
    )
  }

  const progress = createProgress(surroundings)
  const begun = { at: now(), offset: state.offset, line: state.line }
  const status = () => {
    const elapsed = Math.max(1, now() - begun.at)
    const linesPerSecond = ((state.line - begun.line) * 1000) / elapsed
    const done = state.offset - begun.offset
    const left = mark && done > 0 ? duration(((mark.size - state.offset) / done) * elapsed) : undefined
    const share = mark
      ? ` of ${bytes(mark.size)} (${Math.floor((state.offset / Math.max(1, mark.size)) * 100)}%)`
      : ''
    return `${bytes(state.offset)}${share}, ${count(state.line - 1)} lines, ${count(linesPerSecond)} lines/s${left ? `, ${left} left` : ''}${state.rejected > 0 ? `, ${count(state.rejected)} rejected` : ''}`
  }

  async function tell(rejected: readonly Rejection[]): Promise<void> {
    if (rejected.length === 0) return
    progress.clear()
    const room = isFile ? Math.max(0, mostShown - state.rejected) : rejected.length
    for (const { line, code, detail } of rejected.slice(0, room)) err(`line ${line}: ${code}: ${detail}\n`)
    if (rejected.length > room && room > 0) err(`… more in ${rejectedPath}\n`)
    if (isFile) await appendFile(rejectedPath, rejected.map((each) => `${JSON.stringify(each)}\n`).join(''))
  }

  for await (const chunk of chunksOf(await open(file, state.offset, stdin), bytesPerRequest, state)) {
    const sent = await sendChunk({ url, secretKey, run: state.run }, chunk, surroundings, (reason, pause) => {
      progress.clear()
      err(`${reason}; tries again in ${duration(pause)}\n`)
    })
    await tell(sent.rejected)
    state = {
      ...state,
      offset: chunk.offset + chunk.bytes.length,
      line: chunk.firstLine + chunk.lines,
      accepted: state.accepted + sent.accepted,
      duplicates: state.duplicates + sent.duplicates,
      rejected: state.rejected + sent.rejected.length,
    }
    if (mark) await writeState(file, { ...state, file: mark })
    progress.show(status)
  }
  progress.clear()
  if (isFile) await removeState(file)
  const { accepted, duplicates, rejected, line } = state
  out(
    `${count(line - 1)} lines in ${duration(now() - begun.at)}: ${count(accepted)} new, ${count(duplicates)} known already, ${count(rejected)} rejected.\n`,
  )
  if (rejected > 0 && isFile) err(`The rejected lines, with reasons: ${rejectedPath}\n`)
  return rejected > 0 ? 1 : 0
}

export const importCommand: Command = {
  name: 'import',
  usage: 'import FILE [--url URL]',
  summary: 'Bring history: send a file of facts (NDJSON) of any size',
  help: `
FILE has one fact a line, in any order; "-" reads standard input. docs/bring-your-history.md
tells what facts there are, and how to make them of what other tools export.

A line that does not fit is rejected alone, with its number and the reason; they are kept in
FILE.rejected.ndjson, and the exit code is 1. Facts that stand already are left alone, so a
file may be sent again whenever you like. If the command is cut off, run it again: it goes on
where it was.

--url URL   where the bridge is; ${usual} unless given
--restart   begin at the first line, whatever an earlier run has sent

TIELINE_SECRET_KEY   the account's secret key (sk_…)

Examples
  npm run tieline -- import history.ndjson
  npm run -s tieline -- convert callrail calls.csv | npm run -s tieline -- import -
  TIELINE_SECRET_KEY=sk_… npm run tieline -- import history.ndjson --url https://calls.example.com
`,
  run,
}
