import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  decideRest,
  type JudgedCall,
  judgeCall,
  rememberedCalls,
  restRules,
  type Verdict,
  withCall,
} from '../../shared/domain/number-health.ts'
import { addDays, addSeconds, type Instant } from '../../shared/domain/time.ts'
import type { Rest } from '../../shared/domain/tracking-number.ts'
import { runs } from '../support/runs.ts'

const now: Instant = '2026-11-22T12:00:00.000Z'

describe('what a call says of its number', () => {
  test.each<[string, Parameters<typeof judgeCall>[0], boolean, Verdict]>([
    [
      '"wrong number", to a number that no page showed',
      { outcome: 'answered', talkSeconds: 8 },
      false,
      'stray',
    ],
    ['somebody had it on the page', { outcome: 'answered', talkSeconds: 8 }, true, 'sound'],
    ['a customer who had kept the number', { outcome: 'answered', talkSeconds: 20 }, false, 'sound'],
    ['nobody answered: it may have been a customer', { outcome: 'missed', talkSeconds: 0 }, false, 'sound'],
    ['a message was left', { outcome: 'voicemail', talkSeconds: 0 }, false, 'sound'],
    ['it can’t be told how long they talked', { outcome: 'answered', talkSeconds: null }, false, 'sound'],
  ])('%s', (_label, call, wasShown, expected) => {
    expect(judgeCall(call, wasShown)).toBe(expected)
  })
})

/** `w2 s3 -4`: verdict, then the days before now; the caller is the letter's place unless said. */
const calls = (text: string, callers = 99): JudgedCall[] =>
  text
    .split(' ')
    .filter((each) => each !== '')
    .map((each, index) => ({
      callSid: `CA${index}`,
      at: addDays(now, -Number(each.slice(1))),
      verdict: each[0] === 'w' ? 'wrong' : each[0] === 's' ? 'stray' : 'sound',
      caller: `phone-${index % callers}`,
    }))
const rest = (until: number): Rest => ({
  until: addDays(now, until),
  since: addDays(now, until - 14),
  because: 'wrong-numbers',
})
const large = { numbers: 10, resting: 0 }

describe('whether a number is set aside', () => {
  test.each<[string, JudgedCall[], Parameters<typeof decideRest>[0], typeof large, string]>([
    ['no calls', [], {}, large, 'fine'],
    ['three marks of people', calls('w1 w2 w3'), {}, large, 'rest'],
    ['two', calls('w1 w2 -3'), {}, large, 'fine'],
    ['marks by one caller count, too', calls('w1 w2 w3', 1), {}, large, 'rest'],
    ['six that look like it', calls('s1 s1 s2 s2 s3 s3'), {}, large, 'rest'],
    ['five', calls('s1 s1 s2 s2 s3'), {}, large, 'fine'],
    ['marks and looks together', calls('w1 w1 s2 s2 s3 s3'), {}, large, 'rest'],
    ['of two callers alone: block them', calls('s1 s1 s2 s2 s3 s3 s4 s4', 2), {}, large, 'fine'],
    ['as many as the others', calls('s1 s1 s2 s2 s3 s3 -1 -1 -1 -1 -1 -1'), {}, large, 'rest'],
    ['fewer than the others', calls('s1 s1 s2 s2 s3 s3 -1 -1 -1 -1 -1 -1 -1'), {}, large, 'fine'],
    ['long ago', calls('w15 w15 w15 s15 s15 s15'), {}, large, 'fine'],
    ['before somebody looked at them', calls('w2 w2 w2'), { trustedSince: addDays(now, -1) }, large, 'fine'],
    ['since then', calls('w1 w1 w1'), { trustedSince: addDays(now, -2) }, large, 'rest'],
    ['it rests already', calls('w1 w1 w1'), { rest: rest(3) }, large, 'fine'],
    ['before and during its last rest', calls('w3 w3 w3'), { rest: rest(-2) }, large, 'fine'],
    ['again after it', calls('w1 w1 w1'), { rest: rest(-2) }, large, 'rest'],
    ['half of the pool may rest', calls('w1 w1 w1'), {}, { numbers: 10, resting: 4 }, 'rest'],
    ['not more', calls('w1 w1 w1'), {}, { numbers: 10, resting: 5 }, 'needed'],
    ['the only one is needed', calls('w1 w1 w1'), {}, { numbers: 1, resting: 0 }, 'needed'],
  ])('%s', (_label, judged, number, pool, expected) => {
    expect(decideRest(number, judged, pool, now).kind).toBe(expected)
  })

  test('for two weeks from now', () => {
    expect(decideRest({}, calls('w1 w1 w1'), large, now)).toEqual({
      kind: 'rest',
      rest: { until: addDays(now, restRules.restDays), since: now, because: 'wrong-numbers' },
    })
  })
})

describe('the calls that are remembered', () => {
  const call = (index: number, verdict: Verdict = 'sound'): JudgedCall => ({
    callSid: `CA${String(index).padStart(2, '0')}`,
    at: addSeconds(now, index),
    verdict,
  })

  test('a person’s word holds over a callback’s, whichever comes first', () => {
    const said = withCall([call(1, 'stray')], call(1, 'wrong'), true)
    expect(said).toEqual([call(1, 'wrong')])
    expect(withCall(said, call(1, 'stray'), false)).toBe(said)
    expect(withCall(said, call(1, 'sound'), true)).toEqual([call(1, 'sound')])
  })

  test('each once, the newest, in time order, whatever the order of their coming', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(Array.from({ length: 40 }, (_, index) => index)), (order) => {
        const all = order.reduce<readonly JudgedCall[]>(
          (known, index) => withCall(known, call(index), false),
          [],
        )
        const newest = [...order].sort((a, b) => a - b).slice(-rememberedCalls)
        expect(all).toEqual(newest.map((index) => call(index)))
        for (const known of all) expect(withCall(all, known, false)).toBe(all)
      }),
      { numRuns: runs(100) },
    )
  })
})
