import { AsyncLocalStorage } from 'node:async_hooks'
import type { Hono } from 'hono'
import { compose as composeAdmin } from '../../functions/admin/compose.ts'
import { adminOperations } from '../../functions/admin/operations.ts'
import { compose as composeAttribution } from '../../functions/attribution/compose.ts'
import { attributionOperations } from '../../functions/attribution/operations.ts'
import { compose as composeCallWebhook } from '../../functions/call-webhook/compose.ts'
import { callWebhookOperations } from '../../functions/call-webhook/operations.ts'
import { compose as composeCoupon } from '../../functions/coupon/compose.ts'
import { couponOperations } from '../../functions/coupon/operations.ts'
import { compose as composeOutreach } from '../../functions/outreach/compose.ts'
import { outreachOperations } from '../../functions/outreach/operations.ts'
import { compose as composeSession } from '../../functions/session/compose.ts'
import { sessionOperations } from '../../functions/session/operations.ts'
import { createMemorySpool } from '../../local/call-spool.ts'
import { createMemoryFallbacks } from '../../local/fallback-folder.ts'
import { createApi } from '../../shared/http/api.ts'
import { openApiDocument } from '../../shared/http/openapi.ts'
import { sha256Hex } from '../../shared/store/key-store.ts'
import type { Key, Table, Write } from '../../shared/store/table.ts'
import { startAttribution, testAccount, testKeys, testMasterKey } from '../support/bridge.ts'
import { createTestTables } from '../support/engine.ts'
import { startTinyRecordings } from '../twilio/tiny-recordings.ts'

export const allOperations = [
  ...sessionOperations,
  ...callWebhookOperations,
  ...couponOperations,
  ...attributionOperations,
  ...adminOperations,
  ...outreachOperations,
]
export const publicBaseUrl = 'http://localhost:8787'
export const document = openApiDocument(allOperations, { serverUrl: publicBaseUrl })
export const authToken = '12345'
export const operatorKey = 'op_security'

/** The keys that were written to while one request was answered. */
const writing = new AsyncLocalStorage<string[]>()

const keyOf = (write: Write): Key =>
  'put' in write
    ? write.put
    : 'update' in write
      ? write.update
      : 'delete' in write
        ? write.delete
        : write.check

/** Tells which items are written; what a condition kept from being written is not. */
function watched(table: Table): Table {
  const note = ({ pk, sk }: Key) => writing.getStore()?.push(`${pk} ${sk}`)
  return {
    ...table,
    async put(item) {
      await table.put(item)
      note(item)
    },
    async putIf(item, condition) {
      const outcome = await table.putIf(item, condition)
      if (outcome.won) note(item)
      return outcome
    },
    async update(key, change, condition) {
      const outcome = await table.update(key, change, condition)
      if (outcome.won) note(key)
      return outcome
    },
    async delete(key, condition) {
      const outcome = await table.delete(key, condition)
      if (outcome.won) note(key)
      return outcome
    },
    async transact(writes) {
      const outcome = await table.transact(writes)
      if (outcome.won) for (const write of writes) if (!('check' in write)) note(keyOf(write))
      return outcome
    },
  }
}

export interface Answered {
  readonly response: Response
  readonly text: string
  /** `pk sk` of every item that was written for it. */
  readonly written: readonly string[]
}

/** All functions as one app, as they are deployed behind one address, on tables that tell what is written to them. */
export async function openComposed() {
  const tables = await createTestTables()
  const twilio = await startTinyRecordings()
  const bridge = await startAttribution(tables)
  const parts = { ledger: watched(tables.ledger), views: watched(tables.views) }
  const house = 'acc_house'
  const env = {
    TIELINE_MASTER_KEY: testMasterKey,
    PUBLIC_BASE_URL: publicBaseUrl,
    TIELINE_HOUSE_ACCOUNT: house,
    TIELINE_OPERATOR_KEY_SHA256: sha256Hex(operatorKey),
    TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
    TWILIO_AUTH_TOKEN: authToken,
    TWILIO_API_BASE_URL: twilio.baseUrl,
  }
  const app = createApi()
  const script = async () => '/* script */'
  const mount = (part: unknown) => app.route('/', part as Hono)
  mount(composeSession(parts, env, { snippet: script, checkScript: script }))
  mount(composeCallWebhook(parts, env, { spool: createMemorySpool(), fallbacks: createMemoryFallbacks() }))
  mount(composeCoupon(parts, env))
  mount(composeAttribution(parts, env).app)
  const post = async () => ({ status: 204, text: '', tookMilliseconds: 1 })
  mount(composeOutreach(parts, env, { post }).app)
  mount(
    composeAdmin(parts, env, {
      newAccountOrigins: ['*'],
      pending: async () => 0,
      openApiDocument: async () => JSON.stringify(document),
    }),
  )
  await bridge.createAccount(testAccount(house))

  async function send(path: string, init: RequestInit): Promise<Answered> {
    const written: string[] = []
    const response = await writing.run(written, async () => app.request(path, init))
    const text = await response.text()
    return { response, text, written }
  }

  let isResting = false
  return {
    app,
    tables,
    bridge,
    twilio,
    house,
    send,
    keysOf: testKeys,
    /** Nothing follows from what is written any more. */
    async rest() {
      if (!isResting) await bridge.stop()
      isResting = true
    },
    async close() {
      await this.rest()
      await twilio.stop()
      await tables.drop()
    },
  }
}
export type Composed = Awaited<ReturnType<typeof openComposed>>
