import type { Evidence } from '../../shared/domain/evidence.ts'
import type { EnquiryRow } from '../../shared/domain/view.ts'
import { type Rights, toldText } from '../../shared/http/caller.ts'

/** The enquiry as whoever has these rights is told it: what the person answered is in their own words. */
export function toldRow(rights: Pick<Rights, 'phones'>, row: EnquiryRow): EnquiryRow {
  if (rights.phones) return row
  const { enquiry } = row
  const told = (evidence: Evidence): Evidence =>
    evidence.kind === 'self-reported' ? { ...evidence, detail: toldText(rights, evidence.detail) } : evidence
  return {
    ...row,
    enquiry: {
      ...enquiry,
      evidence: enquiry.evidence.map(told),
      revoked: enquiry.revoked.map(told),
      selfReported: enquiry.selfReported === null ? null : toldText(rights, enquiry.selfReported),
    },
  }
}
