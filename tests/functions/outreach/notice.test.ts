import { describe, expect, test } from 'vitest'
import { letterText } from '../../../functions/outreach/mails/letter-text.ts'
import { dueAtOf, happeningsOf, isNews } from '../../../functions/outreach/notices/decide.ts'
import { maskedPhone } from '../../../functions/outreach/notices/mask.ts'
import type { CallRow } from '../../../shared/domain/view.ts'
import { form, paidSearch, voicemail } from './examples.ts'
import { noticeLetter } from './letters.ts'

const now = '2026-11-26T14:06:10.000Z'
const call = {
  account: 'acc_1',
  contact: 'CA1',
  kind: 'call',
  at: '2026-11-26T14:06:05.000Z',
  outcome: 'missed',
} as const
const flow = { forwardTo: [], ring: 'all' } as const

describe('when it is told', () => {
  test.each([
    ['at once, where no recording is to be expected', call, flow, now],
    ['once the message may be ready', call, { ...flow, voicemail: true }, '2026-11-26T14:06:15.000Z'],
    [
      'at once, when the message is there',
      { ...call, hasRecording: true },
      { ...flow, voicemail: true },
      now,
    ],
    [
      'once the recorded call may be ready',
      { ...call, outcome: 'answered' },
      { ...flow, record: true },
      '2026-11-26T14:06:15.000Z',
    ],
    [
      'at once, where an answered call is not recorded',
      { ...call, outcome: 'answered' },
      { ...flow, voicemail: true },
      now,
    ],
    [
      'at once, when it was told of late',
      { ...call, at: '2026-11-26T14:00:00.000Z' },
      { ...flow, voicemail: true },
      now,
    ],
    ['at once, by a number that nobody registered', call, undefined, now],
  ] as const)('%s', (_label, happening, given, expected) => {
    expect(dueAtOf(happening, given, now)).toBe(expected)
  })
})

describe('what is news', () => {
  const account = { createdAt: '2026-11-26T09:00:00.640Z' }
  test.each([
    ['what has just ended', '2026-11-26T14:06:05.000Z', true],
    ['what ended within the hour, behind a stream that was held up', '2026-11-26T13:10:00.000Z', true],
    ['not an import of yesterday’s', '2026-11-25T14:06:05.000Z', false],
    [
      'a call that ended just after, in the whole seconds that Twilio tells',
      '2026-11-26T09:00:00.000Z',
      true,
    ],
    ['not what was before the account itself: an example’s history', '2026-11-26T08:59:00.000Z', false],
  ])('%s', (_label, at, expected) => {
    const earlyNow = '2026-11-26T09:30:00.000Z'
    expect(isNews({ ...call, at }, account, at < account.createdAt ? earlyNow : now)).toBe(expected)
  })

  const row = (outcome: CallRow['call']['outcome'], isSpam = false) =>
    ({
      account: 'acc_1',
      call: {
        call: { callSid: 'CA1', outcome, startedAt: now, endedAt: null, number: '+442079460001' },
        isSpam,
      },
    }) as unknown as Parameters<typeof happeningsOf>[0]
  test.each([
    ['a call that rings is none yet', row('in-progress'), 0],
    ['one that ended is', row('missed'), 1],
    ['spam is none', row('missed', true), 0],
  ])('%s', (_label, given, count) => {
    expect(happeningsOf(given)).toHaveLength(count)
  })
})

describe('what the mail says', () => {
  test('everything that helps to call back, in the subject the most of it', () => {
    const letter = noticeLetter(voicemail)
    expect(letter.subject).toBe('Missed call, message left: +44 7700 900123 · Paid Search (google)')
    const text = letterText(letter)
    for (const part of [
      'Called Thu 26 Nov, 14:05.',
      'two of our windows do not close',
      'google / cpc / sash-repairs-brighton',
      'shop.example.com/repairs/sash-windows',
      '482-0913',
      'Website, pool',
      'https://calls.example.com/enquiries/enq_CA00000000000000000000000000000001',
      'Hear the message (34 s): https://calls.example.com/v1/calls/CA/recordings/RE/media',
      'Call +44 7700 900123: tel:+447700900123',
      'Unsubscribe: https://calls.example.com/mail/unsubscribe?',
    ])
      expect(text).toContain(part)
    // The page's click ids are nobody's business.
    expect(text).not.toContain('gclid')
  })

  test('to a marketer no phone, and the message all the same', () => {
    const text = letterText(noticeLetter(voicemail, { phones: false, recordings: true }))
    expect(text).toContain('+44 7700 •••• 23')
    expect(text).not.toMatch(/900123|900 123/)
    expect(text).toContain('two of our windows')
  })

  test('to a viewer neither', () => {
    const text = letterText(noticeLetter(voicemail, { phones: false, recordings: false }))
    expect(text).not.toMatch(/900123|two of our windows|recordings/)
  })

  test('of a form its sender and words, to whoever may know them', () => {
    const known = letterText(noticeLetter(form))
    for (const part of ['A. Reader', 'reader@example.org', '+44 7700 900456', 'There are three of them.'])
      expect(known).toContain(part)
    const masked = letterText(noticeLetter(form, { phones: false, recordings: true }))
    expect(masked).not.toMatch(/A\. Reader|reader@|900456|three of them/)
    expect(masked).toContain('+44 7700 •••• 56')
  })

  test.each([
    [
      'an answered call that opens an enquiry',
      { outcome: 'answered', talkSeconds: 200 },
      'New enquiry by phone',
    ],
    ['one of somebody known', { outcome: 'answered', isOpening: false }, 'Another call'],
    ['one that gave up at once', { outcome: 'abandoned' }, 'Missed call, hung up early'],
    ['a withheld number', { outcome: 'missed', phone: undefined }, 'Missed call: A withheld number'],
    ['no known source', { outcome: 'missed', source: null }, 'Missed call: +44 7700 900123'],
    [
      'a direct visit, whose source has no name',
      { outcome: 'missed', source: { ...paidSearch, channel: 'Direct', source: '(direct)' } },
      '+44 7700 900123 · Direct',
    ],
  ] as const)('%s', (_label, change, expected) => {
    expect(noticeLetter({ ...voicemail, recording: undefined, ...change }).subject).toContain(expected)
  })
})

test.each([
  ['+447700900123', '+44 7700 •••• 23'],
  ['+442079460010', '+44 2079 •••• 10'],
  ['+12025550123', '+1 2025 •••• 23'],
  ['+4930123456', '+49 30 •••• 56'],
])('%s is masked as %s', (phone, masked) => {
  expect(maskedPhone(phone)).toBe(masked)
})
