import type { Enquiry } from '../../../shared/domain/enquiry.ts'
import type { Evidence } from '../../../shared/domain/evidence.ts'
import type { AccountId } from '../../../shared/domain/ids.ts'
import type { EnquiryPort } from '../deps.ts'

const evidenceIn = ({ evidence, revoked }: Enquiry, id: string): Evidence | undefined =>
  [...evidence, ...revoked].find((each) => each.id === id)

/**
 * Evidence of the enquiry, standing or revoked; else what it had before: without a piece of evidence the contact may
 * belong to another enquiry, and whoever revoked it here must be able to restore it here.
 */
export async function findEvidence(
  enquiries: EnquiryPort,
  account: AccountId,
  enquiry: Enquiry,
  id: string,
): Promise<{ readonly evidence: Evidence; readonly isFormer: boolean } | undefined> {
  const present = evidenceIn(enquiry, id)
  if (present) return { evidence: present, isFormer: false }
  const revisions = await enquiries.revisions(account, enquiry.id)
  const [former] = revisions.flatMap((revision) => evidenceIn(revision.enquiry, id) ?? [])
  return former && { evidence: former, isFormer: true }
}
