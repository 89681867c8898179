import { type ChildProcess, spawn } from 'node:child_process'
import type { FieldPairs } from '../../support/twilio-signing.ts'
import { signedForm } from '../../support/twilio-signing.ts'
import { builtOf, root } from './programs.ts'

/** A browser as people use it: the headless one calls itself a robot, and is treated as one. */
export const peoplesBrowser =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'

/** A bridge as one account of it sees it. */
export interface BridgeAccount {
  readonly url: string
  readonly siteKey: string
  /** A request with the account's secret key; throws unless it succeeds. */
  call<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<T>
  /** A webhook as Twilio signs it. */
  twilio(path: string, fields: FieldPairs | Record<string, string>): Promise<Response>
  /** Waits until the reports show everything so far. */
  settled(): Promise<void>
}

/** A bridge of one's own, as its local account sees it. */
export interface StartedBridge extends BridgeAccount {
  readonly process: ChildProcess
  /** Everything it printed. */
  printed(): string
  /** Ctrl-C; resolves to the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

export const secretKey = 'sk_end_to_end'
export const authToken = 'end-to-end-token'

export function accountOf(url: string, keys: { secretKey: string; siteKey: string }): BridgeAccount {
  return {
    url,
    siteKey: keys.siteKey,
    async call<T>(
      method: string,
      path: string,
      body?: unknown,
      headers?: Record<string, string>,
    ): Promise<T> {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${keys.secretKey}`,
          'content-type': 'application/json',
          ...headers,
        },
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
        // Counting them reads them: a long backlog is not to be read more often than it is worked on.
        await new Promise((resolve) => setTimeout(resolve, Math.min(200, 20 + pending)))
      }
    },
  }
}

/**
 * Starts a bridge on a free port.
 * @param program what Node runs: `sourceOf.local` is what `npm start` does
 */
export async function startBridge(
  variables: Record<string, string> = {},
  program: readonly string[] = builtOf('local'),
): Promise<StartedBridge> {
  const child = spawn(process.execPath, program, {
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
    ...accountOf(url, { secretKey, siteKey: 'pk_local' }),
    process: child,
    printed: () => output,
    stop(signal = 'SIGINT') {
      if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode)
      return new Promise((resolve) => {
        child.once('exit', (code) => resolve(code))
        child.kill(signal)
      })
    },
  }
}
