import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { decideClosedPlan } from '../../../functions/call-webhook/flow/decide.ts'
import type { BusinessHours } from '../../../shared/domain/business-hours.ts'
import { foldCall } from '../../../shared/domain/call.ts'
import { displayCode } from '../../../shared/domain/code-display.ts'
import { readCode } from '../../../shared/domain/code-reading.ts'
import type { CallFlow } from '../../../shared/domain/number.ts'
import { createAccountStore } from '../../../shared/store/account-store.ts'
import { createCallStore } from '../../../shared/store/call-store.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { created, startTinyTwilio } from '../../twilio/tiny-twilio.ts'
import { breakable, createExchange } from './telephone.ts'
import { all, saidIn, shapeOf, type TwimlNode } from './twiml.ts'

const number = '+441614960002'
/** The clock of the exchange says Sunday, 22 November 2026, 14:05 in London, 23:05 in Tokyo. */
const closed: BusinessHours = { monday: [{ from: '09:00', until: '17:30' }] }
const open: BusinessHours = { sunday: [{ from: '09:00', until: '17:30' }] }

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

async function business(flow: Partial<CallFlow>) {
  const account = await exchange.open(flow, number)
  await exchange.campaign(account, {
    id: 'cmp_gift',
    direction: 'phone-to-web',
    digits: 9,
    acceptableRisk: 0.05,
  })
  return account
}
const giving = (when: 'missed' | 'always' | 'closed') => ({ giveCode: { campaignId: 'cmp_gift', when } })

const codesHeardIn = (twiml: TwimlNode) =>
  all(twiml, 'Say').flatMap(({ text }) => {
    const reading = readCode({ heard: [text.replace(/^.*: /, '')] }, [10])
    return reading.read === 'code' ? [reading.code] : []
  })

describe('outside of the hours no phone rings', () => {
  test('the caller hears so, and the call counts as missed', async () => {
    const account = await business({ hours: closed, greeting: 'Hello', askForCode: true })
    const call = await exchange.call(number)
    expect(shapeOf(call.twiml())).toBe('Say Say Hangup')
    expect(saidIn(call.twiml())).toMatch(/closed at the moment.*Goodbye/)
    const facts = await createCallStore(tables.ledger).factsOf(account, call.callSid)
    expect(facts).toMatchObject([{ fact: 'dial', status: 'no-answer' }, { fact: 'voice' }])
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
    expect(exchange.troubles).toEqual([])
  })

  test('in the business’s own words, and a message may be left', async () => {
    const hours = { ...closed, closedMessage: 'The <workshop> is closed.' }
    await business({ hours, voicemail: { greeting: 'Tell us what is broken.' } })
    const call = await exchange.call(number)
    expect(shapeOf(call.twiml())).toBe('Say Say Record Hangup')
    expect(saidIn(call.twiml())).toBe('The <workshop> is closed. | Tell us what is broken.')
  })

  test.each(['closed', 'always'] as const)(
    'a code is given when: %s, twice and by text if 1 is pressed',
    async (when) => {
      const account = await business({ hours: closed, ...giving(when) })
      const call = await exchange.call(number, '+447700900123', 3)
      expect(shapeOf(call.twiml())).toBe('Gather(Say Say Pause Say Say)')
      expect(saidIn(call.twiml())).toMatch(/closed at the moment. Here is a code.*10% off.*press 1/)
      const [code = '', again] = codesHeardIn(call.twiml())
      expect(again).toBe(code)
      expect(await exchange.codes.get(account, code)).toMatchObject({ callSid: call.callSid, state: 'live' })
      expect(twilio.messages).toEqual([])

      const sent = await call.press('1')
      expect(shapeOf(sent)).toBe('Say Hangup')
      expect(saidIn(sent)).toMatch(/sent it to your phone. Goodbye/)
      expect(twilio.messages).toMatchObject([{ body: expect.stringContaining(displayCode(code)) }])
    },
  )

  test('after the code a message may be left, with or without the text', async () => {
    await business({ hours: closed, voicemail: 'Tell us what is broken.', ...giving('closed') })
    const silent = await exchange.call(number)
    expect(shapeOf(await silent.silence())).toBe('Say Record Hangup')
    expect(saidIn(silent.twiml())).toBe('Tell us what is broken.')
    const pressing = await exchange.call(number)
    expect(shapeOf(await pressing.press('1'))).toBe('Say Record Hangup')
    expect(saidIn(pressing.twiml())).toMatch(/sent it to your phone. Tell us what is broken./)
  })

  test('to whom no text can go the code is said again', async () => {
    await business({ hours: closed, voicemail: true, ...giving('closed') })
    const call = await exchange.call(number, 'anonymous')
    const [code = ''] = codesHeardIn(call.twiml())
    expect(saidIn(call.twiml())).toMatch(/To hear it again, press 1/)
    const again = await call.press('1')
    expect(codesHeardIn(again)).toEqual([code])
    expect(saidIn(again)).toMatch(/Your code is: .* Please leave a message after the tone/)
    expect(code).toMatch(/^\d{10}$/)
    expect(twilio.messages).toEqual([])
  })

  test('no code is given to who is missed only, nor of a campaign that is over', async () => {
    await business({ hours: closed, ...giving('missed') })
    expect(shapeOf((await exchange.call(number)).twiml())).toBe('Say Say Hangup')
    await exchange.open({ hours: closed, giveCode: { campaignId: 'cmp_none', when: 'closed' } }, number)
    expect(shapeOf((await exchange.call(number)).twiml())).toBe('Say Say Hangup')
  })
})

describe('within the hours', () => {
  test('the phones ring, and no code is given for being closed', async () => {
    await business({ hours: open, ...giving('closed') })
    const call = await exchange.call(number)
    expect(shapeOf(call.twiml())).toBe('Dial(Number)')
    expect(shapeOf(await call.dialEnds('no-answer'))).toBe('Say Hangup')
  })

  test('they are told by the account’s clock, or by the clock that they name', async () => {
    const untilNoon = { sunday: [{ from: '00:00', until: '12:00' }] }
    const account = await business({ hours: untilNoon })
    expect(shapeOf((await exchange.call(number)).twiml())).toBe('Say Say Hangup')
    await createAccountStore(tables.ledger).update(account, { timeZone: 'America/New_York' })
    expect(shapeOf((await exchange.call(number)).twiml())).toBe('Dial(Number)')
    await business({ hours: { ...untilNoon, timeZone: 'America/New_York' } })
    expect(shapeOf((await exchange.call(number)).twiml())).toBe('Dial(Number)')
  })
})

describe('what can’t be told lets the phones ring', () => {
  test('hours in no form that is known', async () => {
    await business({ hours: { sunday: 'nine to five' } as unknown as BusinessHours })
    expect(shapeOf((await exchange.call(number)).twiml())).toBe('Dial(Number)')
    expect(exchange.troubles).toMatchObject([{ trouble: 'hours-unread' }])
  })

  test('a store that is down', async () => {
    await business({ hours: closed })
    const store = breakable(tables.ledger)
    const broken = createExchange(store.table, twilio.baseUrl)
    await broken.call(number)
    store.breakDown()
    expect(shapeOf((await broken.call(number)).twiml())).toBe('Dial(Number)')
    expect(broken.troubles.map(({ trouble }) => trouble)).toContain('hours-unread')
  })
})

test('the plan outside of the hours', () => {
  const flow: CallFlow = { forwardTo: ['+442079460001'], ring: 'all', hours: closed }
  const text = 'Thank you for calling. We are closed at the moment.'
  expect(decideClosedPlan(flow)).toEqual({ plan: 'closed', text })
  expect(decideClosedPlan({ ...flow, voicemail: false })).toEqual({ plan: 'closed', text })
  expect(decideClosedPlan({ ...flow, voicemail: {}, ...giving('always') })).toEqual({
    plan: 'closed',
    text,
    message: {
      plan: 'take-message',
      prompt: 'Please leave a message after the tone.',
      longestSeconds: 120,
    },
    giveFirst: 'cmp_gift',
  })
})
