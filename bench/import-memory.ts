import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sourceOf } from '../tests/end-to-end/support/programs.ts'
import { secretKey, startBridge } from '../tests/end-to-end/support/started-bridge.ts'
import type { Bench, BenchContext, Figure } from './bench.ts'
import { median } from './measure.ts'
import { residentOf } from './resident.ts'

const megabytes = Number(process.env.IMPORT_MEGABYTES ?? 100)
const root = fileURLToPath(new URL('..', import.meta.url))

/** Visits with addresses as long as advertisements make them, and calls: about 1.5 kB a line. */
function writeHistory(path: string): void {
  const file = openSync(path, 'w')
  const long = 'x'.repeat(1500)
  for (let index = 0, bytes = 0; bytes < megabytes * 1e6; index++) {
    const at = new Date(Date.UTC(2026, 0, 1) + index * 60_000).toISOString()
    const url = `https://shop.example/p${index % 50}?utm_source=google&utm_medium=cpc&utm_content=${long}`
    bytes += writeSync(
      file,
      `${JSON.stringify({ fact: 'session', id: `ses_${index}`, visitor: `vis_${index % 9973}`, at, url })}\n`,
    )
  }
  closeSync(file)
}

/** Megabytes in memory of both, until the command has ended. */
async function watch(command: ChildProcess, bridge: ChildProcess, progress: (text: string) => void) {
  const samples: { server: number; command: number }[] = []
  let isOver = false
  const ended = new Promise<number | null>((resolve) => {
    command.once('exit', (code) => {
      isOver = true
      resolve(code)
    })
  })
  while (!isOver) {
    samples.push({ server: residentOf(bridge.pid), command: residentOf(command.pid) })
    if (samples.length % 30 === 0) {
      const last = samples.at(-1)
      progress(
        `${samples.length} s, server ${last?.server.toFixed(0)} MB, command ${last?.command.toFixed(0)} MB`,
      )
    }
    await new Promise((resolve) => setTimeout(resolve, 1000))
  }
  const code = await ended
  if (code !== 0) throw new Error(`the import ended with ${code}`)
  return samples
}

async function run({ progress }: BenchContext): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tieline-import-'))
  const bridge = await startBridge({ TIELINE_DATA: join(folder, 'data') }, sourceOf.local)
  try {
    const path = join(folder, 'history.ndjson')
    writeHistory(path)
    progress(`${(statSync(path).size / 1e6).toFixed(0)} MB written`)
    const startedAt = performance.now()
    const command = spawn(
      process.execPath,
      ['--import', 'tsx', 'cli/main.ts', 'import', path, '--url', bridge.url],
      {
        cwd: root,
        env: { PATH: process.env.PATH, TIELINE_SECRET_KEY: secretKey },
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    )
    const samples = await watch(command, bridge.process, progress)
    const seconds = (performance.now() - startedAt) / 1000
    // What starts up is not what grows.
    const third = Math.floor(samples.length / 3)
    const figureOf = (name: 'server' | 'command', figure: string): Figure => ({
      figure,
      value: median(samples.slice(-third).map((sample) => sample[name])),
      unit: 'MB',
      floor: {
        name: 'second third',
        value: median(samples.slice(third, 2 * third).map((sample) => sample[name])),
      },
      aim: { of: 'ratio', atMost: 1.15 },
    })
    return [
      { figure: 'imported', value: megabytes / seconds, unit: 'MB/s' },
      figureOf('server', 'memory of the bridge, last third'),
      figureOf('command', 'memory of the command, last third'),
    ]
  } finally {
    await bridge.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

export const importMemory: Bench = {
  name: 'import-memory',
  title: `Memory while ${megabytes} MB of history are imported`,
  isLong: true,
  run,
}
