import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { foldCall } from '../../../shared/domain/call.ts'
import { foldContactFacts } from '../../../shared/domain/contact-story.ts'
import type { CallFlow } from '../../../shared/domain/number.ts'
import { cardMark, securityCodeMark } from '../../../shared/domain/redact.ts'
import { addSeconds } from '../../../shared/domain/time.ts'
import { createAccountStore } from '../../../shared/store/account-store.ts'
import { createCallStore } from '../../../shared/store/call-store.ts'
import { createContactFactStore } from '../../../shared/store/contact-fact-store.ts'
import { ledgerKeys } from '../../../shared/store/keys.ts'
import { createLeaseStore } from '../../../shared/store/lease-store.ts'
import { createRecordingStore } from '../../../shared/store/recording-store.ts'
import { createSessionStore } from '../../../shared/store/session-store.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { created, startTinyTwilio } from '../../twilio/tiny-twilio.ts'
import { breakable, businessPhone, createExchange, now } from './telephone.ts'
import { all, parseTwiml, saidIn, shapeOf } from './twiml.ts'
import { checkTwiml } from './twiml-rules.ts'

const number = '+441614960003'
const caller = '+447700900123'
const second = '+442079460002'
const leg = { CallSid: 'CAleg', To: businessPhone }

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
  twilio.answerWith(created)
})

const business = (flow: Partial<CallFlow>) => exchange.open(flow, number)
const callOf = async (account: string, callSid: string) =>
  foldCall(await createCallStore(tables.ledger).factsOf(account, callSid))
const storyOf = async (account: string, callSid: string) =>
  foldContactFacts(await createContactFactStore(tables.ledger).factsOf(account, callSid))

describe('whoever answers must take the call', () => {
  test('pressing 1 joins the two, and is the answer', async () => {
    const account = await business({ screen: true })
    const call = await exchange.call(number)
    const parent = { ParentCallSid: call.callSid }
    const asked = await (await call.callback('Number', 'url', { ...leg, ...parent })).text()
    expect(checkTwiml(asked)).toEqual([])
    expect(shapeOf(parseTwiml(asked))).toBe('Gather(Say) Hangup')

    const [gather] = all(parseTwiml(asked), 'Gather')
    const target = new URL(gather?.attributes.action ?? '')
    const taken = await exchange.post(target.pathname + target.search, { ...leg, ...parent, Digits: '1' }, 2)
    expect(shapeOf(taken)).toBe('')
    expect(await callOf(account, call.callSid)).toMatchObject({ outcome: 'answered', answeredAt: now })
  })

  test('a mobile’s voicemail that picks up is no answer: the next phone rings, and the call is missed', async () => {
    const account = await business({ screen: true, forwardTo: [businessPhone, second], ring: 'in-order' })
    const call = await exchange.call(number)
    const picked = { ...leg, ParentCallSid: call.callSid, CallStatus: 'in-progress', SequenceNumber: '2' }
    expect((await call.callback('Number', 'statusCallback', picked)).status).toBe(204)
    await call.callback('Number', 'statusCallback', {
      ...picked,
      CallStatus: 'completed',
      SequenceNumber: '3',
      CallDuration: '9',
    })
    const next = await call.dialEnds('completed', { DialBridged: 'false', DialCallSid: leg.CallSid })
    expect(all(next, 'Number').map(({ text }) => text)).toEqual([second])
    expect(all(next, 'Number')[0]?.attributes.url).toContain('screen=1')
    await call.dialEnds('no-answer')
    expect((await callOf(account, call.callSid)).outcome).toBe('missed')
  })
})

describe('the whisper', () => {
  test('tells source and campaign of the session that holds the number', async () => {
    const account = await business({ whisper: true })
    const sessions = createSessionStore(tables.ledger)
    const at = '2026-11-22T14:00:00.000Z'
    const url = 'https://sash.example/?gclid=x&utm_source=google&utm_medium=cpc&utm_campaign=sash+windows'
    await sessions.recordPage(
      'page#1',
      { fact: 'page', account, session: 'ses_w', visitor: 'vis_w', at, url },
      [],
    )
    const route = await tables.ledger.get(ledgerKeys.route(number))
    await tables.ledger.put({ ...ledgerKeys.route(number), ...route, kind: 'pool', poolId: 'pol_w' })
    await tables.ledger.put({ ...ledgerKeys.slot(account, 'pol_w', number), number })
    const terms = { id: 'pol_w', leaseMinutes: 30, cooldownMinutes: 0 }
    const held = await createLeaseStore(tables.ledger).acquire({
      account,
      pool: terms,
      session: 'ses_w',
      visitor: 'vis_w',
      now: at,
    })
    expect(held?.number).toBe(number)

    const call = await exchange.call(number)
    const answer = await call.callback('Number', 'url', { ...leg, ParentCallSid: call.callSid })
    expect(saidIn(parseTwiml(await answer.text()))).toBe('Call: google ads, sash windows.')
    expect(exchange.troubles).toEqual([])
  })

  test('a store that is down leaves it out, and the call is put through', async () => {
    await business({ whisper: true })
    const store = breakable(tables.ledger)
    const broken = createExchange(store.table, twilio.baseUrl)
    const call = await broken.call(number)
    store.breakDown()
    const answer = await call.callback('Number', 'url', { ...leg, ParentCallSid: call.callSid })
    expect(answer.status).toBe(200)
    expect(shapeOf(parseTwiml(await answer.text()))).toBe('')
    expect(broken.troubles).toMatchObject([{ trouble: 'whisper-unread' }])
  })
})

describe('recordings', () => {
  const recorded = { RecordingSid: 'RE1', RecordingStatus: 'completed', RecordingDuration: '7' }

  test('a missed call leaves a message: outcome voicemail, the recording and its text in the call', async () => {
    const account = await business({ voicemail: { greeting: 'Tell us.', transcribe: true } })
    const call = await exchange.call(number, caller, 2)
    const prompt = await call.dialEnds('no-answer')
    expect(shapeOf(prompt)).toBe('Say Record Hangup')
    expect(saidIn(prompt)).toMatch(/sorry.*Tell us\./)
    await call.callback('Record', 'transcribeCallback', {
      RecordingSid: 'RE1',
      TranscriptionStatus: 'completed',
      TranscriptionText: 'Please call me back.',
    })
    expect((await call.callback('Record', 'recordingStatusCallback', recorded)).status).toBe(204)
    expect(saidIn(await call.records(recorded))).toMatch(/Thank you/)
    const { outcome, recordings } = await callOf(account, call.callSid)
    expect(outcome).toBe('voicemail')
    expect(recordings).toMatchObject([
      { id: 'RE1', kind: 'voicemail', durationSeconds: 7, startedAt: addSeconds(now, -7) },
    ])
    expect(exchange.vault.open(account, recordings?.[0]?.sealedText ?? '')).toBe('Please call me back.')
  })

  test('a card number that is said in a message is not in what is kept of it; Twilio’s own id of the text is', async () => {
    const account = await business({ voicemail: { transcribe: true } })
    const call = await exchange.call(number)
    await call.dialEnds('no-answer')
    await call.callback('Record', 'transcribeCallback', {
      RecordingSid: 'RE1',
      TranscriptionSid: 'TR1',
      TranscriptionStatus: 'completed',
      TranscriptionText:
        'Charge 4242 4242 4242 4242, security code 123, or five five five five five five five five five five five five four four four four. Call 020 7946 0123.',
    })
    await call.callback('Record', 'recordingStatusCallback', {
      ...recorded,
      RecordingStartTime: 'Sun, 22 Nov 2026 14:04:30 +0000',
    })
    const facts = await createCallStore(tables.ledger).factsOf(account, call.callSid)
    expect(facts).toContainEqual(
      expect.objectContaining({ fact: 'transcription', recordingSid: 'RE1', transcriptionSid: 'TR1' }),
    )
    const [kept] = foldCall(facts).recordings ?? []
    expect(kept?.startedAt).toBe('2026-11-22T14:04:30.000Z')
    expect(exchange.vault.open(account, kept?.sealedText ?? '')).toBe(
      `Charge ${cardMark}, security code ${securityCodeMark}, or ${cardMark}. Call 020 7946 0123.`,
    )
  })

  test('a recording that came twice, or by two webhooks, is to be deleted once', async () => {
    const account = await business({ voicemail: true })
    const call = await exchange.call(number)
    await call.dialEnds('no-answer')
    await call.records({ ...recorded, RecordingSid: 'RE7' })
    for (let delivery = 0; delivery < 2; delivery += 1) {
      await call.callback('Record', 'recordingStatusCallback', { ...recorded, RecordingSid: 'RE7' })
    }
    await call.callback('Record', 'recordingStatusCallback', {
      RecordingSid: 'RE8',
      RecordingStatus: 'absent',
    })
    const store = createRecordingStore(tables.ledger)
    expect(await store.accounts()).toContain(account)
    const due = (until: string) => store.due(account, until, 10)
    expect(await due(now)).toEqual([
      expect.objectContaining({ callSid: call.callSid, recordingSid: 'RE7', number, at: now }),
    ])
    expect(await due(addSeconds(now, -1))).toEqual([])
  })

  test('silence after the tone is no message', async () => {
    const account = await business({ voicemail: true })
    const call = await exchange.call(number)
    await call.dialEnds('no-answer')
    const absent = { RecordingSid: 'RE1', RecordingStatus: 'absent', RecordingDuration: '0' }
    await call.callback('Record', 'recordingStatusCallback', absent)
    const folded = await callOf(account, call.callSid)
    expect(folded).toMatchObject({ outcome: 'missed' })
    expect(folded).not.toHaveProperty('recordings')
  })

  test('a code that consoles comes before the message', async () => {
    const account = await business({ voicemail: true, giveCode: { campaignId: 'cmp_gift', when: 'missed' } })
    await exchange.campaign(account, {
      id: 'cmp_gift',
      direction: 'phone-to-web',
      digits: 9,
      acceptableRisk: 0.05,
    })
    const call = await exchange.call(number)
    expect(shapeOf(await call.dialEnds('busy'))).toMatch(/^Gather\(/)
    expect(shapeOf(await call.silence())).toBe('Say Record Hangup')
  })

  test.each([
    ['1', true],
    ['2', false],
    ['', false],
  ])('consent by key %j: recorded %s', async (Digits, isRecorded) => {
    const account = await business({ record: { consent: 'press' } })
    const call = await exchange.call(number)
    expect(shapeOf(call.twiml())).toBe('Gather(Say)')
    const dialled = await call.press(Digits)
    expect(all(dialled, 'Dial')[0]?.attributes.record).toBe(
      isRecorded ? 'record-from-answer-dual' : undefined,
    )
    if (!isRecorded) return
    await call.callback('Dial', 'recordingStatusCallback', recorded)
    expect((await callOf(account, call.callSid)).recordings).toMatchObject([{ id: 'RE1', kind: 'call' }])
  })

  test('told without an address of ours, they are still the call’s', async () => {
    const account = await business({})
    const call = await exchange.call(number)
    const fields = { CallSid: call.callSid, To: number, ...recorded }
    const request = await exchange.raw('/twilio/recording', fields)
    expect(request.status).toBe(204)
    expect((await callOf(account, call.callSid)).recordings).toHaveLength(1)
  })
})

test('the menu: a key rings its own phones, silence the flow’s', async () => {
  await business({
    menu: { prompt: 'Press 1 for sales.', options: { '1': { forwardTo: [second] } } },
    voicemail: true,
    language: 'de-DE',
  })
  const call = await exchange.call(number)
  expect(shapeOf(call.twiml())).toBe('Gather(Say)')
  expect(all(call.twiml(), 'Say')[0]?.attributes).toEqual({ language: 'de-DE' })
  expect(all(await call.press('1'), 'Number').map(({ text }) => text)).toEqual([second])
  const missed = await call.dialEnds('no-answer')
  expect(shapeOf(missed)).toBe('Say Record Hangup')
  expect(all(missed, 'Say')[0]?.attributes).toEqual({ language: 'de-DE' })
  const silent = await exchange.call(number)
  expect(all(await silent.silence(), 'Number').map(({ text }) => text)).toEqual([businessPhone])
})

test('who answered last is rung first when the same caller calls again', async () => {
  await business({ stickyAgent: true, forwardTo: [businessPhone, second] })
  const call = await exchange.call(number)
  expect(all(call.twiml(), 'Number')).toHaveLength(2)
  await call.callback('Number', 'statusCallback', {
    CallSid: 'CAleg2',
    ParentCallSid: call.callSid,
    To: second,
    CallStatus: 'in-progress',
    SequenceNumber: '2',
  })
  const again = await exchange.call(number)
  expect(all(again.twiml(), 'Number').map(({ text }) => text)).toEqual([second])
  const other = await exchange.call(number, '+447700900999')
  expect(all(other.twiml(), 'Number')).toHaveLength(2)
})

describe('unwanted callers', () => {
  test('a blocked one is turned away, and the call is kept, marked as spam', async () => {
    const account = await business({})
    const phone = exchange.vault.hash(account, 'phone', caller)
    await createAccountStore(tables.ledger).update(account, {
      calls: { blockedCallers: [{ phone, sealed: '' }] },
    })
    const call = await exchange.call(number)
    expect(shapeOf(call.twiml())).toBe('Say Hangup')
    expect((await callOf(account, call.callSid)).outcome).toBe('missed')
    expect((await storyOf(account, call.callSid)).isSpam).toBe(true)
    expect(shapeOf((await exchange.call(number, '+447700900999')).twiml())).toBe('Dial(Number)')
  })

  test('a failed verdict is put to the test: flagged, and who presses nothing may leave a message', async () => {
    const account = await business({ screenSpam: true, greeting: 'Hello.', record: true })
    const failed = { StirVerstat: 'TN-Validation-Failed-C' }
    const call = await exchange.call(number, caller, 1, failed)
    expect(shapeOf(call.twiml())).toBe('Gather(Say)')
    expect((await storyOf(account, call.callSid)).isSpam).toBe(true)
    expect(shapeOf(await call.silence())).toBe('Say Record Hangup')

    const person = await exchange.call(number, caller, 1, failed)
    const dialled = await person.press('1')
    // What a recording needs to be said is said after the test.
    expect(saidIn(dialled)).toBe('Hello. This call may be recorded.')
    expect(shapeOf(dialled)).toBe('Say Dial(Number)')
  })

  test('three hang-ups within a day, too', async () => {
    const account = await business({ screenSpam: true })
    for (let hangUps = 0; hangUps < 3; hangUps += 1) {
      const call = await exchange.call(number, '+447700900777')
      expect(shapeOf(call.twiml())).toBe('Dial(Number)')
      const end = { CallSid: call.callSid, From: '+447700900777', To: number }
      const status = await exchange.raw('/twilio/voice/status', {
        ...end,
        CallStatus: 'completed',
        SequenceNumber: '3',
        CallDuration: '2',
        Timestamp: `Sun, 22 Nov 2026 14:0${hangUps}:00 +0000`,
      })
      expect(status.status).toBe(204)
    }
    expect(shapeOf((await exchange.call(number, '+447700900777')).twiml())).toBe('Gather(Say)')
    const phone = exchange.vault.hash(account, 'phone', '+447700900777')
    expect((await exchange.callers.standingOf(account, phone, now)).hangUps).toHaveLength(3)
  })
})

test('a store that is down while the flow is decided lets the phones ring', async () => {
  await business({ stickyAgent: true, screenSpam: true, whisper: true, menu: { prompt: 'Hm', options: {} } })
  const store = breakable(tables.ledger)
  const broken = createExchange(store.table, twilio.baseUrl)
  await broken.call(number)
  store.breakDown()
  expect(shapeOf((await broken.call(number)).twiml())).toBe('Dial(Number)')
  expect(broken.troubles.map(({ trouble }) => trouble)).toContain('caller-unread')
})
