import { expect, test } from 'vitest'
import type { Enquiry, Session } from '../../../web/console/src/api/types.ts'
import { changesBetween } from '../../../web/console/src/pages/enquiry/revisions.ts'
import { storyOf } from '../../../web/console/src/pages/enquiry/story.ts'

const source = {
  channel: 'Paid Search',
  source: 'google',
  medium: 'cpc',
  campaign: 'sash',
  term: null,
  content: null,
  landingPage: null,
  referrer: null,
  clickIds: {},
} satisfies Enquiry['source']
const evidence = (id: string, detail: string) => ({
  id,
  kind: 'lease',
  strength: 0.95,
  at: '2026-11-02T09:00:00.000Z',
  detail,
})
const enquiry = {
  id: 'enq_1',
  openedAt: '2026-11-02T09:05:00.000Z',
  contacts: [
    { kind: 'call', id: 'CA1', at: '2026-11-02T09:05:00.000Z' },
    { kind: 'redemption', id: 'use_1', at: '2026-11-03T10:00:00.000Z' },
  ],
  evidence: [evidence('evd_1', 'The number was shown to that visit.')],
  revokedEvidence: [],
  confidence: 0.95,
  source,
  selfReported: null,
  journey: [{ at: '2026-11-02T09:00:00.000Z', sessionId: 'ses_1', ...source }],
  outcomes: [{ at: '2026-11-04T09:00:00.000Z', stage: 'won', contact: 'CA1', valueMinorUnits: 5000 }],
  excluded: null,
  value: { amount: 5000, currency: 'GBP' },
} as unknown as Enquiry

test('a story is told in the order in which it happened, each thing once', () => {
  const session = { sessionId: 'ses_1', startedAt: '2026-11-02T09:00:00.000Z' } as Session
  const codes = [
    {
      code: '1',
      display: '482-0913',
      campaignId: 'cmp_1',
      history: [
        { event: 'issued', at: '2026-11-02T09:06:00.000Z', callSid: 'CA1' },
        { event: 'held', at: '2026-11-03T09:00:00.000Z' },
        { event: 'used', at: '2026-11-03T10:00:00.000Z', sessionId: 'ses_2', redemptionId: 'use_1' },
      ],
    },
  ]
  const told = storyOf(enquiry, { sessions: [session], calls: [], conversations: [], codes })
  expect(told.map((moment) => ('what' in moment ? `${moment.kind} ${moment.what}` : moment.kind))).toEqual([
    'visit',
    'contact call',
    'code given',
    'code redeemed',
    'outcome',
  ])
})

test('what cannot be read stands by its kind', () => {
  const told = storyOf(enquiry, { sessions: [], calls: [], conversations: [], codes: [] })
  expect(told.map(({ kind }) => kind)).toEqual(['contact', 'contact', 'outcome'])
})

test.each([
  ['nothing, where nothing differs', {}, []],
  [
    'the source and how sure it is, first',
    { source: null, confidence: 0 },
    ['Source: Paid Search, google / cpc / sash → unknown.', 'Confidence: 95% → 0%.'],
  ],
  [
    'what was revoked, once',
    { evidence: [], revokedEvidence: enquiry.evidence },
    ['Evidence revoked: The number was shown to that visit.'],
  ],
  [
    'a contact that joined',
    { contacts: [...enquiry.contacts, { kind: 'form', id: 'f', at: '' }] },
    ['Joined by a form.'],
  ],
  ['one that left', { contacts: enquiry.contacts.slice(1) }, ['Left by a call.']],
  ['what it is worth', { value: { amount: 9950, currency: 'GBP' } }, ['Value: £50.00 → £99.50.']],
  ['that it counts no more', { excluded: 'spam' }, ['Left out of every count: spam.']],
] as const)('a revision says %s', (_, change, expected) => {
  expect(changesBetween(enquiry, { ...enquiry, ...change } as unknown as Enquiry)).toEqual(expected)
})

test('of a code that many use an enquiry tells its own uses alone', () => {
  const used = (at: string, callSid: string) => ({
    event: 'used',
    at,
    callSid,
    redemptionId: `use_${callSid}`,
  })
  const friends = {
    code: '2',
    display: '392-089-8402',
    campaignId: 'cmp_1',
    history: [
      used('2026-11-01T09:00:00.000Z', 'CA0'),
      used('2026-11-02T09:06:00.000Z', 'CA1'),
      used('2026-11-05T09:00:00.000Z', 'CA2'),
    ],
  }
  const told = storyOf(enquiry, { sessions: [], calls: [], conversations: [], codes: [friends] })
  expect(told.filter(({ kind }) => kind === 'code').map(({ at }) => at)).toEqual(['2026-11-02T09:06:00.000Z'])
})
