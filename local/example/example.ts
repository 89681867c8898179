import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { zonedDayOf } from '../../shared/domain/calendar.ts'
import { addMinutes, type Clock } from '../../shared/domain/time.ts'
import { createKeyStore, sha256Hex } from '../../shared/store/key-store.ts'
import { ledgerKeys } from '../../shared/store/keys.ts'
import type { Table } from '../../shared/store/table.ts'
import { business } from './business.ts'
import { createExampleClient, type ExampleClientOptions } from './client.ts'
import { generate } from './history.ts'
import { loadExample, sizeOf } from './load.ts'
import { type ExampleFile, readExampleFile, writeExampleFile } from './progress-file.ts'
import { historyUntil } from './until.ts'

const seed = 'harbour'
/** Of the last minutes nothing is told: the pool's numbers are free for whoever looks at the shop. */
const quietMinutes = 45
const mostTries = 6

export interface Example {
  /** Facts of the history that the ledger has not taken yet: the reports do not show them. */
  remaining(): number
  /** Begins to load in the background; `tell` takes a line at the beginning and one at the end. */
  start(options: Omit<ExampleClientOptions, 'secretKey'> & StartOptions): void
  /** What was under way goes on at the next start. */
  stop(): Promise<void>
}

interface StartOptions {
  readonly account: string
  readonly ledger: Table
  readonly pending: () => Promise<number>
  readonly tell: (line: string) => void
  readonly warn: (line: string) => void
  readonly now: Clock
}

/**
 * The example that a data folder is to get, or has not got the whole of yet.
 * @returns undefined where there is nothing to load
 */
export function openExample(
  dataFolder: string,
  { isNew, now }: { readonly isNew: boolean; readonly now: Clock },
): Example | undefined {
  const found = readExampleFile(dataFolder)
  if (found?.isLoaded || (!found && !isNew)) return undefined
  const file: ExampleFile = found ?? {
    today: zonedDayOf(now(), business.timeZone),
    until: addMinutes(now(), -quietMinutes),
    isLoaded: false,
  }
  const secretKey = file.secretKey ?? `sk_example_${randomBytes(20).toString('hex')}`
  writeExampleFile(dataFolder, { ...file, secretKey })
  const history = historyUntil(generate(seed, file.today), file.until)
  const abort = new AbortController()
  const size = sizeOf(history)
  let remaining = size
  let running: Promise<void> = Promise.resolve()

  async function run({ account, ledger, pending, tell, now, ...bridge }: Parameters<Example['start']>[0]) {
    const startedAt = performance.now()
    tell(
      `Loading the example business, ${business.name}: ${size} facts of its last 90 days. TIELINE_DEMO=off starts empty.`,
    )
    const digest = sha256Hex(secretKey)
    await createKeyStore(ledger).add(account, 'secret', digest, now())
    const client = createExampleClient({ ...bridge, secretKey })
    const onTaken = (facts: number) => {
      remaining -= facts
    }
    for (let tries = 1; ; tries++) {
      try {
        await loadExample({ client, history, account, pending, signal: abort.signal, onTaken })
        break
      } catch (error) {
        // A machine that is too busy keeps the engine waiting; what was taken already is taken once.
        if (tries === mostTries || abort.signal.aborted) throw error
        await sleep(tries * 2000, undefined, { signal: abort.signal })
        remaining = size
      }
    }
    await ledger.delete(ledgerKeys.apiKey(digest))
    const { secretKey: _spent, ...kept } = file
    writeExampleFile(dataFolder, { ...kept, isLoaded: true })
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(0)
    tell(
      `${business.name} is there after ${seconds} s. A first call of your own: ${bridge.publicBaseUrl}/local/shop`,
    )
  }

  return {
    remaining: () => remaining,
    start(options) {
      running = run(options).catch((error: unknown) => {
        remaining = 0
        if (!abort.signal.aborted)
          options.warn(
            JSON.stringify({ level: 'warn', message: 'the example was not loaded', error: String(error) }),
          )
      })
    },
    async stop() {
      abort.abort()
      await running
    },
  }
}
