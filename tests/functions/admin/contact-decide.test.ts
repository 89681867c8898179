import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  contactAsked,
  decideMarks,
  decideOutcome,
  decideSelfReport,
  decideVerdict,
  type Said,
} from '../../../functions/admin/contacts/contact-decide.ts'
import {
  decideRejoin,
  decideSplit,
  type NamedContact,
} from '../../../functions/admin/contacts/split-decide.ts'
import type { NewOutcome } from '../../../functions/admin/outcomes/outcome-schema.ts'
import { foldContactFacts } from '../../../shared/domain/contact-story.ts'
import type { Enquiry } from '../../../shared/domain/enquiry.ts'
import type { ContactFact } from '../../../shared/domain/fact.ts'
import { instantOf } from '../../../shared/domain/time.ts'
import { runs } from '../../support/runs.ts'

const now = '2026-11-22T12:00:00.000Z'
const base = { account: 'acc_1', contact: 'CA1', by: 'test' }
const said = (...facts: ContactFact[]): Said => ({ account: 'acc_1', contact: 'CA1', facts, now })

/** Around now, to the millisecond: of the same instant, of before, and of a clock that runs ahead. */
const at = fc.integer({ min: -3, max: 3 }).map((step) => instantOf(Date.parse(now) + step))
const facts: fc.Arbitrary<ContactFact[]> = fc.array(
  fc
    .oneof(
      fc.record({
        fact: fc.constant('verdict' as const),
        evidenceId: fc.constantFrom('evd_CA1~a', 'evd_CA1~b'),
        verdict: fc.constantFrom('revoked' as const, 'restored' as const),
        at,
      }),
      fc.record({
        fact: fc.constant('mark' as const),
        spam: fc.option(fc.boolean(), { nil: undefined }),
        tags: fc.option(fc.constantFrom<string[]>(['a'], ['a', 'b'], []), { nil: undefined }),
        sealedNote: fc.option(fc.constantFrom('', '<hello>'), { nil: undefined }),
        at,
      }),
      fc.record({ fact: fc.constant('self-report' as const), heard: fc.constantFrom('radio', 'van'), at }),
      fc.record({ fact: fc.constant('split' as const), apart: fc.constantFrom('one', 'two', null), at }),
      fc.record({
        fact: fc.constant('outcome' as const),
        stage: fc.constantFrom('won', 'lost'),
        valueMinorUnits: fc.option(fc.nat(2), { nil: undefined }),
        at,
      }),
    )
    .map((fact) => ({ ...base, ...fact }) as ContactFact),
  { maxLength: 8 },
)
const vault = { seal: (text: string) => `<${text}>`, open: (sealed: string) => sealed.slice(1, -1) }

describe('what is said last holds, whatever was said before and by whatever clock; said again it is nothing new', () => {
  const holds = (property: fc.IPropertyWithHooks<[ContactFact[]]>) =>
    fc.assert(property, { numRuns: runs(300) })

  test.each(['revoked', 'restored'] as const)('evidence that is %s', (verdict) => {
    const evidence = { id: 'evd_CA1~a', at: '2026-11-01T00:00:00.000Z' }
    holds(
      fc.property(facts, (before) => {
        const first = decideVerdict(said(...before), evidence, verdict, 'because')
        const after = [...before, ...(first.fact ? [first.fact] : [])]
        expect(foldContactFacts(after).revoked.includes(evidence.id)).toBe(verdict === 'revoked')
        const again = decideVerdict(said(...after), evidence, verdict, 'for another reason')
        expect(again).toEqual({ state: first.state, at: first.at, reason: first.reason })
      }),
    )
  })

  test.each([
    ['spam', { spam: true }, { isSpam: true }],
    ['no spam', { spam: false }, { isSpam: false }],
    ['tags', { tags: ['b', 'a'] }, { tags: ['b', 'a'] }],
    ['no tags', { tags: [] }, { tags: [] }],
    ['a note', { note: 'hello' }, { sealedNote: '<hello>' }],
    ['no note', { note: null }, { sealedNote: null }],
    ['an emptied note', { note: '' }, { sealedNote: null }],
    ['an answer', { heardFrom: 'radio' }, { heard: expect.objectContaining({ text: 'radio' }) }],
  ])('a call with %s', (_label, change, story) => {
    holds(
      fc.property(facts, (before) => {
        const first = decideMarks(said(...before), change, vault)
        const after = [...before, ...first]
        const former = foldContactFacts(before)
        expect(foldContactFacts(after)).toEqual({ ...former, ...story })
        expect(decideMarks(said(...after), change, vault)).toEqual([])
      }),
    )
  })

  test('an outcome', () => {
    holds(
      fc.property(facts, (before) => {
        const body = { callSid: 'CA1', stage: 'won', value: 2 } as NewOutcome
        const first = decideOutcome(said(...before), body, 'GBP')
        if (!('fact' in first)) throw new Error('refused')
        const after = [...before, first.fact]
        expect(foldContactFacts(after).outcomes.at(-1)).toMatchObject({ stage: 'won', valueMinorUnits: 2 })
        expect(decideOutcome(said(...after), body, 'GBP')).toEqual(first)
      }),
    )
  })

  test('a split, and its undoing', () => {
    const enquiry = { contacts: [{ id: 'CA1' }, { id: 'CA2' }], person: 'per_CA2' } as unknown as Enquiry
    holds(
      fc.property(facts, (before) => {
        const named = (known: ContactFact[]): NamedContact[] => [{ ...said(...known), enquiry }]
        const split = decideSplit(enquiry, named(before), 'apart_1')
        if (!('facts' in split)) throw new Error('refused')
        const apart = [...before, ...split.facts]
        expect(foldContactFacts(apart).apart).toBe('apart_1')
        expect(decideSplit(enquiry, named(apart), 'apart_1')).toEqual({ facts: [] })
        const rejoined = decideRejoin(named(apart))
        if (!('facts' in rejoined)) throw new Error('refused')
        expect(foldContactFacts([...apart, ...rejoined.facts]).apart).toBeNull()
      }),
    )
  })
})

test('evidence that nobody ever touched stands since it came', () => {
  const evidence = { id: 'evd_CA1~a', at: '2026-11-01T00:00:00.000Z' }
  expect(decideVerdict(said(), evidence, 'restored', 'to be sure')).toEqual({
    state: 'standing',
    at: evidence.at,
    reason: undefined,
  })
})

test.each([
  ['a day ahead, where the calendar’s day may have begun', '2026-11-23T12:00:00.000Z', true],
  ['more than a day ahead', '2026-11-23T12:00:00.001Z', false],
  ['years ago', '2019-01-01T00:00:00.000Z', true],
])('an outcome dated %s', (_label, at, isTaken) => {
  const decision = decideOutcome(said(), { callSid: 'CA1', stage: 'won', at } as NewOutcome, 'GBP')
  expect('fact' in decision).toBe(isTaken)
})

test('an outcome that an import told already is told once more, not twice', () => {
  const imported: ContactFact = { ...base, fact: 'outcome', by: 'import', at: now, stage: 'won' }
  for (const body of [{ stage: 'won' }, { stage: 'won', at: now }]) {
    expect(decideOutcome(said(imported), { callSid: 'CA1', ...body }, 'GBP')).toEqual({ fact: imported })
  }
})

test('the same answer again is the one that stands', () => {
  const { fact } = decideSelfReport(said(), 'radio')
  expect(decideSelfReport(said(fact as ContactFact), 'radio')).toEqual({ at: now })
})

test.each([
  ['who opened the enquiry, where nobody was asked yet', [], [], 'CA1'],
  ['who was asked last', ['CA1', 'CA2'], [], 'CA2'],
  ['who was asked, though the answer was taken away', ['CA1'], ['CA2'], 'CA2'],
])('the question is put to %s', (_label, standing, revoked, asked) => {
  const reported = (contact: string) => ({ kind: 'self-reported', contact })
  const enquiry = {
    contacts: [{ id: 'CA1' }, { id: 'CA2' }, { id: 'CA3' }],
    evidence: standing.map(reported),
    revoked: revoked.map(reported),
  } as unknown as Enquiry
  expect(contactAsked(enquiry)).toBe(asked)
})
