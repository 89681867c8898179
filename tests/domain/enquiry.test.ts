import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codeEvidenceOfCall, codeEvidenceOfRedemption, foldCode } from '../../shared/domain/code-evidence.ts'
import { type Contact, foldEnquiries, type Touch } from '../../shared/domain/enquiry.ts'
import {
  type Evidence,
  formEvidence,
  leaseEvidence,
  rankEvidence,
  sourceNumberEvidence,
} from '../../shared/domain/evidence.ts'
import type { CodeFact, LeaseFact } from '../../shared/domain/fact.ts'
import { classifyDeclared, classifyVisit } from '../../shared/domain/source.ts'
import { addDays, addMinutes } from '../../shared/domain/time.ts'
import { runs } from '../support/runs.ts'

const noon = '2026-11-10T12:00:00.000Z'
const rules = { enquiryGapDays: 30, lookbackDays: 90 }
const number = '+442079460001'
const van = classifyDeclared({ source: 'van', medium: 'vehicle' })
const paid = classifyVisit({ url: 'https://shop.example/?utm_source=google&utm_medium=cpc' })
const mail = classifyVisit({ url: 'https://shop.example/?utm_source=news&utm_medium=email' })

const lease = (session: string, visitor: string, from: string): LeaseFact => ({
  fact: 'lease',
  account: 'acc_1',
  number,
  session,
  visitor,
  from,
  until: addMinutes(from, 30),
  freeAt: addMinutes(from, 40),
  shared: false,
})
const leased = (contact: string, session: string, visitor: string, from: string): Evidence[] =>
  leaseEvidence(contact, number, { kind: 'lease', lease: lease(session, visitor, from), during: 'lease' })
const call = (id: string, at: string, evidence: readonly Evidence[] = []): Contact => ({
  id,
  kind: 'call',
  at,
  identity: [],
  evidence,
  number,
  redemptions: [],
})
const touch = (at: string, sessionId: string, visitorId: string, source = paid): Touch => ({
  at,
  sessionId,
  visitorId,
  source,
})
const fold = (contacts: readonly Contact[], touches: readonly Touch[] = []) =>
  foldEnquiries(contacts, touches, rules)

describe('the source of an enquiry', () => {
  it('is the tied session’s last touch at or before the opening', () => {
    const [enquiry] = fold(
      [call('CA1', noon, leased('CA1', 'ses_1', 'vis_1', addMinutes(noon, -20)))],
      [
        touch(addMinutes(noon, -20), 'ses_1', 'vis_1', mail),
        touch(addMinutes(noon, -5), 'ses_1', 'vis_1', paid),
        touch(addMinutes(noon, 5), 'ses_1', 'vis_1', mail),
        touch(addMinutes(noon, -1), 'ses_2', 'vis_1', mail),
      ],
    )
    expect(enquiry?.source).toEqual(paid)
    expect(enquiry?.journey.map(({ at }) => at)).toEqual(
      [-20, -5, -1].map((minutes) => addMinutes(noon, minutes)),
    )
    expect(enquiry?.confidence).toBe(0.95)
  })

  it('is the visitor’s last touch before the opening, if the tied session came after it', () => {
    const evidence = [
      { ...formEvidence('CA1', addDays(noon, 2), 'ses_late', 'vis_1'), kind: 'code' as const },
    ]
    const [enquiry] = fold(
      [call('CA1', noon, evidence)],
      [touch(addDays(noon, -3), 'ses_0', 'vis_1', mail), touch(addDays(noon, 2), 'ses_late', 'vis_1', paid)],
    )
    expect(enquiry?.source).toEqual(mail)
    expect(enquiry?.journey).toHaveLength(1)
  })

  it('is the number’s own where the tied session came after it and no visit before', () => {
    const evidence = [
      sourceNumberEvidence('CA1', number, noon, van),
      { ...formEvidence('CA1', addDays(noon, 2), 'ses_late', 'vis_1'), kind: 'code' as const },
    ]
    const [enquiry] = fold([call('CA1', noon, evidence)], [touch(addDays(noon, 2), 'ses_late', 'vis_1')])
    expect(enquiry?.source).toEqual(van)
    expect(enquiry?.journey).toEqual([{ at: noon, source: van }])
  })

  it('is the visit, and the number no touch of its own, where an earlier session is tied', () => {
    const evidence = [
      sourceNumberEvidence('CA1', number, noon, van),
      ...leased('CA1', 'ses_1', 'vis_1', addMinutes(noon, -9)),
    ]
    const [enquiry] = fold([call('CA1', noon, evidence)], [touch(addMinutes(noon, -9), 'ses_1', 'vis_1')])
    expect(enquiry?.journey.map(({ source }) => source)).toEqual([paid])
  })

  it('is unknown without any evidence, and every model credits nobody', () => {
    const [enquiry] = fold([call('CA1', noon)])
    expect(enquiry).toMatchObject({ source: null, journey: [], confidence: 0, evidence: [] })
    expect(enquiry?.credits.wShaped).toEqual([{ touch: null, micros: 1_000_000 }])
  })

  it('is never a visit before the lookback', () => {
    const [enquiry] = fold(
      [call('CA1', noon, leased('CA1', 'ses_1', 'vis_1', addMinutes(noon, -9)))],
      [touch(addDays(noon, -91), 'ses_0', 'vis_1', mail), touch(addMinutes(noon, -9), 'ses_1', 'vis_1')],
    )
    expect(enquiry?.journey).toHaveLength(1)
  })

  it('of a dry pool is the likeliest session’s; the others stay as evidence and bring no touches', () => {
    const shared = leaseEvidence('CA1', number, {
      kind: 'lease-shared',
      candidates: [
        { lease: lease('ses_1', 'vis_1', addMinutes(noon, -9)), likelihoodMicros: 600_000 },
        { lease: lease('ses_2', 'vis_2', addMinutes(noon, -20)), likelihoodMicros: 400_000 },
      ],
    })
    const [enquiry] = fold(
      [call('CA1', noon, shared)],
      [touch(addMinutes(noon, -9), 'ses_1', 'vis_1'), touch(addMinutes(noon, -20), 'ses_2', 'vis_2', mail)],
    )
    expect(enquiry?.evidence.map(({ strength }) => strength)).toEqual([0.57, 0.38])
    expect(enquiry?.journey.map(({ sessionId }) => sessionId)).toEqual(['ses_1'])
    expect(enquiry?.confidence).toBe(0.57)
  })
})

describe('a person’s contacts', () => {
  it('within the window are one enquiry, further apart another', () => {
    const enquiries = fold([
      call('CA3', addDays(noon, 61)),
      call('CA1', noon),
      call('CA2', addDays(noon, 30)),
    ])
    expect(enquiries.map(({ contacts }) => contacts.map(({ id }) => id))).toEqual([['CA1', 'CA2'], ['CA3']])
    expect(enquiries.map(({ id, person }) => [id, person])).toEqual([
      ['enq_CA1', 'per_CA1'],
      ['enq_CA3', 'per_CA1'],
    ])
    expect(enquiries.map(({ counts }) => counts.firstTimeCalls)).toEqual([1, 0])
  })

  it('of one instant are ordered by their ids, never by arrival', () => {
    const contacts = [call('CA2', noon), call('CA1', noon), call('CA3', noon)]
    fc.assert(
      fc.property(fc.shuffledSubarray(contacts, { minLength: 3 }), (shuffled) => {
        expect(fold(shuffled)).toEqual(fold(contacts))
        expect(fold(shuffled)[0]?.id).toBe('enq_CA1')
      }),
      { numRuns: runs(50) },
    )
  })

  it('count the first call as first-time though a form came before it', () => {
    const form: Contact = {
      id: 'frm_1',
      kind: 'form',
      at: addMinutes(noon, -60),
      identity: [],
      evidence: [],
      redemptions: [],
    }
    const [enquiry] = fold([form, call('CA1', noon), { ...call('CA2', addMinutes(noon, 5)), isMissed: true }])
    expect(enquiry?.counts).toEqual({ calls: 2, firstTimeCalls: 1, missedCalls: 1, redemptions: 0 })
    expect(enquiry?.number).toBe(number)
  })
})

describe('evidence', () => {
  it('is ranked by strength, then by time, then by its id', () => {
    const list = [
      sourceNumberEvidence('CA1', number, noon, van),
      ...leased('CA1', 'ses_1', 'vis_1', noon),
      formEvidence('frm_1', addMinutes(noon, 5), 'ses_1', 'vis_1'),
      formEvidence('frm_2', noon, 'ses_1', 'vis_1'),
    ]
    fc.assert(
      fc.property(fc.shuffledSubarray(list, { minLength: list.length }), (shuffled) => {
        expect(rankEvidence(shuffled).map(({ contact, kind }) => `${contact} ${kind}`)).toEqual([
          'frm_2 form',
          'frm_1 form',
          'CA1 lease',
          'CA1 source-number',
        ])
      }),
      { numRuns: runs(50) },
    )
  })
})

describe('a code', () => {
  const base = { account: 'acc_1', code: '4820913', campaignId: 'cmp_1', at: noon, singleUse: true }
  const issuedToSession: CodeFact = { ...base, fact: 'code-issued', session: 'ses_1', visitor: 'vis_1' }
  const issuedToCall: CodeFact = { ...base, fact: 'code-issued', callSid: 'CA1' }
  const quoted: CodeFact = { ...base, fact: 'code-used', useId: 'red_1', how: 'keyed', callSid: 'CA1' }
  const entered: CodeFact = { ...base, fact: 'code-used', useId: 'red_2', how: 'online', session: 'ses_2' }

  it('shown to a session and quoted in a call ties the call to the session', () => {
    const story = foldCode(base.code, [quoted, issuedToSession, quoted])
    expect(codeEvidenceOfCall('CA1', story)).toMatchObject([
      { kind: 'code', strength: 1, sessionId: 'ses_1' },
    ])
    expect(codeEvidenceOfCall('CA2', story)).toEqual([])
  })

  it('given in a call and entered online ties the call to that session, and the redemption as well', () => {
    const story = foldCode(base.code, [entered, issuedToCall])
    expect(codeEvidenceOfCall('CA1', story)).toMatchObject([{ kind: 'code', sessionId: 'ses_2' }])
    expect(
      codeEvidenceOfRedemption(entered as Extract<CodeFact, { fact: 'code-used' }>, story),
    ).toMatchObject([{ kind: 'redemption', sessionId: 'ses_2' }])
  })

  it('whose use was voided ties nothing any more', () => {
    const voided: CodeFact = {
      account: 'acc_1',
      code: base.code,
      at: noon,
      fact: 'code-use-voided',
      useId: 'red_1',
      by: 'agent',
    }
    expect(codeEvidenceOfCall('CA1', foldCode(base.code, [voided, quoted, issuedToSession]))).toEqual([])
  })

  it('for many stands for its source, and never says who somebody is', () => {
    const source = { source: 'flyer', medium: 'print' }
    const printed = { ...quoted, singleUse: false, source } as CodeFact
    expect(codeEvidenceOfCall('CA1', foldCode(base.code, [printed]))).toMatchObject([
      { kind: 'source-code', strength: 0.7, source: { channel: 'Offline', source: 'flyer' } },
    ])
    const many = foldCode(base.code, [
      { ...issuedToSession, singleUse: false } as CodeFact,
      { ...quoted, singleUse: false } as CodeFact,
    ])
    expect(codeEvidenceOfCall('CA1', many)).toEqual([])
  })
})
