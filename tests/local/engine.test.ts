import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createTables } from '../../local/create-tables.ts'
import { type Engine, type EngineOptions, startEngine } from '../../local/engine.ts'
import { engineClientConfig } from '../../local/engine-config.ts'
import { holdersOf } from '../../local/engine-file.ts'
import { createTable } from '../../shared/store/table.ts'

const names = { ledger: 'ledger', views: 'views' }

function dataFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tieline-test-')))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function start(options: EngineOptions): Promise<Engine> {
  const engine = await startEngine(options)
  onTestFinished(() => engine.stop())
  return engine
}

function clientOf(endpoint: string): DynamoDBClient {
  const client = new DynamoDBClient({ ...engineClientConfig(endpoint), maxAttempts: 1 })
  onTestFinished(() => client.destroy())
  return client
}

const answers = (endpoint: string) =>
  fetch(endpoint).then(
    (response) => response.ok,
    () => false,
  )

test('what was acknowledged is there after the engine was killed', async () => {
  const folder = dataFolder()
  const first = await start({ dataFolder: folder })
  const client = clientOf(first.endpoint)
  await createTables(client, names)
  await createTable(client, names.ledger).put({ pk: 'a', sk: 'b', kept: true })
  await first.stop()
  expect(await answers(first.endpoint)).toBe(false)

  const second = await start({ dataFolder: folder })
  const again = clientOf(second.endpoint)
  expect(await createTable(again, names.ledger).get({ pk: 'a', sk: 'b' })).toEqual({
    pk: 'a',
    sk: 'b',
    kept: true,
  })
})

test('creating the tables again changes nothing', async () => {
  const { endpoint } = await start({ dataFolder: ':memory:' })
  const client = clientOf(endpoint)
  const streams = await createTables(client, names)
  await createTable(client, names.views).put({ pk: 'a', sk: 'b' })
  expect(await createTables(client, names)).toEqual(streams)
  expect(await createTable(client, names.views).get({ pk: 'a', sk: 'b' })).toBeDefined()
})

test('in memory, the next engine knows nothing of the last', async () => {
  const first = await start({ dataFolder: ':memory:' })
  await createTables(clientOf(first.endpoint), names)
  await first.stop()
  const second = await start({ dataFolder: ':memory:' })
  expect((await clientOf(second.endpoint).send(new ListTablesCommand())).TableNames).toEqual([])
})

test('two engines can’t hold the same data: the second says who does', async () => {
  const folder = dataFolder()
  const engine = await start({ dataFolder: folder })
  const [holder] = holdersOf(join(folder, 'engine.db'))
  await expect(startEngine({ dataFolder: folder })).rejects.toThrow(`in use by process ${holder}`)
  expect(await answers(engine.endpoint)).toBe(true)
})

test('a port that is taken is said in one line', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const error = await startEngine({ dataFolder: ':memory:', port }).catch((reason: Error) => reason)
  expect(error).toBeInstanceOf(Error)
  expect((error as Error).message).toMatch(new RegExp(`^the embedded engine did not start: .*${port}.*$`))
})

test('a given endpoint is used as it is', async () => {
  const engine = await start({ dataFolder: '/nowhere/at/all', endpoint: 'http://127.0.0.1:1' })
  expect(engine.endpoint).toBe('http://127.0.0.1:1')
  await engine.stop()
})

test('Ctrl-C reaches the whole process group: the engine leaves its end to us', async () => {
  const folder = dataFolder()
  const onExit = vi.fn()
  const engine = await start({ dataFolder: folder, onExit })
  const [pid] = holdersOf(join(folder, 'engine.db'))
  process.kill(pid as number, 'SIGINT')
  process.kill(pid as number, 'SIGTERM')
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(await answers(engine.endpoint)).toBe(true)
  await engine.stop()
  expect(onExit).not.toHaveBeenCalled()
})

test('an engine that dies is told of', async () => {
  const folder = dataFolder()
  const onExit = vi.fn()
  await start({ dataFolder: folder, onExit })
  const [pid] = holdersOf(join(folder, 'engine.db'))
  process.kill(pid as number, 'SIGKILL')
  await vi.waitFor(() => expect(onExit).toHaveBeenCalledWith(expect.stringContaining('SIGKILL')), {
    timeout: 5000,
  })
})

test('the engine dies with its parent, however that dies', async () => {
  const folder = dataFolder()
  const script = `
    import { startEngine } from '${new URL('../../local/engine.ts', import.meta.url).href}'
    const { endpoint } = await startEngine({ dataFolder: ${JSON.stringify(folder)} })
    console.log(endpoint)
    setInterval(() => {}, 1000)`
  const parent = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void parent.kill('SIGKILL'))
  const endpoint = await new Promise<string>((resolve) => {
    parent.stdout.once('data', (text: Buffer) => resolve(text.toString().trim()))
  })
  expect(await answers(endpoint)).toBe(true)
  parent.kill('SIGKILL')
  await vi.waitFor(async () => expect(await answers(endpoint)).toBe(false), { timeout: 5000 })
}, 20_000)

test('the stream’s records are indexed: else each write would read them all', async () => {
  const folder = dataFolder()
  const engine = await start({ dataFolder: folder })
  await createTables(clientOf(engine.endpoint), names)
  await engine.stop()
  expect(readFileSync(join(folder, 'engine.db')).includes('INDEX _stream_order ON _stream_records')).toBe(
    true,
  )
})

test('in memory, what a killed process left behind is cleared away by the next, what a living one uses is not', async () => {
  // Beyond any pid that Linux gives.
  const dead = mkdtempSync(join(tmpdir(), 'tieline-engine-99999999-'))
  const living = mkdtempSync(join(tmpdir(), `tieline-engine-${process.ppid}-`))
  await start({ dataFolder: ':memory:' })
  const standing = [existsSync(dead), existsSync(living)]
  rmSync(living, { recursive: true })
  expect(standing).toEqual([false, true])
})
