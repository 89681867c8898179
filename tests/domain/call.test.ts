import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CallOutcome, callFactKey, foldCall } from '../../shared/domain/call.ts'
import {
  type CallFact,
  type CallStatus,
  type CallStatusFact,
  callStatuses,
  type DialFact,
  type VoiceFact,
} from '../../shared/domain/fact.ts'
import { addSeconds } from '../../shared/domain/time.ts'
import { runs } from '../support/runs.ts'

const start = '2026-11-22T14:05:00.000Z'
const later = (seconds: number) => addSeconds(start, seconds)
const base = { account: 'acc_test', callSid: 'CA1', number: '+442079460000' }
const caller = { caller: 'hash-of-caller', sealedCaller: 'v1.sealed' }

const voice = (at = 0): VoiceFact => ({ ...base, ...caller, fact: 'voice', at: later(at), numberId: 'num_1' })
const status = (status: CallStatus, at: number, durationSeconds?: number, sequence = 3): CallStatusFact => ({
  ...base,
  fact: 'status',
  status,
  at: later(at),
  sequence,
  ...(durationSeconds !== undefined && { durationSeconds }),
})
const dialled = (status: CallStatus, at: number, legSid?: string, talkSeconds?: number): DialFact => ({
  ...base,
  fact: 'dial',
  scope: 'whole',
  status,
  at: later(at),
  ...(legSid !== undefined && { legSid }),
  ...(talkSeconds !== undefined && { talkSeconds }),
})
const leg = (
  legSid: string,
  status: CallStatus,
  at: number,
  talkSeconds?: number,
  sequence = 1,
): DialFact => ({
  ...dialled(status, at, legSid, talkSeconds),
  scope: 'leg',
  sequence,
})

describe('the outcome of a call', () => {
  test.each<[label: string, facts: CallFact[], outcome: CallOutcome]>([
    ['the dial completed', [voice(), dialled('completed', 60, 'CA2', 50)], 'answered'],
    ['the dial was answered by a conference', [voice(), dialled('answered', 60)], 'answered'],
    ['a leg is joined, nothing more is known yet', [voice(), leg('CA2', 'in-progress', 8)], 'answered'],
    [
      'a leg completed with talk, the dial’s report is lost',
      [voice(), leg('CA2', 'completed', 60, 50)],
      'answered',
    ],
    [
      'one of several phones answered, the others were busy',
      [voice(), leg('CA2', 'busy', 2), leg('CA3', 'completed', 60, 50), dialled('completed', 60, 'CA3', 50)],
      'answered',
    ],
    [
      'the second phone in order answered',
      [voice(), dialled('no-answer', 20, 'CA2'), dialled('completed', 80, 'CA3', 50)],
      'answered',
    ],
    [
      'joined for two seconds is not abandoned',
      [voice(), dialled('completed', 6, 'CA2', 2), status('completed', 6, 2)],
      'answered',
    ],

    ['the dial was busy', [voice(), dialled('busy', 2, 'CA2')], 'missed'],
    ['nobody took the dial', [voice(), dialled('no-answer', 30, 'CA2')], 'missed'],
    ['the dial failed', [voice(), dialled('failed', 1)], 'missed'],
    ['the caller hung up while it rang', [voice(), dialled('canceled', 9, 'CA2')], 'missed'],
    [
      'the caller hung up while it rang, and gave up after 9 s',
      [voice(), dialled('canceled', 9, 'CA2'), status('no-answer', 9, 0)],
      'abandoned',
    ],
    [
      'the caller hung up while it rang, and had waited for 20 s',
      [voice(), dialled('canceled', 20, 'CA2'), status('no-answer', 20, 0)],
      'missed',
    ],
    [
      'the phone was busy at once, and the caller went',
      [voice(), dialled('busy', 2, 'CA2'), status('no-answer', 3, 0)],
      'missed',
    ],
    [
      'nobody took the dial, 31 s in all',
      [voice(), dialled('no-answer', 30, 'CA2'), status('completed', 31, 31)],
      'missed',
    ],
    [
      'exactly 15 s is missed',
      [voice(), dialled('no-answer', 15, 'CA2'), status('completed', 15, 15)],
      'missed',
    ],
    [
      '14 s is abandoned',
      [voice(), dialled('canceled', 14, 'CA2'), status('completed', 14, 14)],
      'abandoned',
    ],
    [
      'a duration of 0 says nothing of the wait',
      [voice(), dialled('no-answer', 5, 'CA2'), status('no-answer', 5, 0)],
      'missed',
    ],
    [
      'the first phone failed, the next rings',
      [voice(), dialled('no-answer', 20.3, 'CA2'), leg('CA3', 'ringing', 20)],
      'in-progress',
    ],
    [
      'the first phone failed, the next rang, the call is over',
      [voice(), dialled('no-answer', 20, 'CA2'), leg('CA3', 'ringing', 22), status('completed', 40, 40)],
      'missed',
    ],
    [
      'a leg of the same dial that never reported its end rings no more',
      [voice(), leg('CA2', 'ringing', 2), leg('CA3', 'ringing', 2), dialled('no-answer', 30, 'CA2')],
      'missed',
    ],
    [
      'every leg refused, the dial’s report is lost',
      [voice(), leg('CA2', 'busy', 2, 0), leg('CA3', 'no-answer', 30, 0), status('completed', 31, 31)],
      'missed',
    ],
    ['a leg refused, others may follow', [voice(), leg('CA2', 'busy', 2, 0)], 'in-progress'],

    ['no report of a dial, the call lasted', [voice(), status('completed', 60, 50)], 'answered'],
    ['no report of a dial nor of a duration', [voice(), status('completed', 60)], 'answered'],
    ['never picked up, over after 10 s', [voice(), status('no-answer', 10)], 'abandoned'],
    ['never picked up, canceled after 10 s', [voice(), status('canceled', 10, 0)], 'abandoned'],
    ['never picked up, completed with 0 s after 14 s', [voice(), status('completed', 14, 0)], 'abandoned'],
    ['never picked up, over after 15 s', [voice(), status('no-answer', 15)], 'missed'],
    ['never picked up, failed after 40 s', [voice(), status('failed', 40, 0)], 'missed'],
    ['never picked up, and how long it rang is unknown', [status('no-answer', 10)], 'missed'],
    ['our clock is ahead by some seconds', [voice(), status('no-answer', -2)], 'abandoned'],
    ['the clocks don’t agree at all', [voice(), status('no-answer', -3600)], 'missed'],
    ['busy is never abandoned', [voice(), status('busy', 2, 0)], 'missed'],

    ['it has only begun', [voice()], 'in-progress'],
    ['it rings', [voice(), status('ringing', 1, undefined, 0)], 'in-progress'],
    ['a phone rings', [voice(), leg('CA2', 'ringing', 2)], 'in-progress'],
  ])('when %s', (_label, facts, outcome) => {
    expect(foldCall(facts).outcome).toBe(outcome)
    expect(foldCall(facts.toReversed()).outcome).toBe(outcome)
  })
})

describe('a call', () => {
  test('has its times and lengths from its facts', () => {
    const facts = [
      voice(),
      leg('CA2', 'ringing', 3, undefined, 1),
      leg('CA2', 'in-progress', 9, undefined, 2),
      leg('CA2', 'completed', 69, 60, 3),
      dialled('completed', 69.5, 'CA2', 59),
      status('completed', 70, 68),
    ]
    expect(foldCall(facts)).toEqual({
      callSid: 'CA1',
      number: '+442079460000',
      ...caller,
      numberId: 'num_1',
      status: 'completed',
      outcome: 'answered',
      startedAt: start,
      answeredAt: later(9),
      endedAt: later(70),
      durationSeconds: 68,
      talkSeconds: 59,
    })
  })

  test.each<[label: string, facts: CallFact[], answeredAt: number, talkSeconds: number]>([
    ['the dial alone', [voice(), dialled('completed', 70, 'CA2', 60)], 10, 60],
    ['a leg’s end alone', [voice(), leg('CA2', 'completed', 70, 60)], 10, 60],
    [
      'the incoming leg alone',
      [voice(), status('in-progress', 11, undefined, 1), status('completed', 70, 59)],
      11,
      59,
    ],
    ['the incoming leg’s end alone', [voice(), status('completed', 70, 60)], 10, 60],
  ])('was answered when %s tells so', (_label, facts, answered, talk) => {
    expect(foldCall(facts)).toMatchObject({ answeredAt: later(answered), talkSeconds: talk })
  })

  test('that nobody answered has neither answer nor talk', () => {
    expect(foldCall([voice(), dialled('no-answer', 30), status('completed', 32, 32)])).toMatchObject({
      answeredAt: null,
      endedAt: later(32),
      durationSeconds: 32,
      talkSeconds: 0,
    })
  })

  test('whose voice webhook was lost is still a call, of the same caller', () => {
    const late = { ...status('completed', 60, 50), ...caller }
    expect(foldCall([late, leg('CA2', 'in-progress', 8)])).toMatchObject({
      ...caller,
      callSid: 'CA1',
      startedAt: later(8),
      outcome: 'answered',
    })
  })

  test.each<[label: string, facts: CallFact[], expected: CallStatus]>([
    ['rings before any status', [voice()], 'ringing'],
    ['is in progress once joined', [voice(), leg('CA2', 'in-progress', 8)], 'in-progress'],
    [
      'stays completed when an earlier status comes late',
      [status('completed', 60, 50), status('ringing', 90, undefined, 9)],
      'completed',
    ],
    [
      'is not set back by a later sequence',
      [status('in-progress', 5, undefined, 1), status('initiated', 1, undefined, 7)],
      'in-progress',
    ],
  ])('%s', (_label, facts, expected) => {
    expect(foldCall(facts).status).toBe(expected)
  })

  test('without any fact is a bug', () => {
    expect(() => foldCall([])).toThrow(RangeError)
  })
})

test.each<[CallFact, string]>([
  [voice(), 'voice'],
  [status('completed', 1, 1, 4), 'status#000004#completed'],
  [dialled('completed', 1, 'CA2'), 'dial#whole#CA2'],
  [dialled('failed', 1), 'dial#whole#none'],
  [leg('CA2', 'busy', 1, 0, 12), 'dial#leg#CA2#000012#busy'],
])('a fact’s key is made of its content: %#', (fact, key) => {
  expect(callFactKey(fact)).toBe(key)
})

const anyStatus = fc.constantFrom(...callStatuses)
const seconds = fc.integer({ min: 0, max: 60 })
const legSid = fc.constantFrom('CA2', 'CA3')
const someCaller = fc.option(fc.constantFrom('hash-a', 'hash-b'), { nil: undefined })
const anyFact: fc.Arbitrary<CallFact> = fc
  .tuple(
    fc.oneof(
      seconds.map((at) => voice(at)),
      fc
        .tuple(anyStatus, seconds, fc.option(seconds, { nil: undefined }), fc.nat(5))
        .map((args) => status(...args)),
      fc
        .tuple(anyStatus, seconds, fc.option(legSid, { nil: undefined }), seconds)
        .map((args) => dialled(...args)),
      fc.tuple(legSid, anyStatus, seconds, seconds, fc.nat(3)).map((args) => leg(...args)),
    ),
    someCaller,
  )
  .map(([fact, hash]) =>
    hash === undefined ? fact : { ...fact, caller: hash, sealedCaller: `sealed ${hash}` },
  )

test('any order and duplication of a call’s facts folds to the same call', () => {
  const facts = fc.array(anyFact, { minLength: 1, maxLength: 12 })
  const rearranged = facts.chain((list) =>
    fc.tuple(
      fc.constant(list),
      fc
        .tuple(
          fc.shuffledSubarray(list, { minLength: list.length }),
          fc.array(fc.constantFrom(...list), { maxLength: 12 }),
        )
        .chain(([all, again]) =>
          fc.shuffledSubarray([...all, ...again], { minLength: all.length + again.length }),
        ),
    ),
  )
  fc.assert(
    fc.property(rearranged, ([list, other]) => {
      expect(foldCall(other)).toEqual(foldCall(list))
    }),
    { numRuns: runs(1000) },
  )
}, 30_000)
