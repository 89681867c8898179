import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type BusinessHours, isOpen, weekdays } from '../../shared/domain/business-hours.ts'
import { nextLoud, sendingHours } from '../../shared/domain/quiet-hours.ts'
import { respread, spreadHours } from '../../shared/domain/respread.ts'
import { addWorkingHours } from '../../shared/domain/working-hours.ts'
import { runs } from '../support/runs.ts'

const nineToFive = [{ from: '09:00', until: '17:00' }]
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
  saturday: [{ from: '18:00', until: '24:00' }],
}
const night: BusinessHours = { saturday: [{ from: '22:00', until: '06:00' }] }

describe('working hours are counted while it is open', () => {
  test.each<
    [why: string, hours: BusinessHours, from: string, hoursLater: number, zone: string, then: string]
  >([
    ['within a day', office, '2026-11-23T10:00:00.000Z', 2, 'Europe/London', '2026-11-23T12:00:00.000Z'],
    ['over the night', office, '2026-11-23T16:00:00.000Z', 2, 'Europe/London', '2026-11-24T10:00:00.000Z'],
    ['over lunch', office, '2026-11-26T11:30:00.000Z', 1, 'Europe/London', '2026-11-26T13:30:00.000Z'],
    ['over the weekend', office, '2026-11-27T16:30:00.000Z', 1, 'Europe/London', '2026-11-30T09:30:00.000Z'],
    ['over Christmas', office, '2026-12-24T19:30:00.000Z', 1, 'Europe/London', '2026-12-29T09:30:00.000Z'],
    [
      'a day of eight hours is the same time tomorrow',
      office,
      '2026-11-23T11:00:00.000Z',
      8,
      'Europe/London',
      '2026-11-24T11:00:00.000Z',
    ],
    [
      'what ends with the day begins the next',
      office,
      '2026-11-23T15:00:00.000Z',
      2,
      'Europe/London',
      '2026-11-24T09:00:00.000Z',
    ],
    [
      'none, when it is open: now',
      office,
      '2026-11-23T10:00:00.000Z',
      0,
      'Europe/London',
      '2026-11-23T10:00:00.000Z',
    ],
    [
      'none, when it is closed: at the next opening',
      office,
      '2026-11-22T10:00:00.000Z',
      0,
      'Europe/London',
      '2026-11-23T09:00:00.000Z',
    ],
    [
      'by the clock of the zone',
      office,
      '2026-11-23T10:00:00.000Z',
      1,
      'America/New_York',
      '2026-11-23T15:00:00.000Z',
    ],
    [
      'in the zone that the hours name',
      { ...office, timeZone: 'America/New_York' },
      '2026-11-23T10:00:00.000Z',
      1,
      'Europe/London',
      '2026-11-23T15:00:00.000Z',
    ],
    [
      'in summer an hour earlier in UTC',
      office,
      '2026-07-06T06:00:00.000Z',
      1,
      'Europe/London',
      '2026-07-06T09:00:00.000Z',
    ],
    ['past midnight', bar, '2026-11-27T23:00:00.000Z', 2, 'UTC', '2026-11-28T01:00:00.000Z'],
    [
      'last night reaches into this morning',
      bar,
      '2026-11-28T01:00:00.000Z',
      2,
      'UTC',
      '2026-11-28T19:00:00.000Z',
    ],
    // 29 March 2026: 01:00 becomes 02:00. 25 October 2026: 02:00 becomes 01:00.
    [
      'the night that lacks an hour',
      night,
      '2026-03-28T22:00:00.000Z',
      6.5,
      'Europe/London',
      '2026-03-29T04:30:00.000Z',
    ],
    [
      'the night that has one more',
      night,
      '2026-10-24T21:00:00.000Z',
      8.5,
      'Europe/London',
      '2026-10-25T05:30:00.000Z',
    ],
  ])('%s', (_why, hours, from, hoursLater, zone, then) => {
    expect(addWorkingHours(hours, from, hoursLater, zone)).toBe(then)
  })

  test('of a business that never opens there is no such time', () => {
    expect(addWorkingHours({}, '2026-11-23T10:00:00.000Z', 1, 'UTC')).toBeUndefined()
  })

  const times = fc
    .tuple(fc.integer({ min: 0, max: 47 }), fc.integer({ min: 1, max: 47 }))
    .map(([start, length]) => {
      const at = (half: number) =>
        `${String(Math.floor(half / 2)).padStart(2, '0')}:${half % 2 ? '30' : '00'}`
      return { from: at(start), until: at((start + length) % 48) }
    })
  const anyHours = fc.dictionary(
    fc.constantFrom(...weekdays),
    fc.array(times, { minLength: 1, maxLength: 2 }),
    {
      minKeys: 1,
    },
  ) as fc.Arbitrary<BusinessHours>
  const zones = fc.constantFrom('UTC', 'Asia/Kolkata', 'America/Bogota', 'Asia/Tokyo')
  const instants = fc
    .integer({ min: Date.parse('2026-01-01') / 60_000, max: Date.parse('2028-01-01') / 60_000 })
    .map((minute) => new Date(minute * 60_000).toISOString())
  const quarters = fc.integer({ min: 0, max: 48 }).map((quarter) => quarter / 4)

  test('it is open then, and has been for exactly so long: minute by minute, where no clock changes', () => {
    fc.assert(
      fc.property(anyHours, zones, instants, fc.integer({ min: 0, max: 24 }), (hours, zone, from, length) => {
        const then = addWorkingHours(hours, from, length / 4, zone) as string
        expect(isOpen(hours, then, zone)).toBe(true)
        let minutes = 0
        for (let at = Date.parse(from); at < Date.parse(then); at += 60_000) {
          if (isOpen(hours, new Date(at).toISOString(), zone)) minutes += 1
        }
        expect(minutes).toBe(length * 15)
      }),
      { numRuns: runs(15) },
    )
  }, 60_000)

  test('two delays after one another are their sum, and more of one is never sooner', () => {
    fc.assert(
      fc.property(anyHours, instants, quarters, quarters, (hours, from, first, second) => {
        const zone = 'Europe/London'
        const one = addWorkingHours(hours, from, first, zone) as string
        const both = addWorkingHours(hours, one, second, zone) as string
        expect(addWorkingHours(hours, from, first + second, zone)).toBe(both)
        expect(both >= one && one >= from).toBe(true)
      }),
      { numRuns: runs(150) },
    )
  })
})

describe('quiet hours', () => {
  const quiet = { from: '20:00', until: '08:00', days: ['sunday' as const] }
  test.each([
    ['in the afternoon at once', '2026-11-23T15:00:00.000Z', '2026-11-23T15:00:00.000Z'],
    ['in the evening the next morning', '2026-11-23T20:00:00.000Z', '2026-11-24T08:00:00.000Z'],
    ['before dawn in the morning', '2026-11-24T03:00:00.000Z', '2026-11-24T08:00:00.000Z'],
    ['on Saturday night on Monday', '2026-11-28T21:00:00.000Z', '2026-11-30T08:00:00.000Z'],
    ['on a holiday of the business the day after', '2026-12-25T12:00:00.000Z', '2026-12-26T08:00:00.000Z'],
  ])('%s', (_why, at, then) => {
    expect(nextLoud(quiet, office, at, 'Europe/London')).toBe(then)
  })
  test('none at all, a siesta, and never anything else', () => {
    const at = '2026-11-23T12:30:00.000Z'
    expect(nextLoud({ from: '00:00', until: '00:00', days: [] }, office, at, 'UTC')).toBe(at)
    expect(nextLoud({ from: '12:00', until: '14:00', days: [] }, office, at, 'UTC')).toBe(
      '2026-11-23T14:00:00.000Z',
    )
    expect(nextLoud({ ...quiet, days: [...weekdays] }, office, at, 'UTC')).toBeUndefined()
  })

  test('what a night held up goes out apart, within two hours of sending and never in the quiet', () => {
    const hours = sendingHours(quiet, office)
    const names = Array.from({ length: 4000 }, (_, index) => `mail ${index}`)
    const at = names.map((name) => respread(name, hours, '2026-11-28T21:00:00.000Z', 'UTC') as string).sort()
    expect((at[0] as string) >= '2026-11-30T08:00:00.000Z').toBe(true)
    expect((at.at(-1) as string) < '2026-11-30T10:00:00.000Z').toBe(true)
    const perMinute = new Map<string, number>()
    for (const each of at) perMinute.set(each.slice(0, 16), (perMinute.get(each.slice(0, 16)) ?? 0) + 1)
    const even = names.length / (spreadHours * 60)
    expect(Math.max(...perMinute.values())).toBeLessThan(even * 2)
    // A window that is shorter than the spread goes over several days.
    const short = sendingHours({ from: '09:00', until: '08:00', days: [] }, {})
    for (const name of names.slice(0, 200)) {
      const then = respread(name, short, '2026-11-28T21:00:00.000Z', 'UTC') as string
      expect(then.slice(11, 13)).toBe('08')
    }
  })
})
