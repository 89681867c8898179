import { fieldErrors } from '../../../shared/http/operation.ts'
import { type ImportKind, type ImportLine, importSchemas, type RejectionCode } from './import-schema.ts'

export interface LineRejection {
  readonly code: RejectionCode
  readonly detail: string
}
export type LineReading = { readonly read: ImportLine } | { readonly rejected: LineRejection }

const newline = 0x0a

/** 5 MB of the shortest facts are fewer lines; whoever sends more would get an answer longer than the question. */
export const mostLines = 200_000
export function hasTooManyLines(body: Uint8Array): boolean {
  let lines = 0
  for (let at = body.indexOf(newline); at >= 0 && lines <= mostLines; at = body.indexOf(newline, at + 1)) {
    lines += 1
  }
  return lines > mostLines
}

/** The lines of a body with their numbers, from 1; a line end behind the last one begins no further one. */
export function* linesOf(body: Uint8Array): Generator<{ line: number; bytes: Uint8Array }> {
  for (let start = 0, line = 1; start < body.length; line++) {
    const found = body.indexOf(newline, start)
    const end = found < 0 ? body.length : found
    yield { line, bytes: body.subarray(start, end) }
    start = end + 1
  }
}

const reject = (code: RejectionCode, detail: string): LineReading => ({ rejected: { code, detail } })
const kinds = Object.keys(importSchemas).join(', ')
const utf8 = new TextDecoder('utf-8', { fatal: true })

function parse(bytes: Uint8Array): { json: unknown } | LineReading {
  let text: string
  try {
    text = utf8.decode(bytes)
  } catch {
    return reject('invalid_json', 'The line is not UTF-8.')
  }
  try {
    return { json: JSON.parse(text) }
  } catch {
    // The parser's own message quotes the line, which may hold personal data.
    return reject('invalid_json', 'The line is not JSON: write one whole JSON object a line.')
  }
}

/** Reads one line by itself. Undefined for a blank one. Nothing of its contents is ever quoted. */
export function readLine(bytes: Uint8Array): LineReading | undefined {
  if (isBlank(bytes)) return undefined
  const parsed = parse(bytes)
  if (!('json' in parsed)) return parsed
  const { json } = parsed
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return reject('invalid_json', 'The line is no JSON object.')
  }
  const { fact } = json as { fact?: unknown }
  if (typeof fact !== 'string' || !Object.hasOwn(importSchemas, fact)) {
    return reject('unknown_fact', `\`fact\` must be one of ${kinds}.`)
  }
  const result = importSchemas[fact as ImportKind].safeParse(json, { reportInput: true })
  if (result.success) return { read: result.data }
  const errors = fieldErrors(result.error)
  return reject('invalid_fact', errors.map(({ path, message }) => `\`${path}\`: ${message}`).join(' '))
}

const blanks: ReadonlySet<number> = new Set([0x20, 0x09, 0x0d])
const isBlank = (bytes: Uint8Array) => bytes.every((byte) => blanks.has(byte))
