import fc from 'fast-check'
import { type DealNode, inOrderOfTrust } from '../../../shared/domain/deal.ts'
import type { Fact } from '../../../shared/domain/fact.ts'
import { addMinutes, instantOf } from '../../../shared/domain/time.ts'

const start = Date.parse('2026-11-01T00:00:00.000Z')
const stepMinutes = 5
const stepsOfDay = (24 * 60) / stepMinutes
/** Mostly a few hours of four days, where facts meet: some of the days are further apart than contacts of one enquiry. */
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom(0, 1, 5, 12), fc.nat(48))
      .map(([day, step]) => (day + 0.25) * stepsOfDay + step),
  },
  fc.nat(14 * stepsOfDay),
)
const instant = step.map((step) => instantOf(start + step * stepMinutes * 60_000))
const visitor = fc.constantFrom('vis_1', 'vis_2', 'vis_3')
const pages = fc.constantFrom(
  'https://shop.example/',
  'https://shop.example/sash?utm_source=google&utm_medium=cpc&gclid=AbC',
  'https://shop.example/doors?utm_source=newsletter&utm_medium=email',
)
const number = fc.constantFrom('+442079460001', '+442079460002')
/**
 * What happened together, for the account and the place in its history: `index` keeps the ids of one draft apart from all
 * others', since two calls of one CallSid can't be.
 */
export type Draft = (account: string, index: number) => Fact[]

/** A visit of one to three pages and signs of life, with or without a number leased to it: two may hold one, as in a pool run dry. */
const visits: fc.Arbitrary<Draft> = fc
  .record({
    visitor,
    at: instant,
    urls: fc.array(pages, { minLength: 1, maxLength: 3 }),
    leased: fc.option(number),
    signs: fc.subarray(['seen', 'event'] as const, { maxLength: 1 }),
  })
  .map(({ visitor, at, urls, leased, signs }) => (account, index) => {
    const session = `ses_${visitor}_${index}`
    const page = (url: string, position: number): Fact => ({
      fact: 'page',
      account,
      session,
      visitor,
      at: addMinutes(at, position * 3),
      url,
    })
    const until = addMinutes(at, 60)
    const freeAt = addMinutes(until, 30)
    const lease = leased && {
      fact: 'lease' as const,
      account,
      number: leased,
      session,
      visitor,
      from: at,
      until,
      freeAt,
      shared: false,
    }
    const signOf = (sign: 'seen' | 'event'): Fact => {
      const base = { account, session, visitor, at: addMinutes(at, 12) }
      return sign === 'seen' ? { ...base, fact: sign } : { ...base, fact: sign, name: 'brochure' }
    }
    return [...urls.map(page), ...signs.map(signOf), ...(lease ? [lease] : [])]
  })

const calls: fc.Arbitrary<Draft> = fc
  .record({
    at: instant,
    caller: fc.option(fc.constantFrom('phone-a', 'phone-b', 'phone-c'), { nil: undefined }),
    number,
    van: fc.boolean(),
    ending: fc.constantFrom('none', 'answered', 'missed', 'message'),
  })
  .map(({ at, caller, number, van, ending }) => (account, index) => {
    const base = { account, callSid: `CA${index}`, number, ...(caller && { caller }) }
    const voice: Fact = {
      ...base,
      fact: 'voice',
      at,
      numberId: 'num_1',
      ...(van && { source: { source: 'van', medium: 'vehicle' } }),
    }
    if (ending === 'none') return [voice]
    const dial: Fact = {
      ...base,
      fact: 'dial',
      scope: 'whole',
      at: addMinutes(at, 2),
      legSid: `CA${index}leg`,
      status: ending === 'answered' ? 'completed' : 'no-answer',
    }
    const status: Fact = {
      ...base,
      fact: 'status',
      sequence: 0,
      status: 'completed',
      at: addMinutes(at, 2),
      durationSeconds: 40,
    }
    if (ending !== 'message') return [voice, dial, status]
    const recordingSid = `RE${index}`
    return [
      voice,
      dial,
      status,
      {
        ...base,
        fact: 'recording',
        recordingSid,
        kind: 'voicemail',
        status: 'completed',
        durationSeconds: 9,
        at: addMinutes(at, 3),
      },
      { ...base, fact: 'transcription', recordingSid, status: 'failed', at: addMinutes(at, 4) },
    ]
  })

/** A code shown to a session and quoted in a call, or given in a call and entered online; some uses are taken back. */
const codes: fc.Arbitrary<Draft> = fc
  .record({
    issuedTo: fc.constantFrom('session', 'call'),
    issuedAt: instant,
    usedAt: instant,
    visitor,
    seen: fc.boolean(),
    caller: fc.constantFrom('phone-a', 'phone-d'),
    singleUse: fc.boolean(),
    voided: fc.boolean(),
  })
  .map(({ issuedTo, issuedAt, usedAt, visitor, seen, caller, singleUse, voided }) => (account, index) => {
    const session = `ses_code_${index}_${visitor}`
    const callSid = `CAcode${index}`
    const base = { account, code: `${1_000_000 + index}`, campaignId: 'cmp_1', singleUse }
    const byPhone = issuedTo === 'session'
    const useId = `red_${index}`
    return [
      ...(seen
        ? [
            {
              fact: 'page' as const,
              account,
              session,
              visitor,
              at: byPhone ? issuedAt : usedAt,
              url: 'https://shop.example/code?utm_source=bing&utm_medium=cpc',
            },
          ]
        : []),
      {
        fact: 'voice' as const,
        account,
        callSid,
        number: '+442079460001',
        caller,
        at: byPhone ? usedAt : issuedAt,
        numberId: 'num_1',
      },
      {
        ...base,
        fact: 'code-issued' as const,
        at: issuedAt,
        ...(byPhone ? { session, visitor } : { callSid }),
      },
      {
        ...base,
        fact: 'code-used' as const,
        at: usedAt,
        useId,
        ...(byPhone ? { how: 'keyed' as const, callSid } : { how: 'online' as const, session }),
      },
      ...(voided
        ? [{ fact: 'code-use-voided' as const, account, code: base.code, at: usedAt, useId, by: 'test' }]
        : []),
    ]
  })

/** A form, with or without what says who sent it; its visitor may be one that calls were leased to. */
const forms: fc.Arbitrary<Draft> = fc
  .record({
    visitor,
    at: instant,
    phone: fc.option(fc.constantFrom('phone-a', 'phone-b'), { nil: undefined }),
    email: fc.option(fc.constantFrom('email-a', 'email-b'), { nil: undefined }),
    url: pages,
  })
  .map(({ visitor, at, url, ...who }) => (account, index) => {
    const base = { account, session: `ses_form_${index}`, visitor }
    return [
      { ...base, fact: 'page', at, url },
      { ...base, ...who, fact: 'form', at: addMinutes(at, 1), formId: `frm_${index}` },
    ]
  })

/** A tap on a number, and a call a few minutes later or not. */
const taps: fc.Arbitrary<Draft> = fc
  .record({ visitor, at: instant, number, later: fc.integer({ min: 0, max: 15 }), url: pages })
  .map(({ visitor, at, number, later, url }) => (account, index) => {
    const base = { account, session: `ses_tap_${index}`, visitor }
    return [
      { ...base, fact: 'page', at, url },
      { ...base, fact: 'phone-click', at: addMinutes(at, 1), number },
      {
        fact: 'voice',
        account,
        callSid: `CAtap${index}`,
        number,
        at: addMinutes(at, 1 + later),
        numberId: 'num_1',
      },
    ]
  })

/** Texts of one conversation, with or without a code that a session was shown; the number leased, a van's, or neither. */
const texts: fc.Arbitrary<Draft> = fc
  .record({
    at: instant,
    sender: fc.option(fc.constantFrom('phone-a', 'phone-b', 'phone-c'), { nil: undefined }),
    number,
    van: fc.boolean(),
    minutes: fc.array(fc.integer({ min: -30, max: 600 }), { maxLength: 2 }),
    code: fc.constantFrom('none', 'quoted', 'voided'),
  })
  .map(({ at, sender, number, van, minutes, code }) => (account, index) => {
    const conversation = `SM${index}`
    const source = { source: 'van', medium: 'vehicle' }
    const text = (later: number, position: number): Fact => ({
      fact: 'text',
      account,
      messageSid: position === 0 ? conversation : `${conversation}-${position}`,
      conversation,
      at: addMinutes(at, later),
      number,
      ...(sender && { sender, sealedSender: '' }),
      sealedBody: '',
      numberId: 'num_1',
      ...(van && { source }),
    })
    const written = [0, ...minutes].map(text)
    if (code === 'none') return written
    const session = `ses_text_${index}`
    const base = { account, code: `${2_000_000 + index}`, campaignId: 'cmp_1', singleUse: true }
    const useId = `red_text_${index}`
    const used = { ...base, fact: 'code-used' as const, at, useId, how: 'sms' as const, conversation }
    return [
      ...written,
      { fact: 'page', account, session, visitor: 'vis_3', at, url: 'https://shop.example/' },
      { ...base, fact: 'code-issued', at, session, visitor: 'vis_3' },
      used,
      ...(code === 'voided'
        ? [{ fact: 'code-use-voided' as const, account, code: base.code, at, useId, by: 'test' }]
        : []),
    ]
  })

/** What people say of contacts, known or not: the ids are those that the drafts above give. */
const sayings: fc.Arbitrary<Draft> = fc
  .record({
    contact: fc
      .tuple(fc.constantFrom('CA', 'CAtap', 'SM', 'frm_', 'red_', 'CAcode'), fc.nat(8))
      .map((parts) => parts.join('')),
    at: instant,
    say: fc.constantFrom(
      'won',
      'lost',
      'opportunity',
      'heard',
      'spam',
      'no spam',
      'apart',
      'together',
      'revoke',
    ),
    target: fc.constantFrom('lease~ses_vis_1_0@2026-11-01T00:00:00.000Z', 'source-number~+442079460001'),
    value: fc.integer({ min: 0, max: 10_000 }),
  })
  .map(({ contact, at, say, target, value }) => (account) => {
    const base = { account, contact, at, by: 'test' }
    switch (say) {
      case 'heard':
        return [{ ...base, fact: 'self-report', heard: value % 2 === 0 ? 'radio' : 'a friend' }]
      case 'spam':
      case 'no spam':
        return [{ ...base, fact: 'mark', spam: say === 'spam' }]
      case 'apart':
      case 'together':
        return [{ ...base, fact: 'split', apart: say === 'apart' ? `${value % 2}` : null }]
      case 'revoke':
        return [{ ...base, fact: 'verdict', evidenceId: `evd_${contact}~${target}`, verdict: 'revoked' }]
      default:
        return [{ ...base, fact: 'outcome', stage: say, valueMinorUnits: value }]
    }
  })

/** What a CRM tells, told once or more often, of somebody who is known or not. */
const tellings: fc.Arbitrary<Draft> = fc
  .record({
    deal: fc.option(fc.nat(2), { nil: undefined }),
    about: fc.uniqueArray(
      fc.constantFrom(
        'phone:phone-a',
        'phone:phone-b',
        'phone:phone-c',
        'email:email-a',
        'click:AbC',
        'contact:CA1',
        'contact:frm_2',
      ),
      { maxLength: 2 },
    ),
    told: fc.array(
      fc.record({
        at: instant,
        heardAt: instant,
        stage: fc.constantFrom('opportunity', 'won', 'lost', 'refunded'),
        valueMinorUnits: fc.option(fc.integer({ min: -500, max: 10_000 }), { nil: undefined }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  })
  .map(
    ({ deal, about, told }) =>
      (account, index) =>
        told.map(
          (telling, position): Fact => ({
            fact: 'deal',
            account,
            deal: deal === undefined ? `said_${index}_${position}` : `deal_${deal}`,
            about: inOrderOfTrust(about as DealNode[]),
            by: 'test',
            ...telling,
          }),
        ),
  )

/** One phone that many people call from: a few of these make it a switchboard. */
const crowds: fc.Arbitrary<Draft> = fc.record({ at: instant, people: fc.integer({ min: 2, max: 8 }) }).map(
  ({ at, people }) =>
    (account, index) =>
      [...Array(people).keys()].flatMap((person): Fact[] => {
        const base = {
          account,
          session: `ses_crowd_${index}_${person}`,
          visitor: `vis_crowd_${index}_${person}`,
        }
        const sent = addMinutes(at, person * 60)
        return [
          { ...base, fact: 'page', at: sent, url: 'https://shop.example/' },
          { ...base, fact: 'form', at: sent, formId: `frm_crowd_${index}_${person}`, phone: 'phone-a' },
        ]
      }),
)

/** What became of mails, and steps that somebody moved people to by hand or took back. */
const followUps: fc.Arbitrary<Draft> = fc
  .record({
    contact: fc.tuple(fc.constantFrom('CA', 'CAtap', 'SM', 'frm_'), fc.nat(4)).map((parts) => parts.join('')),
    visitor,
    at: instant,
    what: fc.constantFrom('mail', 'contact', 'visitor'),
    isReached: fc.boolean(),
    event: fc.constantFrom('sent', 'opened'),
  })
  .map(({ contact, visitor, at, what, isReached, event }) => (account, index) => {
    const base = { account, at, by: 'test' }
    if (what === 'mail') {
      const mail = { mail: `mail-${index}`, sequence: 'seq_1', step: 'one' }
      return [{ ...base, ...mail, fact: 'mail-event', contact, event }]
    }
    const move = { step: 'by-hand', isReached }
    return what === 'contact'
      ? [{ ...base, ...move, fact: 'step-moved', contact }]
      : [{ ...base, ...move, fact: 'visitor-moved', visitor }]
  })

const spending: fc.Arbitrary<Draft> = fc
  .record({ day: fc.constantFrom('2026-11-03', '2026-11-07'), at: instant, amountMinorUnits: fc.nat(5000) })
  .map((spend) => (account) => [
    { fact: 'spend', account, source: 'google', medium: 'cpc', campaign: null, ...spend },
  ])

/** Codes minted in bulk, for nobody in particular. */
const batches: fc.Arbitrary<Draft> = fc
  .record({ at: instant, count: fc.integer({ min: 1, max: 20 }) })
  .map(({ at, count }) => (account, index) => [
    { fact: 'codes-minted', account, campaignId: 'cmp_1', batch: `batch#job#${index}`, at, count },
  ])

export const anyDraft: fc.Arbitrary<Draft> = fc.oneof(
  ...[visits, calls, texts, codes, forms, taps, crowds, followUps, spending, batches].map((arbitrary) => ({
    weight: arbitrary === spending || arbitrary === batches ? 1 : 2,
    arbitrary,
  })),
  { weight: 6, arbitrary: sayings },
  { weight: 4, arbitrary: tellings },
)
