import type { Campaign } from '../shared/domain/campaign.ts'

export const benchCampaign: Campaign = {
  id: 'cmp_bench',
  name: 'Bench',
  kind: 'coupon',
  direction: 'both',
  benefit: { kind: 'percent', percent: 10 },
  digits: 9,
  validFor: 'P30D',
  maxUses: 1,
  active: true,
  voidPolicy: 'return-use',
  acceptableRisk: 1,
  createdAt: '2026-01-01T00:00:00.000Z',
}

/** @returns how many a second were done, so many at a time */
export async function rateOf(count: number, atATime: number, work: () => Promise<unknown>): Promise<number> {
  let left = count
  const startedAt = performance.now()
  await Promise.all(
    Array.from({ length: atATime }, async () => {
      while (left-- > 0) await work()
    }),
  )
  return (count * 1000) / (performance.now() - startedAt)
}
