import type { CampaignId, JobId } from './ids.ts'
import type { Instant } from './time.ts'

/** Minting of any size: goes on step by step from wherever it was cut off, and ends with exactly `count` codes. */
export interface MintJob {
  readonly id: JobId
  readonly campaignId: CampaignId
  readonly count: number
  readonly minted: number
  /** `refused`: the campaign may mint no more; what was minted stays. */
  readonly status: 'running' | 'done' | 'refused'
  /** Why it was refused, in words. */
  readonly detail?: string | undefined
  readonly createdAt: Instant
  readonly updatedAt: Instant
}
