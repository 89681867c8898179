import type { Campaign } from '../../shared/domain/campaign.ts'
import type { Code } from '../../shared/domain/coupon.ts'
import type { Instant } from '../../shared/domain/time.ts'

export const noon: Instant = '2026-11-22T12:00:00.000Z'

export const exampleCampaign = (change: Partial<Campaign> = {}): Campaign => ({
  id: 'cmp_autumn',
  name: 'Autumn',
  kind: 'coupon',
  direction: 'both',
  benefit: { kind: 'percent', percent: 10 },
  digits: 9,
  validFor: 'P30D',
  maxUses: 1,
  active: true,
  voidPolicy: 'return-use',
  acceptableRisk: 0.05,
  createdAt: '2026-11-01T00:00:00.000Z',
  ...change,
})

export const exampleCode = (change: Partial<Code> = {}): Code => ({
  account: 'acc_1',
  code: '1234567894',
  campaignId: 'cmp_autumn',
  direction: 'both',
  singleUse: true,
  maxUses: 1,
  used: 0,
  state: 'live',
  issuedAt: '2026-11-20T12:00:00.000Z',
  expiresAt: '2026-12-20T12:00:00.000Z',
  holds: [],
  holdsRevision: 0,
  ...change,
})
