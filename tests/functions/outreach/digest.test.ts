import { expect, test } from 'vitest'
import { adviceOn } from '../../../functions/outreach/digest/advice.ts'
import { isQuiet, tellDigest, writtenWeek } from '../../../functions/outreach/digest/tell.ts'
import { letterText } from '../../../functions/outreach/mails/letter-text.ts'
import { writtenChange, writtenMoney, writtenSeconds } from '../../../functions/outreach/mails/words.ts'
import { week } from './examples.ts'
import { digestLetter } from './letters.ts'

test('the report tells the figures and how they changed', () => {
  const text = letterText(digestLetter())
  for (const line of [
    '37 enquiries, 5 more than the week before. Paid Search brought most: 38 %.',
    /Enquiries +37 +\+5 on 32/,
    /Missed calls +8 +\+5 on 3/,
    /Codes redeemed +3 +−3 on 6/,
    /Value +£6,425 +£3,760 before/,
    /Paid Search +14 +\+6 +3 +£4,120/,
    /Not known +5/,
    'and 2 more in the table attached',
    /Fri +9/,
    'See the missed calls (8)',
  ])
    expect(text).toMatch(line)
})

test('what to look at, most urgent first', () => {
  expect(adviceOn(week, 'GBP')).toEqual([
    '8 of 30 calls were missed (27 %, 13 % the week before). Look at the hours in which they came.',
    'Paid Social cost £120 and brought no enquiry.',
    'Email fell from 5 to 0 enquiries. Check its links and numbers.',
    'Paid Search rose from 8 to 14 enquiries.',
  ])
})

const still = {
  ...week,
  channels: { rows: [], totals: { ...week.channels.totals, enquiries: 0, sessions: 0, calls: 0 } },
}

test('a week like the one before shows nothing that rose or fell', () => {
  expect(
    adviceOn({ ...week, channelsBefore: week.channels }, 'GBP').filter((line) => /fell|rose/.test(line)),
  ).toEqual([])
})

test('a week without anything to look at says so', () => {
  const quiet = { ...still, channelsBefore: still.channels }
  const told = tellDigest(quiet, { name: 'A', currency: 'GBP' }, { report: '', missed: '' })
  expect(JSON.stringify(told)).toContain('Nothing out of the ordinary.')
})

test('two weeks without anybody are not worth a mail', () => {
  expect(isQuiet({ ...still, channelsBefore: still.channels })).toBe(true)
  expect(isQuiet(still)).toBe(false)
})

test.each([
  [{ from: '2026-11-16', to: '2026-11-22' }, '16 to 22 November 2026'],
  [{ from: '2026-10-26', to: '2026-11-01' }, '26 October to 1 November 2026'],
  [{ from: '2026-12-28', to: '2027-01-03' }, '28 December 2026 to 3 January 2027'],
])('%o is written %s', (period, written) => {
  expect(writtenWeek(period)).toBe(written)
})

test('small words for figures', () => {
  expect([writtenChange(3, 5), writtenChange(5, 3.5), writtenChange(2, 2)]).toEqual(['−2', '+1.5', '±0'])
  expect([writtenMoney(1250, 'GBP'), writtenMoney(412_000, 'GBP'), writtenMoney(500, 'JPY')]).toEqual([
    '£12.50',
    '£4,120',
    'JP¥500',
  ])
  expect([writtenSeconds(59.6), writtenSeconds(34), writtenSeconds(200)]).toEqual([
    '1 min',
    '34 s',
    '3 min 20 s',
  ])
})
