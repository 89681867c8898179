import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { foldSession, isSameSession, type SessionFact } from '../../shared/domain/session.ts'
import { addMinutes, addSeconds, type Instant } from '../../shared/domain/time.ts'
import { runs } from '../support/runs.ts'

const start: Instant = '2026-11-22T12:00:00.000Z'
const subject = { account: 'acc_1', session: 'ses_1', visitor: 'vis_1' }
const page = (minute: number, url: string, referrer?: string): SessionFact => ({
  fact: 'page',
  ...subject,
  at: addMinutes(start, minute),
  url,
  ...(referrer !== undefined && { referrer }),
})
const shop = 'https://shop.example'

describe('touches', () => {
  const campaigns = (facts: readonly SessionFact[]) =>
    foldSession(facts).touches.map(({ source }) => source.campaign ?? source.source)

  test.each([
    ['the first page is the first touch', [page(0, `${shop}/?utm_source=news&utm_campaign=may`)], ['may']],
    [
      'further pages without a campaign add none',
      [page(0, `${shop}/?utm_source=news&utm_campaign=may`), page(1, `${shop}/vans`, `${shop}/`)],
      ['may'],
    ],
    [
      'a campaign that changes adds a touch',
      [
        page(0, `${shop}/?utm_source=news&utm_campaign=may`),
        page(1, `${shop}/?utm_source=news&utm_campaign=june`),
      ],
      ['may', 'june'],
    ],
    [
      'the same campaign again is the same touch',
      [
        page(0, `${shop}/?utm_source=news&utm_campaign=may`),
        page(1, `${shop}/b?utm_source=news&utm_campaign=may`),
      ],
      ['may'],
    ],
    [
      'one that was left and comes back is a touch again',
      [
        page(0, `${shop}/?utm_campaign=may`),
        page(1, `${shop}/?utm_campaign=june`),
        page(2, `${shop}/?utm_campaign=may`),
      ],
      ['may', 'june', 'may'],
    ],
    ['a visit without anything is Direct', [page(0, `${shop}/`)], ['(direct)']],
  ])('%s', (_label, facts, expected) => {
    expect(campaigns(facts)).toEqual(expected)
    expect(campaigns([...facts].reverse())).toEqual(expected)
  })

  test('each touch is dated by its page', () => {
    const session = foldSession([page(5, `${shop}/?gclid=B`), page(0, `${shop}/?gclid=A`)])
    expect(session.touches.map(({ at, source }) => [at, source.clickIds.gclid])).toEqual([
      [addMinutes(start, 0), 'A'],
      [addMinutes(start, 5), 'B'],
    ])
  })
})

test('a session is what its facts come to', () => {
  const session = foldSession([
    { fact: 'seen', ...subject, at: addMinutes(start, 9) },
    { fact: 'event', ...subject, at: addMinutes(start, 3), name: 'video' },
    { fact: 'form', ...subject, at: addMinutes(start, 8), formId: 'frm_1', email: 'hash' },
    { fact: 'phone-click', ...subject, at: addMinutes(start, 7), number: '+442079460001' },
    { ...page(1, `${shop}/vans`), title: 'Vans' } as SessionFact,
    page(0, `${shop}/`, 'https://www.google.com/'),
  ])
  expect(session).toMatchObject({
    session: 'ses_1',
    visitor: 'vis_1',
    startedAt: start,
    lastSeenAt: addMinutes(start, 9),
    touches: [{ at: start, source: { channel: 'Organic Search' } }],
    pages: [
      { at: start, url: `${shop}/` },
      { at: addMinutes(start, 1), url: `${shop}/vans`, title: 'Vans' },
    ],
    phoneClicks: [{ at: addMinutes(start, 7), number: '+442079460001' }],
    forms: [{ formId: 'frm_1' }],
    events: [{ at: addMinutes(start, 3), name: 'video' }],
  })
})

test('there is no session without facts', () => {
  expect(() => foldSession([])).toThrow(RangeError)
})

const someFact: fc.Arbitrary<SessionFact> = fc.oneof(
  fc
    .record({
      minute: fc.integer({ min: 0, max: 5 }),
      query: fc.constantFrom('', '?utm_campaign=a', '?utm_campaign=b', '?gclid=1', '?gclid=2'),
      referrer: fc.constantFrom(undefined, 'https://www.google.com/', 'https://news.example/x'),
    })
    .map(({ minute, query, referrer }) => page(minute, `${shop}/${query}`, referrer)),
  fc
    .integer({ min: 0, max: 9 })
    .map((minute): SessionFact => ({ fact: 'seen', ...subject, at: addMinutes(start, minute) })),
  fc
    .record({ minute: fc.integer({ min: 0, max: 5 }), name: fc.constantFrom('x', 'y') })
    .map(
      ({ minute, name }): SessionFact => ({ fact: 'event', ...subject, at: addMinutes(start, minute), name }),
    ),
)

test('order and repetition do not matter', () => {
  fc.assert(
    fc.property(
      fc.array(someFact, { minLength: 1, maxLength: 10 }).chain((facts) =>
        fc.tuple(
          fc.constant(facts),
          fc
            .shuffledSubarray([...facts, ...facts], { minLength: facts.length })
            .map((some) => [...some, ...facts]),
        ),
      ),
      ([facts, shuffled]) => {
        expect(foldSession(shuffled)).toEqual(foldSession(facts))
      },
    ),
    { numRuns: runs(500) },
  )
})

test('thirty minutes without a sign of life end a session', () => {
  expect(isSameSession(start, addSeconds(start, 1799))).toBe(true)
  expect(isSameSession(start, addMinutes(start, 30))).toBe(false)
})
