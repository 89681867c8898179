import { createHash } from 'node:crypto'
import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'

/** How far an import of a file has come: stands beside the file, and is gone with its end. */
export interface ImportState {
  readonly url: string
  readonly run: string
  readonly file: FileMark
  /** Bytes that the bridge has answered for, and the number of the line that follows. */
  readonly offset: number
  readonly line: number
  readonly accepted: number
  readonly duplicates: number
  readonly rejected: number
}

/** Tells whether a file is still the one whose import was begun. */
interface FileMark {
  readonly size: number
  readonly modifiedAt: number
  readonly beginning: string
}

const markedBytes = 65_536

export const statePathOf = (file: string) => `${file}.tieline-import.json`

export async function markOf(path: string): Promise<FileMark> {
  const { size, mtimeMs } = await stat(path)
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(markedBytes), 0, markedBytes, 0)
    const beginning = createHash('sha256').update(buffer.subarray(0, bytesRead)).digest('hex')
    return { size, modifiedAt: mtimeMs, beginning }
  } finally {
    await file.close()
  }
}

/** @returns the state of an earlier run over the same file to the same bridge, if one was cut off */
export async function readState(path: string, file: FileMark, url: string): Promise<ImportState | undefined> {
  try {
    const state = JSON.parse(await readFile(statePathOf(path), 'utf8')) as ImportState
    const isSame = state.url === url && JSON.stringify(state.file) === JSON.stringify(file)
    return isSame && state.offset <= file.size ? state : undefined
  } catch {
    return undefined
  }
}

/** Whole or not at all: the command may be killed at any moment. */
export async function writeState(path: string, state: ImportState): Promise<void> {
  const fresh = `${statePathOf(path)}.new`
  await writeFile(fresh, `${JSON.stringify(state, null, 2)}\n`)
  await rename(fresh, statePathOf(path))
}

export const removeState = (path: string): Promise<void> => rm(statePathOf(path), { force: true })
