import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sourceOf } from '../tests/end-to-end/support/programs.ts'
import { authToken, type StartedBridge, startBridge } from '../tests/end-to-end/support/started-bridge.ts'
import { type LoadFigures, loadCalls } from '../tests/support/call-load.ts'
import { engineOf } from '../tests/support/engine-of.ts'
import type { Bench, BenchContext, Figure } from './bench.ts'

const number = '+441614960000'
const businessPhone = '+442079460001'
/** Three webhooks a call. */
const perSecond = 10
const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000))
const signal = (bridge: StartedBridge, name: NodeJS.Signals) => {
  const engine = engineOf(bridge.process.pid)
  if (engine === undefined) throw new Error('the bridge has no engine')
  process.kill(engine, name)
}

/** The webhooks' own wait: how long a caller hears nothing. */
const share = (part: number, whole: number) => (100 * part) / whole
function figuresOf(what: string, { connected, callSids, worstWaitMilliseconds }: LoadFigures): Figure[] {
  return [
    {
      figure: `callers connected, ${what}`,
      value: share(connected, callSids.length),
      unit: '%',
      aim: { of: 'value', atLeast: 100 },
    },
    {
      figure: `worst wait, ${what}`,
      value: worstWaitMilliseconds,
      unit: 'ms',
      aim: { of: 'value', atMost: 3000 },
    },
  ]
}

interface CallRow {
  readonly callSid: string
  readonly status: string
  readonly outcome: string
  readonly talkSeconds: number
}

/** Calls that the API tells of exactly once and whole, of all that were acknowledged. */
async function recovered(bridge: StartedBridge, acknowledged: readonly string[]): Promise<number> {
  const counts = new Map<string, number>()
  for (let cursor = ''; ; ) {
    const page = await bridge.call<{ data: CallRow[]; nextCursor: string | null }>(
      'GET',
      `/v1/calls?limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
    )
    for (const { callSid, status, outcome, talkSeconds } of page.data) {
      const isWhole = status === 'completed' && outcome === 'answered' && talkSeconds === 61
      counts.set(callSid, (counts.get(callSid) ?? 0) + (isWhole ? 1 : Number.NaN))
    }
    if (page.nextCursor === null) break
    cursor = page.nextCursor
  }
  return acknowledged.filter((callSid) => counts.get(callSid) === 1).length
}

async function run({ progress }: BenchContext): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'tieline-bench-'))
  const acknowledged: string[] = []
  const figures: Figure[] = []
  let bridge = await startBridge({ TIELINE_DATA: folder }, sourceOf.local)

  async function phase(what: string, seconds: number, meanwhile: () => Promise<void>): Promise<void> {
    progress(`${perSecond} calls a second for ${seconds} s, ${what}`)
    const load = loadCalls(
      { url: bridge.url, authToken, number, businessPhone },
      { perSecond, seconds, prefix: `CA${figures.length}x` },
    )
    await meanwhile()
    const measured = await load
    acknowledged.push(...measured.acknowledged)
    for (const failure of measured.failures.slice(0, 3)) progress(failure)
    progress(`${measured.connected} of ${measured.callSids.length} connected`)
    figures.push(...figuresOf(what, measured))
  }

  try {
    await bridge.call('POST', '/v1/numbers', {
      number,
      label: 'The van',
      kind: 'source',
      flow: { forwardTo: [businessPhone], ring: 'all' },
    })
    await phase('nothing wrong', 3, async () => {})
    await phase('engine stopped dead for 10 s', 16, async () => {
      await pause(3)
      signal(bridge, 'SIGSTOP')
      await pause(10)
      signal(bridge, 'SIGCONT')
    })
    await phase('engine killed three times', 12, async () => {
      for (let time = 0; time < 3; time += 1) {
        await pause(3)
        signal(bridge, 'SIGKILL')
      }
    })
    signal(bridge, 'SIGSTOP')
    await phase('engine stopped dead, then all killed', 5, async () => {})
    await bridge.stop('SIGKILL')

    bridge = await startBridge({ TIELINE_DATA: folder }, sourceOf.local)
    const began = performance.now()
    const spool = join(folder, 'spool')
    while (readdirSync(spool).some((name) => name.endsWith('.spool'))) await pause(0.05)
    figures.push({ figure: 'until the spool is in the ledger', value: performance.now() - began, unit: 'ms' })
    await bridge.settled()
    figures.push({ figure: 'until all stands in the reports', value: performance.now() - began, unit: 'ms' })
    const whole = await recovered(bridge, acknowledged)
    progress(`${whole} of ${acknowledged.length} acknowledged calls recovered, whole and once`)
    figures.push({
      figure: 'acknowledged calls recovered, whole and once',
      value: share(whole, acknowledged.length),
      unit: '%',
      aim: { of: 'value', atLeast: 100 },
    })
    return figures
  } finally {
    await bridge.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

export const connects: Bench = {
  name: 'connects',
  title:
    'Calls whose engine is stopped dead or killed meanwhile: the callers, and what became of their facts',
  run,
}
