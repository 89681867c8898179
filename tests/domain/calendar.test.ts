import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import {
  quarterBounds,
  quarterOf,
  utcDaysBetween,
  zonedDayBounds,
  zonedDayOf,
} from '../../shared/domain/calendar.ts'
import { instantOf } from '../../shared/domain/time.ts'
import { runs } from '../support/runs.ts'

const zones = [
  'UTC',
  'Europe/London',
  'America/New_York',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
]
const instant = fc
  .integer({ min: Date.parse('2020-01-01T00:00:00Z'), max: Date.parse('2035-01-01T00:00:00Z') })
  .map(instantOf)

describe('days of a zone', () => {
  test.each([
    [
      'London in winter is UTC',
      '2026-11-22',
      'Europe/London',
      '2026-11-22T00:00:00.000Z',
      '2026-11-23T00:00:00.000Z',
    ],
    [
      'the day the clocks go back has 25 hours',
      '2026-10-25',
      'Europe/London',
      '2026-10-24T23:00:00.000Z',
      '2026-10-26T00:00:00.000Z',
    ],
    [
      'the day they go forward has 23',
      '2026-03-29',
      'Europe/London',
      '2026-03-29T00:00:00.000Z',
      '2026-03-29T23:00:00.000Z',
    ],
    [
      'Kathmandu is three quarters of an hour off',
      '2026-11-22',
      'Asia/Kathmandu',
      '2026-11-21T18:15:00.000Z',
      '2026-11-22T18:15:00.000Z',
    ],
  ])('%s', (_, day, zone, from, until) => {
    expect(zonedDayBounds(day, zone)).toEqual({ from, until })
  })

  it('hold exactly the instants that fall on them, in whole quarters of an hour', () => {
    fc.assert(
      fc.property(instant, fc.constantFrom(...zones), (at, zone) => {
        const { from, until } = zonedDayBounds(zonedDayOf(at, zone), zone)
        expect(from <= at && at < until).toBe(true)
        const { day, quarter } = quarterOf(at)
        const bounds = quarterBounds(day, quarter)
        expect(bounds.from <= at && at < bounds.until).toBe(true)
        // A quarter never lies across midnight of any zone: rollups of days are sums of whole quarters.
        expect(from <= bounds.from && bounds.until <= until).toBe(true)
        expect(utcDaysBetween(from, until)).toContain(day)
      }),
      { numRuns: runs(500) },
    )
  })
})
