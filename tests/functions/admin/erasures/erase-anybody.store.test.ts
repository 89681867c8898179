import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { withAudit } from '../../../../cli/audit/audit.ts'
import { compose, composePeopleSweep } from '../../../../functions/admin/compose.ts'
import { inParallel } from '../../../../functions/attribution/derive/in-parallel.ts'
import { enquiryList } from '../../../../functions/attribution/schema.ts'
import type { Fact } from '../../../../shared/domain/fact.ts'
import { dimensions } from '../../../../shared/domain/rollup.ts'
import { addMinutes, instantOf } from '../../../../shared/domain/time.ts'
import type { Item } from '../../../../shared/store/table.ts'
import { startAttribution, testAccount, testKeys, testMasterKey } from '../../../support/bridge.ts'
import { createTestTables, type Tables } from '../../../support/engine.ts'
import { limitMilliseconds, runs } from '../../../support/runs.ts'
import { startTinyRecordings } from '../../../twilio/tiny-recordings.ts'
import { bigHistory, factsOf, type History, smallHistory } from '../../attribution/histories.ts'
import { noteOn, people, readableOf, vault, withPeople } from './people.ts'

/** Whom an account is asked to erase, by what they are known by. */
type Subject = { readonly phone: string } | { readonly email: string }
const subjects = fc.constantFrom<{ short: string; by: 'phone' | 'email' }>(
  { short: 'a', by: 'phone' },
  { short: 'a', by: 'phone' },
  { short: 'b', by: 'phone' },
  { short: 'd', by: 'phone' },
  { short: 'a', by: 'email' },
)
const lives = fc.array(
  fc.record({ history: fc.oneof({ weight: 3, arbitrary: smallHistory }, bigHistory), subject: subjects }),
  {
    minLength: 8,
    maxLength: 8,
  },
)

let tables: Tables
let bridge: Awaited<ReturnType<typeof startAttribution>>
let twilio: Awaited<ReturnType<typeof startTinyRecordings>>
let minutesLater = 0
const now = () => addMinutes(instantOf(Date.now()), minutesLater)
beforeAll(async () => {
  tables = await createTestTables()
  bridge = await startAttribution(tables)
  twilio = await startTinyRecordings()
})
afterAll(async () => {
  await bridge.stop()
  await twilio.stop()
  await tables.drop()
})

const adminEnv = () => ({
  TIELINE_MASTER_KEY: testMasterKey,
  PUBLIC_BASE_URL: 'http://localhost:8787',
  TIELINE_OPERATOR_KEY_SHA256: '',
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: '12345',
  TWILIO_API_BASE_URL: twilio.baseUrl,
})
const admin = () =>
  compose(
    tables,
    adminEnv(),
    { newAccountOrigins: [], pending: async () => 0, openApiDocument: async () => '{}' },
    now,
  )

const period = 'from=2026-10-31&to=2026-11-30'
const anything = z.looseObject({})

/** Everything that is counted, and every enquiry short of what people said in their own words. */
async function countedOf(account: string) {
  const get = bridge.stillGet()
  const paths = [
    ...dimensions.map((groupBy) => `/v1/reports/sources?${period}&model=all&groupBy=${groupBy}`),
    `/v1/reports/sources?${period}&model=markov`,
    `/v1/reports/journeys?${period}`,
    `/v1/reports/codes?${period}`,
    `/v1/reports/timeseries?${period}`,
    `/v1/reports/self-reported?${period}`,
  ]
  const reports: unknown[] = []
  for (const path of paths) reports.push(await get(account, path, anything))
  const { data } = await get(account, '/v1/enquiries?limit=200', enquiryList)
  const enquiries = data.map(({ revision: _, ...enquiry }) => enquiry).sort((a, b) => (a.id < b.id ? -1 : 1))
  return { reports, enquiries }
}

async function allItems(): Promise<Item[]> {
  const found: Item[] = []
  for (const table of [tables.ledger, tables.views]) {
    for await (const page of table.scan()) found.push(...page)
  }
  return found
}
const isOf =
  (account: string) =>
  ({ pk, account: of }: Item) =>
    of === account || pk === account || pk.startsWith(`${account}#`)

let accounts = 0
async function live(history: History): Promise<{ account: string; facts: readonly Fact[] }> {
  const account = `acc_erase${accounts++}`
  const testPhone = vault.hash(account, 'phone', people.c?.phone ?? '')
  await bridge.createAccount(
    testAccount(account, {
      enquiryGapDays: 3,
      lookbackDays: 10,
      writeShards: history.writeShards,
      testCallers: [{ phone: testPhone, sealed: vault.seal(account, people.c?.phone ?? '') }],
    }),
  )
  const plain = factsOf(history, account)
  const notes = plain.flatMap((fact) =>
    fact.fact === 'voice' && fact.caller
      ? [noteOn(account, fact.callSid, fact.caller, '2026-12-01T00:00:00.000Z')]
      : [],
  )
  const facts = [...plain.map(withPeople), ...notes]
  for (const fact of facts) await bridge.write(fact)
  return { account, facts }
}

function tracesOf(account: string, { short, by }: { short: string; by: 'phone' | 'email' }): string[] {
  const person = people[short] as (typeof people)[string]
  const { phone, email, name } = person
  return by === 'phone'
    ? [phone, vault.hash(account, 'phone', phone), name]
    : [email, vault.hash(account, 'email', email)]
}

it(
  'whoever is erased leaves no trace in any item, and every count, credit and enquiry as it was',
  async () => {
    await fc.assert(
      fc.asyncProperty(lives, async (lives) => {
        const lived = await Promise.all(
          lives.map(async ({ history, subject }) => ({ subject, ...(await live(history)) })),
        )
        await bridge.settled()
        const before = await inParallel(lived, 4, ({ account }) => countedOf(account))
        const app = admin()
        await inParallel(lived, 8, async ({ account, subject: { short, by } }) => {
          const body: Subject = { [by]: people[short]?.[by] } as never
          const answer = await app.request('/v1/erasures', {
            method: 'POST',
            headers: { authorization: `Bearer ${testKeys(account).secretKey}` },
            body: JSON.stringify(body),
          })
          expect(answer.status, await answer.clone().text()).toBe(201)
        })
        await bridge.settled()
        minutesLater += 20
        await composePeopleSweep(tables, adminEnv(), now)()
        await bridge.settled()
        expect(bridge.failures).toEqual([])
        const after = await inParallel(lived, 4, ({ account }) => countedOf(account))
        const all = await allItems()
        for (const [index, { account, subject, facts }] of lived.entries()) {
          const about = () => JSON.stringify({ account, subject, facts })
          expect(after[index], about()).toEqual(before[index])
          const own = all.filter(isOf(account))
          const items = own.map((item) => ({ item, text: readableOf(account, item) }))
          for (const trace of tracesOf(account, subject)) {
            const holding = items.filter(({ text }) => text.includes(trace))
            expect(
              holding.map(({ item: { pk, sk } }) => `${pk} ${sk} holds ${trace}`),
              about(),
            ).toEqual([])
          }
        }
        const surroundings = { err: () => {}, isTerminal: false, now: Date.now, pause: async () => {} }
        const differences = await withAudit(
          { tables, masterKey: testMasterKey },
          undefined,
          surroundings as never,
          async (audited) => audited.differences,
        )
        // A link only says where to look: one that leads nowhere any more may stay.
        expect(differences.filter(({ key: { pk } }) => !pk.includes('#node#'))).toEqual([])
      }),
      { numRuns: runs(1), endOnFailure: true },
    )
  },
  limitMilliseconds(300_000),
)
