import type { Hono } from 'hono'
import { displayCode } from '../../shared/domain/code-display.ts'
import type { AccountId, CampaignId } from '../../shared/domain/ids.ts'
import { isIdOf } from '../../shared/domain/ids.ts'
import type { MintJob } from '../../shared/domain/mint-job.ts'
import { addSeconds } from '../../shared/domain/time.ts'
import { positionOfCursor } from '../../shared/http/list.ts'
import { handle, reply } from '../../shared/http/operation.ts'
import { isRefusal, refuse } from '../../shared/http/problem.ts'
import { mintedAtOnce } from './batch-schema.ts'
import { getJob, listCodes, mintCodes } from './campaign-operations.ts'
import { mintRefused } from './code-routes.ts'
import type { CodeAnswer } from './code-schema.ts'
import type { CouponDeps } from './deps.ts'
import { exportPart, streamedExport } from './export.ts'
import { renderCode } from './render.ts'

const isCampaignId = isIdOf('campaign')
/** An answer may take so long, far below the API's 30 s. */
const secondsOfWork = 5

/** So many pages without a code of the status are gone through at once. */
const mostPagesInVain = 20

const isJobId = isIdOf('job')
const unknownCampaign = refuse('not_found', 'The account has no campaign of this id.')
const unknownJob = refuse('not_found', 'The account has no job of this id.')

const csvHeaders = (name: string) => ({
  'content-type': 'text/csv; charset=utf-8',
  'content-disposition': `attachment; filename="codes-${name}.csv"`,
})
const cursorOf = (position: string) => Buffer.from(position).toString('base64url')
/** A place in the list of codes, as the ledger names it. */
const isPosition = (text: string) => /^[\w#-]{1,200}$/.test(text)

/** Codes by the thousand: minted at once or by a job, listed, exported. */
export function mountBatches(app: Hono, deps: CouponDeps, newId: () => string): void {
  const { guards, campaigns, codes, jobs, now } = deps
  const campaignOf = async (account: AccountId, id: string) =>
    isCampaignId(id) ? campaigns.get(account, id) : undefined

  /** Whoever asks does a part of the work: so it goes on wherever it was cut off, by a deadline or a restart. */
  async function workOn(account: AccountId, job: MintJob): Promise<MintJob> {
    const until = addSeconds(now(), secondsOfWork)
    let current = job
    while (isRunning(current) && now() < until) {
      current = (await jobs.advance(account, job.id, now())) ?? current
    }
    return current
  }

  handle(app, guards, mintCodes, async ({ account, params, body: { count } }) => {
    const campaign = await campaignOf(account, params.id)
    if (!campaign) return unknownCampaign
    if (count <= mintedAtOnce) {
      const minted = await jobs.mintMany(account, campaign, count, now())
      if (minted.kind === 'refused') return mintRefused(minted.detail)
      const data = minted.codes.map(({ code, expiresAt }) => ({
        code,
        display: displayCode(code),
        expiresAt,
      }))
      return reply(201, { campaignId: campaign.id, count, minted: data.length, data })
    }
    const started = await jobs.start(account, campaign, newId(), count, now())
    if (started.kind === 'refused') return mintRefused(started.detail)
    const { job } = started
    deps.keepGoing?.(async () => isRunning(await jobs.advance(account, job.id, now())))
    return reply(202, job, { location: `/v1/jobs/${job.id}` })
  })

  handle(app, guards, getJob, async ({ account, params }) => {
    if (!isJobId(params.id)) return unknownJob
    const job = await jobs.get(account, params.id)
    if (!job) return unknownJob
    const current = await workOn(account, job)
    return reply(200, current, isRunning(current) ? { 'retry-after': '1' } : {})
  })

  /** A page of the codes, or the first in which some are of the status. */
  async function listOfStatus(
    account: AccountId,
    campaign: CampaignId,
    { limit, status }: { readonly limit: number; readonly status?: CodeAnswer['status'] | undefined },
    after: string | undefined,
  ) {
    let from = after
    for (let pages = 1; ; pages++) {
      const { codes: some, next } = await codes.list(account, campaign, limit, from)
      const data = some
        .map((code) => renderCode(code, now()))
        .filter((code) => status === undefined || code.status === status)
      if (data.length > 0 || status === undefined || next === undefined || pages === mostPagesInVain) {
        return { data, next }
      }
      from = next
    }
  }

  handle(app, guards, listCodes, async ({ account, params, query, context }) => {
    const after = positionOfCursor(query.cursor, isPosition)
    if (isRefusal(after)) return after
    const campaign = await campaignOf(account, params.id)
    if (!campaign) return unknownCampaign
    if (query.format === 'json') {
      const { data, next } = await listOfStatus(account, campaign.id, query, after)
      return reply(200, { data, nextCursor: next === undefined ? null : cursorOf(next) })
    }
    const request = { account, campaign: campaign.id, after, now: now() }
    if (deps.exportRows === undefined) {
      const body = streamedExport(codes, request)
      return reply(200, new Response(body, { headers: csvHeaders(campaign.id) }))
    }
    const { csv, next } = await exportPart(codes, request, deps.exportRows)
    const { pathname } = new URL(context.req.url)
    const link = next && `<${pathname}?format=csv&cursor=${cursorOf(next)}>; rel="next"`
    return reply(200, new Response(csv, { headers: { ...csvHeaders(campaign.id), ...(link && { link }) } }))
  })
}

const isRunning = (job: MintJob | undefined) => job?.status === 'running'
