import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, test } from 'vitest'
import { chunksOf } from '../../cli/import/line-chunks.ts'
import { importCommand } from '../../cli/import-command.ts'
import { type Bridge, createBridge } from '../functions/admin/bridge.ts'
import { createTestTables, type Tables } from '../support/engine.ts'
import { run } from './run.ts'

let tables: Tables
let bridge: Bridge
beforeAll(async () => {
  tables = await createTestTables()
  bridge = createBridge(tables.ledger)
})
afterAll(() => tables.drop())

/** JSON may have spaces anywhere: a line of any length says no more. */
const spend = (amount: number, pad = '') =>
  pad +
  JSON.stringify({
    fact: 'spend',
    day: '2026-06-01',
    source: 'bing',
    medium: 'cpc',
    campaign: null,
    amount,
    currency: 'GBP',
    at: '2026-06-01T10:00:00Z',
  })

function fileOf(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'tieline-import-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'history.ndjson')
  writeFileSync(file, text)
  return file
}
const exists = (path: string) => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/** The bridge, without a network; `fail` may answer instead, or throw. */
function toBridge(
  fail: (request: Request, number: number) => Response | undefined | Promise<Response | undefined> = () =>
    undefined,
) {
  const requests: Request[] = []
  return {
    requests,
    fetch: (async (url: URL, init: RequestInit) => {
      const request = new Request(url, init)
      requests.push(request.clone())
      return (await fail(request.clone(), requests.length)) ?? bridge.app.fetch(request)
    }) as unknown as typeof fetch,
  }
}
const problem = (status: number, headers?: Record<string, string>) =>
  new Response('{"code":"x","detail":"not now"}', { status, ...(headers && { headers }) })

/** More than two requests' worth of lines. */
const many = Array.from({ length: 600 }, (_, index) => spend(index, ' '.repeat(1900))).join('\n')

describe('import', () => {
  it('sends a file of any size in pieces, and tells what became of it, and how far it is on the way', async () => {
    const { secretKey } = await bridge.newAccount()
    const file = fileOf(`${many}\n`)
    const { fetch, requests } = toBridge()
    let clock = 0
    const now = () => {
      clock += 2000
      return clock
    }
    const given = { env: { TIELINE_SECRET_KEY: secretKey }, fetch, now }
    const first = await run(importCommand, [file], { ...given, isTerminal: true })
    expect(first.code).toBe(0)
    // Written over on a terminal, now and then in a log.
    expect(first.err).toMatch(
      /^\r.*52\d\.\d kB of \d.* MB \(\d+%\), [\d,]+ lines, \d+ lines\/s, \d+ s left\r/,
    )
    expect(first.out).toMatch(/^600 lines in .*: 600 new, 0 known already, 0 rejected\.\n$/)
    expect(requests.length).toBeGreaterThan(2)
    const second = await run(importCommand, [file], { ...given, isTerminal: false })
    expect(second.err).toMatch(/^\d\S+ [kM]B of .*left\n/)
    expect(second.out).toContain('0 new, 600 known already')
    expect((await run(importCommand, [file], { ...given, now: () => 0 })).err).toBe('')
    expect(exists(`${file}.tieline-import.json`)).toBeUndefined()
  }, 60_000)

  it('tells each rejected line by its number in the file, keeps them all, and fails', async () => {
    const { secretKey } = await bridge.newAccount()
    const bad = Array.from({ length: 600 }, (_, index) =>
      index % 24 === 7 ? '{"fact":"nope"}' : spend(index, ' '.repeat(1900)),
    )
    const file = fileOf(bad.join('\n'))
    const { code, err, out } = await run(importCommand, [file], {
      env: { TIELINE_SECRET_KEY: secretKey },
      ...toBridge(),
    })
    expect(code).toBe(1)
    expect(out).toContain('575 new, 0 known already, 25 rejected')
    expect(err.match(/^line \d+: unknown_fact: /gm)).toHaveLength(20)
    const kept = exists(`${file}.rejected.ndjson`)
      ?.trim()
      .split('\n')
      .map((line) => JSON.parse(line).line)
    expect(kept).toEqual(Array.from({ length: 25 }, (_, index) => index * 24 + 8))
  }, 60_000)

  it('waits and tries again while the bridge can’t answer, and counts each line once', async () => {
    const { secretKey } = await bridge.newAccount()
    const file = fileOf([spend(1), spend(2)].join('\n'))
    const troubles = [
      () => {
        throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } })
      },
      () => problem(503),
      () => problem(429, { 'retry-after': '7' }),
      // Done, but its answer is lost: the same request again gets it.
      async (request: Request) => {
        await bridge.app.fetch(request)
        throw new TypeError('terminated')
      },
    ]
    const { code, out, err, pauses } = await run(importCommand, [file], {
      env: { TIELINE_SECRET_KEY: secretKey },
      ...toBridge((request, number) => troubles[number - 1]?.(request)),
    })
    expect(code).toBe(0)
    expect(out).toContain('2 new, 0 known already')
    expect(pauses).toEqual([500, 1000, 7000, 4000])
    expect(err).toContain('ECONNREFUSED')
  })

  it('goes on where it was cut off', async () => {
    const { secretKey } = await bridge.newAccount()
    const file = fileOf(many)
    const env = { TIELINE_SECRET_KEY: secretKey }
    const cut = await run(importCommand, [file], {
      env,
      ...toBridge((_, number) => (number > 1 ? problem(401) : undefined)),
    })
    expect(cut).toMatchObject({ code: 1, out: '' })
    expect(cut.err).toContain('TIELINE_SECRET_KEY')
    const { offset } = JSON.parse(exists(`${file}.tieline-import.json`) ?? '{}')
    expect(offset).toBeGreaterThan(0)
    const rest = toBridge()
    const resumed = await run(importCommand, [file], { env, ...rest })
    expect(resumed.err).toContain('Goes on behind line')
    expect(resumed.out).toContain('600 new, 0 known already')
    const sent = await Promise.all(
      rest.requests.map(async (request) => (await request.arrayBuffer()).byteLength),
    )
    expect(sent.reduce((sum, bytes) => sum + bytes, 0)).toBe(Buffer.byteLength(many) - offset)
    expect(exists(`${file}.tieline-import.json`)).toBeUndefined()
  }, 60_000)

  it('begins anew with a file that was changed since', async () => {
    const { secretKey } = await bridge.newAccount()
    const file = fileOf(many)
    const env = { TIELINE_SECRET_KEY: secretKey }
    await run(importCommand, [file], {
      env,
      ...toBridge((_, number) => (number > 1 ? problem(401) : undefined)),
    })
    writeFileSync(file, [spend(9000), spend(9001)].join('\n'))
    expect((await run(importCommand, [file], { env, ...toBridge() })).out).toContain('2 lines')
  }, 60_000)

  it('halves what is too large for something on the way, down to the line', async () => {
    const { secretKey } = await bridge.newAccount()
    const long = spend(1, ' '.repeat(300))
    const file = fileOf([spend(2), long, spend(3)].join('\n'))
    const { code, out, err } = await run(importCommand, [file], {
      env: { TIELINE_SECRET_KEY: secretKey },
      ...toBridge(async (request) =>
        (await request.arrayBuffer()).byteLength > 300 ? problem(413) : undefined,
      ),
    })
    expect(code).toBe(1)
    expect(out).toContain('2 new, 0 known already, 1 rejected')
    expect(err).toContain('line 2: line_too_long')
  })

  it('reads standard input', async () => {
    const { secretKey } = await bridge.newAccount()
    const { out } = await run(importCommand, ['-'], {
      env: { TIELINE_SECRET_KEY: secretKey },
      stdin: (async function* () {
        yield Buffer.from(spend(1).slice(0, 20))
        yield Buffer.from(`${spend(1).slice(20)}\n${spend(2)}`)
      })(),
      ...toBridge(),
    })
    expect(out).toContain('2 lines')
    expect(out).toContain('2 new')
  })

  test.each([
    [[], {}, 'name one file'],
    [['a', 'b'], {}, 'name one file'],
    [['/no/such/file'], { TIELINE_SECRET_KEY: 'sk_x' }, 'can’t be read (ENOENT)'],
    [['-'], {}, 'TIELINE_SECRET_KEY'],
    [['-', '--url', 'calls.example.com'], { TIELINE_SECRET_KEY: 'sk_x' }, '--url'],
    [['-', '--ulr', 'x'], { TIELINE_SECRET_KEY: 'sk_x' }, '--ulr'],
  ])('%j with %j says what is wrong', async (args, env, message) => {
    const { code, err } = await run(importCommand, args, { env })
    expect(code).toBe(1)
    expect(err).toContain(message)
  })
})

test('pieces are whole lines, none is lost, and one is held at a time', async () => {
  const text = Array.from({ length: 200 }, (_, index) => 'x'.repeat((index * 37) % 90)).join('\n')
  for (const part of [1, 7, 64, 10_000]) {
    const stream = (async function* () {
      for (let at = 0; at < text.length; at += part) yield Buffer.from(text.slice(at, at + part))
    })()
    let whole = ''
    let line = 1
    for await (const chunk of chunksOf(stream, 80, { offset: 0, line: 1 })) {
      const piece = Buffer.from(chunk.bytes).toString()
      expect(chunk).toMatchObject({ offset: whole.length, firstLine: line })
      whole += piece
      line += chunk.lines
      if (whole.length < text.length) expect(piece.endsWith('\n')).toBe(true)
      if (piece.length > 80) expect(piece.trimEnd()).not.toContain('\n')
    }
    expect(whole).toBe(text)
    expect(line - 1).toBe(200)
  }
})
