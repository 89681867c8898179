import { type Deal, likeliestAt } from '../../../shared/domain/deal.ts'
import { enquiryIdOf } from '../../../shared/domain/enquiry.ts'
import type { AccountId, EnquiryId } from '../../../shared/domain/ids.ts'
import type { Instant } from '../../../shared/domain/time.ts'
import type { AdminDeps } from '../deps.ts'
import type { PrivacyPorts } from '../erasures/ports.ts'

export type HolderDeps = Pick<AdminDeps, 'enquiries'> & {
  readonly privacy: { readonly links: Pick<PrivacyPorts['links'], 'membersOf' | 'visitorsAt' | 'refOf'> }
}

export interface Holder {
  readonly contact: string
  readonly enquiryId: EnquiryId | null
  /** Whether the views say so; else it is whom they will come to, as far as is known now. */
  readonly isShown: boolean
}

/** Of those who share a phone as many are looked at. */
const mostLookedAt = 20

async function metAt(
  { privacy: { links } }: HolderDeps,
  account: AccountId,
  node: string,
): Promise<readonly { readonly id: string; readonly at: Instant }[]> {
  if (node.startsWith('contact:')) {
    const id = node.slice('contact:'.length)
    return [(await links.refOf(account, id)) ?? { id, at: '' }]
  }
  if (!node.startsWith('click:')) return (await links.membersOf(account, node)).contacts
  const { visitors } = await links.visitorsAt(account, node)
  const met = await Promise.all(visitors.map((visitor) => links.membersOf(account, `visitor:${visitor}`)))
  return met.flatMap(({ contacts }) => contacts.filter(({ converts }) => converts))
}

/** Whose the deal is: what the views show, else whom they are about to show. */
export async function findHolder(
  deps: HolderDeps,
  account: AccountId,
  deal: Deal,
): Promise<Holder | undefined> {
  let expected: Holder | undefined
  for (const node of deal.about) {
    for (const { id } of likeliestAt(await metAt(deps, account, node), deal.at).slice(0, mostLookedAt)) {
      const enquiry = (await deps.enquiries.find(account, enquiryIdOf(id)))?.enquiry
      const shown = enquiry?.outcomes.find((outcome) => outcome.deal === deal.id)
      if (enquiry && shown) return { contact: shown.contact, enquiryId: enquiry.id, isShown: true }
      if (!node.startsWith('contact:') || enquiry) {
        expected ??= { contact: id, enquiryId: enquiry?.id ?? null, isShown: false }
      }
    }
  }
  return expected
}
