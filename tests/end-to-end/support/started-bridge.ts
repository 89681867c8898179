import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { FieldPairs } from '../../support/twilio-signing.ts'
import { signedForm } from '../../support/twilio-signing.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** A browser as people use it: the headless one calls itself a robot, and is treated as one. */
export const peoplesBrowser =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'

export interface StartedBridge {
  readonly url: string
  readonly process: ChildProcess
  /** Everything it printed. */
  printed(): string
  /** A request with the secret key; throws unless it succeeds. */
  call<T = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<T>
  /** A webhook as Twilio signs it. */
  twilio(path: string, fields: FieldPairs | Record<string, string>): Promise<Response>
  /** Waits until the reports show everything so far. */
  settled(): Promise<void>
  /** Ctrl-C; resolves to the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

export const secretKey = 'sk_end_to_end'
export const authToken = 'end-to-end-token'

/** Starts the bridge as `npm start` does, on a free port. */
export async function startBridge(variables: Record<string, string> = {}): Promise<StartedBridge> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'local/main.ts'], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      TIELINE_DATA: ':memory:',
      TIELINE_DEMO: 'off',
      TIELINE_SECRET_KEY: secretKey,
      TWILIO_AUTH_TOKEN: authToken,
      ...variables,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString()
      const ready = /^Tieline ready at (\S+)$/m.exec(output)?.[1]
      if (ready) resolve(ready)
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.once('exit', (code) => reject(new Error(`the bridge ended with ${code}: ${output}`)))
  })

  return {
    url,
    process: child,
    printed: () => output,
    async call<T>(method: string, path: string, body?: unknown): Promise<T> {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
      return (await response.json()) as T
    },
    twilio: (path, fields) => fetch(`${url}${path}`, signedForm(`${url}${path}`, fields, authToken)),
    async settled() {
      for (;;) {
        const { pending } = (await (await fetch(`${url}/healthz`)).json()) as { pending: number }
        if (pending === 0) return
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    },
    stop(signal = 'SIGINT') {
      if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode)
      return new Promise((resolve) => {
        child.once('exit', (code) => resolve(code))
        child.kill(signal)
      })
    },
  }
}
