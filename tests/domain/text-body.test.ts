import { expect, test } from 'vitest'
import { codeText, redeemLink } from '../../shared/domain/text-body.ts'

const text = {
  business: 'Sash & Sons',
  code: '4820913365',
  benefit: { kind: 'amount', amount: 1000, currency: 'GBP' },
  expiresAt: '2026-11-29T00:00:00.000Z',
  redeemUrl: 'https://calls.example.com/redeem',
} as const

test('a text says who writes, the code, its worth, its last day, where it goes, and how to end texts', () => {
  expect(codeText(text)).toBe(
    'Sash & Sons: your code for £10 off is 482-091-3365, valid until 28 Nov 2026. ' +
      'Enter it at https://calls.example.com/redeem. Reply STOP to opt out.',
  )
})

test('its last day is one of the business’s zone', () => {
  expect(codeText({ ...text, timeZone: 'Pacific/Auckland' })).toContain('valid until 29 Nov 2026')
})

test('the link says whose code it is; without a publishable key there is none', () => {
  const link = redeemLink('https://calls.example.com/', 'pk_shop')
  expect(link).toBe('https://calls.example.com/redeem?key=pk_shop')
  expect(codeText({ ...text, redeemUrl: link })).toContain(`Enter it at ${link}. Reply STOP`)
  expect(redeemLink('https://calls.example.com', undefined)).toBeUndefined()
  expect(codeText({ ...text, redeemUrl: undefined })).toContain('Enter it on our website. Reply STOP')
})

test('without a name or a worth it is shorter, and a long name is cut', () => {
  expect(codeText({ ...text, business: undefined, benefit: { kind: 'none' } })).toMatch(/^Your code is 482/)
  expect(codeText({ ...text, business: 'x'.repeat(100) })).toMatch(/^x{30}: your/)
})
