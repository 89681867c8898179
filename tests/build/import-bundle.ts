import { spawn } from 'node:child_process'
import { fileURLToPath, pathToFileURL } from 'node:url'

export interface ImportOutcome {
  /** `null`: the process had to be ended, something kept it alive. */
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

const noNetwork = fileURLToPath(new URL('no-network.mjs', import.meta.url))

/**
 * Imports the bundle in a fresh Node that has these variables and no other, and waits until it exits by itself.
 * @param patienceMilliseconds an import takes a fraction of a second, on a busy machine ten times as long
 */
export function importBundle(
  file: string,
  env: Record<string, string>,
  patienceMilliseconds = 15_000,
): Promise<ImportOutcome> {
  const script = `const { handler } = await import(${JSON.stringify(pathToFileURL(file).href)}); console.log(typeof handler)`
  const child = spawn(process.execPath, ['--import', noNetwork, '--input-type=module', '--eval', script], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: patienceMilliseconds,
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk) => {
    stdout += chunk
  })
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }))
  })
}
