import type { WeekFigures } from '../../../functions/outreach/digest/read.ts'
import type { Notice } from '../../../functions/outreach/notices/notice.ts'
import type { Source } from '../../../shared/domain/source.ts'
import { type ReportRow, rowOf } from '../../../shared/domain/source-report.ts'

/** What mails are written of in tests: numbers of the fictional ranges, figures of a small business. */

export const paidSearch: Source = {
  channel: 'Paid Search',
  source: 'google',
  medium: 'cpc',
  campaign: 'sash-repairs-brighton',
  term: null,
  content: null,
  landingPage: 'https://shop.example.com/repairs/sash-windows',
  referrer: 'https://www.google.com/',
  clickIds: {},
}

export const voicemail: Notice = {
  kind: 'call',
  contact: 'CA00000000000000000000000000000001',
  outcome: 'voicemail',
  at: '2026-11-26T14:05:00.000Z',
  enquiryId: 'enq_CA00000000000000000000000000000001',
  isFirst: true,
  isOpening: true,
  phone: '+447700900123',
  written: [],
  number: { number: '+442079460010', label: 'Website, pool' },
  source: paidSearch,
  because: 'The number dialled was shown to this visit alone.',
  confidence: 0.95,
  page: {
    url: 'https://shop.example.com/repairs/sash-windows?gclid=abc',
    title: 'Sash window repairs in Brighton and Hove',
  },
  code: { display: '482-0913', campaign: 'Autumn: 10 % off the first repair' },
  waitedSeconds: 61,
  recording: {
    id: 'RE00000000000000000000000000000001',
    kind: 'voicemail',
    seconds: 34,
    transcript:
      'Hello, two of our windows do not close any more and it is getting cold. Could somebody call back this afternoon?',
  },
}

export const form: Notice = {
  kind: 'form',
  contact: 'frm_1',
  at: '2026-11-26T14:05:00.000Z',
  enquiryId: 'enq_frm_1',
  isFirst: true,
  isOpening: true,
  phone: '+447700900456',
  name: 'A. Reader',
  email: 'reader@example.org',
  written: [{ label: 'message', text: 'Do you repair bay windows?\nThere are three of them.' }],
  source: null,
  confidence: 0,
}

/** Sums in the order of the measures: enquiries, calls, first-time calls, missed calls, redemptions, value, … */
const row = (
  key: string,
  sessions: number,
  [enquiries, calls, missed, redeemed, value]: readonly [number, number, number, number, number],
  spend = 0,
): ReportRow => {
  const micros = (count: number) => count * 1_000_000
  const sums = [enquiries, calls, 0, missed, redeemed].map(micros)
  return rowOf(key, sessions, [...sums, value, micros(Math.round(enquiries * 0.75)), 0, 0, 0], spend)
}
const report = (rows: ReportRow[]) => {
  const sum = (field: 'sessions' | 'value' | 'spend') => rows.reduce((all, each) => all + each[field], 0)
  const count = (field: 'enquiries' | 'calls' | 'missedCalls' | 'redemptions') =>
    rows.reduce((all, each) => all + each[field], 0)
  const { key: _, ...totals } = row(
    '',
    sum('sessions'),
    [count('enquiries'), count('calls'), count('missedCalls'), count('redemptions'), sum('value')],
    sum('spend'),
  )
  return { rows, totals }
}

export const week: WeekFigures = {
  period: { from: '2026-11-16', to: '2026-11-22' },
  channels: report([
    row('Paid Search', 212, [14, 11, 3, 2, 412_000], 38_000),
    row('Organic Search', 340, [9, 6, 1, 1, 160_500]),
    row('Offline', 0, [6, 6, 2, 0, 48_000]),
    row('(unknown)', 0, [5, 5, 2, 0, 0]),
    row('Referral', 41, [2, 1, 0, 0, 22_000]),
    row('Direct', 96, [1, 1, 0, 0, 0]),
    row('Email', 12, [0, 0, 0, 0, 0]),
    row('Paid Social', 88, [0, 0, 0, 0, 0], 12_000),
  ]),
  channelsBefore: report([
    row('Paid Search', 180, [8, 6, 1, 1, 201_000], 38_000),
    row('Organic Search', 351, [11, 8, 1, 2, 144_000]),
    row('Offline', 0, [4, 4, 1, 0, 0]),
    row('(unknown)', 0, [4, 4, 0, 0, 0]),
    row('Email', 60, [5, 2, 0, 3, 31_000]),
  ]),
  sources: report([
    row('google', 480, [19, 14, 3, 2, 0]),
    row('van', 0, [4, 4, 1, 0, 0]),
    row('bing', 60, [3, 2, 1, 1, 0]),
    row('flyer', 0, [2, 2, 1, 0, 0]),
    row('checkatrade.com', 41, [2, 1, 0, 0, 0]),
  ]),
  days: [7, 5, 8, 6, 9, 2, 0].map((enquiries, index) => ({ day: `2026-11-${16 + index}`, enquiries })),
}
