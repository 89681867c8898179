import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { composeSettle } from '../../../functions/call-webhook/compose.ts'
import type { Spooled } from '../../../functions/call-webhook/outage/spool.ts'
import { spokenCode } from '../../../shared/domain/code-display.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { startTinyTwilio } from '../../twilio/tiny-twilio.ts'
import { breakable, businessPhone, createExchange } from './telephone.ts'
import { all, saidIn, shapeOf } from './twiml.ts'

const number = '+441614960000'
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
})

const connected = 'Dial(Number)'
const connectedAfterAWord = 'Say Dial(Number)'
const asked = 'Gather(Say)'

async function business(askForCode: unknown = true) {
  const account = await exchange.open({ askForCode: askForCode as boolean }, number)
  const campaign = await exchange.campaign(account)
  return { account, campaign, code: await exchange.mint(account, campaign) }
}
const wrongLastDigit = (code: string) => code.slice(0, -1) + ((Number(code.at(-1)) + 1) % 10)
const usesOf = async (account: string, code: string) => (await exchange.codes.get(account, code))?.used
const usesFacts = async (account: string, code: string) =>
  (await exchange.codes.history(account, code)).filter((each) => 'fact' in each && each.fact === 'code-used')

test('the question takes keys and speech, exactly as many digits as a code has, and goes on in silence', async () => {
  await business()
  const { twiml } = await exchange.call(number)
  expect(shapeOf(twiml())).toBe(asked)
  expect(all(twiml(), 'Gather')[0]?.attributes).toMatchObject({
    input: 'dtmf speech',
    numDigits: '7',
    actionOnEmptyResult: 'true',
  })
  expect(all(twiml(), 'Gather')[0]?.attributes).not.toHaveProperty('finishOnKey')
})

describe.each([1, 3])('each webhook delivered %i times at once', (deliveries) => {
  test('a keyed code is used for the call, and the phone rings', async () => {
    const { account, campaign, code } = await business()
    const call = await exchange.call(number, '+447700900123', deliveries)
    const twiml = await call.press(code)
    expect(shapeOf(twiml)).toBe(connectedAfterAWord)
    expect(saidIn(twiml)).toBe('Thank you. Your code for 10% off is accepted.')
    expect(all(twiml, 'Number')[0]?.text).toBe(businessPhone)
    expect(await usesFacts(account, code)).toMatchObject([
      { code, campaignId: campaign.id, how: 'keyed', callSid: call.callSid },
    ])
    expect(exchange.troubles).toEqual([])
  })

  test('a spoken code is read back and used only when 1 is pressed', async () => {
    const { account, code } = await business()
    const call = await exchange.call(number, '+447700900123', deliveries)
    const readBack = await call.say(`it's ${spokenCode(code)}`)
    expect(shapeOf(readBack)).toBe(asked)
    expect(saidIn(readBack)).toContain(spokenCode(code))
    expect(saidIn(readBack)).toMatch(/press 1/)
    expect(all(readBack, 'Gather')[0]?.attributes).toMatchObject({
      numDigits: '1',
      actionOnEmptyResult: 'true',
    })
    expect(await usesOf(account, code)).toBe(0)

    expect(shapeOf(await call.press('1'))).toBe(connectedAfterAWord)
    expect(await usesFacts(account, code)).toMatchObject([{ how: 'spoken', callSid: call.callSid }])
  })

  test('a mistyped code, then the right one', async () => {
    const { account, code } = await business()
    const call = await exchange.call(number, '+447700900123', deliveries)
    const again = await call.press(wrongLastDigit(code))
    expect(shapeOf(again)).toBe('Say Gather(Say)')
    expect(saidIn(again)).toMatch(/one digit of that code seems wrong/)
    expect(shapeOf(await call.press(code))).toBe(connectedAfterAWord)
    expect(await usesOf(account, code)).toBe(1)
  })
})

test('a spoken code that was heard wrong is not used, and asked for once more', async () => {
  const { account, code } = await business()
  const call = await exchange.call(number)
  await call.say(spokenCode(code))
  expect(shapeOf(await call.press('2'))).toBe('Say Gather(Say)')
  await call.say(spokenCode(code))
  expect(shapeOf(await call.press('2'))).toBe(connectedAfterAWord)
  expect(await usesOf(account, code)).toBe(0)
})

test('"yes" confirms as well as 1', async () => {
  const { account, code } = await business()
  const call = await exchange.call(number)
  await call.say(spokenCode(code))
  await call.say('Yes.')
  expect(await usesOf(account, code)).toBe(1)
})

describe('the caller is connected', () => {
  type Answer = (call: Awaited<ReturnType<typeof exchange.call>>, code: string) => Promise<unknown>
  test.each<[label: string, answer: Answer]>([
    ['in silence', (call) => call.silence()],
    ['by "no, I haven’t got one"', (call) => call.say('No, I haven’t got one.')],
    ['by a request to the business', (call) => call.say('I would like to speak to somebody')],
    ['by a single #', (call) => call.press('')],
    [
      'with a spoken code that is never confirmed',
      async (call, code) => {
        await call.say(spokenCode(code))
        await call.silence()
      },
    ],
  ])('%s', async (_label, answer) => {
    const { account, code } = await business()
    const call = await exchange.call(number)
    await answer(call, code)
    expect(shapeOf(call.twiml())).toBe(connected)
    expect(await usesOf(account, code)).toBe(0)
    expect(exchange.troubles).toEqual([])
  })

  test('after two failures', async () => {
    const { code } = await business()
    const call = await exchange.call(number)
    await call.press('123')
    const twiml = await call.press(wrongLastDigit(code))
    expect(shapeOf(twiml)).toBe(connectedAfterAWord)
    expect(saidIn(twiml)).toMatch(/connect you now/)
  })

  test('after two codes that nobody issued', async () => {
    await business()
    const call = await exchange.call(number)
    const again = await call.press('0000000')
    expect(saidIn(again)).toMatch(/do not know that code/)
    expect(shapeOf(await call.press('0000000'))).toBe(connectedAfterAWord)
  })
})

describe('a code that is worth nothing gets one polite sentence, and the call goes on', () => {
  test('used before, by another', async () => {
    const { code } = await business()
    const first = await exchange.call(number)
    await first.press(code)
    const second = await exchange.call(number, '+447700900456')
    const twiml = await second.press(code)
    expect(shapeOf(twiml)).toBe(connectedAfterAWord)
    expect(saidIn(twiml)).toMatch(/has been used already/)
  })

  test('expired', async () => {
    const { account, campaign } = await business()
    const old = await exchange.mint(account, campaign, '2026-11-01T00:00:00.000Z')
    const twiml = await (await exchange.call(number)).press(old)
    expect(shapeOf(twiml)).toBe(connectedAfterAWord)
    expect(saidIn(twiml)).toMatch(/has expired/)
  })

  test('of a campaign that this number does not ask for', async () => {
    const account = await exchange.open({ askForCode: { campaignIds: ['cmp_wanted', 'cmp_gone'] } }, number)
    const wanted = await exchange.mint(account, await exchange.campaign(account, { id: 'cmp_wanted' }))
    const other = await exchange.mint(account, await exchange.campaign(account))
    expect(saidIn(await (await exchange.call(number)).press(other))).toMatch(/do not know that code/)
    expect(await usesOf(account, other)).toBe(0)
    expect(saidIn(await (await exchange.call(number)).press(wanted))).toMatch(/is accepted/)
  })

  test('of another account', async () => {
    const other = await business()
    await business()
    const twiml = await (await exchange.call(number)).press(other.code)
    expect(saidIn(twiml)).toMatch(/do not know that code/)
    expect(await usesOf(other.account, other.code)).toBe(0)
  })
})

test('a phone that tried too many codes is told nothing any more', async () => {
  const { account, code } = await business()
  const from = '+447700900999'
  for (let call = 0; call < 5; call += 1) {
    const trying = await exchange.call(number, from)
    await trying.press('0000000')
    await trying.press('0000000')
  }
  const twiml = await (await exchange.call(number, from)).press(code)
  expect(saidIn(twiml)).toMatch(/do not know that code/)
  expect(await usesOf(account, code)).toBe(0)
  expect(saidIn(await (await exchange.call(number)).press(code))).toMatch(/is accepted/)
})

describe('the question', () => {
  test('ends with # where codes have several lengths', async () => {
    const { account, code } = await business()
    const long = await exchange.campaign(account, { direction: 'both', digits: 9 })
    const call = await exchange.call(number)
    const [gather] = all(call.twiml(), 'Gather')
    expect(gather?.attributes).toMatchObject({ finishOnKey: '#' })
    expect(gather?.attributes).not.toHaveProperty('numDigits')
    expect(saidIn(await call.press(code))).toMatch(/is accepted/)
    const longCode = await exchange.mint(account, long)
    expect(saidIn(await (await exchange.call(number)).press(longCode))).toMatch(/is accepted/)
  })

  test('is exact beside a campaign whose codes are entered online', async () => {
    const { account } = await business()
    await exchange.campaign(account, { direction: 'phone-to-web', digits: 9 })
    await exchange.campaign(account, { digits: 8, endsAt: '2026-01-01T00:00:00.000Z' })
    await exchange.campaign(account, { digits: 8, active: false })
    const call = await exchange.call(number)
    expect(all(call.twiml(), 'Gather')[0]?.attributes).toMatchObject({ numDigits: '7' })
  })

  test('is the business’s own, after its greeting', async () => {
    const account = await exchange.open(
      { greeting: 'Hello & welcome', askForCode: { prompt: 'Your code, please?' } },
      number,
    )
    await exchange.campaign(account)
    const call = await exchange.call(number)
    expect(shapeOf(call.twiml())).toBe('Say Gather(Say)')
    expect(saidIn(call.twiml())).toBe('Hello & welcome | Your code, please?')
    expect(saidIn(await call.silence())).toBe('')
  })

  test('is not put where no code could be quoted', async () => {
    await exchange.open({ askForCode: true }, number)
    expect(shapeOf((await exchange.call(number)).twiml())).toBe(connected)
  })
})

describe('when the store is down', () => {
  async function withBrokenStore() {
    const { code } = await business()
    const store = breakable(tables.ledger)
    const broken = createExchange(store.table, twilio.baseUrl)
    return { code, broken, breakDown: store.breakDown }
  }

  test('a code that can’t be looked up: the caller is told, and connected by a process that never saw the call', async () => {
    const { code, broken, breakDown } = await withBrokenStore()
    const call = await broken.call(number)
    breakDown()
    const twiml = await call.press(code)
    expect(shapeOf(twiml)).toBe(connectedAfterAWord)
    expect(saidIn(twiml)).toMatch(/can’t check your code/)
    expect(all(twiml, 'Number')[0]?.text).toBe(businessPhone)
    expect(broken.troubles).toMatchObject([{ trouble: 'code-unchecked', callSid: call.callSid }])
  })

  test('a code that can’t be looked up waits in the spool, and is used for the call once', async () => {
    const { account, code } = await business()
    const store = breakable(tables.ledger)
    const spooled: Spooled[] = []
    const append = async (entries: readonly Spooled[]) => void spooled.push(...entries)
    const broken = createExchange(store.table, twilio.baseUrl, { append })
    const call = await broken.call(number)
    store.breakDown()
    await call.press(code)
    expect(await usesFacts(account, code)).toEqual([])

    const settle = composeSettle(tables, {
      TIELINE_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
      TIELINE_HOUSE_ACCOUNT: 'acc_house',
      PUBLIC_BASE_URL: 'https://calls.example.com',
      TWILIO_ACCOUNT_SID: 'AC0',
      TWILIO_AUTH_TOKEN: '12345',
      TWILIO_API_BASE_URL: twilio.baseUrl,
    })
    for (const entry of [...spooled, ...spooled]) await settle(entry)
    expect(await usesFacts(account, code)).toMatchObject([{ code, how: 'keyed', callSid: call.callSid }])
  })

  test('nobody is asked', async () => {
    const { broken, breakDown } = await withBrokenStore()
    await broken.call(number)
    breakDown()
    const call = await broken.call(number)
    expect(shapeOf(call.twiml())).toBe(connected)
    expect(broken.troubles.map(({ trouble }) => trouble)).toContain('campaigns-unread')
  })
})

test.each([
  ['keyed', (call: Awaited<ReturnType<typeof exchange.call>>, digits: string) => call.press(digits)],
  [
    'said',
    (call: Awaited<ReturnType<typeof exchange.call>>, digits: string) => call.say([...digits].join(' ')),
  ],
])('a card number that is %s instead of a code stands nowhere afterwards', async (_how, give) => {
  await business()
  const spooled: Spooled[] = []
  const spooling = createExchange(tables.ledger, twilio.baseUrl, {
    append: async (entries) => void spooled.push(...entries),
  })
  for (const asking of [exchange, spooling]) {
    const call = await asking.call(number)
    await give(call, '42424242424242421227123')
    await give(call, '4242424242424242')
  }
  let items = 0
  for await (const page of tables.ledger.scan()) {
    items += page.length
    expect(JSON.stringify(page)).not.toMatch(/42424242|4 2 4 2/)
  }
  expect(items).toBeGreaterThan(5)
  expect(JSON.stringify(spooled)).not.toContain('4242')
})
