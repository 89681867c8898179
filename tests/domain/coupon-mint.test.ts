import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addedLimit } from '../../shared/domain/campaign.ts'
import { firstLiveBucket, isCounted, isLiveBucket, liveBucketOf } from '../../shared/domain/coupon-live.ts'
import { codeEnd, issuedCode, mintHindranceOf } from '../../shared/domain/coupon-mint.ts'
import { addSeconds, instantOf } from '../../shared/domain/time.ts'
import { runs } from '../support/runs.ts'
import { exampleCampaign, exampleCode, noon } from './coupon-examples.ts'

describe('when a code ends', () => {
  test.each([
    ['hours', 'PT12H', '2026-11-23T00:00:00.000Z'],
    ['days', 'P30D', '2026-12-22T12:00:00.000Z'],
    ['a month is a calendar month', 'P1M', '2026-12-22T12:00:00.000Z'],
    ['a year and a half', 'P1Y6M', '2028-05-22T12:00:00.000Z'],
    ['weeks', 'P2W', '2026-12-06T12:00:00.000Z'],
  ])('%s', (_label, validFor, end) => {
    expect(codeEnd({ validFor }, noon)).toBe(end)
  })

  test('never after its campaign', () => {
    expect(codeEnd({ validFor: 'P30D', endsAt: '2026-11-30T00:00:00.000Z' }, noon)).toBe(
      '2026-11-30T00:00:00.000Z',
    )
    expect(codeEnd({ validFor: 'P1D', endsAt: '2026-11-30T00:00:00.000Z' }, noon)).toBe(
      '2026-11-23T12:00:00.000Z',
    )
  })
})

describe('whose a code is', () => {
  test.each([
    ['a coupon of one use', { kind: 'coupon', maxUses: 1 }, true],
    ['a coupon of many uses', { kind: 'coupon', maxUses: 2 }, false],
    ['a referrer’s, who passes it on', { kind: 'referral', maxUses: 1 }, false],
    ['one that is printed for many', { kind: 'source', maxUses: 1 }, false],
  ] as const)('%s', (_label, change, singleUse) => {
    expect(issuedCode('acc_1', exampleCampaign(change), '18', {}, noon).singleUse).toBe(singleUse)
  })

  test('only a source campaign’s code stands for a source', () => {
    const source = { source: 'van' }
    expect(issuedCode('acc_1', exampleCampaign({ kind: 'source', source }), '18', {}, noon).source).toEqual(
      source,
    )
    expect(issuedCode('acc_1', exampleCampaign({ source }), '18', {}, noon).source).toBeUndefined()
  })
})

test.each([
  ['campaign-inactive', { active: false }],
  ['campaign-ended', { endsAt: noon }],
  [undefined, { endsAt: addSeconds(noon, 1) }],
  [undefined, { startsAt: addSeconds(noon, 1) }],
])('nothing is minted: %s', (hindrance, change) => {
  expect(mintHindranceOf(exampleCampaign(change), noon)).toBe(hindrance)
})

test.each([
  ['campaignMaxUses', {}, { campaignMaxUses: 5 }],
  ['perPerson', { campaignMaxUses: 5 }, { campaignMaxUses: 5, perPerson: 1 }],
  [undefined, { perPerson: 1 }, { perPerson: 3 }],
  [undefined, { perPerson: 1 }, {}],
])('a limit that comes later: %s', (limit, before, after) => {
  expect(addedLimit(exampleCampaign(before), exampleCampaign(after))).toBe(limit)
})

describe('the count of live codes', () => {
  const seconds = fc.integer({ min: 1, max: 3 * 366 * 86_400 })

  test('a code counts as long as it is live, and not much longer', () => {
    fc.assert(
      fc.property(seconds, seconds, (validSeconds, passedSeconds) => {
        const code = { issuedAt: noon, expiresAt: addSeconds(noon, validSeconds) }
        const now = addSeconds(noon, passedSeconds)
        const bucket = liveBucketOf(code)
        if (now < code.expiresAt) expect(isLiveBucket(bucket, now)).toBe(true)
        const grace = validSeconds <= 2 * 86_400 ? 3600 : validSeconds <= 62 * 86_400 ? 86_400 : 31 * 86_400
        if (passedSeconds >= validSeconds + grace) expect(isLiveBucket(bucket, now)).toBe(false)
      }),
      { numRuns: runs(300) },
    )
  })

  test('every bucket that is not over sorts behind the first', () => {
    fc.assert(
      fc.property(seconds, fc.integer({ min: 0, max: 86_400 * 1000 }), (validSeconds, sinceEpoch) => {
        const now = instantOf(1_790_000_000_000 + sinceEpoch * 1000)
        const bucket = liveBucketOf({ issuedAt: now, expiresAt: addSeconds(now, validSeconds) })
        expect(bucket >= firstLiveBucket(now)).toBe(true)
      }),
      { numRuns: runs(300) },
    )
  })

  test.each([
    [true, {}],
    [false, { used: 1 }],
    [true, { used: 1, maxUses: 2 }],
    [false, { state: 'voided' as const }],
  ])('is in the count: %s', (expected, change) => {
    expect(isCounted(exampleCode(change))).toBe(expected)
  })
})
