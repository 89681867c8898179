import { expect, test } from 'vitest'
import { benefitText, moneyText } from '../../shared/domain/benefit.ts'
import type { Benefit } from '../../shared/domain/campaign.ts'

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
