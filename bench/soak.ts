import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sourceOf } from '../tests/end-to-end/support/programs.ts'
import { authToken, type StartedBridge, startBridge } from '../tests/end-to-end/support/started-bridge.ts'
import { engineOf } from '../tests/support/engine-of.ts'
import { differences, mixedCalls, newTally, openShop } from '../tests/support/mixed-calls.ts'
import type { Bench, BenchContext, Figure } from './bench.ts'
import { median } from './measure.ts'
import { processorSecondsOf, residentOf } from './resident.ts'

const minutes = Number(process.env.SOAK_MINUTES ?? 20)
/** Fewer numbers than visits within a minute: the pool runs dry. */
const poolSize = Number(process.env.SOAK_POOL ?? 400)
const workers = 6
const secondsBetweenFaults = 45
const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000))

/** In turn: the engine stands still for some seconds, or is killed. */
async function breakSomething(bridge: StartedBridge, turn: number): Promise<void> {
  const engine = engineOf(bridge.process.pid)
  if (engine === undefined) return
  if (turn % 2 === 1) {
    process.kill(engine, 'SIGKILL')
    return
  }
  process.kill(engine, 'SIGSTOP')
  await pause(4)
  process.kill(engine, 'SIGCONT')
}

async function run({ progress }: BenchContext): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tieline-soak-'))
  const bridge = await startBridge({ TIELINE_DATA: folder }, sourceOf.local)
  const tally = newTally()
  const memory: number[] = []
  try {
    const target = { ...bridge, authToken }
    const { campaignId } = await openShop(target, poolSize)
    const startedAt = performance.now()
    const elapsed = () => (performance.now() - startedAt) / 1000
    const calls = mixedCalls(target, { workers, campaignId, until: () => elapsed() >= minutes * 60 }, tally)
    let turn = 0
    let toldAt = 0
    while (elapsed() < minutes * 60) {
      await pause(2)
      memory.push(residentOf(bridge.process.pid))
      if (elapsed() > (turn + 1) * secondsBetweenFaults && elapsed() < minutes * 60 - 15) {
        await breakSomething(bridge, turn++)
      }
      if (elapsed() - toldAt < 30) continue
      toldAt = elapsed()
      const { calls: made, failures, refused } = tally
      progress(
        `${Math.round(elapsed())} s: ${made.size} calls, ${refused} refused visits and codes, ` +
          `${failures.length} failures, ${memory.at(-1)?.toFixed(0)} MB`,
      )
    }
    await calls
    const rate = tally.calls.size / elapsed()
    const began = performance.now()
    await bridge.settled()
    const settledAfter = performance.now() - began
    const processorSeconds = processorSecondsOf(bridge.process.pid)
    for (const failure of tally.failures.slice(0, 5)) progress(failure)
    const wrong = await differences(target, tally)
    for (const difference of wrong.slice(0, 5)) progress(difference)
    progress(
      `${turn} faults, ${tally.calls.size} calls, ${tally.codes.size} codes, ${tally.sessions.size} visits`,
    )

    // What starts up is not what grows.
    const third = Math.floor(memory.length / 3)
    return [
      { figure: 'calls', value: rate, unit: '/s' },
      {
        figure: 'calls that went wrong for the caller',
        value: (100 * tally.failures.length) / tally.calls.size,
        unit: '%',
        aim: { of: 'value', atMost: 0 },
      },
      {
        figure: 'lost, doubled or told wrong',
        value: (100 * wrong.length) / tally.calls.size,
        unit: '%',
        aim: { of: 'value', atMost: 0 },
      },
      {
        figure: 'processor time of the bridge for a call, with its visit and all that follows',
        value: (1000 * processorSeconds) / tally.calls.size,
        unit: 'ms',
      },
      { figure: 'until all stands in the reports', value: settledAfter, unit: 'ms' },
      {
        figure: 'memory of the bridge, last third beside the second',
        value: median(memory.slice(-third)),
        unit: 'MB',
        floor: { name: 'second third', value: median(memory.slice(third, 2 * third)) },
        aim: { of: 'ratio', atMost: 1.1 },
      },
    ]
  } finally {
    await bridge.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

export const soak: Bench = {
  name: 'soak',
  title: `${minutes} minutes of mixed calls at the machine’s limit, the engine stopped or killed every ${secondsBetweenFaults} s`,
  isLong: true,
  run,
}
