import { compose, composePeopleSweep } from '../../../../functions/admin/compose.ts'
import { compose as composeSession } from '../../../../functions/session/compose.ts'
import type { Account } from '../../../../shared/domain/account.ts'
import { addMinutes, instantOf } from '../../../../shared/domain/time.ts'
import type { Item } from '../../../../shared/store/table.ts'
import { startAttribution, testAccount, testKeys, testMasterKey } from '../../../support/bridge.ts'
import { createTestTables } from '../../../support/engine.ts'
import { startTinyRecordings } from '../../../twilio/tiny-recordings.ts'
import { readableOf } from './people.ts'

/** The admin and session functions beside attribution, on tables of their own, with a clock that can be put on. */
export async function openLane() {
  const tables = await createTestTables()
  const bridge = await startAttribution(tables)
  const twilio = await startTinyRecordings()
  const clock = { minutesLater: 0 }
  const now = () => addMinutes(instantOf(Date.now()), clock.minutesLater)
  const env = {
    TIELINE_MASTER_KEY: testMasterKey,
    PUBLIC_BASE_URL: 'http://localhost:8787',
    TIELINE_OPERATOR_KEY_SHA256: '',
    TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
    TWILIO_AUTH_TOKEN: '12345',
    TWILIO_API_BASE_URL: twilio.baseUrl,
  }
  const app = compose(
    tables,
    env,
    { newAccountOrigins: [], pending: async () => 0, openApiDocument: async () => '{}' },
    now,
  )
  const nothing = { snippet: async () => '', checkScript: async () => '' }
  const sessions = composeSession(tables, env, nothing, now)

  const ask = async (account: string, method: string, path: string, body?: unknown) => {
    const response = await app.request(path, {
      method,
      headers: { authorization: `Bearer ${testKeys(account).secretKey}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') ?? false
    return { status: response.status, text, json: (isJson ? JSON.parse(text) : {}) as never as AnyJson }
  }
  return {
    tables,
    bridge,
    twilio,
    clock,
    now,
    ask,
    sessions,
    sweep: composePeopleSweep(tables, env, now),
    async openAccount(id: string, change: Partial<Account> = {}) {
      await bridge.createAccount(testAccount(id, change))
    },
    /** Where any of these stand in the clear, or would once everything sealed is opened. */
    async tracesOf(account: string, words: readonly string[]): Promise<string[]> {
      const found: Item[] = []
      for (const table of [tables.ledger, tables.views]) {
        for await (const page of table.scan()) found.push(...page)
      }
      const own = found.filter(({ pk }) => pk === account || pk.startsWith(`${account}#`))
      return own.flatMap((item) => {
        const text = readableOf(account, item)
        return words.filter((word) => text.includes(word)).map((word) => `${item.pk} ${item.sk}: ${word}`)
      })
    },
    async close() {
      await bridge.stop()
      await twilio.stop()
      await tables.drop()
    },
  }
}
// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, each field of which is asserted
type AnyJson = any
