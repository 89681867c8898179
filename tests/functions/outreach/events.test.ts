import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  eventsOfCall,
  eventsOfEnquiry,
  eventsOfProgress,
  eventsOfUses,
} from '../../../functions/outreach/events/decide.ts'
import type { CodeUsedFact } from '../../../shared/domain/fact.ts'
import type { ProgressRow } from '../../../shared/domain/progress.ts'
import { addDays, addMinutes } from '../../../shared/domain/time.ts'
import type { CallRow, EnquiryRow } from '../../../shared/domain/view.ts'

const openedAt = '2026-11-20T12:00:00.000Z'
const news = { now: addMinutes(openedAt, 5), createdAt: '2026-01-01T00:00:00.000Z' }

const row = (change: Partial<EnquiryRow['enquiry']> = {}, revision = 1): EnquiryRow =>
  ({
    revision,
    enquiry: {
      id: 'enq_CA1',
      person: 'per_CA1',
      openedAt,
      contacts: [{ kind: 'call', id: 'CA1', at: openedAt }],
      evidence: [],
      revoked: [],
      source: null,
      outcomes: [],
      excluded: null,
      valueMinorUnits: 0,
      ...change,
    },
  }) as unknown as EnquiryRow
const won = (at = addMinutes(openedAt, 3)) => ({ contact: 'CA1', at, stage: 'won', valueMinorUnits: 100 })
const evidence = (id: string) => ({ id, at: openedAt }) as EnquiryRow['enquiry']['evidence'][number]

const told = (before: EnquiryRow | undefined, after: EnquiryRow, given = news) =>
  eventsOfEnquiry('acc_1', before, after, given).map(({ event }) => event.type)

describe('what a change of an enquiry’s row comes to', () => {
  test.each([
    { name: 'a new one is opened', after: row(), types: ['enquiry.opened'] },
    { name: 'spam is nothing', after: row({ excluded: 'spam' }), types: [] },
    {
      name: 'what turns out to be none after all is opened then, and revised',
      before: row({ excluded: 'spam' }),
      after: row({}, 2),
      types: ['enquiry.opened', 'enquiry.revised'],
    },
    {
      name: 'what turns out to be spam is revised',
      before: row(),
      after: row({ excluded: 'spam' }, 2),
      types: ['enquiry.revised'],
    },
    { name: 'what tells no other story is nothing', before: row(), after: row(), types: [] },
    {
      name: 'one whose place changes is revised, and opened under the name that it was opened by',
      after: row({}, 3),
      types: ['enquiry.opened', 'enquiry.revised'],
    },
    {
      name: 'an outcome is reported once',
      before: row(),
      after: row({ outcomes: [won()] }, 2),
      types: ['enquiry.revised', 'outcome.reported'],
    },
    {
      name: 'and not again with the next one',
      before: row({ outcomes: [won()] }, 2),
      after: row({ outcomes: [won(), { ...won(addMinutes(openedAt, 4)), stage: 'lost' }] }, 3),
      types: ['enquiry.revised', 'outcome.reported'],
    },
  ])('$name', ({ before, after, types }) => {
    expect(told(before, after)).toEqual(types)
  })

  test.each([
    { name: 'an import of old enquiries', after: row(), days: 3, types: [] },
    {
      name: 'an outcome that is told weeks later',
      before: row(),
      after: row({ outcomes: [won()] }, 2),
      days: 30,
      types: ['enquiry.revised', 'outcome.reported'],
    },
    {
      name: 'evidence that somebody takes away, whenever',
      before: row({ evidence: [evidence('a')] }),
      after: row({ revoked: [evidence('a')] }, 2),
      days: 30,
      types: ['enquiry.revised'],
    },
    {
      name: 'a journey that other rules have made anew',
      before: row(),
      after: row({ source: { channel: 'Direct' } as never }, 2),
      days: 30,
      types: [],
    },
  ])('$name, $days days later: $types', ({ before, after, days, types }) => {
    expect(told(before, after, { ...news, now: addDays(openedAt, days) })).toEqual(types)
  })

  test('nothing is told of before there was an account', () => {
    expect(told(undefined, row(), { ...news, createdAt: addMinutes(openedAt, 1) })).toEqual([])
  })

  test('the same change has the same ids, and another revision others', () => {
    const idsOf = (after: EnquiryRow) =>
      eventsOfEnquiry('acc_1', row(), after, news).map(({ event }) => event.id)
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 50 }), fc.integer({ min: 2, max: 50 }), (a, b) => {
        const ids = idsOf(row({}, a))
        expect(ids).toEqual(idsOf(row({}, a)))
        expect(ids[0]).toMatch(/^evt_[\w-]{24}$/)
        if (a !== b) expect(idsOf(row({}, b))).not.toEqual(ids)
      }),
    )
  })
})

const call = (outcome: string, isSpam = false): CallRow =>
  ({
    call: { callSid: 'CA1', outcome, startedAt: openedAt, endedAt: openedAt },
    enquiryId: 'enq_CA1',
    isSpam,
  }) as unknown as CallRow

describe('a call', () => {
  test.each([
    { before: 'in-progress', after: call('missed'), types: ['call.missed'] },
    { before: 'in-progress', after: call('abandoned'), types: ['call.missed'] },
    { before: 'missed', after: call('voicemail'), types: [] },
    { before: 'in-progress', after: call('answered'), types: [] },
    { before: 'in-progress', after: call('missed', true), types: [] },
  ])('from $before: $types', ({ before, after, types }) => {
    expect(eventsOfCall('acc_1', call(before), after, news).map(({ event }) => event.type)).toEqual(types)
  })
})

test('each use of a code is told by itself, with the enquiry of the contact that it was made in', () => {
  const use = { code: '1234', campaignId: 'cmp_1', at: openedAt, how: 'online' } as unknown as CodeUsedFact
  const uses = [
    { ...use, useId: 'use_1' },
    { ...use, useId: 'use_2', callSid: 'CA1' },
    { ...use, useId: 'use_3', at: addDays(openedAt, -9) },
  ]
  const heard = eventsOfUses('acc_1', uses, new Map([['CA1', 'enq_CA1']]), news)
  expect(heard.map(({ event }) => [event.contact, event.enquiryId])).toEqual([
    ['use_1', undefined],
    ['CA1', 'enq_CA1'],
  ])
  expect(new Set(heard.map(({ event }) => event.id)).size).toBe(2)
})

describe('progress', () => {
  const cause = { on: 'page', at: openedAt, session: 'ses_1' } as const
  const progress = (change: Partial<ProgressRow> = {}): ProgressRow =>
    ({
      kind: 'visitor',
      id: 'vis_1',
      steps: [{ ...cause, step: 'pricing' }],
      contacts: [],
      enquiries: [],
      score: {
        halfLifeDays: null,
        thresholds: { warm: 10, ready: 50 },
        points: [],
        crossed: { warm: cause },
      },
      ...change,
    }) as unknown as ProgressRow
  const heard = (before: ProgressRow | undefined, after: ProgressRow, given = news) =>
    eventsOfProgress('acc_1', before, after, given).map(({ event }) => event)

  test('a step and a threshold are told, and by the same names when the visitor turns out to be a person', () => {
    const alone = heard(undefined, progress())
    expect(alone.map(({ type }) => type)).toEqual(['step.reached', 'score.crossed'])
    const joined = heard(undefined, progress({ kind: 'person', id: 'per_CA1' }))
    expect(joined.map(({ id }) => id)).toEqual(alone.map(({ id }) => id))
  })

  test('what was there before, and what is of long ago, is no news', () => {
    expect(heard(progress(), progress())).toEqual([])
    expect(heard(undefined, progress(), { ...news, now: addDays(openedAt, 3) })).toEqual([])
  })
})
