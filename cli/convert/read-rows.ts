import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { parse } from 'csv-parse'
import { Complaint, type Surroundings } from '../command.ts'
import type { Row } from './converter.ts'

/**
 * The rows of a file, one after the other: CSV (RFC 4180, a heading line first) or JSON lines, told apart by the first
 * character that is no blank.
 */
export async function* readRows(file: string, stdin: Surroundings['stdin']): AsyncGenerator<Row> {
  const bytes = file === '-' ? stdin : createReadStream(file)
  const chunks = bytes[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>
  const first = await chunks.next()
  if (first.done) return
  const all = (async function* () {
    yield first.value
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value
  })()
  const beginning = Buffer.from(first.value)
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart()
  yield* beginning.startsWith('{') ? jsonRows(all) : csvRows(all)
}

async function* csvRows(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Row> {
  const parser = parse({
    bom: true,
    columns: true,
    skip_empty_lines: true,
    relax_column_count: true,
    trim: true,
  })
  const feed = (async () => {
    for await (const chunk of bytes) {
      if (!parser.write(chunk)) await new Promise((resolve) => parser.once('drain', resolve))
    }
    parser.end()
  })()
  feed.catch((error: Error) => parser.destroy(error))
  try {
    yield* parser as AsyncIterable<Row>
  } catch (error) {
    throw new Complaint(`the CSV can’t be read: ${(error as Error).message}`)
  }
}

async function* jsonRows(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Row> {
  const { Readable } = await import('node:stream')
  let line = 0
  for await (const text of createInterface({
    input: Readable.from(bytes),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    line += 1
    if (text.trim() === '') continue
    try {
      yield JSON.parse(text) as Row
    } catch {
      throw new Complaint(`line ${line} is not JSON`)
    }
  }
}
