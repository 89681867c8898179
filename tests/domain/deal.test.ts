import fc from 'fast-check'
import { expect, it, test } from 'vitest'
import {
  assignDeals,
  type DealCandidate,
  type DealFact,
  foldDeal,
  inOrderOfTrust,
} from '../../shared/domain/deal.ts'
import { worthOf } from '../../shared/domain/outcome-worth.ts'

const day = (number: number) => `2026-11-${String(number).padStart(2, '0')}T12:00:00.000Z`
const told = (fact: Partial<DealFact>): DealFact => ({
  fact: 'deal',
  account: 'acc_1',
  deal: 'deal_1',
  about: ['phone:a'],
  at: day(10),
  heardAt: fact.at ?? day(10),
  by: 'api',
  stage: 'won',
  ...fact,
})
const candidate = (id: string, at: number, ...nodes: string[]): DealCandidate => ({
  id,
  at: day(at),
  isExcluded: false,
  nodes: new Set([`contact:${id}`, ...nodes]),
})
const holderOf = (candidates: readonly DealCandidate[], fact: Partial<DealFact> = {}) => [
  ...assignDeals([foldDeal([told(fact)])], candidates, () => 0).keys(),
]

const early = candidate('CA1', 2, 'phone:a')
const late = candidate('CA2', 8, 'phone:a')
const after = candidate('CA3', 15, 'phone:a')
test.each<[string, DealCandidate[], Partial<DealFact>, string[]]>([
  ['the latest contact before it has it', [early, late, after], {}, ['CA2']],
  ['one at the very instant is not after it', [early, candidate('CA9', 10, 'phone:a')], {}, ['CA9']],
  ['with none before it the first after it has it', [after, candidate('CA4', 20, 'phone:a')], {}, ['CA3']],
  ['nobody has it while nobody is known', [candidate('CA1', 2, 'phone:b')], {}, []],
  [
    'a click is surer than a phone, though older',
    [candidate('frm_1', 1, 'click:G'), late],
    { about: ['click:G', 'phone:a'] },
    ['frm_1'],
  ],
  [
    'what the surer trace does not find the next one does',
    [candidate('frm_1', 1, 'email:e')],
    { about: ['click:G', 'phone:a', 'email:e'] },
    ['frm_1'],
  ],
  ['spam buys nothing', [early, { ...late, isExcluded: true }], {}, ['CA1']],
  ['unless there is nobody else', [{ ...late, isExcluded: true }], {}, ['CA2']],
  [
    'who is named has it, whatever the time',
    [after, candidate('CA7', 30)],
    { about: ['contact:CA7'] },
    ['CA7'],
  ],
])('whose a deal is: %s', (_, candidates, fact, holder) => {
  expect(holderOf(candidates, fact)).toEqual(holder)
})

it('a deal stays where it began when it comes to more', () => {
  const deal = foldDeal([told({ at: day(5), stage: 'opportunity' }), told({ at: day(20), stage: 'won' })])
  expect([...assignDeals([deal], [early, late], () => 0).keys()]).toEqual(['CA1'])
})

it('money goes back to who paid it, not to who called last', () => {
  const sale = foldDeal([told({ at: day(3), valueMinorUnits: 900 })])
  const refund = foldDeal([told({ deal: 'deal_2', at: day(9), valueMinorUnits: -900 })])
  const held = assignDeals([refund, sale], [early, late], (_, own) =>
    worthOf(own.flatMap(({ outcomes }) => outcomes)),
  )
  expect(held.get('CA1')?.map(({ id }) => id)).toEqual(['deal_1', 'deal_2'])
  expect(worthOf((held.get('CA1') ?? []).flatMap(({ outcomes }) => outcomes))).toBe(0)
})

test.each<[string, Partial<DealFact>[], [string, number | undefined][]]>([
  [
    'the later telling of a stage holds',
    [
      { valueMinorUnits: 900, at: day(10) },
      { valueMinorUnits: 700, at: day(9), heardAt: day(20) },
    ],
    [['won', 900]],
  ],
  [
    'of two for one instant the one that was heard later holds',
    [
      { valueMinorUnits: 900, heardAt: day(11) },
      { valueMinorUnits: 700, heardAt: day(12) },
    ],
    [['won', 700]],
  ],
  [
    'each stage stays in its history',
    [{ at: day(12) }, { at: day(5), stage: 'opportunity', valueMinorUnits: 500 }],
    [
      ['opportunity', 500],
      ['won', undefined],
    ],
  ],
])('a deal: %s', (_, tellings, outcomes) => {
  const deal = foldDeal(tellings.map(told))
  expect(deal.outcomes.map(({ stage, valueMinorUnits }) => [stage, valueMinorUnits])).toEqual(outcomes)
})

it('a telling that names nobody leaves the deal whose it was', () => {
  expect(foldDeal([told({ at: day(5) }), told({ at: day(6), about: [], stage: 'lost' })]).about).toEqual([
    'phone:a',
  ])
})

const telling = fc.record({
  at: fc.integer({ min: 1, max: 4 }).map(day),
  heardAt: fc.integer({ min: 1, max: 4 }).map(day),
  stage: fc.constantFrom('opportunity', 'won', 'lost', 'refunded'),
  valueMinorUnits: fc.option(fc.integer({ min: -5, max: 9 }), { nil: undefined }),
  about: fc.subarray(['phone:a', 'email:e'] as const),
})
it('a deal is the same in any order and with anything told twice', () => {
  fc.assert(
    fc.property(fc.array(telling, { minLength: 1, maxLength: 6 }), fc.array(fc.nat()), (tellings, picks) => {
      const facts = tellings.map(told)
      const again = picks.flatMap((pick) => facts[pick % facts.length] ?? [])
      expect(foldDeal([...again, ...facts.toReversed()])).toEqual(foldDeal(facts))
    }),
  )
})

it('knows the surest trace first', () => {
  expect(inOrderOfTrust(['email:e', 'phone:b', 'phone:a', 'contact:c', 'phone:a', 'click:g'])).toEqual([
    'contact:c',
    'click:g',
    'phone:a',
    'phone:b',
    'email:e',
  ])
})
