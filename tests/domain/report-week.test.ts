import { expect, test } from 'vitest'
import { dueWeek, mondayOf } from '../../shared/domain/report-week.ts'

const week = { from: '2026-11-16', to: '2026-11-22' }

test.each([
  ['at eight on Monday morning', '2026-11-23T08:00:00.000Z', 'Europe/London', week],
  ['not a moment earlier', '2026-11-23T07:59:59.999Z', 'Europe/London', undefined],
  ['where the sun rises, on what is still Sunday in London', '2026-11-22T23:00:00.000Z', 'Asia/Tokyo', week],
  ['by the quarters of an hour that zones have', '2026-11-23T02:15:00.000Z', 'Asia/Kathmandu', week],
  ['not yet where it is night', '2026-11-23T08:00:00.000Z', 'America/New_York', undefined],
  ['made up for on Tuesday, if nothing ran on Monday', '2026-11-24T19:00:00.000Z', 'Europe/London', week],
  ['no news any more on Tuesday night', '2026-11-24T20:00:00.000Z', 'Europe/London', undefined],
  ['nor on any other day', '2026-11-26T08:00:00.000Z', 'Europe/London', undefined],
  [
    'at eight by the clock, on the Monday after summer time has ended',
    '2026-10-26T08:00:00.000Z',
    'Europe/London',
    { from: '2026-10-19', to: '2026-10-25' },
  ],
  ['and not at eight of the summer’s', '2026-10-26T07:30:00.000Z', 'Europe/London', undefined],
  [
    'across the turn of the year',
    '2027-01-04T09:00:00.000Z',
    'UTC',
    { from: '2026-12-28', to: '2027-01-03' },
  ],
])('%s', (_label, now, timeZone, expected) => {
  expect(dueWeek(now, timeZone)).toEqual(expected)
})

test('the week begins on Monday, Sunday included', () => {
  expect(mondayOf('2026-11-29T23:59:00.000Z', 'UTC')).toBe('2026-11-23')
})
