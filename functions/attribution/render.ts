import type { Account } from '../../shared/domain/account.ts'
import type { Enquiry } from '../../shared/domain/enquiry.ts'
import type { Evidence } from '../../shared/domain/evidence.ts'
import { explainEnquiry } from '../../shared/domain/explain.ts'
import type { EnquiryRow } from '../../shared/domain/view.ts'
import type { EnquiryOfCall } from './call-schema.ts'

const renderEvidence = ({ id, kind, strength, at, sessionId, visitorId, detail }: Evidence) => ({
  id,
  kind,
  strength,
  at,
  ...(sessionId !== undefined && { sessionId }),
  ...(visitorId !== undefined && { visitorId }),
  detail,
})

export const renderEnquiry = (
  { enquiry, revision }: EnquiryRow,
  { currency }: Pick<Account, 'currency'>,
) => ({
  id: enquiry.id,
  openedAt: enquiry.openedAt,
  contacts: enquiry.contacts,
  person: enquiry.person,
  evidence: enquiry.evidence.map(renderEvidence),
  revokedEvidence: enquiry.revoked.map(renderEvidence),
  confidence: enquiry.confidence,
  source: enquiry.source,
  selfReported: enquiry.selfReported,
  journey: enquiry.journey.map(({ at, sessionId, source }) => ({
    at,
    ...(sessionId !== undefined && { sessionId }),
    ...source,
  })),
  credits: enquiry.credits,
  firstTime: enquiry.isFirst,
  excluded: enquiry.excluded,
  outcomes: enquiry.outcomes,
  revision,
  value: { amount: enquiry.valueMinorUnits, currency },
  explanation: explainEnquiry(enquiry),
})

/** What a call in a list says of its enquiry. */
export const renderEnquiryOfCall = (
  { id, source, confidence, outcomes, valueMinorUnits, selfReported }: Enquiry,
  currency: string,
): EnquiryOfCall => ({
  id,
  source: source && {
    channel: source.channel,
    source: source.source,
    medium: source.medium,
    campaign: source.campaign,
  },
  confidence,
  stage: outcomes.at(-1)?.stage ?? null,
  value: { amount: valueMinorUnits, currency },
  selfReported,
})
