import type { Campaign } from '../domain/campaign.ts'
import { newCodes, type RandomBytes } from '../domain/code-minting.ts'
import type { Code } from '../domain/coupon.ts'
import { codeEnd } from '../domain/coupon-mint.ts'
import { type AccountId, type JobId, newId } from '../domain/ids.ts'
import type { MintJob } from '../domain/mint-job.ts'
import type { Instant } from '../domain/time.ts'
import { createCampaignStore } from './campaign-store.ts'
import { codeOfBatch, codesIn, createBatchWriter, joinCodes, usualCodesPerBatch } from './code-batch.ts'
import { type MintRefused, refusalToMint } from './code-mint.ts'
import { allOf, attributeEquals, itemAbsent } from './condition.ts'
import { ledgerKeys, ledgerPartitions } from './keys.ts'
import { createLiveCodes, liveCountWrites } from './live-codes.ts'
import type { Item, Table, Write } from './table.ts'

/**
 * Codes in bulk, a batch a step:
 *
 *     plan (names the codes, counts them as live) ─▶ write the codes ─▶ mark (the job is a batch further)
 *
 * Each part may be cut off and repeated, also by two at a time: there is one plan for each step, its codes are written
 * once, and the mark moves once. So a job ends with exactly as many codes as were asked for. Bulk codes are given to
 * nobody in particular: they have no fact of their issue, and are listed by their batch.
 */
export interface MintJobStore {
  /** Refused if the campaign may not have so many live codes. */
  start(
    account: AccountId,
    campaign: Campaign,
    id: JobId,
    count: number,
    now: Instant,
  ): Promise<{ readonly kind: 'started'; readonly job: MintJob } | MintRefused>
  get(account: AccountId, id: JobId): Promise<MintJob | undefined>
  /** Goes on by at most 1,000 codes; a job that has ended stays as it is. */
  advance(account: AccountId, id: JobId, now: Instant): Promise<MintJob | undefined>
  /** A small job from its start to its end: all codes or, where the campaign may not have so many, none. */
  mintMany(
    account: AccountId,
    campaign: Campaign,
    count: number,
    now: Instant,
  ): Promise<{ readonly kind: 'minted'; readonly codes: readonly Code[] } | MintRefused>
}

/** A larger job goes on for minutes, while others mint too: each of its steps asks anew whether it may. */
const smallJob = 10_000

function jobOf(item: Item): MintJob & { readonly batches: number } {
  const { pk: _pk, sk: _sk, ...job } = item
  return job as unknown as MintJob & { readonly batches: number }
}
const plainJob = ({ batches: _batches, ...job }: MintJob & { readonly batches: number }): MintJob => job

export function createMintJobStore(
  ledger: Table,
  randomBytes: RandomBytes,
  codesPerBatch = usualCodesPerBatch,
): MintJobStore {
  const campaigns = createCampaignStore(ledger)
  const live = createLiveCodes(ledger)
  const batches = createBatchWriter(ledger, randomBytes)

  async function load(account: AccountId, id: JobId) {
    const item = await ledger.get(ledgerKeys.mintJob(account, id))
    return item && jobOf(item)
  }
  const isAtStep = (batch: number) =>
    allOf(attributeEquals('status', 'running'), attributeEquals('batches', batch))

  type Step = { readonly account: AccountId; readonly job: ReturnType<typeof jobOf>; readonly now: Instant }
  const planKey = ({ account, job }: Step) =>
    ledgerKeys.codeBatch(account, job.campaignId, job.id, job.batches)
  const jobKey = ({ account, job }: Step) => ledgerKeys.mintJob(account, job.id)

  /** Ends the job, unless this step has been planned meanwhile: what is planned is also minted. */
  async function refuse(step: Step, detail: string): Promise<void> {
    await ledger.transact([
      {
        update: jobKey(step),
        change: { set: { status: 'refused', detail, updatedAt: step.now } },
        condition: isAtStep(step.job.batches),
      },
      { check: planKey(step), condition: itemAbsent },
    ])
  }

  async function plan(step: Step, campaign: Campaign): Promise<{ batch: Item; isNew: boolean } | undefined> {
    const standing = await ledger.get(planKey(step))
    if (standing) return { batch: standing, isNew: false }
    const { account, job, now } = step
    const size = Math.min(codesPerBatch, job.count - job.minted)
    const refused = job.count > smallJob && (await refusalToMint(live, account, campaign, size, now))
    if (refused) {
      await refuse(step, refused.detail)
      return undefined
    }
    const codes = newCodes(size, campaign.digits, randomBytes)
    const expiresAt = codeEnd(campaign, now)
    const batch = { ...planKey(step), codes: joinCodes(codes), issuedAt: now, expiresAt, revision: 1 }
    const counts: Write[] = liveCountWrites(
      codes.map((code) => ({ account, code, issuedAt: now, expiresAt })),
    )
    const { won } = await ledger.transact([
      { put: batch, condition: itemAbsent },
      { check: jobKey(step), condition: isAtStep(job.batches) },
      ...counts,
    ])
    if (won) live.added(account, campaign.digits, size)
    return won ? { batch, isNew: true } : undefined
  }

  async function mark(step: Step, size: number): Promise<void> {
    const { job, now } = step
    const isDone = job.minted + size >= job.count
    await ledger.update(
      jobKey(step),
      {
        set: { updatedAt: now, ...(isDone && { status: 'done' }) },
        add: { batches: 1, minted: size },
      },
      isAtStep(job.batches),
    )
  }

  async function advance(account: AccountId, id: JobId, now: Instant): Promise<MintJob | undefined> {
    const job = await load(account, id)
    if (job?.status !== 'running') return job && plainJob(job)
    const step = { account, job, now }
    const campaign = await campaigns.get(account, job.campaignId)
    if (campaign) {
      const planned = await plan(step, campaign)
      if (planned) {
        await batches.write(account, campaign, planned.batch, planned.isNew)
        await mark(step, codesIn(planned.batch).length)
      }
    } else {
      await refuse(step, `there is no campaign ${job.campaignId}`)
    }
    const after = await load(account, id)
    return after && plainJob(after)
  }

  async function start(account: AccountId, campaign: Campaign, id: JobId, count: number, now: Instant) {
    const refused = await refusalToMint(live, account, campaign, count, now)
    if (refused) return refused
    const job: MintJob = {
      id,
      campaignId: campaign.id,
      count,
      minted: 0,
      status: 'running',
      createdAt: now,
      updatedAt: now,
    }
    const item = { ...ledgerKeys.mintJob(account, id), ...job, batches: 0 }
    const { won } = await ledger.putIf(item, itemAbsent)
    if (!won) throw new Error(`the job ${id} exists`)
    return { kind: 'started', job } as const
  }

  return {
    start,

    async get(account, id) {
      const job = await load(account, id)
      return job && plainJob(job)
    },

    advance,

    async mintMany(account, campaign, count, now) {
      if (count > smallJob) throw new RangeError(`${count} codes at once: start a job`)
      const id = newId('job', randomBytes)
      const started = await start(account, campaign, id, count, now)
      if (started.kind === 'refused') return started
      let job: MintJob | undefined = started.job
      while (job?.status === 'running') job = await advance(account, id, now)
      const batches = await ledger.query({
        pk: ledgerPartitions.campaign(account, campaign.id),
        prefix: `batch#${id}#`,
      })
      const codes = batches.flatMap((batch) =>
        codesIn(batch).map((code) => codeOfBatch(account, campaign, batch, code)),
      )
      return { kind: 'minted', codes }
    },
  }
}
