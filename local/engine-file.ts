import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { engineSeed } from './engine-seed.ts'

export interface EngineFile {
  readonly path: string
  /** For a file that nobody shall find: takes its name away while the engine holds it open. */
  forget?(): void
}

export function openEngineFile(dataFolder: string): EngineFile {
  if (dataFolder === ':memory:') return unnamedFile()
  mkdirSync(dataFolder, { recursive: true })
  const path = join(realpathSync(dataFolder), 'engine.db')
  if (!existsSync(path)) placeSeed(path)
  return { path }
}

/** Whole or not at all, and never in the place of a file that another start has just put there. */
function placeSeed(path: string): void {
  const fresh = `${path}.${process.pid}.new`
  writeFileSync(fresh, engineSeed())
  try {
    linkSync(fresh, path)
  } catch (error) {
    if (!existsSync(path)) throw error
  } finally {
    rmSync(fresh)
  }
}

const roomInBytes = 1_000_000_000

/** The engine's own memory mode can't be given the seed; a file in memory, or a temporary one, can. */
function unnamedFile(): EngineFile {
  const folder = mkdtempSync(join(hasRoom('/dev/shm') ? '/dev/shm' : tmpdir(), 'tieline-engine-'))
  const path = join(folder, 'engine.db')
  writeFileSync(path, engineSeed())
  return { path, forget: () => rmSync(folder, { recursive: true, force: true }) }
}

function hasRoom(folder: string): boolean {
  if (!existsSync(folder)) return false
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize > roomInBytes
}

/**
 * The processes that hold the file open. The engine itself lets two of its kind write to one file, and each would miss
 * what the other has cached; an engine whose bridge was killed might still run.
 */
export function holdersOf(path: string): number[] {
  if (!existsSync('/proc')) return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => openFilesOf(pid).includes(path))
    .map(Number)
}

/** Another user's processes can't be looked into, and any may end meanwhile: they count as holding nothing. */
function openFilesOf(pid: string): string[] {
  try {
    const folder = `/proc/${pid}/fd`
    return readdirSync(folder).flatMap((descriptor) => {
      try {
        return [readlinkSync(join(folder, descriptor))]
      } catch {
        return []
      }
    })
  } catch {
    return []
  }
}
