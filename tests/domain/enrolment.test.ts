import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Consent,
  consentField,
  type MailingConsent,
  mayBeMailed,
  withConsent,
  withoutConsent,
} from '../../shared/domain/consent.ts'
import {
  type DueDecision,
  decideDue,
  type Enrolment,
  mayEnrol,
  type Standing,
} from '../../shared/domain/enrolment.ts'
import { freeAt } from '../../shared/domain/mail-frequency.ts'
import { nextMail, type Sequence, usualFollowUp } from '../../shared/domain/sequence.ts'
import { addDays } from '../../shared/domain/time.ts'
import { runs } from '../support/runs.ts'

const agreed: Consent = {
  basis: 'consent',
  at: '2026-11-20T10:00:00.000Z',
  by: 'form',
  contact: 'frm_1',
  detail: 'newsletter',
}
const mail = (id: string) => ({ id, delayWorkingHours: 8, subject: 'S', text: 'T', value: 'V' })
const sequence: Sequence = {
  id: 'seq_quote',
  name: 'After the quote',
  kind: 'follow-up',
  active: true,
  mails: [mail('a'), mail('b'), mail('c')],
  stopOn: ['reply', 'call', 'redemption', 'sale'],
  createdAt: '2026-11-01T00:00:00.000Z',
  changedAt: '2026-11-01T00:00:00.000Z',
}
// A Monday, at noon.
const now = '2026-11-23T12:00:00.000Z'
const enrolment: Enrolment = {
  account: 'acc_1',
  address: 'hash',
  sequence: 'seq_quote',
  run: 'run1',
  contact: 'frm_1',
  eventAt: '2026-11-20T10:00:00.000Z',
  startedAt: '2026-11-20T10:00:00.000Z',
  state: 'waiting',
  dueAt: now,
  done: [],
  places: [],
}
const claimed = { mail: 'a', links: [] }
const standing: Standing = {
  account: 'acc_1',
  address: 'hash',
  sealed: 'sealed',
  consent: agreed,
  sends: [],
  version: 1,
}
const rules = { settings: usualFollowUp, timeZone: 'Europe/London' }

describe('what is done with somebody whose turn it is', () => {
  const told = (decision: DueDecision) =>
    decision.decided === 'send'
      ? `send ${decision.mail.id}`
      : decision.decided === 'stop' || decision.decided === 'wait'
        ? `${decision.decided}: ${decision.because}`
        : decision.decided
  test.each<[why: string, expected: string, ...Parameters<typeof decideDue>]>([
    ['the first mail', 'send a', enrolment, sequence, standing, undefined, rules, now],
    [
      'the one after those that went',
      'send b',
      { ...enrolment, done: ['a'] },
      sequence,
      standing,
      undefined,
      rules,
      now,
    ],
    [
      'nothing is left',
      'finish',
      { ...enrolment, done: ['a', 'b', 'c'] },
      sequence,
      standing,
      undefined,
      rules,
      now,
    ],
    [
      'it was taken out since',
      'send c',
      { ...enrolment, done: ['a', 'x'] },
      { ...sequence, mails: [mail('a'), mail('c')] },
      standing,
      undefined,
      rules,
      now,
    ],
    [
      'one was put before those that went',
      'send c',
      { ...enrolment, done: ['a', 'b'] },
      { ...sequence, mails: [mail('new'), mail('a'), mail('b'), mail('c')] },
      standing,
      undefined,
      rules,
      now,
    ],
    [
      'told twice, after it moved on',
      'wait: not-due',
      { ...enrolment, dueAt: addDays(now, 1) },
      sequence,
      standing,
      undefined,
      rules,
      now,
    ],
    [
      'told again after the end',
      'nothing',
      { ...enrolment, state: 'stopped' },
      sequence,
      standing,
      undefined,
      rules,
      now,
    ],
    [
      'told again after the last',
      'nothing',
      { ...enrolment, state: 'finished' },
      sequence,
      standing,
      undefined,
      rules,
      now,
    ],
    [
      'it broke while it was sent: not again',
      'pass',
      { ...enrolment, state: 'sending', sending: { ...claimed, claimedAt: '2026-11-23T11:45:00.000Z' } },
      sequence,
      standing,
      undefined,
      rules,
      now,
    ],
    [
      'somebody is sending it at this moment: neither again nor passed over',
      'wait: claimed',
      { ...enrolment, state: 'sending', sending: { ...claimed, claimedAt: '2026-11-23T11:45:01.000Z' } },
      sequence,
      standing,
      undefined,
      rules,
      now,
    ],
    ['they called meanwhile', 'stop: call', enrolment, sequence, standing, 'call', rules, now],
    [
      'a stop outweighs everything that makes wait',
      'stop: sale',
      enrolment,
      { ...sequence, active: false },
      standing,
      'sale',
      rules,
      '2026-11-23T23:00:00.000Z',
    ],
    [
      'the sequence was deleted',
      'stop: sequence-gone',
      enrolment,
      undefined,
      standing,
      undefined,
      rules,
      now,
    ],
    [
      'the sequence rests',
      'wait: paused',
      enrolment,
      { ...sequence, active: false },
      standing,
      undefined,
      rules,
      now,
    ],
    [
      'they were erased',
      'stop: no-address',
      enrolment,
      sequence,
      { ...standing, sealed: undefined },
      undefined,
      rules,
      now,
    ],
    [
      'nothing is known of the address',
      'stop: no-address',
      enrolment,
      sequence,
      undefined,
      undefined,
      rules,
      now,
    ],
    [
      'nobody recorded a consent',
      'stop: no-consent',
      enrolment,
      sequence,
      { ...standing, consent: undefined },
      undefined,
      rules,
      now,
    ],
    [
      'they unsubscribed',
      'stop: unsubscribed',
      enrolment,
      sequence,
      { ...standing, unsubscribedAt: '2026-11-22T10:00:00.000Z' },
      undefined,
      rules,
      now,
    ],
    [
      'in the evening',
      'wait: quiet',
      { ...enrolment, dueAt: '2026-11-23T20:30:00.000Z' },
      sequence,
      standing,
      undefined,
      rules,
      '2026-11-23T20:30:00.000Z',
    ],
    [
      'the scheduler stood still',
      'wait: late',
      { ...enrolment, dueAt: '2026-11-23T11:29:00.000Z' },
      sequence,
      standing,
      undefined,
      rules,
      now,
    ],
    [
      'a busy minute is none',
      'send a',
      { ...enrolment, dueAt: '2026-11-23T11:31:00.000Z' },
      sequence,
      standing,
      undefined,
      rules,
      now,
    ],
    [
      'once spread it goes, late or not',
      'send a',
      { ...enrolment, dueAt: '2026-11-23T09:00:00.000Z', spread: 'a' },
      sequence,
      standing,
      undefined,
      rules,
      now,
    ],
    [
      'they had three this week',
      'wait: too-many',
      enrolment,
      sequence,
      {
        ...standing,
        sends: ['2026-11-18T10:00:00.000Z', '2026-11-19T10:00:00.000Z', '2026-11-20T10:00:00.000Z'],
      },
      undefined,
      rules,
      now,
    ],
    [
      'they had three, but not this week',
      'send a',
      enrolment,
      sequence,
      {
        ...standing,
        sends: ['2026-11-16T10:00:00.000Z', '2026-11-19T10:00:00.000Z', '2026-11-20T10:00:00.000Z'],
      },
      undefined,
      rules,
      now,
    ],
  ])('%s', (_why, expected, ...given) => {
    expect(told(decideDue(...given))).toBe(expected)
  })

  test('whoever waits waits for a later time, whatever the clock does', () => {
    const minute = fc
      .integer({ min: 0, max: 60 * 24 * 60 })
      .map((minutes) => new Date(Date.parse('2026-03-01') + minutes * 60_000).toISOString())
    fc.assert(
      fc.property(
        minute,
        minute,
        fc.array(minute, { maxLength: 6 }),
        fc.boolean(),
        (dueAt, at, sends, active) => {
          const decision = decideDue(
            { ...enrolment, dueAt },
            { ...sequence, active },
            { ...standing, consent: { ...agreed, at: '2026-01-01T00:00:00.000Z' }, sends },
            undefined,
            rules,
            at,
          )
          expect(['send', 'wait']).toContain(decision.decided)
          if (decision.decided === 'wait') expect(decision.until > at).toBe(true)
          else expect(sends.filter((send) => send > addDays(at, -7)).length).toBeLessThan(3)
        },
      ),
      { numRuns: runs(200) },
    )
  })
})

test('a cap lets the next one go when enough are old', () => {
  const sends = ['2026-11-18T10:00:00.000Z', '2026-11-20T10:00:00.000Z', '2026-11-22T10:00:00.000Z']
  expect(freeAt(sends, { mails: 3, days: 7 }, now)).toBe('2026-11-25T10:00:00.000Z')
  expect(freeAt(sends, { mails: 2, days: 7 }, now)).toBe('2026-11-27T10:00:00.000Z')
  expect(freeAt(sends, { mails: 4, days: 7 }, now)).toBe(now)
  expect(freeAt([], { mails: 1, days: 7 }, now)).toBe(now)
})

test('mails go in their order, each once', () => {
  expect(nextMail(sequence, [])?.id).toBe('a')
  expect(nextMail(sequence, ['a'])?.id).toBe('b')
  expect(nextMail(sequence, ['c'])).toBeUndefined()
})

describe('who may be taken in', () => {
  const before = { run: 'one', state: 'finished', startedAt: now, eventAt: now } as const
  test.each([
    ['nobody who is new is kept out', 'yes', undefined, { run: 'one', eventAt: now }],
    ['the same event, told again', 'same', before, { run: 'one', eventAt: now }],
    [
      'another event while they are in it',
      'under-way',
      { ...before, state: 'waiting' },
      { run: 'two', eventAt: addDays(now, 90) },
    ],
    ['soon after they went through', 'too-soon', before, { run: 'two', eventAt: addDays(now, 29) }],
    ['an older event that is told again', 'too-soon', before, { run: 'zero', eventAt: addDays(now, -40) }],
    ['a new enquiry months later', 'yes', before, { run: 'two', eventAt: addDays(now, 30) }],
  ] as const)('%s', (_why, expected, known, fresh) => {
    expect(mayEnrol(known, fresh, 30)).toBe(expected)
  })
})

describe('consent', () => {
  const later = (days: number, basis: Consent['basis'] = 'consent'): Consent => ({
    ...agreed,
    basis,
    at: addDays(agreed.at, days),
  })
  test.each<[why: string, expected: string, known: MailingConsent]>([
    ['none was recorded', 'no-consent', {}],
    ['one was', 'yes', { consent: agreed }],
    ['an enquirer who could refuse', 'yes', { consent: later(0, 'soft-opt-in') }],
    ['it was taken back', 'unsubscribed', { consent: agreed, unsubscribedAt: addDays(agreed.at, 1) }],
    ['it was given anew', 'yes', { consent: later(2), unsubscribedAt: addDays(agreed.at, 1) }],
    [
      'an enquiry is no new consent',
      'unsubscribed',
      { consent: later(2, 'soft-opt-in'), unsubscribedAt: addDays(agreed.at, 1) },
    ],
    ['a wish without a consent', 'no-consent', { unsubscribedAt: agreed.at }],
  ])('%s: %s', (_why, expected, known) => {
    expect(mayBeMailed(known)).toBe(expected)
  })
  test('the newest holds, in whatever order they are learnt', () => {
    expect(withConsent(withConsent<MailingConsent>({}, later(3)), agreed).consent).toEqual(later(3))
    expect(withConsent(withConsent<MailingConsent>({}, agreed), later(3)).consent).toEqual(later(3))
  })
  test('whoever unsubscribes had agreed before, by whatever clock', () => {
    const earlier = addDays(agreed.at, -1)
    expect(mayBeMailed(withoutConsent<MailingConsent>({ consent: agreed }, earlier))).toBe('unsubscribed')
    const known: MailingConsent = { consent: agreed, unsubscribedAt: earlier }
    expect(mayBeMailed(known)).toBe('yes')
    expect(mayBeMailed(withoutConsent(known, earlier))).toBe('unsubscribed')
  })
  test('an unsubscription that is told again changes nothing', () => {
    const known = withoutConsent<MailingConsent>({ consent: agreed }, addDays(agreed.at, 1))
    expect(withoutConsent(known, addDays(agreed.at, 2))).toBe(known)
  })
  test.each<[why: string, expected: string | undefined, fields: Record<string, unknown>, names?: string[]]>([
    ['a ticked box', 'newsletter', { message: 'Hello', newsletter: 'on' }],
    ['by another name', 'marketing_consent', { marketing_consent: 'yes' }],
    ['of a program that sends booleans', 'optIn', { optIn: true }],
    ['a choice of no', undefined, { newsletter: 'no' }],
    ['a box that sends its state', undefined, { marketing: 'false' }],
    ['no such field', undefined, { message: 'I consent to nothing' }],
    ['a field that says the opposite', undefined, { 'opt-out': 'on', unsubscribe: 'on' }],
    ['the account’s own field', 'Angebote', { newsletter: 'on', Angebote: 'ja' }, ['angebote']],
    ['and no other then', undefined, { newsletter: 'on' }, ['angebote']],
  ])('%s', (_why, expected, fields, names) => {
    expect(consentField(fields, names)).toBe(expected)
  })
})
