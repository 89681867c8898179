import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  askedAgain,
  type Delivery,
  isTakeable,
  keptAttempts,
  mostTries,
  nextTry,
  retryWaitsSeconds,
  sendingMinutes,
  settled,
  taken,
} from '../../shared/domain/delivery.ts'
import { addMinutes, addSeconds, secondsBetween } from '../../shared/domain/time.ts'

const now = '2026-11-20T12:00:00.000Z'
const fresh: Delivery = {
  account: 'acc_1',
  id: 'dlv_1',
  target: { kind: 'webhook', id: 'whk_1' },
  about: { event: 'evt_1', type: 'enquiry.opened' },
  state: 'due',
  nextAt: now,
  tries: 0,
  round: 1,
  since: now,
  attempts: [],
  createdAt: now,
}
const attempt = { at: now, status: 500, tookMilliseconds: 12, because: 'answered 500' }

describe('when to try again', () => {
  test('the tries reach over three days, and not over four', () => {
    const total = retryWaitsSeconds.reduce((sum, wait) => sum + wait, 0)
    expect(total / 86_400).toBeGreaterThan(3)
    expect(total / 86_400).toBeLessThan(4)
    expect(nextTry(mostTries, now, 0)).toBeUndefined()
  })

  test.each([
    { tries: 1, chance: 0, seconds: 4, because: 'a fifth sooner at the earliest' },
    { tries: 1, chance: 0.5, seconds: 5, because: 'in the middle as the table says' },
    { tries: 2, chance: 0.999999, seconds: 360, because: 'a fifth later at the latest' },
    { tries: 1, chance: 0, asked: 120, seconds: 120, because: 'who asks to be left alone is' },
    { tries: 1, chance: 0, asked: 1e9, seconds: 86_400, because: 'for a day at most' },
    { tries: 4, chance: 0.5, asked: 1, seconds: 7200, because: 'asking for less than usual changes nothing' },
  ])('$because', ({ tries, chance, asked, seconds }) => {
    expect(secondsBetween(now, nextTry(tries, now, chance, asked) as string)).toBeCloseTo(seconds, 2)
  })

  test('what failed together is spread over the whole of the jitter', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: mostTries - 1 }),
        fc.double({ min: 0, max: 0.999999, noNaN: true }),
        fc.double({ min: 0, max: 0.999999, noNaN: true }),
        (tries, a, b) => {
          const wait = retryWaitsSeconds[tries - 1] as number
          const [one, other] = [a, b].map((chance) =>
            secondsBetween(now, nextTry(tries, now, chance) as string),
          )
          expect(one).toBeGreaterThanOrEqual(wait * 0.8 - 0.001)
          expect(one).toBeLessThanOrEqual(wait * 1.2 + 0.001)
          if (Math.abs(a - b) > 0.01) expect(one).not.toBe(other)
        },
      ),
    )
  })
})

describe('the way of a delivery', () => {
  const sending = { ...fresh, ...taken(fresh, now) }

  test('one that is under way is nobody else’s, until whoever took it can’t be at it any more', () => {
    expect(sending).toMatchObject({ state: 'sending', tries: 1 })
    expect(isTakeable(sending, addMinutes(now, sendingMinutes - 1))).toBe(false)
    expect(isTakeable(sending, addMinutes(now, sendingMinutes))).toBe(true)
  })

  test.each([
    [{ delivered: true }, { state: 'delivered', because: undefined }],
    [{ failed: 'gave up' }, { state: 'failed', because: 'gave up' }],
    [{ skipped: 'switched off' }, { state: 'skipped', because: 'switched off' }],
    [
      { again: addSeconds(now, 5), because: 'answered 500' },
      { state: 'due', nextAt: addSeconds(now, 5), because: 'answered 500' },
    ],
  ] as const)('%o leads to %o', (outcome, expected) => {
    expect(settled(sending, outcome, attempt, now)).toMatchObject({ ...expected, attempts: [attempt] })
  })

  test('by hand it begins anew, and keeps its history', () => {
    const failed = { ...sending, ...settled(sending, { failed: 'gave up' }, attempt, now) }
    expect(askedAgain(failed, now)).toMatchObject({ state: 'due', tries: 0, round: 2, attempts: [attempt] })
    expect(askedAgain(sending, now)).toBeUndefined()
    const waiting = { ...fresh, nextAt: addMinutes(now, 60) }
    expect(askedAgain(waiting, now)).toMatchObject({ state: 'due', nextAt: now, round: 1 })
  })

  test('however often it is tried, the log keeps the last attempts', () => {
    let delivery = fresh
    for (let each = 0; each < 3 * keptAttempts; each += 1) {
      delivery = { ...delivery, ...taken(delivery, now) }
      const outcome = { again: now, because: 'answered 500' }
      delivery = { ...delivery, ...settled(delivery, outcome, { ...attempt, tookMilliseconds: each }, now) }
    }
    expect(delivery.tries).toBe(3 * keptAttempts)
    expect(delivery.attempts).toHaveLength(keptAttempts)
    expect(delivery.attempts.at(-1)?.tookMilliseconds).toBe(3 * keptAttempts - 1)
  })
})
