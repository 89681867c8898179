import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Tells the command line where the running bridge's engine listens: two engines can't have one file open. Loopback
 * only; a bridge that was killed leaves it behind, so whoever reads it has to see whether anybody answers.
 */
const pathOf = (dataFolder: string) => join(dataFolder, 'engine.json')

export function writeEndpoint(dataFolder: string, endpoint: string): void {
  if (dataFolder === ':memory:') return
  writeFileSync(pathOf(dataFolder), `${JSON.stringify({ endpoint, pid: process.pid })}\n`, { mode: 0o600 })
}

export function readEndpoint(dataFolder: string): string | undefined {
  try {
    const { endpoint } = JSON.parse(readFileSync(pathOf(dataFolder), 'utf8')) as { endpoint?: unknown }
    return typeof endpoint === 'string' ? endpoint : undefined
  } catch {
    return undefined
  }
}

export function removeEndpoint(dataFolder: string): void {
  if (dataFolder !== ':memory:') rmSync(pathOf(dataFolder), { force: true })
}
