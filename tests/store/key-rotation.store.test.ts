import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { keys } from '../../cli/keys-command.ts'
import { openDataKeyService } from '../../shared/aws/data-key-service.ts'
import { addDays, instantOf } from '../../shared/domain/time.ts'
import { loadKeyRing, rotateDataKey, withKeyRing } from '../../shared/store/key-ring-load.ts'
import { createVault } from '../../shared/store/vault.ts'
import { run } from '../cli/run.ts'
import { createTestTables, type Tables } from '../support/engine.ts'

const keyId = 'arn:aws:kms:eu-west-2:000000000000:key/00000000-0000-0000-0000-000000000000'
const masterKey = randomBytes(32).toString('base64')
const now = '2026-11-26T10:00:00.000Z'

/** The part of KMS’s protocol (JSON 1.1) that data keys take, on loopback; it opens what it has made, for the same use. */
async function startKms() {
  const made = new Map<string, { readonly key: string; readonly context: string }>()
  const asked: string[] = []
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk) => {
      text += chunk
    })
    request.on('end', () => {
      const operation = String(request.headers['x-amz-target']).split('.')[1] ?? ''
      const body = JSON.parse(text)
      const context = JSON.stringify(body.EncryptionContext)
      asked.push(operation)
      const answer = (status: number, json: unknown) =>
        response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(json))
      if (operation === 'GenerateDataKey' && body.KeyId === keyId && body.KeySpec === 'AES_256') {
        const [key, wrapped] = [randomBytes(32).toString('base64'), randomBytes(80).toString('base64')]
        made.set(wrapped, { key, context })
        return answer(200, { KeyId: keyId, Plaintext: key, CiphertextBlob: wrapped })
      }
      const known = made.get(body.CiphertextBlob)
      if (operation !== 'Decrypt' || known?.context !== context) {
        return answer(400, { __type: 'InvalidCiphertextException', message: 'no' })
      }
      return answer(200, { KeyId: keyId, Plaintext: known.key })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

let tables: Tables
let kms: Awaited<ReturnType<typeof startKms>>
beforeAll(async () => {
  kms = await startKms()
})
afterAll(() => kms.stop())
beforeEach(async () => {
  vi.stubEnv('AWS_REGION', 'eu-west-1')
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local')
  tables = await createTestTables()
  kms.asked.length = 0
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await tables.drop()
})

const service = () => openDataKeyService(keyId, kms.endpoint)
const vaultAt = async (at: string) => createVault(await loadKeyRing(tables.ledger, service(), masterKey, at))
const nameIn = (sealed: string) => sealed.split('.')[0]

test('a new data key seals from tomorrow on; what older ones have sealed stays readable, and hashes stay', async () => {
  const before = await vaultAt(now)
  const old = before.seal('acc_1', '+447700900123')
  expect(nameIn(old)).toBe('v1')
  const first = await rotateDataKey(tables.ledger, service(), now)
  // A function that was started just now opens what the first with the new key will seal.
  const today = await vaultAt(now)
  expect(nameIn(today.seal('acc_1', 'x'))).toBe('v1')
  const tomorrow = await vaultAt(addDays(now, 1))
  const sealed = tomorrow.seal('acc_1', '+447700900123')
  expect(nameIn(sealed)).toBe(first.name)
  expect([today.open('acc_1', sealed), tomorrow.open('acc_1', old)]).toEqual([
    '+447700900123',
    '+447700900123',
  ])
  expect(() => before.open('acc_1', sealed)).toThrow(/unknown key/)
  expect(() => tomorrow.open('acc_2', sealed)).toThrow()

  const second = await rotateDataKey(tables.ledger, service(), addDays(now, 30))
  const later = await vaultAt(addDays(now, 40))
  expect(nameIn(later.seal('acc_1', 'x'))).toBe(second.name)
  expect(later.open('acc_1', sealed)).toBe('+447700900123')
  expect(later.hash('acc_1', 'phone', '+447700900123')).toBe(before.hash('acc_1', 'phone', '+447700900123'))
})

test('no data key stands in the clear, and what was wrapped for another use is not opened', async () => {
  const { wrapped } = await rotateDataKey(tables.ledger, service(), now)
  const items: unknown[] = []
  for await (const page of tables.ledger.scan()) items.push(...page)
  const ring = await loadKeyRing(tables.ledger, service(), masterKey, now)
  const [, key] = /;k\d+=([^;]+)/.exec(ring) ?? []
  expect(Buffer.from(key ?? '', 'base64')).toHaveLength(32)
  expect(JSON.stringify(items)).not.toContain(key)
  await expect(service().unwrap(wrapped.slice(4))).rejects.toThrow()
})

test('a program asks KMS once for each key when it starts, and never without one', async () => {
  await rotateDataKey(tables.ledger, service(), now)
  kms.asked.length = 0
  const load = async () => ({ openDataKeyService: () => service() })
  const env = await withKeyRing(
    { TIELINE_MASTER_KEY: masterKey, TIELINE_KMS_KEY_ID: keyId },
    tables.ledger,
    addDays(now, 2),
    load,
  )
  const vault = createVault(env.TIELINE_MASTER_KEY)
  for (let count = 0; count < 100; count++) vault.open('acc_1', vault.seal('acc_1', 'x'))
  expect(kms.asked).toEqual(['Decrypt'])
  const plain = { TIELINE_MASTER_KEY: masterKey }
  const refuse = async () => {
    throw new Error('nobody is asked')
  }
  expect(await withKeyRing(plain, tables.ledger, now, refuse)).toBe(plain)
})

test('the command line rotates, and seals everything anew, notes, members and settings included', async () => {
  const v1 = createVault(masterKey)
  const seal = (text: string) => v1.seal('acc_1', text)
  await tables.ledger.put({ pk: 'acc_1#call#CA1', sk: 'voice', sealedCaller: seal('+447700900123'), at: now })
  await tables.ledger.put({ pk: 'acc_1#contact#CA1', sk: 'mark', sealedNote: '', tags: [] })
  await tables.ledger.put({
    pk: 'acc_1',
    sk: 'account',
    testCallers: [{ phone: 'h', sealed: seal('+447700900124') }],
    calls: { language: 'en-GB', blockedCallers: [{ phone: 'h', sealed: seal('+447700900125') }] },
  })
  const env = {
    LEDGER_TABLE: tables.names.ledger,
    VIEWS_TABLE: tables.names.views,
    DYNAMODB_ENDPOINT: tables.endpoint,
    TIELINE_MASTER_KEY: masterKey,
    TIELINE_KMS_KEY_ID: keyId,
    KMS_ENDPOINT: kms.endpoint,
  }
  expect((await run(keys, ['rotate'], { env })).code).toBe(0)
  const tomorrow = Date.now() + 25 * 3_600_000
  const resealed = await run(keys, ['reseal'], { env, now: () => tomorrow })
  expect([resealed.code, resealed.out]).toEqual([
    0,
    expect.stringMatching(/^1 values of 2 items are sealed by k\d+ now/),
  ])
  const vault = await vaultAt(instantOf(tomorrow))
  const [call, account, note] = await tables.ledger.getAll([
    { pk: 'acc_1#call#CA1', sk: 'voice' },
    { pk: 'acc_1', sk: 'account' },
    { pk: 'acc_1#contact#CA1', sk: 'mark' },
  ])
  const opened = (sealed: unknown) => [nameIn(sealed as string)?.[0], vault.open('acc_1', sealed as string)]
  expect(opened(call?.sealedCaller)).toEqual(['k', '+447700900123'])
  const settings = account as never as {
    testCallers: { sealed: string }[]
    calls: { blockedCallers: { sealed: string }[] }
  }
  expect(opened(settings.testCallers[0]?.sealed)).toEqual(['k', '+447700900124'])
  expect(opened(settings.calls.blockedCallers[0]?.sealed)).toEqual(['k', '+447700900125'])
  expect(note?.sealedNote).toBe('')
  expect((await run(keys, ['reseal'], { env, now: () => tomorrow })).out).toMatch(/^0 values of 0 items/)
})
