import { expect, test } from 'vitest'
import type { Enquiry } from '../../shared/domain/enquiry.ts'
import { explainEnquiry } from '../../shared/domain/explain.ts'
import type { Source } from '../../shared/domain/source.ts'

const enquiryFrom = (source: Partial<Source>) =>
  ({
    evidence: [
      { id: 'e1', kind: 'lease', strength: 0.95, detail: 'The number was shown to that visit alone.' },
    ],
    revoked: [],
    decidedBy: 'e1',
    source: { source: null, medium: null, campaign: null, ...source },
    journey: [],
    rules: { lookbackDays: 90 },
    openedAt: '2026-11-26T10:00:00.000Z',
    selfReported: null,
    excluded: undefined,
  }) as unknown as Enquiry

test.each([
  [
    'an advertisement',
    { channel: 'Paid Search', source: 'google', medium: 'cpc', campaign: 'boilers' },
    'Paid Search (google / cpc / boilers)',
  ],
  [
    'a direct visit, without GA4’s placeholders',
    { channel: 'Direct', source: '(direct)', medium: '(none)' },
    'Direct',
  ],
  [
    'a source without a medium',
    { channel: 'Unassigned', source: 'fair', medium: '(not set)' },
    'Unassigned (fair)',
  ],
] as const)('names %s', (_label, source, name) => {
  expect(explainEnquiry(enquiryFrom(source)).sentences[0]).toBe(
    `Attributed to ${name}: The number was shown to that visit alone.`,
  )
})
