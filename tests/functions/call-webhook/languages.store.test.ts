import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { sayingsOf } from '../../../functions/call-webhook/flow/sayings/index.ts'
import { createKnownRoutes } from '../../../functions/call-webhook/outage/known-routes.ts'
import { rescueCall } from '../../../functions/call-webhook/outage/rescue.ts'
import type { CallFlow } from '../../../shared/domain/number.ts'
import { createAccountStore } from '../../../shared/store/account-store.ts'
import { ledgerKeys } from '../../../shared/store/keys.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { created, startTinyTwilio } from '../../twilio/tiny-twilio.ts'
import { breakable, businessPhone, createExchange, now } from './telephone.ts'
import { all, parseTwiml, saidIn, type TwimlNode } from './twiml.ts'
import { checkTwiml } from './twiml-rules.ts'

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

let made = 0
async function open(flow: Partial<CallFlow>, language: string | undefined = 'de-DE', its = exchange) {
  const number = `+4416147${String(made++).padStart(5, '0')}`
  const account = await its.open(flow, number)
  if (language) await createAccountStore(tables.ledger).update(account, { calls: { language } })
  return { account, number }
}
const languagesOf = (twiml: TwimlNode) => [
  ...new Set(all(twiml, 'Say').map(({ attributes }) => attributes.language)),
]

test('an account in German is German to its callers: from the question for a code to the goodbye', async () => {
  const { account, number } = await open({ askForCode: true, voicemail: true })
  const code = await exchange.mint(account, await exchange.campaign(account))
  const call = await exchange.call(number)
  expect(saidIn(call.twiml())).toMatch(/^Wenn Sie einen Code von unserer Website haben/)
  expect(all(call.twiml(), 'Gather')[0]?.attributes).toMatchObject({ language: 'de-DE' })
  expect(languagesOf(call.twiml())).toEqual(['de-DE'])

  const readBack = await call.say(Array.from(code).join(' '))
  expect(saidIn(readBack)).toMatch(/^Ich habe verstanden: (\d, )+\d; (\d, )+\d; wenn das richtig ist/)
  expect(all(readBack, 'Gather')[0]?.attributes).toMatchObject({ language: 'de-DE', hints: 'ja, nein' })
  const accepted = await call.say('Ja')
  expect(saidIn(accepted)).toBe('Vielen Dank. Ihr Code für 10 % Rabatt ist angenommen.')

  const missed = await call.dialEnds('no-answer')
  expect(saidIn(missed)).toMatch(/^Leider konnte niemand.*hinterlassen Sie eine Nachricht nach dem Ton\.$/)
  const thanked = await call.records({ RecordingSid: 'RE1' })
  expect(saidIn(thanked)).toBe('Vielen Dank für Ihre Nachricht. Auf Wiederhören.')
  expect(languagesOf(thanked)).toEqual(['de-DE'])
  expect(exchange.troubles).toEqual([])
})

test('a flow’s own language wins, in what agents hear and in texts, too', async () => {
  const { number } = await open({
    language: 'fr-FR',
    screen: true,
    whisper: true,
    textBack: true,
    record: true,
  })
  const call = await exchange.call(number)
  expect(saidIn(call.twiml())).toBe('Cet appel peut être enregistré.')
  expect(languagesOf(call.twiml())).toEqual(['fr-FR'])
  const leg = { CallSid: 'CAleg', To: businessPhone, ParentCallSid: call.callSid }
  const asked = await (await call.callback('Number', 'url', leg)).text()
  expect(checkTwiml(asked)).toEqual([])
  expect(saidIn(parseTwiml(asked))).toBe('Appuyez sur la touche 1 pour prendre l’appel.')

  await call.dialEnds('no-answer')
  await exchange.raw('/twilio/voice/status', {
    CallSid: call.callSid,
    From: from,
    To: number,
    CallStatus: 'completed',
    CallDuration: '30',
    SequenceNumber: '3',
    Timestamp: new Date(now).toUTCString(),
  })
  expect(twilio.messages.map(({ body }) => body)).toEqual([
    "Sash & Sons: désolés d'avoir manqué votre appel. Écrivez-nous ici, et nous vous recontacterons. Répondez STOP pour ne plus rien recevoir.",
  ])
})

test('a code is given, and texted, in the account’s language', async () => {
  const { account, number } = await open({})
  const campaign = await exchange.campaign(account, { direction: 'phone-to-web' })
  const giveCode = { campaignId: campaign.id, when: 'missed' } as const
  await tables.ledger.put({
    ...ledgerKeys.route(number),
    account,
    numberId: 'num_1',
    number,
    kind: 'source',
    flow: { forwardTo: [businessPhone], ring: 'all', giveCode },
  })
  const call = await exchange.call(number)
  const missed = saidIn(await call.dialEnds('no-answer'))
  expect(missed).toMatch(/Hier ist ein Code für Sie .*, für 10 % Rabatt\. \| Ihr Code lautet: (\d, )+\d;/)
  expect(missed).toMatch(/Wir senden ihn Ihnen auch als SMS\. .*drücken Sie bitte die Eins\.$/)
  expect(twilio.messages[0]?.body).toMatch(
    /^Sash & Sons: Ihr Code für 10 % Rabatt ist [\d-]+, gültig bis 29\.11\.2026\./,
  )
  expect(saidIn(await call.press('1'))).toMatch(/^Ihr Code lautet: .*; Auf Wiederhören\.$/)
})

test.each([
  ['a code', (code: string) => code, /^Vielen Dank\. Ihr Code [\d-]+ für 10 % Rabatt ist angenommen\.$/],
  ['a cry for help', () => 'HELP', /^Sash & Sons: Senden Sie uns Ihren Code.*STOP.*START/],
])('%s by text is answered in the account’s language', async (_label, bodyOf, answer) => {
  const { account, number } = await open({})
  const code = await exchange.mint(account, await exchange.campaign(account))
  const fields = {
    MessageSid: `SM${String(made).padStart(32, '0')}`,
    From: from,
    To: number,
    Body: bodyOf(code),
  }
  const twiml = await exchange.post('/twilio/sms', fields)
  expect(all(twiml, 'Message')[0]?.text).toMatch(answer)
})

test.each([
  ['an account that says nothing', undefined, {}],
  ['a language without sayings', 'pt-BR', { language: 'pt-BR' }],
])('%s hears English', async (_label, language, attributes) => {
  const { number } = await open({ forwardTo: [] }, language ?? '')
  const { twiml } = await exchange.call(number)
  expect(saidIn(twiml())).toBe(
    'Thank you for calling. Nobody can answer at the moment. Please leave a message after the tone.',
  )
  expect(all(twiml(), 'Say')[0]?.attributes).toEqual(attributes)
})

test('while the store is down, callers hear the language that was known last', async () => {
  const { table, breakDown } = breakable(tables.ledger)
  const failing = createExchange(table, twilio.baseUrl)
  const { number } = await open({ record: true }, 'nl-NL', failing)
  const before = saidIn((await failing.call(number)).twiml())
  expect(before).toBe('Dit gesprek kan worden opgenomen.')
  breakDown()
  const { twiml } = await failing.call(number)
  expect(saidIn(twiml())).toBe(before)
  expect(languagesOf(twiml())).toEqual(['nl-NL'])
})

test.each([
  ['a route that is known rings with its words', true, sayingsOf('es').recorded],
  ['an unknown one takes a message', false, expect.stringContaining(sayingsOf('es').nobodyCanAnswer)],
])('a call that is rescued is spoken to as was known last: %s', async (_label, isKnown, words) => {
  const { number, account } = await open({}, '')
  const known = createKnownRoutes()
  const flow = { forwardTo: [businessPhone], record: true }
  if (isKnown) known.learn(number, { account, numberId: 'num_1', number, kind: 'source', flow })
  const { extras } = exchange.deps
  const settings = { of: () => Promise.reject(new Error('down')), last: () => ({ language: 'es-ES' }) }
  const deps = { ...exchange.deps, ...(extras && { extras: { ...extras, settings } }) }
  const spoken: unknown[] = []
  const { isRung } = await rescueCall(
    deps,
    known,
    { callSid: 'CA1', number },
    (plan, { lang }) => {
      spoken.push(lang, 'greeting' in plan ? plan.greeting : 'prompt' in plan && plan.prompt)
      return new Response()
    },
    () => new Response(),
  )
  expect(isRung).toBe(isKnown)
  expect(spoken).toEqual(['es-ES', words])
})
