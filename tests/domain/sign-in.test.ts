import { expect, test } from 'vitest'
import { endOf, isOver, isUseNews } from '../../shared/domain/sign-in.ts'

const day = (text: string) => `2026-11-${text}:00.000Z`

test.each([
  ['twelve hours after its last use', '01T09:00', '01T10:30', '01T22:30'],
  ['seven days after its start, however lately it was used', '01T09:00', '08T08:00', '08T09:00'],
  ['whichever comes first', '01T09:00', '07T21:00', '08T09:00'],
])('a sign-in ends %s', (_label, startedAt, lastSeenAt, end) => {
  const signIn = { startedAt: day(startedAt), lastSeenAt: day(lastSeenAt) }
  expect(endOf(signIn)).toBe(day(end))
  expect(isOver(signIn, day(end))).toBe(true)
  expect(isOver(signIn, day(lastSeenAt))).toBe(false)
})

test.each([
  ['01T10:04', false],
  ['01T10:05', true],
])('use at %s is worth a write: %s', (now, news) =>
  expect(isUseNews({ lastSeenAt: day('01T10:00') }, day(now))).toBe(news),
)
