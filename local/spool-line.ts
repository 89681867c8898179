import type { Spooled } from '../functions/call-webhook/compose.ts'
import { sha256Hex } from '../shared/http/digest.ts'

/** A line that was cut off or changed has another checksum: 64 bits of SHA-256, in hexadecimal. */
const checksumOf = (text: string) => sha256Hex(text).slice(0, 16)

/** `checksum JSON`, one entry a line: JSON has no line breaks. */
export function lineOf(entry: Spooled): string {
  const text = JSON.stringify(entry)
  return `${checksumOf(text)} ${text}\n`
}

export interface SpoolLines {
  readonly entries: readonly Spooled[]
  /** Whole lines that are not what was written. */
  readonly damaged: readonly string[]
  /** The last line ends in the middle: whoever wrote it was killed, and had acknowledged nothing of it. */
  readonly isTorn: boolean
}

export function readLines(text: string): SpoolLines {
  const lines = text.split('\n')
  const last = lines.pop() ?? ''
  const entries: Spooled[] = []
  const damaged: string[] = []
  for (const line of lines) {
    const entry = line.slice(17)
    if (checksumOf(entry) === line.slice(0, 16)) entries.push(JSON.parse(entry) as Spooled)
    else damaged.push(line)
  }
  return { entries, damaged, isTorn: last !== '' }
}
