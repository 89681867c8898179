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
  /** For a file that keeps nothing: away with it. */
  remove?(): void
}

export function openEngineFile(dataFolder: string): EngineFile {
  if (dataFolder === ':memory:') return passingFile()
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

const passingPrefix = 'tieline-engine-'

/**
 * The engine's own memory mode can't be given the seed, and would lose everything with an engine that is killed; a file in
 * memory, or a temporary one, can and does not. It goes with this process; one that was killed leaves it to the next.
 */
function passingFile(): EngineFile {
  const parent = hasRoom('/dev/shm') ? '/dev/shm' : tmpdir()
  for (const place of new Set([parent, tmpdir()])) removeLeftBehind(place)
  const folder = mkdtempSync(join(parent, `${passingPrefix}${process.pid}-`))
  const path = join(folder, 'engine.db')
  writeFileSync(path, engineSeed())
  const remove = () => rmSync(folder, { recursive: true, force: true })
  process.once('exit', remove)
  return {
    path,
    remove() {
      process.off('exit', remove)
      remove()
    },
  }
}

function removeLeftBehind(parent: string): void {
  for (const name of readdirSync(parent)) {
    const pid = name.startsWith(passingPrefix) && /^(\d+)-/.exec(name.slice(passingPrefix.length))?.[1]
    if (pid && !isAlive(Number(pid))) rmSync(join(parent, name), { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Another user's: not ours to remove.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
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
