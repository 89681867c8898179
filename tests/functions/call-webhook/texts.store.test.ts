import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { displayCode } from '../../../shared/domain/code-display.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { createExchange } from './telephone.ts'
import { all, shapeOf, type TwimlNode } from './twiml.ts'

const number = '+441614960002'
const from = '+447700900123'
let tables: Tables
let exchange: ReturnType<typeof createExchange>
beforeAll(async () => {
  tables = await createTestTables()
  exchange = createExchange(tables.ledger, 'http://127.0.0.1:9')
})
afterAll(() => tables.drop())
beforeEach(() => {
  exchange.troubles.length = 0
})

let texts = 0
const newSid = () => `SM${String(++texts).padStart(32, '0')}`
const receive = (Body: string, more: Record<string, string> = {}, deliveries = 1) =>
  exchange.post(
    '/twilio/sms',
    { MessageSid: newSid(), From: from, To: number, Body, NumMedia: '0', ...more },
    deliveries,
  )
const messageIn = (twiml: TwimlNode) => all(twiml, 'Message').map(({ text }) => text)

async function business() {
  const account = await exchange.open({}, number)
  const campaign = await exchange.campaign(account)
  return { account, campaign, code: await exchange.mint(account, campaign) }
}
const usesOf = async (account: string, code: string) =>
  (await exchange.codes.history(account, code)).filter((each) => 'fact' in each && each.fact === 'code-used')

describe('a text with a code counts as a quote', () => {
  test.each<[label: string, body: (code: string) => string]>([
    ['alone', (code) => code],
    ['grouped', displayCode],
    [
      'in a sentence with a phone number',
      (code) => `Hi, my code is ${displayCode(code)}. Call me on 07700 900123.`,
    ],
  ])('%s, once, however often it is delivered', async (_label, body) => {
    const { account, campaign, code } = await business()
    const MessageSid = newSid()
    const twiml = await receive(body(code), { MessageSid }, 3)
    expect(messageIn(twiml)).toEqual([`Thank you. Your code ${displayCode(code)} for 10% off is accepted.`])
    await receive(body(code), { MessageSid })
    const uses = await usesOf(account, code)
    expect(uses).toMatchObject([{ campaignId: campaign.id, how: 'sms' }])
    expect(uses[0]).not.toHaveProperty('callSid')
    expect(exchange.troubles).toEqual([])
  })

  test('of another’s use it says so', async () => {
    const { account, code } = await business()
    await receive(code, { From: '+447700900456' })
    expect(messageIn(await receive(code))).toEqual(['We are sorry, that code has been used already.'])
    expect(await usesOf(account, code)).toHaveLength(1)
  })
})

test.each(['Are you open on 24/12?', 'Order 0000000 please', 'Thanks!', ''])(
  'a text that holds no code of ours (%s) is answered with nothing',
  async (body) => {
    await business()
    expect(shapeOf(await receive(body))).toBe('')
  },
)

describe('the words', () => {
  const canText = async (account: string) =>
    exchange.texts
      .send(account, { to: from, from: number, body: 'Hello', purpose: 'test', dedupeKey: newSid() })
      .then((result) => result === 'sent' || result.refused !== 'stopped')

  test.each([
    'STOP',
    'stop',
    ' Stop. ',
    'STOPALL',
    'stop all',
    'UNSUBSCRIBE',
    'Cancel',
    'END',
    'QUIT',
    'ＳＴＯＰ',
  ])('%s ends our texts', async (word) => {
    const { account } = await business()
    expect(shapeOf(await receive(word))).toBe('')
    expect(await canText(account)).toBe(false)
  })

  test.each(['START', 'yes', 'UNSTOP'])('%s allows them again', async (word) => {
    const { account } = await business()
    await receive('STOP')
    await receive(word, {}, 2)
    expect(await canText(account)).toBe(true)
  })

  test.each(['please stop by tomorrow', 'cancel my appointment', 'no end in sight'])(
    '"%s" is no such word',
    async (body) => {
      const { account } = await business()
      await receive(body)
      expect(await canText(account)).toBe(true)
    },
  )

  test('HELP is answered with what to do, unless Twilio did it', async () => {
    await business()
    expect(messageIn(await receive('help'))[0]).toMatch(/^Sash & Sons: .*STOP/)
    expect(shapeOf(await receive('help', { OptOutType: 'HELP' }))).toBe('')
  })

  test('a word of the business’s own list, which Twilio recognised', async () => {
    const { account } = await business()
    await receive('arrêt', { OptOutType: 'STOP' })
    expect(await canText(account)).toBe(false)
  })
})

test('a text to a number nobody registered is one to the house, and one without a sender is still read', async () => {
  expect(shapeOf(await receive('STOP', { To: '+441614969999', From: '' }))).toBe('')
  const { account, code } = await business()
  await receive(code, { From: 'INFOMAIL' })
  expect(await usesOf(account, code)).toHaveLength(1)
})
