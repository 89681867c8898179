import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type BundleSize, buildFunctions } from '../../scripts/build-functions.ts'

const source = fileURLToPath(new URL('../../functions', import.meta.url))
/**
 * In it, a folder for each run of the tests, named by the process that runs its workers. Nowhere near the sources, whose
 * packages a bundle must do without.
 */
const folderOfRuns = path.join(tmpdir(), 'tieline-functions')

/**
 * All functions as they are deployed: built by the file that asks first, taken as they stand by the others of the run.
 * @returns the folder with one folder for each function, and how large each is
 */
export async function builtFunctions(): Promise<{ folder: string; sizes: readonly BundleSize[] }> {
  const run = path.join(folderOfRuns, String(process.ppid))
  const folder = path.join(run, 'functions')
  const told = path.join(run, 'sizes.json')
  mkdirSync(folderOfRuns, { recursive: true })
  while (!existsSync(told)) {
    if (!isMade(run)) {
      await sleep(50)
      continue
    }
    removeOfEndedRuns()
    try {
      const sizes = await buildFunctions(source, folder)
      // Whole or not there: others look for it.
      writeFileSync(`${told}.new`, JSON.stringify(sizes))
      renameSync(`${told}.new`, told)
    } catch (error) {
      rmSync(run, { recursive: true })
      throw error
    }
  }
  return { folder, sizes: JSON.parse(readFileSync(told, 'utf8')) as BundleSize[] }
}

/** @returns whether it was not there before: who makes it builds */
function isMade(folder: string): boolean {
  try {
    mkdirSync(folder)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function removeOfEndedRuns(): void {
  for (const run of readdirSync(folderOfRuns)) {
    try {
      process.kill(Number(run), 0)
    } catch {
      rmSync(path.join(folderOfRuns, run), { recursive: true, force: true })
    }
  }
}
