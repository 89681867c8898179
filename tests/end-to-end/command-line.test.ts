import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { builtOf, root, sourceOf } from './support/programs.ts'
import { authToken, secretKey, startBridge } from './support/started-bridge.ts'

/** The command line as people call it, short of npm. */
const tieline = (
  args: readonly string[],
  variables: Record<string, string>,
  program: readonly string[] = builtOf('cli'),
) =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const env = { PATH: process.env.PATH, TIELINE_SECRET_KEY: secretKey, ...variables }
    execFile(process.execPath, [...program, ...args], { cwd: root, env }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    )
  })

test('history is converted, imported, reported and audited, beside the running bridge and after its end', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tieline-cli-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const data = { TIELINE_DATA: join(folder, 'data') }
  const bridge = await startBridge(data)
  onTestFinished(async () => void (await bridge.stop()))

  const facts = join(folder, 'calls.ndjson')
  const csv = join(root, 'tests/fixtures/history/callrail-calls.csv')
  expect(
    await tieline(['convert', 'callrail', csv, '--zone', 'America/New_York', '--out', facts], data),
  ).toMatchObject({ code: 0 })
  const imported = await tieline(['import', facts, '--url', bridge.url], data)
  expect(imported).toMatchObject({ code: 0, out: expect.stringContaining('9 new') })
  await bridge.settled()

  const report = await bridge.call<{ rows: unknown[]; totals: unknown }>(
    'GET',
    '/v1/reports/sources?from=2026-06-01&to=2026-06-30&groupBy=campaign',
  )
  expect(report.totals).toMatchObject({ calls: 4, missedCalls: 1 })
  expect(report.rows).toContainEqual(
    expect.objectContaining({ key: 'doors-june', enquiries: 1, sessions: 1 }),
  )

  const beside = await tieline(['audit'], data)
  expect(beside).toMatchObject({ code: 0, out: expect.stringContaining('No difference') })
  expect(beside.err).toContain('running bridge')
  expect(await bridge.stop()).toBe(0)
  expect(existsSync(join(data.TIELINE_DATA, 'engine.json'))).toBe(false)
  // Left by a bridge that was killed: nobody answers there.
  writeFileSync(join(data.TIELINE_DATA, 'engine.json'), '{"endpoint":"http://127.0.0.1:9"}')
  expect(await tieline(['audit'], data)).toMatchObject({
    code: 0,
    out: expect.stringContaining('No difference'),
  })
}, 120_000)

test('a number is got from this machine’s Twilio, and is set so that calls to it come here', async () => {
  const bridge = await startBridge({ TIELINE_DATA: ':memory:' })
  onTestFinished(async () => void (await bridge.stop()))
  const variables = { PORT: new URL(bridge.url).port, TWILIO_AUTH_TOKEN: authToken }
  const numbers = (line: string) => tieline(['numbers', ...line.split(' ')], variables)

  const bought = await numbers('buy +441614960000 --label Van --source van --forward-to +442079460099')
  expect(bought).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^\+441614960000 {2}bought/) })
  expect(await numbers('audit')).toMatchObject({ code: 0 })
  const fallback = await fetch(`${bridge.url}/fallback/441614960000.xml`)
  expect(await fallback.text()).toContain('+442079460099')

  const released = await numbers('release +441614960000 --yes')
  expect(released).toMatchObject({ code: 0, out: '+441614960000  released\n' })
  expect((await fetch(`${bridge.url}/fallback/441614960000.xml`)).status).toBe(404)
}, 120_000)

test('help is printed, and what is wrong is said in one line', async () => {
  const help = await tieline([], {}, sourceOf.cli)
  expect(help).toMatchObject({ code: 0, err: '' })
  for (const command of 'import convert audit rebuild backup restore restore-drill numbers redrive cost lake keys'.split(
    ' ',
  ))
    expect(help.out).toContain(`\n  ${command} `)
  expect((await tieline(['import', '--help'], {})).out).toBe((await tieline(['help', 'import'], {})).out)
  expect(await tieline(['imprt'], {})).toEqual({
    code: 1,
    out: '',
    err: 'tieline: there is no command "imprt"; did you mean "import"? Try: help\n',
  })
}, 120_000)
