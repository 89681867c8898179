import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CollectReply } from '../../../functions/session/schema.ts'
import type { Table } from '../../../shared/store/table.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { makeSite } from './support.ts'

let tables: Tables
beforeAll(async () => {
  tables = await createTestTables()
})
afterAll(() => tables.drop())

const ids = ({ visitorId, sessionId }: CollectReply) => ({ visitorId, sessionId })

/** Long beside what the engine takes, so that what is asked for at the same time is under way at the same time. */
const delayMilliseconds = 25
const writing: ReadonlySet<string> = new Set(['put', 'putIf', 'update', 'delete', 'transact'])

/** The table behind a slow line, which counts reads and writes and how many round trips stand one behind another. */
function distantTable(ledger: Table) {
  const count = { reads: 0, writes: 0, roundTrips: 0 }
  const slowly =
    (name: string, work: (...given: never[]) => Promise<unknown>) =>
    async (...given: never[]) => {
      const depth = count.roundTrips + 1
      count[writing.has(name) ? 'writes' : 'reads'] += 1
      await new Promise((resolve) => setTimeout(resolve, delayMilliseconds))
      const answer = await work(...given)
      count.roundTrips = Math.max(count.roundTrips, depth)
      return answer
    }
  const slow = Object.entries(ledger).map(([name, work]) => [name, slowly(name, work)])
  return { table: { ...ledger, ...Object.fromEntries(slow) } as Table, count }
}

async function distantSite() {
  const { table, count } = distantTable(tables.ledger)
  const site = await makeSite(table)
  const cost = async (beacon: Record<string, unknown>) => {
    Object.assign(count, { reads: 0, writes: 0, roundTrips: 0 })
    const reply = await site.visit(beacon)
    return { reply, ...count }
  }
  return { site, cost }
}

describe('what codes cost', () => {
  test('an account without campaigns: one read beside the others, no round trip; nothing where none is wanted', async () => {
    const { cost } = await distantSite()
    const { reply } = await cost({})
    const unwanted = await cost({ ...ids(reply), wantsCode: false })
    const wanted = await cost({ ...ids(reply) })
    expect(wanted.reads).toBe(unwanted.reads + 1)
    expect(wanted.writes).toBe(unwanted.writes)
    expect(wanted.roundTrips).toBe(unwanted.roundTrips)
  })

  test('a visitor who has one: three reads beside the others, no round trip, no write', async () => {
    const { site, cost } = await distantSite()
    await site.addCampaign()
    const { reply } = await cost({})
    const unwanted = await cost({ ...ids(reply), wantsCode: false })
    const wanted = await cost({ ...ids(reply) })
    expect(wanted.reply.code).toEqual(reply.code)
    expect(wanted.reads).toBe(unwanted.reads + 3)
    expect(wanted.writes).toBe(unwanted.writes)
    expect(wanted.roundTrips).toBe(unwanted.roundTrips)
  })

  test('a visitor who gets one: one transaction and one write', async () => {
    const { site, cost } = await distantSite()
    await site.addCampaign()
    const unwanted = await cost({ wantsCode: false })
    expect((await cost({})).writes).toBe(unwanted.writes + 2)
  })
})
