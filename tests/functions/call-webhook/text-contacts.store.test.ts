import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Spooled } from '../../../functions/call-webhook/outage/spool.ts'
import { openText } from '../../../functions/call-webhook/outage/spool.ts'
import { settleText, takeText } from '../../../functions/call-webhook/texts/take-text.ts'
import { mostRepliesPerDay } from '../../../shared/domain/account.ts'
import { newConfirmation } from '../../../shared/domain/confirmed-phone.ts'
import type { CallFlow } from '../../../shared/domain/number.ts'
import { MailRefused } from '../../../shared/mail/mail.ts'
import { createAccountStore } from '../../../shared/store/account-store.ts'
import { createConfirmedPhoneStore } from '../../../shared/store/confirmed-phone-store.ts'
import { createContactFactStore } from '../../../shared/store/contact-fact-store.ts'
import { ledgerKeys } from '../../../shared/store/keys.ts'
import { createSuppressionStore } from '../../../shared/store/suppression-store.ts'
import { createTextFactStore } from '../../../shared/store/text-fact-store.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { created, problem, startTinyTwilio } from '../../twilio/tiny-twilio.ts'
import { breakable, businessPhone, createExchange, now } from './telephone.ts'
import { all, shapeOf } from './twiml.ts'

const from = '+447700900123'
const mobile = '+447700900200'
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
  exchange.mails.length = 0
  twilio.messages.length = 0
  twilio.answerWith(created)
})

let made = 0
const newSid = () => `SM${String(++made).padStart(32, 'a')}`
async function business(flow: Partial<CallFlow> = {}) {
  const number = `+4416149${String(made++).padStart(5, '0')}`
  const account = await exchange.open(flow, number)
  const hash = (phone: string) => exchange.vault.hash(account, 'phone', phone)
  return {
    account,
    number,
    hash,
    receive: (Body: string, more: Record<string, string> = {}, deliveries = 1) =>
      exchange.post(
        '/twilio/sms',
        { MessageSid: newSid(), From: from, To: number, Body, ...more },
        deliveries,
      ),
    confirm: async (phone: string) => {
      const store = createConfirmedPhoneStore(tables.ledger)
      const asked = newConfirmation(hash(phone), exchange.vault.seal(account, phone), 0.5, now)
      await store.request(account, asked)
      await store.confirm(account, hash(phone), asked.code, now)
    },
    facts: (conversation: string) => createTextFactStore(tables.ledger).factsOf(account, conversation),
    spamOf: (conversation: string) => createContactFactStore(tables.ledger).factsOf(account, conversation),
  }
}
const troubles = () => exchange.troubles.map(({ trouble, cause }) => `${trouble}: ${cause}`)

describe('a text', () => {
  test('is kept once with what its number stands for, however often it is delivered', async () => {
    const shop = await business()
    const MessageSid = newSid()
    await shop.receive('Do you fit sash windows?', { MessageSid }, 3)
    const [fact, ...others] = await shop.facts(MessageSid)
    expect(others).toEqual([])
    expect(fact).toMatchObject({ number: shop.number, numberId: 'num_1', at: now, sender: shop.hash(from) })
    expect(exchange.vault.open(shop.account, fact?.sealedBody ?? '')).toBe('Do you fit sash windows?')
    expect(JSON.stringify(fact)).not.toContain(from)
  })

  test('is kept and sent on without the payment card that it names', async () => {
    const shop = await business({ textEmail: 'desk@example.com' })
    const MessageSid = newSid()
    await shop.receive('Take it from 4111 1111 1111 1111, thanks', { MessageSid })
    const [fact] = await shop.facts(MessageSid)
    expect(exchange.vault.open(shop.account, fact?.sealedBody ?? '')).toBe(
      'Take it from [card number removed], thanks',
    )
    expect(exchange.mails[0]?.text).not.toContain('4111')
  })

  test('joins the conversation, whoever else writes in between', async () => {
    const shop = await business()
    const MessageSid = newSid()
    await shop.receive('Hello?', { MessageSid })
    const other = newSid()
    await shop.receive('Hi', { MessageSid: other, From: '+447700900124' })
    await shop.receive('Anybody there?')
    expect(await shop.facts(MessageSid)).toHaveLength(2)
    expect(await shop.facts(other)).toHaveLength(1)
  })

  test.each(['STOP', 'START', 'HELP'])('of one word, %s, is no enquiry', async (word) => {
    const shop = await business()
    const MessageSid = newSid()
    await shop.receive(word, { MessageSid })
    expect(await shop.facts(MessageSid)).toEqual([])
  })

  test('of a blocked phone is kept as spam, and sent on to nobody', async () => {
    const shop = await business({ textEmail: 'desk@example.com' })
    const phone = { phone: shop.hash(from), sealed: exchange.vault.seal(shop.account, from) }
    await createAccountStore(tables.ledger).update(shop.account, { calls: { blockedCallers: [phone] } })
    const MessageSid = newSid()
    await shop.receive('Cheap loans', { MessageSid })
    expect(await shop.facts(MessageSid)).toHaveLength(1)
    expect(await shop.spamOf(MessageSid)).toMatchObject([{ fact: 'mark', spam: true }])
    expect(exchange.mails).toEqual([])
  })
})

describe('a text is sent on', () => {
  test('to a confirmed phone and an address, once, however often it is delivered', async () => {
    const shop = await business({ textForwardTo: [mobile], textEmail: 'desk@example.com' })
    await shop.confirm(mobile)
    const MessageSid = newSid()
    await shop.receive('Do you fit sash windows?', { MessageSid }, 3)
    await shop.receive('Do you fit sash windows?', { MessageSid })
    expect(twilio.messages).toMatchObject([{ to: mobile, from: shop.number }])
    expect(twilio.messages[0]?.body).toBe(
      `Text from ${from} to ${shop.number} (answer the sender, not this number): Do you fit sash windows?`,
    )
    expect(exchange.mails).toMatchObject([
      { to: 'desk@example.com', subject: `Text from ${from} to ${shop.number}` },
    ])
    expect(exchange.mails[0]?.text).toContain('Do you fit sash windows?')
    expect(troubles()).toEqual([])
  })

  test('with word of its pictures, which stay at Twilio', async () => {
    const shop = await business({ textEmail: 'desk@example.com' })
    const MessageSid = newSid()
    await shop.receive('', { MessageSid, NumMedia: '2' })
    expect(exchange.mails[0]?.text).toMatch(/^\[2 attachments, see Twilio\]/)
    expect(await shop.facts(MessageSid)).toMatchObject([{ attachments: 2 }])
  })

  test('to the account’s address where the flow names none', async () => {
    const shop = await business()
    await createAccountStore(tables.ledger).update(shop.account, { texts: { email: 'all@example.com' } })
    await shop.receive('Hello')
    expect(exchange.mails).toMatchObject([{ to: 'all@example.com' }])
  })

  test('to no phone that is not confirmed: that is said, and the text is kept', async () => {
    const shop = await business({ textForwardTo: [mobile] })
    const MessageSid = newSid()
    await shop.receive('Hello', { MessageSid })
    expect(twilio.messages).toEqual([])
    expect(troubles()).toEqual(['text-unforwarded: the phone is not confirmed'])
    expect(await shop.facts(MessageSid)).toHaveLength(1)
  })

  test('to no number that leads here, confirmed or not: it would go in a circle', async () => {
    const other = await business()
    const shop = await business({ textForwardTo: [other.number] })
    await shop.confirm(other.number)
    await shop.receive('Hello')
    expect(twilio.messages).toEqual([])
    expect(troubles()[0]).toContain('circle')
  })

  test.each([
    ['from a tracking number', (_: string, other: string) => other],
    ['from the phone that texts are sent on to', () => mobile],
    ['from a phone that the flow rings', () => businessPhone],
  ])('to nobody %s, and is no enquiry', async (_, sender) => {
    const other = await business()
    const shop = await business({ textForwardTo: [mobile], textEmail: 'desk@example.com' })
    await shop.confirm(mobile)
    const MessageSid = newSid()
    await shop.receive('Thanks, we come tomorrow', { MessageSid, From: sender(shop.number, other.number) })
    expect(await shop.facts(MessageSid)).toEqual([])
    expect([twilio.messages, exchange.mails]).toEqual([[], []])
  })

  test('not again after an unclear answer of Twilio’s', async () => {
    const shop = await business({ textForwardTo: [mobile] })
    await shop.confirm(mobile)
    twilio.answerWith(problem(500, 20500))
    const MessageSid = newSid()
    await shop.receive('Hello', { MessageSid })
    twilio.answerWith(created)
    await shop.receive('Hello', { MessageSid })
    expect(twilio.messages).toHaveLength(1)
  })

  test('by mail again when the mail service did not take it', async () => {
    const shop = await business({ textEmail: 'desk@example.com' })
    const { mailer } = exchange.deps.texting?.mails ?? {}
    if (!mailer) throw new Error('no mailer')
    const { send } = mailer
    Object.assign(mailer, { send: () => Promise.reject(new MailRefused(true, 'Throttling')) })
    const MessageSid = newSid()
    await shop.receive('Hello', { MessageSid })
    Object.assign(mailer, { send })
    expect(troubles()).toEqual(['text-unforwarded: MailRefused: the mail service refused: Throttling'])
    await shop.receive('Hello', { MessageSid })
    expect(exchange.mails).toHaveLength(1)
  })

  test('by mail not again after an unclear answer of the mail service', async () => {
    const shop = await business({ textEmail: 'desk@example.com' })
    const { mailer } = exchange.deps.texting?.mails ?? {}
    if (!mailer) throw new Error('no mailer')
    const { send } = mailer
    Object.assign(mailer, { send: () => Promise.reject(new Error('timed out')) })
    const MessageSid = newSid()
    await shop.receive('Hello', { MessageSid })
    Object.assign(mailer, { send })
    await shop.receive('Hello', { MessageSid })
    expect(exchange.mails).toEqual([])
  })

  test('by mail not to an address that bounced', async () => {
    const shop = await business({ textEmail: 'gone@example.com' })
    await createSuppressionStore(tables.ledger, exchange.vault).add(shop.account, 'Gone@example.com', {
      reason: 'bounce',
      at: now,
    })
    await shop.receive('Hello')
    expect(exchange.mails).toEqual([])
    expect(troubles()).toEqual(['text-unforwarded: the address is suppressed'])
  })
})

describe('a phone of the business', () => {
  test('is confirmed by the code that it texts, and gets texts from then on', async () => {
    const shop = await business({ textForwardTo: [mobile] })
    const asked = newConfirmation(shop.hash(mobile), exchange.vault.seal(shop.account, mobile), 0.5, now)
    await createConfirmedPhoneStore(tables.ledger).request(shop.account, asked)
    const answer = await shop.receive(asked.code, { From: mobile }, 2)
    expect(all(answer, 'Message').map(({ text }) => text)).toEqual([
      expect.stringContaining('sent on to this phone'),
    ])
    await shop.receive('Hello')
    expect(twilio.messages).toMatchObject([{ to: mobile }])
  })

  test('is not confirmed by another phone with its code', async () => {
    const shop = await business({ textForwardTo: [mobile] })
    const asked = newConfirmation(shop.hash(mobile), exchange.vault.seal(shop.account, mobile), 0.5, now)
    await createConfirmedPhoneStore(tables.ledger).request(shop.account, asked)
    await shop.receive(asked.code)
    expect(twilio.messages).toEqual([])
  })

  test('gets no more texts once it said STOP', async () => {
    const shop = await business({ textForwardTo: [mobile] })
    await shop.confirm(mobile)
    await shop.receive('STOP', { From: mobile })
    await shop.receive('Hello')
    expect(twilio.messages).toEqual([])
  })
})

describe('answers to texts', () => {
  test('end for one phone and day at some time, and take nothing from what it may be texted unasked', async () => {
    const shop = await business()
    const campaign = await exchange.campaign(shop.account)
    const answers: string[] = []
    for (let count = 0; count < mostRepliesPerDay + 2; count += 1) {
      answers.push(shapeOf(await shop.receive(await exchange.mint(shop.account, campaign))))
    }
    expect(answers.filter((answer) => answer !== '')).toHaveLength(mostRepliesPerDay)
    expect(answers.slice(mostRepliesPerDay)).toEqual(['', ''])
    const text = { to: from, from: shop.number, body: 'Hello', purpose: 'test', dedupeKey: newSid() }
    expect(await exchange.texts.send(shop.account, text)).toBe('sent')
  })

  test('are none at all where the account texts nobody', async () => {
    const shop = await business()
    await createAccountStore(tables.ledger).update(shop.account, { texts: { perDay: 0 } })
    const code = await exchange.mint(shop.account, await exchange.campaign(shop.account))
    expect(shapeOf(await shop.receive(code))).toBe('')
  })

  test('go to no other country than the business’s: the code counts, the answer is none', async () => {
    const shop = await business()
    const code = await exchange.mint(shop.account, await exchange.campaign(shop.account))
    expect(shapeOf(await shop.receive(code, { From: '+8801712345678' }))).toBe('')
    expect(await exchange.codes.get(shop.account, code)).toMatchObject({ used: 1 })
  })

  test('are given again when the text comes again', async () => {
    const shop = await business()
    const code = await exchange.mint(shop.account, await exchange.campaign(shop.account))
    const MessageSid = newSid()
    const first = shapeOf(await shop.receive(code, { MessageSid }))
    expect(first).not.toBe('')
    expect(shapeOf(await shop.receive(code, { MessageSid }))).toBe(first)
  })
})

describe('while the store does not answer', () => {
  async function broken() {
    const shop = await business({ textForwardTo: [mobile] })
    await shop.confirm(mobile)
    const store = breakable(tables.ledger)
    const spooled: Spooled[] = []
    const down = createExchange(store.table, twilio.baseUrl, {
      append: async (more) => void spooled.push(...more),
    })
    store.breakDown()
    const receive = async (Body: string, MessageSid = newSid()) =>
      shapeOf(await down.post('/twilio/sms', { MessageSid, From: from, To: shop.number, Body }))
    const settle = async () => {
      for (const entry of [...spooled, ...spooled]) {
        if (entry.spooled !== 'text') throw new Error('another entry')
        await settleText(exchange.deps, openText(exchange.vault, entry.sealed))
      }
    }
    return { shop, spooled, receive, settle, down }
  }

  test('a text waits in the spool, is answered with nothing, and counts once when the store is back', async () => {
    const { shop, spooled, receive, settle, down } = await broken()
    const code = await exchange.mint(shop.account, await exchange.campaign(shop.account))
    const MessageSid = newSid()
    expect(await receive(`My code is ${code}`, MessageSid)).toBe('')
    expect(down.troubles.map(({ trouble }) => trouble)).toEqual(['text-spooled'])
    expect(JSON.stringify(spooled)).not.toMatch(new RegExp(`${code}|447700900123`))
    await settle()
    expect(await shop.facts(MessageSid)).toMatchObject([{ messageSid: MessageSid, at: now }])
    expect(await exchange.codes.get(shop.account, code)).toMatchObject({ used: 1 })
    expect(twilio.messages).toMatchObject([{ to: mobile }])
  })

  test('a store that says nothing is waited for no longer than a caller would, and the spool takes over', async () => {
    const shop = await business()
    const spooled: Spooled[] = []
    const silent = { ...exchange.deps.routes, routeOf: () => new Promise<never>(() => {}) }
    const spool = { append: async (more: readonly Spooled[]) => void spooled.push(...more) }
    const text = { messageSid: newSid(), number: shop.number, sender: from, body: 'Hello' }
    const taken = await takeText({ ...exchange.deps, routes: silent, spool }, text, 100)
    expect(taken).toEqual({ taken: 'later' })
    expect(spooled).toMatchObject([{ spooled: 'text', messageSid: text.messageSid }])
  })

  test('STOP is honoured when the store is back', async () => {
    const { shop, receive, settle } = await broken()
    await receive('STOP')
    await settle()
    const text = { to: from, from: shop.number, body: 'Hello', purpose: 'test', dedupeKey: newSid() }
    expect(await exchange.texts.send(shop.account, text)).toMatchObject({ refused: 'stopped' })
  })

  test('a START that came later is not undone by a STOP that waited', async () => {
    const shop = await business()
    await exchange.texts.start(shop.account, from, '2026-11-22T14:06:00.000Z')
    const waiting = {
      text: { messageSid: newSid(), number: shop.number, sender: from, body: 'STOP' },
      at: now,
    }
    await settleText(exchange.deps, waiting)
    const text = { to: from, from: shop.number, body: 'Hello', purpose: 'test', dedupeKey: newSid() }
    expect(await exchange.texts.send(shop.account, text)).toBe('sent')
  })

  test('without a spool the webhook fails, so that whoever sent it may try again', async () => {
    const shop = await business()
    const store = breakable(tables.ledger)
    const down = createExchange(store.table, twilio.baseUrl)
    store.breakDown()
    const answer = await down.raw('/twilio/sms', {
      MessageSid: newSid(),
      From: from,
      To: shop.number,
      Body: 'Hi',
    })
    expect(answer.status).toBe(503)
  })
})

test('a text to a number nobody registered is one to the house', async () => {
  const MessageSid = newSid()
  await exchange.post('/twilio/sms', { MessageSid, From: from, To: '+441614969999', Body: 'Hello' })
  expect(await tables.ledger.get({ pk: `acc_house#message#${MessageSid}`, sk: 'message' })).toMatchObject({
    conversation: MessageSid,
  })
  expect(await tables.ledger.get(ledgerKeys.account('acc_house'))).toBeUndefined()
})
