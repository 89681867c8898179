import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { textBack } from '../../../functions/call-webhook/texts/text-back.ts'
import type { CallFlow } from '../../../shared/domain/number.ts'
import { createContactFactStore } from '../../../shared/store/contact-fact-store.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { created, problem, startTinyTwilio } from '../../twilio/tiny-twilio.ts'
import { createExchange, now } from './telephone.ts'

const from = '+447700900123'
let tables: Tables
let twilio: Awaited<ReturnType<typeof startTinyTwilio>>
let exchange: ReturnType<typeof createExchange>
beforeAll(async () => {
  tables = await createTestTables()
  twilio = await startTinyTwilio()
  exchange = createExchange(tables.ledger, twilio.baseUrl)
})
afterAll(async () => {
  await twilio.stop()
  await tables.drop()
})
beforeEach(() => {
  exchange.troubles.length = 0
  twilio.messages.length = 0
  twilio.answerWith(created)
})

/** The call's last callback. */
async function end(callSid: string, number: string, caller = from, at = now): Promise<void> {
  const { status } = await exchange.raw('/twilio/voice/status', {
    CallSid: callSid,
    From: caller,
    To: number,
    CallStatus: 'completed',
    CallDuration: '30',
    SequenceNumber: '3',
    Timestamp: new Date(at).toUTCString(),
  })
  expect(status).toBe(204)
}

let made = 0
async function open(flow: Partial<CallFlow>) {
  const number = `+4416148${String(made++).padStart(5, '0')}`
  const account = await exchange.open(flow, number)
  /** A call that ends as it is told, its last callback delivered so often at once. */
  async function callInVain({ caller = from, dialled = 'no-answer', deliveries = 1, at = now } = {}) {
    const call = await exchange.call(number, caller)
    if (dialled) await call.dialEnds(dialled)
    await Promise.all(Array.from({ length: deliveries }, () => end(call.callSid, number, caller, at)))
    return call
  }
  return { account, number, callInVain }
}
const campaignOf = (account: string) => exchange.campaign(account, { direction: 'phone-to-web' })

describe('whoever called in vain', () => {
  test('is texted once, from the number that was called, however often the end is told', async () => {
    const { callInVain, number } = await open({ textBack: true })
    await callInVain({ deliveries: 3 })
    expect(twilio.messages).toMatchObject([
      {
        to: from,
        from: number,
        body: 'Sash & Sons: sorry that we missed your call. Text us here, and we get back to you. Reply STOP to opt out.',
      },
    ])
    expect(exchange.troubles).toEqual([])
  })

  test('is texted in the business’s own words', async () => {
    const { callInVain } = await open({ textBack: '{business} calls you tomorrow.' })
    await callInVain()
    expect(twilio.messages[0]?.body).toBe('Sash & Sons calls you tomorrow. Reply STOP to opt out.')
  })

  test('and calls again the same day is not texted again, by another number is', async () => {
    const { callInVain } = await open({ textBack: true })
    await callInVain()
    await callInVain()
    expect(twilio.messages).toHaveLength(1)
    const other = await open({ textBack: true })
    await other.callInVain()
    expect(twilio.messages).toHaveLength(2)
  })

  test('is texted after all if Twilio could not be reached for it the first time', async () => {
    const { callInVain, number } = await open({ textBack: true })
    twilio.answerWith(problem(429, 20429))
    const call = await callInVain()
    twilio.answerWith(created)
    expect(exchange.troubles.map(({ trouble }) => trouble)).toContain('text-unsent')
    const before = twilio.messages.length
    await end(call.callSid, number)
    expect(twilio.messages).toHaveLength(before + 1)
  })

  test('is not texted twice where Twilio’s answer was unclear', async () => {
    const { callInVain } = await open({ textBack: true })
    twilio.answerWith(problem(500, 20500))
    await callInVain({ deliveries: 3 })
    twilio.answerWith(created)
    await callInVain()
    expect(twilio.messages).toHaveLength(1)
  })

  test.each([
    ['with a withheld number', { caller: 'anonymous' }],
    ['from a landline', { caller: '+442079460123' }],
    ['from another country', { caller: '+8801712345678' }],
    ['and was answered', { dialled: 'completed' }],
    ['two hours ago, as is told only now', { at: '2026-11-22T12:00:00.000Z' }],
  ])('%s is not texted', async (_, change) => {
    const { callInVain } = await open({ textBack: true })
    await callInVain(change)
    expect(twilio.messages).toEqual([])
  })

  test('and said STOP is not texted', async () => {
    const { callInVain, number } = await open({ textBack: true })
    await exchange.post('/twilio/sms', { MessageSid: 'SMstop', From: from, To: number, Body: 'STOP' })
    await callInVain()
    expect(twilio.messages).toEqual([])
  })

  test('and was taken for spam is not texted', async () => {
    const { account, number } = await open({ textBack: true })
    const call = await exchange.call(number, from)
    await createContactFactStore(tables.ledger).record({
      fact: 'mark',
      account,
      contact: call.callSid,
      at: now,
      by: 'test',
      spam: true,
    })
    await call.dialEnds('no-answer')
    await end(call.callSid, number)
    expect(twilio.messages).toEqual([])
  })

  test('is texted by no flow that does not say so', async () => {
    const { callInVain } = await open({})
    await callInVain()
    expect(twilio.messages).toEqual([])
  })
})

describe('with a code', () => {
  test('that the flow gives whom nobody answered, one text says both', async () => {
    const { account, number } = await open({})
    const { id: campaignId } = await campaignOf(account)
    await tables.ledger.put({
      pk: `number#${number}`,
      sk: 'route',
      account,
      numberId: 'num_1',
      number,
      kind: 'source',
      flow: { forwardTo: ['+442079460001'], textBack: true, giveCode: { campaignId, when: 'missed' } },
    })
    const call = await exchange.call(number, from)
    await call.dialEnds('no-answer')
    expect(twilio.messages).toHaveLength(1)
    await end(call.callSid, number)
    expect(twilio.messages).toHaveLength(1)
    expect(twilio.messages[0]?.body).toMatch(
      /^Sash & Sons: sorry that we missed your call\. .* Your code for 10% off is \d[\d-]+, valid until .*\. Enter it at .*\. Reply STOP to opt out\.$/,
    )
  })

  test('of the text’s own campaign, minted once for the call', async () => {
    const { account, number, callInVain } = await open({})
    const { id: campaignId } = await campaignOf(account)
    await tables.ledger.put({
      pk: `number#${number}`,
      sk: 'route',
      account,
      numberId: 'num_1',
      number,
      kind: 'source',
      flow: { forwardTo: ['+442079460001'], textBack: { campaignId } },
    })
    const call = await callInVain({ deliveries: 3 })
    expect(twilio.messages).toHaveLength(1)
    const code = /is (\d[\d-]+)/.exec(twilio.messages[0]?.body ?? '')?.[1]?.replaceAll('-', '') ?? ''
    expect(await exchange.codes.get(account, code)).toMatchObject({ campaignId, callSid: call.callSid })
  })

  test('that can’t be had, the text is sent without it', async () => {
    const { callInVain } = await open({ textBack: { campaignId: 'cmp_gone' } })
    await callInVain()
    expect(twilio.messages[0]?.body).not.toMatch(/code/)
    expect(exchange.troubles.map(({ trouble }) => trouble)).toEqual(['code-not-given'])
  })
})

test('a call whose end the sweep finds out is answered by a text, too', async () => {
  const { account, number } = await open({ textBack: true })
  const call = await exchange.call(number, from)
  await call.dialEnds('no-answer')
  await exchange.deps.calls.record({
    fact: 'status',
    account,
    callSid: call.callSid,
    number,
    at: now,
    sequence: 999_999,
    status: 'completed',
    durationSeconds: 30,
  })
  const route = await exchange.deps.routes.routeOf(number)
  await textBack(exchange.deps, { account, number, callSid: call.callSid, caller: from, route })
  expect(twilio.messages).toMatchObject([{ to: from }])
})
