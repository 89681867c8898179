import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { builtOf, root, sourceOf } from './support/programs.ts'
import { peoplesBrowser, startBridge } from './support/started-bridge.ts'

const folder = mkdtempSync(join(tmpdir(), 'tieline-running-'))
afterAll(() => rmSync(folder, { recursive: true }))

const childrenOf = (pid: number | undefined) =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)
const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
const startInVain = (variables: Record<string, string>) =>
  spawnSync(process.execPath, builtOf('local'), {
    cwd: root,
    env: { PATH: process.env.PATH, TIELINE_DATA: ':memory:', ...variables },
    encoding: 'utf8',
    timeout: 50_000,
  })

describe('npm start', () => {
  it('keeps accounts, facts and reports over a restart, and ends with its children on Ctrl-C', async () => {
    const first = await startBridge({ TIELINE_DATA: folder, TIELINE_SECRET_KEY: '' }, sourceOf.local)
    const secretKey = /sk_[0-9a-f]{40}/.exec(first.printed())?.[0]
    expect(secretKey).toBeDefined()
    expect(first.printed()).toMatch(/op_[0-9a-f]{40}/)
    await fetch(`${first.url}/v1/collect`, {
      method: 'POST',
      headers: { 'user-agent': peoplesBrowser },
      body: JSON.stringify({
        key: 'pk_local',
        type: 'page',
        url: 'https://shop.example/?utm_source=a&utm_medium=email',
      }),
    })
    const engines = childrenOf(first.process.pid)
    expect(engines.length).toBeGreaterThan(0)
    const began = Date.now()
    expect(await first.stop()).toBe(0)
    expect(Date.now() - began).toBeLessThan(5000)
    await expect.poll(() => engines.filter(isAlive), { timeout: 2000 }).toEqual([])

    const second = await startBridge({ TIELINE_DATA: folder, TIELINE_SECRET_KEY: '' })
    expect(second.printed()).not.toMatch(/sk_|op_/)
    await second.settled()
    const day = new Date().toISOString().slice(0, 10)
    const report = await fetch(`${second.url}/v1/reports/sources?from=${day}&to=${day}`, {
      headers: { authorization: `Bearer ${secretKey}` },
    })
    expect(await report.json()).toMatchObject({ rows: [{ key: 'Email', sessions: 1 }] })
    expect(await second.stop('SIGTERM')).toBe(0)
  })

  it('says in one line that its port is in use, and ends with 1', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, resolve))
    const { port } = server.address() as { port: number }
    const { status, stderr, stdout } = startInVain({ PORT: String(port) })
    server.close()
    expect(status).toBe(1)
    expect(`${stdout}${stderr}`.trim()).toBe(
      `tieline: port ${port} is in use: stop what runs there, or set PORT to another`,
    )
  })

  it('names a bad variable in one line, and ends with 1', () => {
    const { status, stderr, stdout } = startInVain({ PORT: 'eight' })
    expect(status).toBe(1)
    expect(`${stdout}${stderr}`.trim().split('\n')).toEqual([expect.stringContaining('PORT')])
  })

  it('serves its first page, the script, the API’s description and its health', async () => {
    const bridge = await startBridge()
    const get = (path: string) => fetch(`${bridge.url}${path}`)
    // Who is not signed in is led to where one signs in.
    expect((await fetch(`${bridge.url}/`, { redirect: 'manual' })).headers.get('location')).toBe(
      '/auth/sign-in?to=%2F',
    )
    expect((await get('/t.js')).headers.get('content-type')).toContain('javascript')
    expect(await (await get('/healthz')).json()).toEqual({ status: 'ok', pending: 0 })
    const document = (await (await get('/openapi.json')).json()) as {
      openapi: string
      paths: Record<string, unknown>
    }
    expect(document.openapi).toMatch(/^3\.1/)
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining([
        '/v1/collect',
        '/twilio/voice',
        '/v1/reports/sources',
        '/v1/accounts',
        '/v1/numbers/{id}',
      ]),
    )
    expect(await (await get('/docs')).text()).toContain('/v1/reports/sources')
    expect(await (await get('/nowhere')).json()).toMatchObject({ status: 404, code: 'not_found' })
    expect(await bridge.stop()).toBe(0)
  })
})
