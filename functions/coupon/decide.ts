import { addedLimit, type Campaign, usualDigits, usualRisk } from '../../shared/domain/campaign.ts'
import type { CampaignId } from '../../shared/domain/ids.ts'
import type { Instant } from '../../shared/domain/time.ts'
import type { CampaignChange, NewCampaign } from './campaign-schema.ts'

export interface FieldContradiction {
  readonly path: string
  readonly message: string
}
export type CampaignDecision =
  | { readonly decided: Campaign }
  | { readonly errors: readonly FieldContradiction[] }

/** What each field allows and the campaign as a whole does not. */
function contradictions({
  kind,
  source,
  referral,
  startsAt,
  endsAt,
}: Pick<Campaign, 'kind' | 'source' | 'referral' | 'startsAt' | 'endsAt'>): FieldContradiction[] {
  const errors: FieldContradiction[] = []
  if (kind === 'source' && source === undefined) {
    errors.push({
      path: 'source',
      message: 'Required for a campaign of kind "source": what its codes stand for.',
    })
  }
  if (kind !== 'source' && source !== undefined) {
    errors.push({
      path: 'source',
      message: 'Only a campaign of kind "source" has one: set `kind` or leave it out.',
    })
  }
  if (kind !== 'referral' && referral !== undefined) {
    errors.push({
      path: 'referral',
      message: 'Only a campaign of kind "referral" has them: set `kind` or leave it out.',
    })
  }
  if (startsAt !== undefined && endsAt !== undefined && endsAt <= startsAt) {
    errors.push({ path: 'endsAt', message: 'Must be after `startsAt`.' })
  }
  return errors
}

export function decideNewCampaign(body: NewCampaign, id: CampaignId, createdAt: Instant): CampaignDecision {
  const campaign: Campaign = {
    ...body,
    id,
    digits: body.digits ?? usualDigits[body.direction],
    acceptableRisk: body.acceptableRisk ?? usualRisk[body.direction],
    createdAt,
  }
  const errors = contradictions(campaign)
  return errors.length > 0 ? { errors } : { decided: campaign }
}

const limitMessage =
  'Uses are counted from the first on or not at all: a campaign without this limit can’t get it later.'

/** `undefined` keeps, `null` removes. */
const changed = <Value>(change: Value | null | undefined, current: Value | undefined): Value | undefined =>
  change === undefined ? current : (change ?? undefined)

export function decideCampaignChange(current: Campaign, change: CampaignChange): CampaignDecision {
  const campaign: Campaign = {
    ...current,
    name: change.name ?? current.name,
    benefit: change.benefit ?? current.benefit,
    validFor: change.validFor ?? current.validFor,
    maxUses: change.maxUses ?? current.maxUses,
    campaignMaxUses: changed(change.campaignMaxUses, current.campaignMaxUses),
    perPerson: changed(change.perPerson, current.perPerson),
    minimumOrder: changed(change.minimumOrder, current.minimumOrder),
    startsAt: changed(change.startsAt, current.startsAt),
    endsAt: changed(change.endsAt, current.endsAt),
    active: change.active ?? current.active,
    source: changed(change.source, current.source),
    referral: changed(change.referral, current.referral),
    voidPolicy: change.voidPolicy ?? current.voidPolicy,
    acceptableRisk: change.acceptableRisk ?? current.acceptableRisk,
  }
  const limit = addedLimit(current, campaign)
  const errors = [
    ...contradictions(campaign),
    ...(limit === undefined ? [] : [{ path: limit, message: limitMessage }]),
  ]
  return errors.length > 0 ? { errors } : { decided: campaign }
}
