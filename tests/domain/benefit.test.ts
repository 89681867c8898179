import { expect, test } from 'vitest'
import { benefitText, moneyText } from '../../shared/domain/benefit.ts'
import type { Benefit } from '../../shared/domain/campaign.ts'
import type { Language } from '../../shared/domain/language.ts'

test.each<[string, Benefit, string | undefined]>([
  ['a percentage', { kind: 'percent', percent: 12.5 }, '12.5% off'],
  ['a round sum without pence', { kind: 'amount', amount: 1000, currency: 'GBP' }, '£10 off'],
  ['a sum with pence', { kind: 'amount', amount: 950, currency: 'GBP' }, '£9.50 off'],
  ['a gift as it is called', { kind: 'gift', description: 'A free survey' }, 'A free survey'],
  ['nothing', { kind: 'none' }, undefined],
])('%s', (_label, benefit, text) => {
  expect(benefitText(benefit)).toBe(text)
})

test.each([
  ['a currency without minor unit', 'JPY', 1000, /1,000$/],
  ['a currency of thousandths', 'KWD', 1234, /1\.234$/],
])('%s', (_label, currency, amount, text) => {
  expect(moneyText({ amount, currency })).toMatch(text)
})

test.each<[Language, string, string]>([
  ['de', '12,5 % Rabatt', '1.009,50 € Rabatt'],
  ['fr', '12,5 % de réduction', '1 009,50 € de réduction'],
  ['es', 'un 12,5 % de descuento', '1009,50 € de descuento'],
  ['it', '12,5% di sconto', '1009,50 € di sconto'],
  ['nl', '12,5% korting', '€ 1.009,50 korting'],
])('in %s as people say it there, with spaces that texts can carry', (language, percentage, sum) => {
  expect(benefitText({ kind: 'percent', percent: 12.5 }, language)).toBe(percentage)
  expect(benefitText({ kind: 'amount', amount: 100950, currency: 'EUR' }, language)).toBe(sum)
  expect(benefitText({ kind: 'gift', description: 'A free survey' }, language)).toBe('A free survey')
})
