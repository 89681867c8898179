import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkDigit } from '../../../shared/domain/code.ts'
import { minorUnitsOf } from '../../../web/console/src/look/amount.ts'
import { decideDone } from '../../../web/console/src/pages/desk/decide-done.ts'
import { decideShown } from '../../../web/console/src/pages/desk/decide-shown.ts'
import { readCode } from '../../../web/console/src/pages/desk/read-code.ts'
import type { DeskCall } from '../../../web/console/src/pages/desk/types.ts'

const call = (callSid: string, state: DeskCall['state']) => ({ callSid, state }) as DeskCall
const states = fc.constantFrom<DeskCall['state']>('ringing', 'connected', 'ended')
const calls = fc
  .uniqueArray(fc.tuple(fc.stringMatching(/^[a-f]$/), states), { selector: ([sid]) => sid })
  .map((each) => each.map(([sid, state]) => call(sid, state)))

describe('the call before the agent', () => {
  test('stays while they write, whoever rings', () => {
    fc.assert(
      fc.property(calls, fc.stringMatching(/^[a-f]$/), (ringing, shown) => {
        expect(decideShown(ringing, shown, true)).toBe(shown)
      }),
    )
  })
  test('is one of the desk while they do not, and a live one if there is any', () => {
    fc.assert(
      fc.property(calls, fc.option(fc.stringMatching(/^[a-f]$/), { nil: undefined }), (all, shown) => {
        const next = all.find(({ callSid }) => callSid === decideShown(all, shown, false))
        expect(next === undefined).toBe(all.length === 0)
        if (all.some(({ state }) => state !== 'ended')) expect(next?.state).not.toBe('ended')
      }),
    )
  })
  test.each([
    ['the newest that rings, at first', undefined, 'b'],
    ['the one that they speak with, not one that rings later', 'c', 'c'],
    ['who rings, once the one before has ended', 'a', 'b'],
  ] as const)('%s', (_, shown, expected) => {
    const all = [call('a', 'ended'), call('b', 'ringing'), call('c', 'connected')]
    expect(decideShown(all, shown, false)).toBe(expected)
  })
})

describe('a code that is being typed', () => {
  const code = `482091${checkDigit('482091')}`
  const wrong = `482091${(Number(checkDigit('482091')) + 1) % 10}`
  test.each([
    ['nothing', '', 'empty'],
    ['a part of it', code.slice(0, 4), 'short'],
    ['the whole of it', code, 'whole'],
    ['as it is written, in groups', `${code.slice(0, 3)}-${code.slice(3)}`, 'whole'],
    ['with letters for digits', code.replace('0', 'o').replace('1', 'l'), 'whole'],
    ['with a digit that is wrong', wrong, 'wrong'],
    ['one digit too many', `${code}1`, 'long'],
  ] as const)('%s', (_, typed, kind) => {
    expect(readCode(typed, [7]).kind).toBe(kind)
  })
  test('is awaited where another campaign’s codes are longer', () => {
    expect(readCode(`${code}1`, [7, 10]).kind).toBe('short')
  })
  test('may have any length where no campaign is known', () => {
    expect(readCode(code, []).kind).toBe('whole')
  })
})

test.each([
  ['', undefined],
  ['1200', 120_000],
  ['1,200.5', 120_050],
  ['£89', 8900],
  ['89.505', null],
  ['a lot', null],
] as const)('an amount %o is %o minor units', (typed, expected) => {
  expect(minorUnitsOf(typed, 'GBP')).toBe(expected)
})

describe('what was written of a call, when it is to be done', () => {
  const code = `482091${checkDigit('482091')}`
  test.each([
    ['nothing to lose', { code: '', value: '' }, { kind: 'done', code: undefined }],
    ['a whole code that nobody bound goes along', { code, value: '89.50' }, { kind: 'done', code }],
    ['half a code would be lost', { code: code.slice(0, 4), value: '' }, { kind: 'mend', field: 'code' }],
    ['words are no code', { code: 'ask', value: '' }, { kind: 'mend', field: 'code' }],
    ['an amount that is none', { code, value: 'a lot' }, { kind: 'mend', field: 'value' }],
  ] as const)('%s', (_, draft, expected) => {
    expect(decideDone(draft, [7], 'GBP')).toEqual(expected)
  })
})
