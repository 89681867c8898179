import { describe, expect, test } from 'vitest'
import { classifyVisit } from '../../shared/domain/source.ts'
import { fitsRule } from '../../shared/domain/source-match.ts'
import { ruleOfSource, type SourceRule, specificityOf } from '../../shared/domain/source-rule.ts'

const visit = (query: string, referrer?: string) =>
  classifyVisit({ url: `https://shop.example/?${query}`, referrer })
const ad = visit('utm_source=Google&utm_medium=cpc&utm_campaign=Sash%20Windows&utm_content=b')

describe('whom a rule means', () => {
  test.each<[string, SourceRule, ReturnType<typeof visit>, boolean]>([
    ['everybody, without conditions', {}, ad, true],
    ['in any case', { source: 'google', campaign: ' sash windows ' }, ad, true],
    ['all conditions have to fit', { source: 'google', medium: 'email' }, ad, false],
    ['the channel', { channel: 'Paid Search' }, ad, true],
    ['a click id says it, too', { source: 'google', medium: 'cpc' }, visit('gclid=x'), true],
    [
      'the network’s ads are the network',
      { source: 'google' },
      visit('utm_source=adwords&utm_medium=cpc'),
      true,
    ],
    ['a service by any of its names', { source: 'Facebook' }, visit('utm_source=fb&utm_medium=paid'), true],
    ['by its host', { source: 'facebook' }, visit('', 'https://m.facebook.com/'), true],
    ['not a part of a name', { source: 'linkedin' }, visit('utm_source=not-linkedin&utm_medium=cpc'), false],
    ['not a part of a campaign', { campaign: 'sash' }, ad, false],
    ['what the visit does not have', { term: 'sash' }, ad, false],
    ['who came directly', { channel: 'Direct' }, visit(''), true],
    ['a site of its own', { source: 'partner.example' }, visit('', 'https://www.partner.example/x'), true],
  ])('%s', (_label, rule, source, expected) => {
    expect(fitsRule(rule, source)).toBe(expected)
  })
})

test('the narrowest dimension decides which rule is more specific, then what else it names', () => {
  const rules: SourceRule[] = [
    {},
    { channel: 'Paid Search' },
    { medium: 'cpc' },
    { medium: 'cpc', channel: 'Paid Search' },
    { source: 'google' },
    { source: 'google', medium: 'cpc' },
    { campaign: 'sash' },
    { campaign: 'sash', source: 'google' },
    { term: 'windows' },
    { content: 'b' },
  ]
  const worth = rules.map(specificityOf)
  expect(worth).toEqual([...worth].sort((a, b) => a - b))
  expect(new Set(worth).size).toBe(rules.length)
})

test('a number’s own source is whom it is shown to, as far as it says something', () => {
  expect(ruleOfSource({ source: 'google', medium: ' ', campaign: undefined })).toEqual({ source: 'google' })
})
