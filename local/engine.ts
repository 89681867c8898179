import type { ChildProcess } from 'node:child_process'
import { accessSync, chmodSync, constants, copyFileSync, mkdtempSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { killed, spawnTied } from './child-process.ts'
import { holdersOf, openEngineFile } from './engine-file.ts'

export interface Engine {
  /** Where it speaks DynamoDB's protocol. */
  readonly endpoint: string
  stop(): Promise<void>
}

export interface RestartableEngine extends Engine {
  /** Starts it again with the same data at the same place, after it ended though nobody stopped it. */
  restart(): Promise<void>
}

export interface EngineOptions {
  /** The folder that keeps its database, or `:memory:`. */
  readonly dataFolder: string
  /** A free one unless given. */
  readonly port?: number
  /** An engine that runs already: nothing is started, and `stop` does nothing. */
  readonly endpoint?: string | undefined
  /** The engine ended though nobody stopped it. */
  readonly onExit?: (reason: string) => void
}

/**
 * Starts the embedded engine and waits until it answers.
 * @throws an Error of one line where there is none for this platform, the data is in use, or it fails to start
 */
export async function startEngine(options: EngineOptions): Promise<RestartableEngine> {
  if (options.endpoint !== undefined) {
    return { endpoint: options.endpoint, restart: async () => {}, stop: async () => {} }
  }
  const binary = findBinary()
  const file = openEngineFile(options.dataFolder)
  const [holder] = holdersOf(file.path)
  if (holder !== undefined) throw inUse(options.dataFolder, holder)
  const port = options.port ?? (await freePort())

  let isStopping = false
  async function launch(): Promise<ChildProcess> {
    const started = spawnTied(binary, ['serve', '--port', String(port), '--db-path', file.path], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    try {
      await listening(started)
      const other = holdersOf(file.path).find((pid) => pid !== started.pid)
      if (other !== undefined) throw inUse(options.dataFolder, other)
    } catch (error) {
      await killed(started)
      throw error
    }
    started.once('exit', (code, signal) => {
      if (!isStopping)
        options.onExit?.(`the embedded engine ended unexpectedly (${signal ?? `code ${code}`})`)
    })
    return started
  }

  let child: ChildProcess
  try {
    child = await launch()
  } catch (error) {
    file.remove?.()
    throw error
  }
  return {
    endpoint: `http://127.0.0.1:${port}`,
    async restart() {
      if (isStopping) return
      const again = await launch()
      // Stopped meanwhile, it is nobody's.
      if (isStopping) await killed(again)
      else child = again
    },
    async stop() {
      isStopping = true
      await killed(child)
      file.remove?.()
    },
  }
}

const inUse = (dataFolder: string, pid: number) =>
  new Error(
    `the data in ${dataFolder} is in use by process ${pid}: stop it, or set TIELINE_DATA to another folder`,
  )

/** npm keeps no executable bit for a file that its package does not declare as a command. */
function findBinary(): string {
  const binary = locateBinary()
  try {
    accessSync(binary, constants.X_OK)
    return binary
  } catch {
    return makeExecutable(binary)
  }
}

function locateBinary(): string {
  try {
    return createRequire(import.meta.url).resolve(`@dynoxide/${process.platform}-${process.arch}/dynoxide`)
  } catch {
    throw new Error(
      `no embedded engine for ${process.platform}-${process.arch}: start DynamoDB Local (or any other) and set DYNAMODB_ENDPOINT`,
    )
  }
}

function makeExecutable(binary: string): string {
  try {
    chmodSync(binary, 0o755)
    return binary
  } catch {
    const copy = join(mkdtempSync(join(tmpdir(), 'tieline-engine-')), 'dynoxide')
    copyFileSync(binary, copy)
    chmodSync(copy, 0o755)
    return copy
  }
}

/** The engine says so on its standard error once its port is bound; before that, what it says is why it can't. */
function listening(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    child.stderr?.setEncoding('utf8')
    child.stderr?.on('data', (text: string) => {
      if (said.length < 10_000) said += text
      if (said.includes('listening on')) resolve()
    })
    child.once('error', reject)
    child.once('close', () =>
      reject(new Error(`the embedded engine did not start: ${said.trim().replaceAll('\n', ' ')}`)),
    )
  })
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
