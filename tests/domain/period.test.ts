import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import {
  daysOf,
  hoursIn,
  intervalOfDay,
  intervalsIn,
  type Period,
  previousPeriod,
  stretchesOf,
} from '../../shared/domain/period.ts'
import { runs } from '../support/runs.ts'

const dayAfter = (day: string, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
const period = fc
  .tuple(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 500 }))
  .map(([start, length]): Period => {
    const from = dayAfter('2024-01-15', start)
    return { from, to: dayAfter(from, length) }
  })
const allDays = ({ from, to }: Period) =>
  Array.from({ length: daysOf({ from, to }) }, (_, index) => dayAfter(from, index))

describe('the stretches of a period', () => {
  it('hold each of its days once and no other, by whole months where there are any', () => {
    fc.assert(
      fc.property(period, (asked) => {
        const stretches = stretchesOf(asked)
        const covered = stretches.flatMap((stretch) =>
          stretch.grain === 'day'
            ? allDays(stretch)
            : allDays({ from: `${stretch.from}-01`, to: dayAfter(`${stretch.to}-28`, 3) }).filter(
                (day) => day.slice(0, 7) <= stretch.to,
              ),
        )
        expect(covered).toEqual(allDays(asked))
        const days = stretches.filter(({ grain }) => grain === 'day').flatMap(allDays)
        expect(days.length).toBeLessThanOrEqual(60)
      }),
      { numRuns: runs(300) },
    )
  })

  test.each([
    ['one day', { from: '2026-11-22', to: '2026-11-22' }, ['day 2026-11-22 2026-11-22']],
    ['exactly a month', { from: '2026-11-01', to: '2026-11-30' }, ['month 2026-11 2026-11']],
    ['a month less a day', { from: '2026-11-02', to: '2026-11-30' }, ['day 2026-11-02 2026-11-30']],
    ['a leap February', { from: '2028-02-01', to: '2028-02-29' }, ['month 2028-02 2028-02']],
    [
      'months with days on both sides',
      { from: '2026-01-30', to: '2026-04-02' },
      ['day 2026-01-30 2026-01-31', 'month 2026-02 2026-03', 'day 2026-04-01 2026-04-02'],
    ],
  ])('%s', (_, asked, stretches) => {
    expect(stretchesOf(asked).map(({ grain, from, to }) => `${grain} ${from} ${to}`)).toEqual(stretches)
  })
})

test('the previous period has as many days and ends the day before', () => {
  expect(previousPeriod({ from: '2026-03-01', to: '2026-03-31' })).toEqual({
    from: '2026-01-29',
    to: '2026-02-28',
  })
})

test('weeks begin on Monday, across years', () => {
  expect(intervalOfDay('2027-01-01', 'week')).toBe('2026-12-28')
  expect(intervalsIn({ from: '2026-12-27', to: '2027-01-04' }, 'week')).toEqual([
    '2026-12-21',
    '2026-12-28',
    '2027-01-04',
  ])
})

test('a day of the autumn’s change has an hour twice, told apart by the offset; the spring’s lacks one', () => {
  const autumn = hoursIn({ from: '2026-10-25', to: '2026-10-25' }, 'Europe/London')
  expect(autumn).toHaveLength(25)
  expect(autumn.slice(1, 3)).toEqual(['2026-10-25T01:00+01:00', '2026-10-25T01:00+00:00'])
  expect(hoursIn({ from: '2026-03-29', to: '2026-03-29' }, 'Europe/London')).toHaveLength(23)
})
