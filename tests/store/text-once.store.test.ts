import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Table } from '../../shared/store/table.ts'
import { createTextStore } from '../../shared/store/text-store.ts'
import { createVault } from '../../shared/store/vault.ts'
import { createTwilioRest } from '../../shared/twilio/rest.ts'
import { createTexts, type TextTrouble } from '../../shared/twilio/texts.ts'
import { createTestTables, type Tables } from '../support/engine.ts'
import { runs } from '../support/runs.ts'
import { created, problem, startTinyTwilio } from '../twilio/tiny-twilio.ts'

const vault = createVault(Buffer.alloc(32, 7).toString('base64'))
const accountSid = `AC${'0'.repeat(32)}`
const text = {
  to: '+447700900123',
  from: '+441614960000',
  body: 'Your code',
  purpose: 'given-code',
  settings: { perNumberPerDay: 100, perDay: 1000 },
}
let clock = '2126-11-22T14:05:00.000Z'

let tables: Tables
let twilio: Awaited<ReturnType<typeof startTinyTwilio>>
let troubles: TextTrouble[] = []
beforeAll(async () => {
  tables = await createTestTables()
  twilio = await startTinyTwilio()
})
afterAll(async () => {
  await twilio.stop()
  await tables.drop()
})
beforeEach(() => {
  troubles = []
  clock = '2126-11-22T14:05:00.000Z'
  twilio.answerWith(created)
  twilio.messages.length = 0
})

const textsOn = (ledger: Table, baseUrl = twilio.baseUrl) =>
  createTexts({
    rest: createTwilioRest({ accountSid, authToken: '12345', baseUrl, timeoutMilliseconds: 200 }),
    store: createTextStore(ledger),
    vault,
    now: () => clock,
    report: (trouble) => troubles.push(trouble),
  })

const answers = {
  created,
  refused: problem(400, 21211),
  busy: problem(429, 20429),
  broken: problem(500, 20500),
  cut: (response) => response.socket?.destroy(),
} satisfies Record<string, typeof created>
/** What may have become an SMS, as far as anybody but Twilio can know. */
const maySend: ReadonlySet<string> = new Set(['created', 'broken', 'cut'])

let calls = 0
test('of one text at most one is ever sent, whatever Twilio answers and however often and at once it is asked for', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...(Object.keys(answers) as (keyof typeof answers)[])), {
        minLength: 1,
        maxLength: 6,
      }),
      fc.integer({ min: 1, max: 4 }),
      async (sequence, atOnce) => {
        const dedupeKey = `CA${++calls}`
        twilio.messages.length = 0
        let sent = 0
        twilio.answerWith((response, count) => {
          const answer = sequence[count - 1] ?? 'created'
          if (maySend.has(answer)) sent += 1
          answers[answer](response, count)
        })
        const texts = textsOn(tables.ledger)
        const results = []
        for (const _ of sequence) {
          results.push(
            ...(await Promise.all(
              Array.from({ length: atOnce }, () => texts.send('acc_once', { ...text, dedupeKey })),
            )),
          )
        }
        expect(sent).toBeLessThanOrEqual(1)
        expect(results.filter((result) => result === 'sent').length).toBeLessThanOrEqual(1)
      },
    ),
    { numRuns: runs(15) },
  )
})

test.each<[label: string, change: Partial<typeof text> & { homes?: string[] }, refused: string]>([
  ['to a country where the business has no phone', { to: '+13055550123' }, 'country'],
  ['to an island that only shares the calling code', { to: '+18765550123', from: '+13055550100' }, 'country'],
  ['to a landline', { to: '+442079460123' }, 'landline'],
])('nothing is sent %s', async (_label, change, refused) => {
  const result = await textsOn(tables.ledger).send('acc_where', { ...text, dedupeKey: 'CA1', ...change })
  expect(result).toMatchObject({ refused })
  expect(twilio.messages).toEqual([])
})

test('the business’s own phones widen the countries', async () => {
  const to = '+13055550123'
  const result = textsOn(tables.ledger).send('acc_where', {
    ...text,
    to,
    dedupeKey: 'CA2',
    homes: ['+13055550100'],
  })
  expect(await result).toBe('sent')
  expect(twilio.messages).toMatchObject([{ to }])
})

test('STOP and START', async () => {
  const texts = textsOn(tables.ledger)
  await texts.stop('acc_stop', text.to)
  expect(await texts.send('acc_stop', { ...text, dedupeKey: 'CA1' })).toMatchObject({ refused: 'stopped' })
  await texts.start('acc_stop', text.to)
  expect(await texts.send('acc_stop', { ...text, dedupeKey: 'CA1' })).toBe('sent')
})

test('a refusal of Twilio’s says why, with its code and without the number', async () => {
  twilio.answerWith(problem(400, 21408))
  const result = await textsOn(tables.ledger).send('acc_refused', { ...text, dedupeKey: 'CA1' })
  expect(result).toEqual({
    refused: 'twilio',
    detail:
      'Twilio refused: error 21408, the Twilio account may not text that country (geographic permissions).',
  })
  expect(JSON.stringify([result, troubles])).not.toMatch(/\d{8}/)
  expect(troubles).toMatchObject([{ trouble: 'text-refused', dedupeKey: 'CA1' }])
})

test('Twilio’s own word that the recipient said STOP is one', async () => {
  twilio.answerWith(problem(400, 21610))
  expect(await textsOn(tables.ledger).send('acc_refused', { ...text, dedupeKey: 'CA2' })).toMatchObject({
    refused: 'stopped',
  })
})

test.each([
  ['to one phone', { perNumberPerDay: 1, perDay: 1000 }, 'The most texts to this phone on one day: 1.', 1],
  ['of the account', { perNumberPerDay: 100, perDay: 2 }, 'The most texts of this account on one day: 2.', 2],
  ['none at all', { perDay: 0 }, 'The most texts of this account on one day: 0.', 0],
  ['as usual', undefined, 'The most texts to this phone on one day: 3.', 3],
])('the account’s own caps hold: %s', async (label, settings, detail, most) => {
  const texts = textsOn(tables.ledger)
  const account = `acc_caps_${label.replaceAll(' ', '')}`
  const send = (dedupeKey: number) => texts.send(account, { ...text, settings, dedupeKey: String(dedupeKey) })
  for (let count = 0; count < most; count++) expect(await send(count)).toBe('sent')
  expect(await send(most)).toEqual({ refused: 'capped', detail })
  expect(twilio.messages).toHaveLength(most)
})

test('the account’s own countries hold, and not those of its phones', async () => {
  const texts = textsOn(tables.ledger)
  const settings = { countries: ['IE'] }
  expect(await texts.send('acc_ie', { ...text, settings, dedupeKey: '1' })).toEqual({
    refused: 'country',
    detail: 'The recipient’s country is none of those that the account may text.',
  })
  expect(await texts.send('acc_ie', { ...text, to: '+353871234567', settings, dedupeKey: '2' })).toBe('sent')
})

test('a crash between the claim and the sending is reported, and nothing is sent again', async () => {
  const crashing = createTexts({
    rest: { createMessage: () => new Promise(() => {}) },
    store: createTextStore(tables.ledger),
    vault,
    now: () => clock,
    report: (trouble) => troubles.push(trouble),
  })
  void crashing.send('acc_crash', { ...text, dedupeKey: 'CA1' })
  await expect
    .poll(async () => (await tables.ledger.query({ pk: 'acc_crash#text#given-code#CA1' })).length)
    .toBe(1)

  const texts = textsOn(tables.ledger)
  expect(await texts.send('acc_crash', { ...text, dedupeKey: 'CA1' })).toMatchObject({
    refused: 'already-sent',
  })
  expect(troubles).toEqual([])
  clock = '2126-11-22T14:07:00.000Z'
  expect(await texts.send('acc_crash', { ...text, dedupeKey: 'CA1' })).toMatchObject({
    refused: 'already-sent',
  })
  expect(troubles).toMatchObject([{ trouble: 'text-unsettled', account: 'acc_crash', dedupeKey: 'CA1' }])
  expect(twilio.messages).toEqual([])
})

test('a store that fails before the claim sends nothing; one that fails after it does not undo the sending', async () => {
  const failing = (failures: Partial<Table>): Table => ({ ...tables.ledger, ...failures })
  const fails = async () => {
    throw new Error('ECONNREFUSED')
  }
  await expect(
    textsOn(failing({ transact: fails })).send('acc_faults', { ...text, dedupeKey: 'CA1' }),
  ).rejects.toThrow('ECONNREFUSED')
  expect(twilio.messages).toEqual([])

  expect(await textsOn(failing({ update: fails })).send('acc_faults', { ...text, dedupeKey: 'CA1' })).toBe(
    'sent',
  )
  expect(troubles).toMatchObject([{ trouble: 'text-unsettled' }])
  expect(await textsOn(tables.ledger).send('acc_faults', { ...text, dedupeKey: 'CA1' })).toMatchObject({
    refused: 'already-sent',
  })
  expect(twilio.messages).toHaveLength(1)
})
