import type { Account } from '../../shared/domain/account.ts'
import type { Call } from '../../shared/domain/call.ts'
import type { Evidence } from '../../shared/domain/evidence.ts'
import { explainEnquiry } from '../../shared/domain/explain.ts'
import type { EnquiryId } from '../../shared/domain/ids.ts'
import type { EnquiryRow } from '../../shared/domain/view.ts'

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

export interface ShownCall {
  readonly call: Call
  /** The caller's number, decrypted; null where it was withheld. */
  readonly from: string | null
  readonly enquiryId: EnquiryId | null
  readonly firstTime: boolean | null
  readonly code: string | null
  readonly tags: readonly string[]
  readonly note: string | null
  readonly isSpam: boolean
}

export const renderCall = ({ call, from, enquiryId, firstTime, code, tags, note, isSpam }: ShownCall) => ({
  callSid: call.callSid,
  number: call.number,
  from,
  to: call.number,
  status: call.status,
  outcome: call.outcome,
  startedAt: call.startedAt,
  answeredAt: call.answeredAt,
  endedAt: call.endedAt,
  durationSeconds: call.durationSeconds,
  talkSeconds: call.talkSeconds,
  firstTime,
  code,
  recordings: [],
  tags,
  note,
  spam: isSpam,
  enquiryId,
})
