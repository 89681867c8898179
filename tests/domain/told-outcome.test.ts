import { expect, it, test } from 'vitest'
import { readAmount } from '../../shared/domain/amount-text.ts'
import { readTime } from '../../shared/domain/time-text.ts'
import { type OutcomeTerms, type RawOutcome, readOutcome } from '../../shared/domain/told-outcome.ts'

test.each<[string | number, number | undefined]>([
  ['450', 45_000],
  [450.5, 45_050],
  ['£1,234.50', 123_450],
  ['GBP 1234.5', 123_450],
  ['1.234,50 €', 123_450],
  ['1 234,50', 123_450],
  ['1,234', 123_400],
  ['1.234', undefined],
  ['-12.00', -1_200],
  ['(12.00)', -1_200],
  ['−£12', -1_200],
  ['12.345', undefined],
  ['1,2,3', undefined],
  ['about 12', undefined],
  ['', undefined],
  ['1e3', undefined],
  [1e21, undefined],
])('an amount of pounds written %s', (written, amount) => {
  expect(readAmount(written, 'major', 'GBP')).toBe(amount)
})
test.each<[string | number, number | undefined]>([
  [45_000, 45_000],
  ['45000', 45_000],
  ['450.50', undefined],
  ['-1', -1],
])('an amount of pence written %s', (written, amount) => {
  expect(readAmount(written, 'minor', 'GBP')).toBe(amount)
})
it('knows that yen have no smaller unit', () => {
  expect(readAmount('450', 'major', 'JPY')).toBe(450)
  expect(readAmount('450.5', 'major', 'JPY')).toBeUndefined()
})

const now = '2026-11-27T09:30:00.000Z'
test.each<[string | number, string | undefined]>([
  ['2026-11-22T14:05:00+01:00', '2026-11-22T13:05:00.000Z'],
  ['2026-11-22T14:05:00.000+0000', '2026-11-22T14:05:00.000Z'],
  ['2026-07-22 14:05', '2026-07-22T13:05:00.000Z'],
  [1_795_356_300, '2026-11-22T14:05:00.000Z'],
  ['1795356300000', '2026-11-22T14:05:00.000Z'],
  ['2026-07-22', '2026-07-22T22:59:59.999Z'],
  ['2026-11-27', now],
  ['2026-11-28', '2026-11-28T23:59:59.999Z'],
  ['03/04/2026', undefined],
  ['2026-02-30', undefined],
  ['yesterday', undefined],
  [0, undefined],
])('a time written %s, in London', (written, instant) => {
  expect(readTime(written, { timeZone: 'Europe/London', now })).toBe(instant)
})

const terms: OutcomeTerms = {
  currency: 'GBP',
  timeZone: 'Europe/London',
  country: 'GB',
  unit: 'major',
  needsName: true,
  now,
}
it('understands a CRM’s row', () => {
  const raw = {
    id: 4711,
    phone: '020 7946 0123',
    email: ' Ann@Example.com ',
    stage: 'WON',
    value: '£450.00',
    currency: 'gbp',
    at: '2026-11-20',
  }
  expect(readOutcome(raw, terms)).toEqual({
    told: {
      id: '4711',
      phone: '+442079460123',
      email: 'ann@example.com',
      stage: 'won',
      valueMinorUnits: 45_000,
      at: '2026-11-20T23:59:59.999Z',
    },
  })
})
test.each<[string, RawOutcome, string[]]>([
  ['nobody is meant', { stage: 'won', at: '2026-11-20' }, ['phone']],
  ['no stage', { phone: '020 7946 0123', id: 'a' }, ['stage']],
  ['two are meant', { callSid: 'CA1', enquiryId: 'enq_1', stage: 'won', id: 'a' }, ['enquiryId']],
  ['neither id nor time', { phone: '020 7946 0123', stage: 'won' }, ['id']],
  ['another currency', { id: 'a', stage: 'won', value: '4', currency: 'USD' }, ['currency']],
  [
    'all at once',
    { id: 'a', phone: '12', email: 'ann', stage: 'won', value: 'much', at: '2027-01-01' },
    ['at', 'phone', 'email', 'value'],
  ],
])('refuses: %s', (_, raw, fields) => {
  const read = readOutcome(raw, terms)
  expect('errors' in read && read.errors.map(({ field }) => field)).toEqual(fields)
})
