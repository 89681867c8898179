import { normalEmail } from '../../../shared/domain/email.ts'
import type { Erasure } from '../../../shared/domain/erasure.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import type { AdminDeps } from '../deps.ts'
import type { PersonBody } from './erasure-schema.ts'
import type { Start } from './find-person.ts'

type Deps = Pick<AdminDeps, 'enquiries'> & { readonly vault: Pick<AdminDeps['vault'], 'hash'> }

/** Where to look for the person whom a request names; what it names stands in it by its keyed hash alone. */
export async function startOf(
  { vault, enquiries }: Deps,
  account: AccountId,
  { phone, email, visitorId, contact, enquiryId }: PersonBody,
): Promise<Start & { readonly by: Erasure['by'] }> {
  if (phone !== undefined) {
    return { by: 'phone', nodes: [`phone:${vault.hash(account, 'phone', phone)}`], contacts: [] }
  }
  if (email !== undefined) {
    const hash = vault.hash(account, 'email', normalEmail(email) ?? email)
    return { by: 'email', nodes: [`email:${hash}`], contacts: [] }
  }
  if (visitorId !== undefined) return { by: 'visitor', nodes: [`visitor:${visitorId}`], contacts: [] }
  if (contact !== undefined) return { by: 'contact', nodes: [], contacts: [contact] }
  const found = await enquiries.find(account, enquiryId ?? '')
  return { by: 'enquiry', nodes: [], contacts: found?.enquiry.contacts.map(({ id }) => id) ?? [] }
}
