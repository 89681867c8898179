import { describe, expect, it, test } from 'vitest'
import { defaultProcess } from '../../shared/domain/process-default.ts'
import { hitsIn, makeRuleBook, pathMatcher } from '../../shared/domain/rule-match.ts'
import { defaultScoring } from '../../shared/domain/scoring-default.ts'
import { pathOfUrl, plainPath, type Signal } from '../../shared/domain/signal.ts'
import type { StepRule } from '../../shared/domain/step-rule.ts'

test.each<[why: string, pattern: string, path: string, matches: boolean]>([
  ['the very path', '/pricing', '/pricing', true],
  ['a slash at the end makes no other page', '/pricing', '/pricing/', true],
  ['nor does case', '/Pricing', '/PRICING', true],
  ['without a star nothing may follow', '/pricing', '/pricing/plans', false],
  ['a star stands for what follows', '/pricing*', '/pricing/plans', true],
  ['and for nothing', '/pricing*', '/pricing', true],
  ['in front for any language or folder', '*/pricing', '/en/pricing', true],
  ['between for one part or many', '/shop/*/prices', '/shop/a/b/prices', true],
  ['the parts come in their order', '*b*a*', '/a/b', false],
  ['what stands before and behind the star may not overlap', '/aba*aba', '/aba', false],
  ['a star alone is every page', '*', '/', true],
  ['the root alone', '/', '/', true],
  ['and nothing below it', '/', '/a', false],
])('a pattern: %s', (_, pattern, path, matches) => {
  expect(pathMatcher(pattern)(plainPath(path))).toBe(matches)
})

test.each([
  ['https://shop.example/pricing?utm_source=x#top', '/pricing'],
  ['https://shop.example', '/'],
  ['https://shop.example?utm_source=a/b', '/'],
  ['not an address', '/'],
])('the path of %s is %s', (url, path) => {
  expect(pathOfUrl(url)).toBe(path)
})

const at = '2026-11-02T10:00:00.000Z'
const answered: Signal = {
  on: 'call',
  at,
  outcome: 'answered',
  answeredAt: '2026-11-02T10:00:10.000Z',
  endedAt: '2026-11-02T10:05:10.000Z',
  talkSeconds: 300,
}
const missed: Signal = { ...answered, outcome: 'missed', answeredAt: null, talkSeconds: 0 }

test.each<[why: string, rule: StepRule, signal: Signal, instant: string | undefined]>([
  ['a call counts from its beginning', { on: 'call' }, answered, at],
  [
    'an answered one from the answer',
    { on: 'call', outcomes: ['answered'] },
    answered,
    '2026-11-02T10:00:10.000Z',
  ],
  ['a missed one when it was over', { on: 'call', outcomes: ['missed'] }, missed, '2026-11-02T10:05:10.000Z'],
  ['another outcome is none of its', { on: 'call', outcomes: ['voicemail'] }, missed, undefined],
  [
    'a long talk from the second on that made it long',
    { on: 'call', minTalkSeconds: 120 },
    answered,
    '2026-11-02T10:02:10.000Z',
  ],
  ['a shorter one never', { on: 'call', minTalkSeconds: 301 }, answered, undefined],
  [
    'all that is named must hold',
    { on: 'call', outcomes: ['missed'], minTalkSeconds: 10 },
    answered,
    undefined,
  ],
  [
    'stages are written in many ways',
    { on: 'outcome', stage: 'Quote-Sent' },
    { on: 'outcome', at, stage: ' quote-sent' },
    at,
  ],
  [
    'a code of another campaign is not meant',
    { on: 'code-used', campaign: 'cmp_1' },
    { on: 'code-used', at, campaign: 'cmp_2', where: 'phone' },
    undefined,
  ],
  [
    'a mail of the sequence meant',
    { on: 'mail', event: 'clicked', sequence: 'seq_1' },
    { on: 'mail', at, event: 'clicked', sequence: 'seq_1' },
    at,
  ],
])('a rule: %s', (_, rule, signal, instant) => {
  const stage = { id: 'a', name: 'A' }
  const step = { id: 's', name: 'S', stage: 'a', where: 'online', how: 'automatic', path: 'main' } as const
  const book = makeRuleBook(
    { stages: [stage], steps: [{ ...step, rules: [rule] }] },
    { ...defaultScoring, rules: [] },
  )
  expect(hitsIn(book, [signal]).map((hit) => hit.at)).toEqual(instant === undefined ? [] : [instant])
})

describe('the usual process', () => {
  it('has steps in the order of its stages, each id once, and none more than the console takes', () => {
    const { stages, steps } = defaultProcess
    const places = steps.map(({ stage }) => stages.findIndex(({ id }) => id === stage))
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(places).not.toContain(-1)
    expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length)
    expect(steps.length).toBeLessThanOrEqual(40)
  })

  it('remembers of a visit only what a rule asks for, so that the third page like the others changes nothing', () => {
    const book = makeRuleBook(defaultProcess, defaultScoring)
    const page = (minute: number): Signal => ({
      on: 'page',
      at: `2026-11-02T10:0${minute}:00.000Z`,
      path: '/pricing',
      plain: '/pricing',
    })
    expect(hitsIn(book, [page(1), page(2), page(3)])).toEqual(hitsIn(book, [page(1), page(2)]))
  })
})
