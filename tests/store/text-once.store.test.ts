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
const text = { to: '+447700900123', from: '+441614960000', body: 'Your code', purpose: 'given-code' }
let clock = '2026-11-22T14:05:00.000Z'

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
  clock = '2026-11-22T14:05:00.000Z'
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
    caps: { perPhone: 100, perAccount: 1000 },
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
  clock = '2026-11-22T14:07:00.000Z'
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
