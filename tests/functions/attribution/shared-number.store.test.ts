import { afterAll, beforeAll, expect, it } from 'vitest'
import { enquiryList } from '../../../functions/attribution/schema.ts'
import { mostCandidates } from '../../../shared/domain/evidence.ts'
import type { Fact } from '../../../shared/domain/fact.ts'
import { addMinutes, addSeconds } from '../../../shared/domain/time.ts'
import { createLinkStore } from '../../../shared/store/link-store.ts'
import { startAttribution, testAccount } from '../../support/bridge.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'

let tables: Tables
let bridge: Awaited<ReturnType<typeof startAttribution>>
beforeAll(async () => {
  tables = await createTestTables()
  bridge = await startAttribution(tables)
})
afterAll(async () => {
  await bridge.stop()
  await tables.drop()
})

const called = '2026-11-02T10:00:00.000Z'
const number = '+442079460001'
const sharing = 12

/** So many visits that were shown the number one after the other, and a call to it. */
function crowd(account: string) {
  const visits = Array.from({ length: sharing }, (_, index): Fact[] => {
    const at = addSeconds(called, (index - sharing) * 60)
    const [session, visitor] = [`ses_${index}`, `vis_${index}`]
    const until = addMinutes(at, 30)
    const url = `https://shop.example/?utm_source=s${index}&utm_medium=cpc`
    return [
      { fact: 'page', account, session, visitor, at, url },
      { fact: 'lease', account, number, session, visitor, from: at, until, freeAt: until, shared: true },
    ]
  })
  const call: Fact = {
    fact: 'voice',
    account,
    callSid: 'CA1',
    number,
    at: called,
    caller: 'phone-a',
    numberId: 'num_1',
  }
  return { visits: visits.flat(), call }
}

/** Between two bursts the views catch up. */
async function live(account: string, ...bursts: readonly (readonly Fact[])[]) {
  await bridge.createAccount(testAccount(account))
  for (const burst of bursts) {
    for (const fact of burst) await bridge.write(fact)
    await bridge.settled()
  }
  const { data } = await bridge.get(account, '/v1/enquiries', enquiryList)
  const [{ revision: _, ...enquiry } = { revision: 0 }] = data
  return enquiry
}

it('a call to a number that many share leads to those who saw it last, whichever came first, and is looked up for no others', async () => {
  const first = crowd('acc_crowd1')
  const visitsFirst = await live('acc_crowd1', first.visits, [first.call])
  expect(visitsFirst).toMatchObject({ source: { source: `s${sharing - 1}` } })
  expect(visitsFirst).toHaveProperty('evidence.length', mostCandidates)

  const links = createLinkStore(tables.views)
  const linked = async (index: number) =>
    (await links.membersOf('acc_crowd1', `visitor:vis_${index}`)).contacts.length
  const counts = await Promise.all(Array.from({ length: sharing }, (_, index) => linked(index)))
  expect(counts).toEqual(
    Array.from({ length: sharing }, (_, index) => Number(index >= sharing - mostCandidates)),
  )

  const second = crowd('acc_crowd2')
  const callFirst = await live(
    'acc_crowd2',
    [second.call],
    second.visits.slice(0, sharing),
    second.visits.slice(sharing),
  )
  expect(callFirst).toEqual(visitsFirst)
}, 120_000)
