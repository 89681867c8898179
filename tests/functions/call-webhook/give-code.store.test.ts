import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { foldCall } from '../../../shared/domain/call.ts'
import { displayCode, spokenCode } from '../../../shared/domain/code-display.ts'
import { readCode } from '../../../shared/domain/code-reading.ts'
import { createAccountStore } from '../../../shared/store/account-store.ts'
import { createCallStore } from '../../../shared/store/call-store.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { created, problem, startTinyTwilio } from '../../twilio/tiny-twilio.ts'
import { breakable, businessPhone, createExchange } from './telephone.ts'
import { all, saidIn, shapeOf, type TwimlNode } from './twiml.ts'

const number = '+441614960001'
const mobile = '+447700900123'
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

const toWeb = { direction: 'phone-to-web', digits: 9, acceptableRisk: 0.05 } as const
async function business(
  when: 'missed' | 'always' | 'closed',
  change: Parameters<typeof exchange.campaign>[1] = {},
) {
  const account = await exchange.open({ giveCode: { campaignId: 'cmp_gift', when } }, number)
  await exchange.campaign(account, { id: 'cmp_gift', ...toWeb, ...change })
  return account
}

/** The code that a caller hears, who writes it down the first time and compares the second. */
function codeHeardIn(twiml: TwimlNode): string {
  const heard = all(twiml, 'Say').flatMap(({ text }) => {
    const reading = readCode({ heard: [text.replace(/^.*: /, '')] }, [10])
    return reading.read === 'code' ? [reading.code] : []
  })
  expect(heard).toHaveLength(2)
  expect(heard[0]).toBe(heard[1])
  return heard[0] ?? ''
}

const missed = 'Gather(Say Say Pause Say Say Say)'

describe.each([1, 3])('each webhook delivered %i times at once', (deliveries) => {
  test('a missed call gives a code, said twice and texted once', async () => {
    const account = await business('missed')
    const call = await exchange.call(number, mobile, deliveries)
    expect(shapeOf(call.twiml())).toBe('Dial(Number)')
    const twiml = await call.dialEnds('no-answer')

    expect(shapeOf(twiml)).toBe(missed)
    const code = codeHeardIn(twiml)
    expect(saidIn(twiml)).toMatch(/sorry that nobody could answer.*10% off.*text message.*press 1/)
    expect(await exchange.codes.get(account, code)).toMatchObject({
      campaignId: 'cmp_gift',
      callSid: call.callSid,
      state: 'live',
    })
    expect(twilio.messages).toMatchObject([{ to: mobile, from: number }])
    expect(twilio.messages[0]?.body).toBe(
      `Sash & Sons: your code for 10% off is ${displayCode(code)}, valid until 29 Nov 2026. ` +
        `Enter it at https://calls.example.com/redeem?key=pk_${account}. Reply STOP to opt out.`,
    )
    expect((await createCallStore(tables.ledger).factsOf(account, call.callSid)).length).toBe(2)

    const again = await call.press('1')
    expect(shapeOf(again)).toBe('Say Hangup')
    expect(saidIn(again)).toContain(spokenCode(code))
    expect(twilio.messages).toHaveLength(1)
    expect(exchange.troubles).toEqual([])
  })

  test('before the phones ring: with the offer to text it, which 1 accepts', async () => {
    await business('always')
    const call = await exchange.call(number, mobile, deliveries)
    expect(shapeOf(call.twiml())).toBe('Gather(Say Say Pause Say Say)')
    const code = codeHeardIn(call.twiml())
    expect(twilio.messages).toEqual([])

    const ringing = await call.press('1')
    expect(shapeOf(ringing)).toBe('Say Dial(Number)')
    expect(saidIn(ringing)).toMatch(/sent it to your phone/)
    expect(all(ringing, 'Number')[0]?.text).toBe(businessPhone)
    expect(twilio.messages).toMatchObject([{ to: mobile, from: number }])
    expect(twilio.messages[0]?.body).toContain(displayCode(code))

    // Nobody answers: the same code once more, and no second text.
    expect(codeHeardIn(await call.dialEnds('busy'))).toBe(code)
    expect(twilio.messages).toHaveLength(1)
  })
})

test('before the phones ring, without an answer: they ring', async () => {
  await business('always')
  const call = await exchange.call(number)
  expect(shapeOf(await call.silence())).toBe('Dial(Number)')
  expect(twilio.messages).toEqual([])
})

test('after the greeting, and after the question for a code', async () => {
  const account = await exchange.open(
    { greeting: 'Hello', askForCode: true, giveCode: { campaignId: 'cmp_gift', when: 'always' } },
    number,
  )
  await exchange.campaign(account, { id: 'cmp_gift', ...toWeb })
  await exchange.campaign(account)
  const call = await exchange.call(number)
  expect(shapeOf(call.twiml())).toBe('Say Gather(Say)')
  const given = await call.silence()
  expect(codeHeardIn(given)).toMatch(/^\d{10}$/)
  expect(shapeOf(await call.silence())).toBe('Dial(Number)')
})

test('an answered call, and one outside of the hours that nobody set, get no code', async () => {
  await business('missed')
  const answered = await exchange.call(number)
  expect(shapeOf(await answered.dialEnds('completed'))).toBe('Hangup')
  await business('closed')
  const unanswered = await exchange.call(number)
  expect(shapeOf(await unanswered.dialEnds('no-answer'))).toBe('Say Hangup')
  expect(twilio.messages).toEqual([])
})

test('phones in order: the code comes when the last has not answered', async () => {
  const account = await exchange.open(
    {
      forwardTo: [businessPhone, '+442079460002'],
      ring: 'in-order',
      giveCode: { campaignId: 'cmp_gift', when: 'missed' },
    },
    number,
  )
  await exchange.campaign(account, { id: 'cmp_gift', ...toWeb })
  const call = await exchange.call(number)
  expect(shapeOf(await call.dialEnds('no-answer'))).toBe('Dial(Number)')
  expect(twilio.messages).toEqual([])
  expect(shapeOf(await call.dialEnds('no-answer'))).toBe(missed)
  expect(twilio.messages).toHaveLength(1)
})

describe('no text goes', () => {
  test.each([
    ['to a withheld number', 'anonymous'],
    ['to a landline', '+442079460123'],
    ['to a country where the business has no phone', '+13055550123'],
  ])('%s; the code is only said', async (_label, from) => {
    await business('missed')
    const call = await exchange.call(number, from)
    const twiml = await call.dialEnds('no-answer')
    expect(codeHeardIn(twiml)).toMatch(/^\d{10}$/)
    expect(saidIn(twiml)).not.toMatch(/text message/)
    expect(twilio.messages).toEqual([])
    expect(exchange.troubles).toEqual([])
  })

  test('to a country that the account does not name, though its phones are there', async () => {
    const account = await business('missed')
    await createAccountStore(tables.ledger).update(account, { texts: { countries: ['IE'] } })
    const call = await exchange.call(number)
    expect(saidIn(await call.dialEnds('no-answer'))).not.toMatch(/text message/)
    const irish = await exchange.call(number, '+353871234567')
    expect(saidIn(await irish.dialEnds('no-answer'))).toMatch(/sending it to your phone/)
    expect(twilio.messages).toMatchObject([{ to: '+353871234567' }])
  })

  test('beyond the account’s own cap', async () => {
    const account = await business('missed')
    await createAccountStore(tables.ledger).update(account, { texts: { perNumberPerDay: 1 } })
    for (let call = 0; call < 3; call += 1) await (await exchange.call(number)).dialEnds('no-answer')
    expect(twilio.messages).toHaveLength(1)
  })

  test('to whoever said STOP', async () => {
    const account = await business('missed')
    await exchange.post('/twilio/sms', { MessageSid: 'SM1', From: mobile, To: number, Body: 'Stop' })
    const call = await exchange.call(number)
    const twiml = await call.dialEnds('no-answer')
    expect(saidIn(twiml)).not.toMatch(/sending it/)
    expect(twilio.messages).toEqual([])
    await exchange.texts.start(account, mobile)
    await (await exchange.call(number)).dialEnds('no-answer')
    expect(twilio.messages).toHaveLength(1)
  })

  test('more than three times a day', async () => {
    await business('missed')
    for (let call = 0; call < 5; call += 1) await (await exchange.call(number)).dialEnds('no-answer')
    expect(twilio.messages).toHaveLength(3)
  })

  test('a second time when Twilio failed without saying how; it is reported', async () => {
    await business('missed')
    twilio.answerWith(problem(500, 20500))
    const call = await exchange.call(number)
    expect(saidIn(await call.dialEnds('no-answer'))).toMatch(/press 1/)
    twilio.answerWith(created)
    await call.press('1')
    expect(twilio.messages).toHaveLength(1)
    expect(exchange.troubles.map(({ trouble }) => trouble)).toContain('text-uncertain')
  })
})

test('a text that Twilio refused may be asked for again', async () => {
  await business('missed')
  twilio.answerWith(problem(429, 20429))
  const call = await exchange.call(number)
  const twiml = await call.dialEnds('no-answer')
  expect(saidIn(twiml)).toMatch(/To have it sent .* press 1/)
  twilio.answerWith(created)
  expect(saidIn(await call.press('1'))).toMatch(/have sent it/)
  expect(twilio.messages).toHaveLength(2)
})

describe('no code can be had, and the caller hears nothing of it', () => {
  test.each([
    ['the campaign is over', { endsAt: '2026-11-01T00:00:00.000Z' }],
    ['the campaign is not active', { active: false }],
    ['one more would be too easy to guess', { digits: 4, acceptableRisk: 0.000_001 }],
  ])('because %s', async (_label, change) => {
    await business('missed', change)
    const call = await exchange.call(number)
    expect(shapeOf(await call.dialEnds('no-answer'))).toBe('Say Hangup')
    await business('always', change)
    expect(shapeOf((await exchange.call(number)).twiml())).toBe('Dial(Number)')
    expect(twilio.messages).toEqual([])
    expect(exchange.troubles.map(({ trouble }) => trouble)).toEqual(['code-not-given', 'code-not-given'])
  })

  test('because there is no such campaign', async () => {
    await exchange.open({ giveCode: { campaignId: 'cmp_none', when: 'missed' } }, number)
    const call = await exchange.call(number)
    expect(shapeOf(await call.dialEnds('no-answer'))).toBe('Say Hangup')
  })

  test('because the store is down', async () => {
    await business('always')
    const store = breakable(tables.ledger)
    const broken = createExchange(store.table, twilio.baseUrl)
    await broken.call(number)
    store.breakDown()
    expect(shapeOf((await broken.call(number)).twiml())).toBe('Dial(Number)')
    expect(broken.troubles.map(({ trouble }) => trouble)).toContain('code-not-given')
  })
})

test('a call that only heard a code before the caller hung up is not counted as answered', async () => {
  const account = await business('always')
  const call = await exchange.call(number)
  const facts = await createCallStore(tables.ledger).factsOf(account, call.callSid)
  expect(facts).toMatchObject([{ fact: 'voice', greeted: true }])
  const hungUp = {
    fact: 'status',
    account,
    callSid: call.callSid,
    number,
    at: '2026-11-22T14:05:20.000Z',
    sequence: 2,
    status: 'completed',
    durationSeconds: 20,
  } as const
  expect(foldCall([...facts, hungUp]).outcome).toBe('missed')
})
