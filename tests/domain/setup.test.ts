import { describe, expect, it, test } from 'vitest'
import { newNumberBody } from '../../functions/admin/schema.ts'
import { newCampaignBody } from '../../functions/coupon/campaign-schema.ts'
import {
  mediumOfPlace,
  type PlaceKind,
  placeKinds,
  planSetup,
  printedText,
} from '../../shared/domain/setup.ts'
import { classifyDeclared } from '../../shared/domain/source.ts'

const phone = '+442079460920'
const number = '+442079460921'
const benefit = { kind: 'percent', percent: 10 } as const
const answersOf = (where: PlaceKind) => ({ phone, seen: { where, name: 'Spring flyer' }, benefit })

describe('planSetup', () => {
  test.each(placeKinds)('of a %s is a known channel, and bodies that the API takes', (where) => {
    const plan = planSetup({ ...answersOf(where), number, numberOnlyThere: true })
    expect(classifyDeclared(plan.source).channel).toBe(where === 'page' ? 'Referral' : 'Offline')
    expect(newNumberBody.safeParse(plan.number).error).toBeUndefined()
    expect(newCampaignBody.safeParse(plan.campaign).error).toBeUndefined()
    expect(plan.source).toMatchObject({ medium: mediumOfPlace[where], campaign: 'Spring flyer' })
  })

  it('lets a number that is seen everywhere stand for nothing: only the code tells the place', () => {
    const plan = planSetup({ ...answersOf('flyer'), number })
    expect(plan.number).not.toHaveProperty('source')
    expect(plan.campaign.source).toEqual({ source: 'flyer', medium: 'flyer', campaign: 'Spring flyer' })
  })

  it('needs no number', () => {
    expect(planSetup(answersOf('card'))).not.toHaveProperty('number')
  })
})

describe('what is printed', () => {
  test.each([
    [
      'the tracking number goes before the phone',
      { benefit, number },
      'Call 020 7946 0921 and quote 12345 for 10% off.',
    ],
    ['without one people dial the phone', { benefit }, 'Call 020 7946 0920 and quote 12345 for 10% off.'],
    [
      'money as people write it',
      { benefit: { kind: 'amount', amount: 2500, currency: 'GBP' } },
      'Call 020 7946 0920 and quote 12345 for £25 off.',
    ],
    ['nothing is promised for nothing', { benefit: { kind: 'none' } }, 'Call 020 7946 0920 and quote 12345.'],
  ] as const)('%s', (_, answers, text) => {
    expect(printedText({ phone, ...answers }, '12345')).toBe(text)
  })
})
