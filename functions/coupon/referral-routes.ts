import type { Hono } from 'hono'
import type { Account } from '../../shared/domain/account.ts'
import { benefitText } from '../../shared/domain/benefit.ts'
import { type CodeStatus, codeStatus } from '../../shared/domain/coupon.ts'
import { type Referrer, referralLink } from '../../shared/domain/referral.ts'
import { clientAddress } from '../../shared/http/client-address.ts'
import { sha256Hex } from '../../shared/http/digest.ts'
import { handle, reply } from '../../shared/http/operation.ts'
import { isRefusal, refuse } from '../../shared/http/problem.ts'
import { campaignUnknown, issue } from './code-routes.ts'
import type { CouponDeps } from './deps.ts'
import type { CodeReader } from './reading.ts'
import { strayPage } from './redeem-page.ts'
import { answer } from './redeem-routes.ts'
import { createReferrer, getSharePage } from './referral-operations.ts'
import { renderCode, renderMoment } from './render.ts'
import { sharePage, unsharedPage } from './share-page.ts'

const noReferral = refuse('campaign_unknown', 'The campaign’s codes recommend nobody.', {
  errors: [{ path: 'campaignId', message: 'Must be a campaign of kind "referral".' }],
})

const usable: ReadonlySet<CodeStatus> = new Set(['live', 'held', 'not-started'])

export function mountReferrals(app: Hono, deps: CouponDeps, reader: CodeReader): void {
  const { guards, campaigns, codes, referrals, accounts, vault, now, publicBaseUrl } = deps
  const base = publicBaseUrl.replace(/\/+$/, '')

  /** The link names the business only where the address alone does not. */
  const shareOf = ({ siteKey }: Pick<Account, 'siteKey'>, code: string) =>
    `${base}/share/${code}${siteKey === undefined ? '' : `?key=${siteKey}`}`

  handle(app, guards, createReferrer, async ({ account: id, body: { campaignId, holder } }) => {
    const [campaign, account] = await Promise.all([campaigns.get(id, campaignId), accounts.get(id)])
    if (!campaign || !account) return campaignUnknown
    if (campaign.kind !== 'referral') return noReferral
    const hash = vault.hash(id, holder.kind, holder.value)
    const before = await referrals.referrer(id, hash, campaign.id)
    const last = before && (await codes.get(id, before.code))
    // One that ran out is replaced.
    const present = last && usable.has(codeStatus(last, now())) ? last : undefined
    const issued = present ?? (await issue(deps, id, campaign.id, { holder: hash }))
    if (isRefusal(issued)) return issued
    const kept: Referrer = {
      account: id,
      campaignId: campaign.id,
      holder: hash,
      code: issued.code,
      sealedContact: vault.seal(id, holder.value),
      createdAt: now(),
    }
    const { code } = present ? kept : await referrals.keepReferrer(kept, before?.code)
    const told = code === issued.code ? issued : ((await codes.get(id, code)) ?? issued)
    const { display, spoken, expiresAt } = renderCode(told, now())
    const { page } = campaign.referral ?? {}
    return reply(present ? 200 : 201, {
      code: told.code,
      display,
      spoken,
      campaignId: campaign.id,
      benefit: campaign.benefit,
      link: page === undefined ? null : referralLink(page, told),
      share: shareOf(account, told.code),
      expiresAt,
    })
  })

  app.get(getSharePage.path.replace('{code}', ':code'), async (context) => {
    const key = context.req.query('key') || (deps.usualSiteKey ?? '')
    const owner = key === '' ? undefined : await deps.keys.find(sha256Hex(key))
    const account = owner?.kind === 'site' ? await accounts.get(owner.account) : undefined
    if (!account) return answer(strayPage(), 404)
    const business = { name: account.branding?.name ?? account.name, branding: account.branding ?? {} }
    const attempt = await deps.attempts.begin(account.id, { address: clientAddress(context) }, now())
    if (attempt.attempt === 'blocked') {
      return answer(unsharedPage(business), 429, account, { 'retry-after': String(attempt.waitSeconds) })
    }
    const read = await reader.read(account.id, context.req.param('code') ?? '')
    const code = isRefusal(read) ? undefined : await codes.get(account.id, read)
    const campaign = code && (await campaigns.get(account.id, code.campaignId))
    const isGood = campaign?.kind === 'referral' && code !== undefined && usable.has(codeStatus(code, now()))
    // Whoever tries codes by the page is counted as whoever tries them by the form.
    await attempt.settle(isGood ? 'good' : 'failed')
    if (!isGood || !code || !campaign) return answer(unsharedPage(business), 404, account)
    const query = new URLSearchParams({ ...(key !== deps.usualSiteKey && { key }), code: code.code })
    const { page } = campaign.referral ?? {}
    return answer(
      sharePage(business, {
        code: code.code,
        worth: benefitText(campaign.benefit),
        until: renderMoment(code.expiresAt, account.timeZone),
        link: page === undefined ? undefined : referralLink(page, code),
        redeem: `${base}/redeem?${query}`,
        share: shareOf({ siteKey: key === deps.usualSiteKey ? undefined : key }, code.code),
      }),
      200,
      account,
    )
  })
}
