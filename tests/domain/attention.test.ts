import { describe, expect, test } from 'vitest'
import { type AttentionFacts, decideAttention, isRise, type Ratio } from '../../shared/domain/attention.ts'
import { isConsolePath } from '../../shared/domain/saved-view.ts'

const of = (hits: number, all: number): Ratio => ({ hits, all })
const well: AttentionFacts = {
  unanswered: { lately: of(3, 30), usually: of(40, 400) },
  unattributed: { lately: of(2, 20), usually: of(10, 100) },
  pools: [{ id: 'pol_1', name: 'Site', ...of(2, 100), numbers: 5, recommendedNumbers: 5 }],
  numbers: [{ number: '+442079460001', label: 'Van', ...of(1, 10) }],
  resting: [],
}
const dry = { id: 'pol_1', name: 'Site', numbers: 5, recommendedNumbers: 9 }

describe('what needs attention', () => {
  test.each<[string, Partial<AttentionFacts>, [string, string][]]>([
    ['nothing on a usual day', {}, []],
    [
      'nothing in an account without calls',
      { unanswered: { lately: of(0, 0), usually: of(0, 0) }, numbers: [], pools: [] },
      [],
    ],
    [
      'calls that go unanswered more than usual',
      { unanswered: { lately: of(9, 40), usually: of(44, 400) } },
      [['missed-spike', 'warning']],
    ],
    [
      'twice as many of many',
      { unanswered: { lately: of(12, 40), usually: of(40, 400) } },
      [['missed-spike', 'urgent']],
    ],
    ['not two of three: chance', { unanswered: { lately: of(2, 3), usually: of(40, 400) } }, []],
    [
      'half of all in the first days',
      { unanswered: { lately: of(6, 11), usually: of(0, 0) } },
      [['missed-spike', 'warning']],
    ],
    [
      'enquiries of which no source is known any more',
      { unattributed: { lately: of(9, 20), usually: of(10, 100) } },
      [['unattributed-rising', 'warning']],
    ],
    [
      'not those of an account that has just begun',
      { unattributed: { lately: of(9, 10), usually: of(0, 0) } },
      [],
    ],
    [
      'a pool whose visitors share numbers',
      { pools: [{ ...dry, ...of(6, 100) }] },
      [['pool-dry', 'warning']],
    ],
    ['a pool that says little any more', { pools: [{ ...dry, ...of(30, 100) }] }, [['pool-dry', 'urgent']]],
    ['not one visit of few', { pools: [{ ...dry, ...of(1, 3) }] }, []],
    [
      'a number whose calls never end',
      { numbers: [{ number: '+442079460001', label: null, ...of(2, 3) }] },
      [['callbacks-missing', 'urgent']],
    ],
    ['not one long call', { numbers: [{ number: '+442079460001', label: null, ...of(1, 1) }] }, []],
    [
      'the urgent first, what merely is to be known last',
      {
        pools: [{ ...dry, ...of(6, 100) }],
        numbers: [{ number: '+442079460001', label: 'Van', ...of(3, 3) }],
        resting: [
          { numberId: 'num_1', number: '+442079460002', label: 'Pool 2', until: '2026-12-01T00:00:00.000Z' },
        ],
      },
      [
        ['callbacks-missing', 'urgent'],
        ['pool-dry', 'warning'],
        ['number-resting', 'notice'],
      ],
    ],
  ])('is %s', (_, change, expected) => {
    const found = decideAttention({ ...well, ...change })
    expect(found.map(({ kind, severity }) => [kind, severity])).toEqual(expected)
    for (const { to } of found) expect(isConsolePath(to), to).toBe(true)
    expect(new Set(found.map(({ id }) => id)).size).toBe(found.length)
  })

  test('tells the share and what it was before', () => {
    const [spike] = decideAttention({ ...well, unanswered: { lately: of(12, 40), usually: of(40, 400) } })
    expect(spike).toMatchObject({ value: 0.3, before: 0.1, unit: 'share' })
    expect(spike?.title).toBe('30 % of calls went unanswered since yesterday')
    const [pool] = decideAttention({ ...well, pools: [{ ...dry, ...of(30, 100) }] })
    expect(pool?.detail).toContain('9 numbers would have been enough; it has 5.')
  })
})

test('what is usual is no rise, however many there are', () => {
  expect(isRise(of(100, 1000), of(400, 4000))).toBe(false)
  expect(isRise(of(1000, 1000), of(4000, 4000))).toBe(false)
})
