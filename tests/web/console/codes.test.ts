import { expect, test } from 'vitest'
import { checkDigit } from '../../../shared/domain/code.ts'
import {
  bodyOf,
  type Draft,
  dayBegins,
  draftOf,
  emptyDraft,
  faultsOf,
} from '../../../web/console/src/pages/codes/draft.ts'
import { readTyped } from '../../../web/console/src/pages/codes/typed-code.ts'

const code = `482091${checkDigit('482091')}`

test.each([
  ['nothing is typed yet', '', 'empty'],
  ['half of it is typed', '482', 'short'],
  ['it is typed as it is shown', `${code.slice(0, 3)}-${code.slice(3)}`, 'fits'],
  ['an “o” stands for a zero', code.replace('0', 'o'), 'fits'],
  ['two neighbours changed places', `842091${code.at(-1)}`, 'mistyped'],
  ['it is longer than any code of the account', `${code}1234`, 'long'],
])('while a code is typed: %s', (_why, typed, is) => {
  expect(readTyped(typed, [7, 10]).is).toBe(is)
})

test.each([
  ['in summer, an hour before UTC', '2026-07-01', 'Europe/London', '2026-06-30T23:00:00.000Z'],
  ['in winter', '2026-12-01', 'Europe/London', '2026-12-01T00:00:00.000Z'],
  ['on the day the clocks go back', '2026-10-25', 'Europe/London', '2026-10-24T23:00:00.000Z'],
  ['far in the west', '2026-03-01', 'America/Los_Angeles', '2026-03-01T08:00:00.000Z'],
])('a day of the account’s zone begins %s', (_why, day, zone, instant) => {
  expect(dayBegins(day, zone)).toBe(instant)
})

const account = { currency: 'GBP', timeZone: 'Europe/London' }
const draft = (change: Partial<Draft>): Draft => ({ ...emptyDraft, name: 'Spring', ...change })

test.each<[string, Partial<Draft>, readonly (keyof Draft)[]]>([
  ['as it opens, but for its name', {}, []],
  ['without a name', { name: ' ' }, ['name']],
  ['more than all of it off', { percent: '101' }, ['percent']],
  ['money that is no amount', { worth: 'amount', amount: 'ten' }, ['amount']],
  ['no uses', { maxUses: '0' }, ['maxUses']],
  ['over before it begins', { firstDay: '2026-12-02', lastDay: '2026-12-01' }, ['lastDay']],
  ['printed nowhere', { kind: 'source' }, ['source']],
])('a campaign %s: what is wrong is said beside its field', (_why, change, fields) => {
  expect(Object.keys(faultsOf(draft(change), 'GBP'))).toEqual(fields)
})

test('a campaign that is opened and saved without a change says to the API what stands there', () => {
  const standing = {
    id: 'cmp_1',
    name: 'Autumn flyer',
    kind: 'source',
    direction: 'both',
    benefit: { kind: 'amount', amount: 2550, currency: 'GBP' },
    digits: 9,
    validFor: 'P1Y',
    maxUses: 500,
    perPerson: 2,
    startsAt: '2026-09-30T23:00:00.000Z',
    endsAt: '2026-12-01T00:00:00.000Z',
    active: true,
    source: { source: 'flyer', campaign: 'autumn' },
    voidPolicy: 'return-use',
    acceptableRisk: 0.05,
    createdAt: '2026-09-01T00:00:00.000Z',
  } as const
  const { name, benefit, validFor, maxUses, perPerson, startsAt, endsAt, source } = standing
  expect(bodyOf(draftOf(standing, account.timeZone), account, false)).toEqual({
    name,
    benefit,
    validFor,
    maxUses,
    campaignMaxUses: null,
    perPerson,
    startsAt,
    endsAt,
    source,
  })
})
