import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { enquiryList, sessionSchema } from '../../../functions/attribution/schema.ts'
import type { CollectReply } from '../../../functions/session/schema.ts'
import type { Fact } from '../../../shared/domain/fact.ts'
import { addSeconds } from '../../../shared/domain/time.ts'
import type { TrackingNumber } from '../../../shared/domain/tracking-number.ts'
import { createNumberStore } from '../../../shared/store/number-store.ts'
import { createPoolStore } from '../../../shared/store/pool-store.ts'
import { createRouteStore } from '../../../shared/store/route-store.ts'
import { startAttribution } from '../../support/bridge.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { makeSite, type Site, start, target } from '../session/support.ts'

/** From the page to the enquiry: real beacons, calls to the numbers that they were told to show. */
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

const support = '+442079460009'
const ads = 'https://shop.example/?utm_source=google&utm_medium=cpc&utm_campaign=sash'
const ids = ({ visitorId, sessionId }: CollectReply) => ({ visitorId, sessionId })
const numberFor = (reply: CollectReply, swapped: string) =>
  reply.swap.find((each) => each.target === swapped)?.number ?? ''

let made = 0
async function addNumber(site: Site, fields: Partial<TrackingNumber>): Promise<string> {
  const number = `+4416149610${String(++made).padStart(2, '0')}`
  const whole = {
    id: `num_x${made}`,
    number,
    label: '',
    kind: 'source',
    createdAt: start,
    ...fields,
  } as const
  await createNumberStore(tables.ledger).create(site.account, whole)
  return number
}

/** As the voice webhook writes it: with what the number stands for at that moment. */
async function call(site: Site, number: string, at: string): Promise<string> {
  const route = await createRouteStore(tables.ledger).routeOf(number)
  const callSid = `CA${++made}`
  const { numberId, poolId, source } = route ?? {}
  const fact: Fact = {
    fact: 'voice',
    account: site.account,
    callSid,
    number,
    at,
    caller: `phone-${callSid}`,
    ...(numberId && { numberId }),
    ...(poolId && { poolId }),
    ...(source && { source }),
  }
  await bridge.write(fact)
  return callSid
}

async function enquiryOf(site: Site, callSid: string) {
  await bridge.settled()
  const response = await bridge.app.request('/v1/enquiries', {
    headers: { authorization: `Bearer ${site.secretKey}` },
  })
  const { data } = enquiryList.parse(await response.json())
  return data.find(({ contacts }) => contacts.some(({ id }) => id === callSid))
}
const evidenceIn = (enquiry: Awaited<ReturnType<typeof enquiryOf>>) =>
  enquiry?.evidence.map(({ kind, sessionId }) => [kind, sessionId])

describe('a page with two numbers, each of a pool', () => {
  it('each number leads to its visit, and a tap on either tells two visitors of a shared one apart', async () => {
    const site = await makeSite(tables.ledger, { numbers: 1 })
    const pool = { id: 'pol_support', name: 'Support', swapTargets: [support], createdAt: start }
    await createPoolStore(tables.ledger).create(site.account, {
      ...pool,
      leaseMinutes: 30,
      cooldownMinutes: 10,
    })
    await addNumber(site, { kind: 'pool', poolId: pool.id })
    const first = await site.visit({ url: ads })
    const sales = await call(site, numberFor(first, target), addSeconds(start, 60))
    expect(evidenceIn(await enquiryOf(site, sales))).toEqual([['lease', first.sessionId]])

    // The pools have run dry: both visitors see the same two numbers.
    site.clock.forward(120)
    const second = await site.visit({ url: 'https://shop.example/?utm_source=news&utm_medium=email' })
    expect(second.swap).toEqual(first.swap)
    await site.visit({ ...ids(second), type: 'phone-click', number: numberFor(second, support) })
    const helped = await call(site, numberFor(second, support), addSeconds(start, 150))
    const enquiry = await enquiryOf(site, helped)
    expect(enquiry?.source).toMatchObject({ channel: 'Email' })
    expect(evidenceIn(enquiry)).toEqual([
      ['phone-click', second.sessionId],
      ['lease-shared', second.sessionId],
      ['lease-shared', first.sessionId],
    ])
    expect(bridge.failures).toEqual([])
  })
})

describe('a source number that pages show', () => {
  it('proves the source and no visit, even to who was shown it; a tap proves the visit', async () => {
    const site = await makeSite(tables.ledger)
    const source = { source: 'google', medium: 'cpc' }
    const number = await addNumber(site, { source, swapTargets: [target] })
    const [one, two] = [await site.visit({ url: ads }), await site.visit({ url: ads })]
    expect([one, two].map((reply) => numberFor(reply, target))).toEqual([number, number])

    const untied = await enquiryOf(site, await call(site, number, addSeconds(start, 60)))
    expect(evidenceIn(untied)).toEqual([['source-number', undefined]])
    expect(untied).toMatchObject({ confidence: 0.7, source: { channel: 'Paid Search', campaign: null } })

    site.clock.forward(90)
    await site.visit({ ...ids(two), type: 'phone-click', number })
    const tied = await enquiryOf(site, await call(site, number, addSeconds(start, 100)))
    expect(evidenceIn(tied)).toEqual([
      ['phone-click', two.sessionId],
      ['source-number', undefined],
    ])
    expect(tied).toMatchObject({ confidence: 0.9, source: { campaign: 'sash' } })
  })

  it('stands in the session, which has no lease of it', async () => {
    const site = await makeSite(tables.ledger)
    const number = await addNumber(site, { source: { source: 'google' }, swapTargets: [target] })
    const reply = await site.visit({ url: ads })
    const response = await bridge.app.request(`/v1/sessions/${reply.sessionId}`, {
      headers: { authorization: `Bearer ${site.secretKey}` },
    })
    expect(sessionSchema.parse(await response.json())).toMatchObject({ leases: [], shownNumbers: [number] })
  })
})
