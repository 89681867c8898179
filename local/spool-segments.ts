import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { type FileHandle, open, readFile, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Spooled } from '../functions/call-webhook/compose.ts'
import { lineOf, readLines, type SpoolLines } from './spool-line.ts'

/** One file of the spool: written to its end by one process, then only read. */
export interface Segment {
  readonly path: string
  /** Entries that were acknowledged, and how many of them are settled. */
  written: number
  settled: number
  bytes: number
}

const suffix = '.spool'
/** A segment is read as a whole. */
const mostBytes = 4_000_000

/**
 * The files of the spool in one folder. A start never goes on with the file of an earlier one: only the last line of a
 * file can be torn.
 */
export function openSegments(folder: string) {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const names = readdirSync(folder)
    .filter((name) => name.endsWith(suffix))
    .sort()
  const segments: Segment[] = names.map((name) => {
    const path = join(folder, name)
    const text = readFileSync(path, 'utf8')
    return { path, written: readLines(text).entries.length, settled: 0, bytes: text.length }
  })
  let next = Number.parseInt(names.at(-1) ?? '0', 10) + 1
  let active: { readonly segment: Segment; readonly file: FileHandle } | undefined

  async function begin() {
    const path = join(folder, `${String(next).padStart(10, '0')}${suffix}`)
    next += 1
    const file = await open(path, 'ax', 0o600)
    // The file's name is durable only with its folder.
    const directory = await open(folder, 'r')
    await directory.sync().finally(() => directory.close())
    const segment: Segment = { path, written: 0, settled: 0, bytes: 0 }
    segments.push(segment)
    return { segment, file }
  }

  async function finish(): Promise<void> {
    const finished = active
    active = undefined
    await finished?.file.close()
  }

  return {
    /** The oldest first. */
    segments,

    /** @returns once the entries survive whatever is killed next */
    async write(entries: readonly Spooled[]): Promise<void> {
      if (active && active.segment.bytes > mostBytes) await finish()
      active ??= await begin()
      const { segment, file } = active
      const text = entries.map(lineOf).join('')
      try {
        await file.appendFile(text)
        await file.datasync()
      } catch (error) {
        // Its end may be torn now, and nothing may follow that.
        await finish().catch(() => {})
        throw error
      }
      segment.written += entries.length
      segment.bytes += text.length
    },

    finish,

    read: async (segment: Segment): Promise<SpoolLines> => readLines(await readFile(segment.path, 'utf8')),

    async remove(segment: Segment): Promise<void> {
      await unlink(segment.path)
      segments.splice(segments.indexOf(segment), 1)
    },
  }
}
