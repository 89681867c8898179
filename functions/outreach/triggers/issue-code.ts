import type { CodeRecipient } from '../../../shared/domain/coupon.ts'
import type { AccountId, CampaignId } from '../../../shared/domain/ids.ts'
import { findAddress } from '../sequences/find-address.ts'
import type { FollowUpDeps } from '../sequences/ports.ts'

/** Whom a code is for, so that its use leads back: the visit of a form, the call. */
async function recipientOf(
  { views }: Pick<FollowUpDeps, 'views'>,
  account: AccountId,
  contact: string,
): Promise<CodeRecipient> {
  const ref = await views.links.refOf(account, contact)
  if (ref?.kind === 'call') return { callSid: contact }
  return ref?.session === undefined ? {} : { session: ref.session }
}

/**
 * A code of the campaign for whoever made the contact: a fresh one at first, the same one ever after. Mails to their address
 * name it from then on.
 * @returns what came of it, in a word
 */
export async function issueCode(
  deps: FollowUpDeps,
  account: AccountId,
  contacts: readonly string[],
  campaignId: CampaignId,
): Promise<string> {
  const { addresses, codes, ledger, mailing, sequences, now } = deps
  const [contact] = contacts
  if (contact === undefined) return 'nobody'
  const campaign = await ledger.campaigns.get(account, campaignId)
  if (!campaign) return 'no-campaign'
  let code = await addresses.codeOf(account, contact, campaignId)
  if (code === undefined) {
    const minted = await codes.mint(account, campaign, await recipientOf(deps, account, contact), now())
    if (minted.kind === 'refused') return 'refused'
    const fresh = minted.code.code
    code = await addresses.claimCode(account, contact, campaignId, fresh, now())
    if (code !== fresh) await codes.voidCode(account, fresh, 'follow-up', 'It was issued twice.', now())
  }
  const found = await findAddress(deps, account, contacts, await sequences.settings(account))
  if (found) await mailing.giveCode(account, found.address, { code, campaignId })
  return 'issued'
}
