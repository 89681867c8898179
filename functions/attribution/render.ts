import type { Account } from '../../shared/domain/account.ts'
import type { Call } from '../../shared/domain/call.ts'
import type { EnquiryId } from '../../shared/domain/ids.ts'
import type { ReportRow } from '../../shared/domain/rollup.ts'
import type { EnquiryRow } from '../../shared/domain/view.ts'

export const renderEnquiry = (
  { enquiry, revision }: EnquiryRow,
  { currency }: Pick<Account, 'currency'>,
) => ({
  id: enquiry.id,
  openedAt: enquiry.openedAt,
  contacts: enquiry.contacts,
  person: enquiry.person,
  evidence: enquiry.evidence.map(({ id, kind, strength, at, sessionId, detail }) => ({
    id,
    kind,
    strength,
    at,
    ...(sessionId !== undefined && { sessionId }),
    detail,
  })),
  confidence: enquiry.confidence,
  source: enquiry.source,
  journey: enquiry.journey.map(({ at, sessionId, source }) => ({
    at,
    ...(sessionId !== undefined && { sessionId }),
    ...source,
  })),
  credits: enquiry.credits,
  revision,
  value: { amount: enquiry.valueMinorUnits, currency },
})

export interface ShownCall {
  readonly call: Call
  /** The caller's number, decrypted; null where it was withheld. */
  readonly from: string | null
  readonly enquiryId: EnquiryId | null
  readonly firstTime: boolean | null
  readonly code: string | null
}

export const renderCall = ({ call, from, enquiryId, firstTime, code }: ShownCall) => ({
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
  tags: [],
  note: null,
  spam: false,
  enquiryId,
})

/** What a spreadsheet would take for a formula (OWASP ASVS 1.2.10) is told apart by a leading apostrophe. */
const startsFormula = /^[=+\-@\t\r\0]/

function csvField(value: string | number): string {
  if (typeof value === 'number') return String(value)
  const safe = startsFormula.test(value) ? `'${value}` : value
  return /[",\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** RFC 4180, with a header row. */
export function renderCsv(rows: readonly ReportRow[]): string {
  const columns = [
    'key',
    'sessions',
    'enquiries',
    'enquiriesMicros',
    'calls',
    'firstTimeCalls',
    'missedCalls',
    'redemptions',
    'value',
    'spend',
  ] as const satisfies (keyof ReportRow)[]
  const lines = [
    columns.join(','),
    ...rows.map((row) => columns.map((column) => csvField(row[column])).join(',')),
  ]
  return `${lines.join('\r\n')}\r\n`
}
