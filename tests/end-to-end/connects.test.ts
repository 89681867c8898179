import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test } from 'vitest'
import { freePort } from '../../local/engine.ts'
import { type LoadFigures, loadCalls } from '../support/call-load.ts'
import { engineOf } from '../support/engine-of.ts'
import { signedForm } from '../support/twilio-signing.ts'
import { authToken, type StartedBridge, startBridge } from './support/started-bridge.ts'

const folder = mkdtempSync(join(tmpdir(), 'tieline-connects-'))
let bridge: StartedBridge | undefined
afterEach(async () => {
  const frozen = bridge?.process.exitCode === null ? engineOf(bridge.process.pid) : undefined
  if (frozen !== undefined) process.kill(frozen, 'SIGCONT')
  await bridge?.stop()
})
afterAll(() => rmSync(folder, { recursive: true }))

const number = '+441614960000'
const businessPhone = '+442079460001'
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

async function open(dataFolder: string): Promise<StartedBridge> {
  bridge = await startBridge({ TIELINE_DATA: dataFolder })
  return bridge
}
const register = (at: StartedBridge) =>
  at.call('POST', '/v1/numbers', {
    number,
    label: 'The van',
    kind: 'source',
    source: { source: 'van' },
    flow: { forwardTo: [businessPhone], ring: 'all' },
  })

interface CallRow {
  readonly callSid: string
  readonly status: string
  readonly outcome: string
  readonly talkSeconds: number
  readonly durationSeconds: number
}
async function allCalls(at: StartedBridge): Promise<CallRow[]> {
  const rows: CallRow[] = []
  for (let cursor = ''; ; ) {
    const page = await at.call<{ data: CallRow[]; nextCursor: string | null }>(
      'GET',
      `/v1/calls?limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
    )
    rows.push(...page.data)
    if (page.nextCursor === null) return rows
    cursor = page.nextCursor
  }
}
const expectWhole = (rows: readonly CallRow[], callSids: readonly string[]) => {
  expect(rows.map(({ callSid }) => callSid).sort()).toEqual([...callSids].sort())
  const told = rows.map(({ status, outcome, talkSeconds, durationSeconds }) =>
    [status, outcome, talkSeconds, durationSeconds].join(' '),
  )
  expect(new Set(told)).toEqual(new Set(['completed answered 61 75']))
}

const callersOf = (at: StartedBridge) => ({ url: at.url, authToken, number, businessPhone })
const engine = (at: StartedBridge) => engineOf(at.process.pid) as number

function expectConnected(figures: LoadFigures): void {
  expect(figures.failures).toEqual([])
  expect(figures.connected).toBe(figures.callSids.length)
  expect(figures.acknowledged).toHaveLength(figures.callSids.length)
  // The first to meet a store that fell silent wait 2 s; the rest is this machine's own.
  expect(figures.worstWaitMilliseconds).toBeLessThan(4000)
}
const settled = (at: StartedBridge) =>
  expect.poll(() => at.settled().then(() => true), { timeout: 60_000 }).toBe(true)

test('with the engine stopped dead, killed, and killed with its bridge, every caller hears the business ring, and no fact is lost or doubled', async () => {
  const dataFolder = join(folder, 'data')
  const first = await open(dataFolder)
  await register(first)

  const stopped = loadCalls(callersOf(first), { perSecond: 5, seconds: 3, prefix: 'CAstopped' })
  await pause(300)
  process.kill(engine(first), 'SIGSTOP')
  await pause(2500)
  process.kill(engine(first), 'SIGCONT')
  expectConnected(await stopped)

  const killed = loadCalls(callersOf(first), { perSecond: 5, seconds: 2, prefix: 'CAkilled' })
  await pause(300)
  process.kill(engine(first), 'SIGKILL')
  expectConnected(await killed)
  await settled(first)
  const soFar = [...(await stopped).callSids, ...(await killed).callSids]
  expectWhole(await allCalls(first), soFar)

  process.kill(engine(first), 'SIGSTOP')
  const spooled = await loadCalls(callersOf(first), { perSecond: 8, seconds: 1, prefix: 'CAspooled' })
  expectConnected(spooled)
  // The engine goes with its bridge.
  await first.stop('SIGKILL')
  const spool = join(dataFolder, 'spool')
  const held = readdirSync(spool).map((name) => readFileSync(join(spool, name), 'utf8'))
  expect(held.join('').trim().split('\n').length).toBeGreaterThanOrEqual(24)
  expect(held.join('')).not.toMatch(/77009\d{5}/)

  const second = await open(dataFolder)
  await settled(second)
  expectWhole(await allCalls(second), [...soFar, ...spooled.callSids])
  expect(readdirSync(spool)).toEqual([])
}, 120_000)

test('a bridge that keeps nothing loses nothing with its engine either, and serves the numbers’ static documents', async () => {
  const at = await open(':memory:')
  await register(at)
  const answer = await fetch(`${at.url}/fallback/441614960000.xml?CallSid=CA1&ErrorCode=11200`)
  expect(answer.headers.get('content-type')).toContain('text/xml')
  expect(await answer.text()).toContain(`>${businessPhone}</Number>`)
  expect((await fetch(`${at.url}/fallback/441614960001.xml`)).status).toBe(404)
  // As a file store would.
  expect((await fetch(`${at.url}/fallback/441614960000.xml`, { method: 'POST' })).status).toBe(405)
  const load = loadCalls(callersOf(at), { perSecond: 10, seconds: 1, prefix: 'CAmemory' })
  await pause(300)
  process.kill(engine(at), 'SIGKILL')
  const figures = await load
  expectConnected(figures)
  await settled(at)
  expectWhole(await allCalls(at), figures.callSids)
})

test('a call that comes while the bridge starts waits for it', async () => {
  const port = String(await freePort())
  const url = `http://localhost:${port}/twilio/voice`
  const starting = startBridge({ PORT: port })
  const call = async (): Promise<Response> => {
    for (;;) {
      try {
        return await fetch(
          url,
          signedForm(url, { CallSid: 'CA1', From: '+447700900123', To: number }, authToken),
        )
      } catch {
        // Nobody listens yet.
        await pause(10)
      }
    }
  }
  const answer = await call()
  bridge = await starting
  expect(answer.status).toBe(200)
  expect(await answer.text()).toContain('<Response>')
})
