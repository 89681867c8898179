import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { type BusinessHours, isOpen, weekdays } from '../../shared/domain/business-hours.ts'
import { runs } from '../support/runs.ts'

const nineToFive = [{ from: '09:00', until: '17:30' }]
const office: BusinessHours = {
  monday: nineToFive,
  tuesday: nineToFive,
  wednesday: nineToFive,
  thursday: [
    { from: '09:00', until: '12:00' },
    { from: '13:00', until: '20:00' },
  ],
  friday: nineToFive,
  holidays: ['2026-12-25', '2026-12-28'],
}
const bar: BusinessHours = {
  friday: [{ from: '18:00', until: '02:00' }],
  saturday: [{ from: '18:00', until: '03:00' }],
  thursday: [{ from: '18:00', until: '24:00' }],
  holidays: ['2026-12-26'],
}
const night: BusinessHours = { saturday: [{ from: '22:00', until: '06:00' }] }
const always: BusinessHours = Object.fromEntries(
  weekdays.map((day) => [day, [{ from: '00:00', until: '24:00' }]]),
)

describe('open', () => {
  test.each<[why: string, hours: BusinessHours, instant: string, timeZone: string, expected: boolean]>([
    ['in the middle of a day', office, '2026-11-23T12:00:00Z', 'Europe/London', true],
    ['at the first minute', office, '2026-11-23T09:00:00Z', 'Europe/London', true],
    ['not the minute before', office, '2026-11-23T08:59:59Z', 'Europe/London', false],
    ['in the last minute', office, '2026-11-23T17:29:59Z', 'Europe/London', true],
    ['not at the end', office, '2026-11-23T17:30:00Z', 'Europe/London', false],
    ['not at lunch', office, '2026-11-26T12:30:00Z', 'Europe/London', false],
    ['after lunch', office, '2026-11-26T13:00:00Z', 'Europe/London', true],
    ['not on a day without hours', office, '2026-11-22T12:00:00Z', 'Europe/London', false],
    ['not on a holiday', office, '2026-12-25T12:00:00Z', 'Europe/London', false],
    ['not on another', office, '2026-12-28T12:00:00Z', 'Europe/London', false],
    ['the day after', office, '2026-12-29T12:00:00Z', 'Europe/London', true],

    ['by the clock of the zone: Monday there', office, '2026-11-22T22:00:00Z', 'Pacific/Auckland', true],
    [
      'by the clock of the zone: still Sunday there',
      office,
      '2026-11-23T04:00:00Z',
      'America/Los_Angeles',
      false,
    ],
    ['in a zone of half hours', office, '2026-11-23T03:30:00Z', 'Asia/Kolkata', true],
    ['in that zone not a minute before', office, '2026-11-23T03:29:00Z', 'Asia/Kolkata', false],
    ['a holiday is one of the zone', office, '2026-12-24T22:00:00Z', 'Pacific/Auckland', false],

    ['in summer an hour earlier in UTC', office, '2026-07-06T08:00:00Z', 'Europe/London', true],
    ['in summer closed an hour earlier, too', office, '2026-07-06T16:30:00Z', 'Europe/London', false],
    ['the Monday after the clocks went forward', office, '2026-03-30T08:00:00Z', 'Europe/London', true],
    ['the Monday after they went back', office, '2026-10-26T08:59:00Z', 'Europe/London', false],

    ['past midnight', bar, '2026-11-28T01:59:00Z', 'Europe/London', true],
    ['not when the night is over', bar, '2026-11-28T02:00:00Z', 'Europe/London', false],
    ['not the morning after a day without a night', bar, '2026-11-27T01:00:00Z', 'Europe/London', false],
    ['until midnight itself', bar, '2026-11-26T23:59:59Z', 'Europe/London', true],
    ['not at midnight', bar, '2026-11-27T00:00:00Z', 'Europe/London', false],
    ['into a holiday, from the evening before', bar, '2026-12-26T01:00:00Z', 'Europe/London', true],
    ['not on the evening of the holiday', bar, '2026-12-26T19:00:00Z', 'Europe/London', false],
    ['nor in the night after it', bar, '2026-12-27T01:00:00Z', 'Europe/London', false],

    // 29 March 2026: 01:00 becomes 02:00. 25 October 2026: 02:00 becomes 01:00.
    ['through the night that lacks an hour', night, '2026-03-29T04:59:00Z', 'Europe/London', true],
    ['until six by the new clock', night, '2026-03-29T05:00:00Z', 'Europe/London', false],
    ['in the hour that comes twice, first', night, '2026-10-25T00:30:00Z', 'Europe/London', true],
    ['in the hour that comes twice, again', night, '2026-10-25T01:30:00Z', 'Europe/London', true],
    ['until six by the old clock', night, '2026-10-25T05:59:00Z', 'Europe/London', true],
    ['no longer', night, '2026-10-25T06:00:00Z', 'Europe/London', false],
    ['where midnight is skipped (Beirut, 29 March)', always, '2026-03-28T22:00:00Z', 'Asia/Beirut', true],

    ['never without any hours', {}, '2026-11-23T12:00:00Z', 'Europe/London', false],
    [
      'round the clock until the next day',
      { monday: [{ from: '09:00', until: '09:00' }] },
      '2026-11-24T08:59:00Z',
      'UTC',
      true,
    ],
    [
      'no longer than that',
      { monday: [{ from: '09:00', until: '09:00' }] },
      '2026-11-24T09:00:00Z',
      'UTC',
      false,
    ],
    ['on the 29th of February', { tuesday: nineToFive }, '2028-02-29T12:00:00Z', 'UTC', true],
    [
      'on New Year’s night',
      { thursday: [{ from: '20:00', until: '04:00' }] },
      '2027-01-01T03:00:00Z',
      'UTC',
      true,
    ],
  ])('%s', (_why, hours, instant, timeZone, expected) => {
    expect(isOpen(hours, instant, timeZone)).toBe(expected)
  })

  const zones = fc.constantFrom(
    'Europe/London',
    'America/New_York',
    'Asia/Kolkata',
    'Australia/Lord_Howe',
    'Asia/Beirut',
    'Pacific/Apia',
  )
  const instants = fc
    .integer({ min: Date.parse('2020-01-01'), max: Date.parse('2030-01-01') })
    .map((milliseconds) => new Date(milliseconds).toISOString())

  test('round the clock is always open', () => {
    fc.assert(
      fc.property(instants, zones, (instant, zone) => {
        expect(isOpen(always, instant, zone)).toBe(true)
      }),
      { numRuns: runs(300) },
    )
  })

  test('agrees with a calendar library about the day and the minute', () => {
    fc.assert(
      fc.property(instants, zones, (instant, zone) => {
        const local = Temporal.Instant.from(instant).toZonedDateTimeISO(zone)
        const minute = local.toPlainTime().toString().slice(0, 5)
        const next = local.toPlainTime().add({ minutes: 1 }).toString().slice(0, 5)
        const day = weekdays[local.dayOfWeek % 7] as (typeof weekdays)[number]
        const span = { from: minute, until: next === '00:00' ? '24:00' : next }
        expect(isOpen({ [day]: [span] }, instant, zone)).toBe(true)
        const holidays = [local.toPlainDate().toString()]
        expect(isOpen({ [day]: [span], holidays }, instant, zone)).toBe(false)
      }),
      { numRuns: runs(300) },
    )
  })
})

test('a zone that does not exist is an error', () => {
  expect(() => isOpen(office, '2026-11-23T12:00:00Z', 'Europe/Atlantis')).toThrow(RangeError)
})
