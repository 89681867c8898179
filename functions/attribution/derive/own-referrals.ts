import { foldCode, recommenderOf } from '../../../shared/domain/code-evidence.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import type { Touch } from '../../../shared/domain/journey.ts'
import {
  codeOfLink,
  type Holders,
  hashesOf,
  withoutOwnCodes,
  withoutOwnLink,
} from '../../../shared/domain/self-referral.ts'
import type { AttributionPorts } from '../deps.ts'
import type { LoadedContact } from './finish-contact.ts'
import { inParallel } from './in-parallel.ts'

const codesAtOnce = 16

const knownBy = (contacts: readonly LoadedContact[]) => hashesOf(contacts.map(({ contact }) => contact))

/**
 * What somebody did with a code of their own tells nothing of where they came from.
 * @param contacts of one person
 */
export function withoutSelfReferrals(contacts: readonly LoadedContact[]): LoadedContact[] {
  const own = knownBy(contacts)
  return contacts.map((each) => ({ ...each, contact: withoutOwnCodes(each.contact, each.holders, own) }))
}

/** Likewise what they did by a link of their own. */
export async function withoutOwnLinks(
  { ledger }: Pick<AttributionPorts, 'ledger'>,
  account: AccountId,
  contacts: readonly LoadedContact[],
  touches: readonly Touch[],
): Promise<Touch[]> {
  const codes = [...new Set(touches.flatMap((touch) => codeOfLink(touch) ?? []))]
  const stories = await inParallel(codes, codesAtOnce, async (code) =>
    recommenderOf(foldCode(code, await ledger.codes.factsOf(account, code))),
  )
  const holders: Holders = new Map(stories.flatMap((told) => (told ? [told] : [])))
  const own = knownBy(contacts)
  return touches.map((touch) => withoutOwnLink(touch, holders, own))
}
