import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { foldContactFacts, type Outcome } from '../../shared/domain/contact-story.ts'
import type { ContactFact } from '../../shared/domain/fact.ts'
import { statedValue } from '../../shared/domain/outcome-worth.ts'
import { declaredByAnswer, isHeardField } from '../../shared/domain/self-report.ts'
import { classifyDeclared } from '../../shared/domain/source.ts'

const base = { account: 'acc_1', contact: 'CA1', by: 'api' } as const
const at = (minute: number) => `2026-11-22T10:${String(minute).padStart(2, '0')}:00.000Z`
const facts: ContactFact[] = [
  { ...base, fact: 'outcome', at: at(1), stage: 'opportunity', valueMinorUnits: 900 },
  { ...base, fact: 'outcome', at: at(5), stage: 'won', valueMinorUnits: 1000 },
  { ...base, fact: 'mark', at: at(2), spam: true, tags: ['a'] },
  { ...base, fact: 'mark', at: at(3), spam: false },
  { ...base, fact: 'mark', at: at(1), handled: false },
  { ...base, fact: 'mark', at: at(4), handled: true },
  { ...base, fact: 'verdict', at: at(2), evidenceId: 'evd_CA1~lease~x', verdict: 'revoked' },
  { ...base, fact: 'verdict', at: at(4), evidenceId: 'evd_CA1~lease~x', verdict: 'restored' },
  { ...base, fact: 'verdict', at: at(4), evidenceId: 'evd_CA1~code~y', verdict: 'revoked' },
  { ...base, fact: 'self-report', at: at(2), heard: 'radio' },
  { ...base, fact: 'self-report', at: at(6), heard: 'a friend' },
  { ...base, fact: 'split', at: at(6), apart: 'x' },
  { ...base, fact: 'mail-event', at: at(7), mail: 'm', sequence: 'seq_1', step: 'one', event: 'opened' },
  { ...base, fact: 'step-moved', at: at(2), step: 'quote-sent', isReached: true },
  { ...base, fact: 'step-moved', at: at(8), step: 'quote-sent', isReached: false },
]

describe('what people said of a contact', () => {
  it('comes to the last word on each matter, in any order and with any fact doubled', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(facts, { minLength: facts.length }),
        fc.subarray(facts),
        (shuffled, twice) => {
          expect(foldContactFacts([...shuffled, ...twice])).toEqual({
            outcomes: [
              { at: at(1), stage: 'opportunity', valueMinorUnits: 900 },
              { at: at(5), stage: 'won', valueMinorUnits: 1000 },
            ],
            isSpam: false,
            tags: ['a'],
            sealedNote: null,
            handledAt: at(4),
            heard: { text: 'a friend', at: at(6) },
            revoked: ['evd_CA1~code~y'],
            apart: 'x',
            mails: [{ at: at(7), event: 'opened', sequence: 'seq_1' }],
            moves: [
              { at: at(2), step: 'quote-sent', isReached: true, by: 'api' },
              { at: at(8), step: 'quote-sent', isReached: false, by: 'api' },
            ],
            isErased: false,
          })
        },
      ),
      { numRuns: 50 },
    )
  })
})

const outcome = (stage: string, valueMinorUnits?: number): Outcome => ({
  at: at(0),
  stage,
  ...(valueMinorUnits !== undefined && { valueMinorUnits }),
})
test.each<[string, Outcome[], number | undefined]>([
  ['nothing said', [], undefined],
  ['a stage without value says nothing of it', [outcome('won')], undefined],
  ['the last value holds', [outcome('opportunity', 900), outcome('won', 1000)], 1000],
  ['a stage without value keeps what was stated', [outcome('opportunity', 900), outcome('won')], 900],
  ['what is lost is worth nothing', [outcome('opportunity', 900), outcome('lost')], 0],
  [
    'what is taken up again is worth what it was',
    [outcome('opportunity', 900), outcome('lost'), outcome('opportunity')],
    900,
  ],
])('the value of a contact: %s', (_, outcomes, value) => {
  expect(statedValue(outcomes)).toBe(value)
})

test.each([
  ['Radio', 'Offline'],
  ['google', 'Organic Search'],
  ['A friend recommended you', 'Referral'],
  ['saw your van', 'Offline'],
  ['don’t remember', 'Unassigned'],
])('who answers “%s” is counted as %s', (answer, channel) => {
  expect(classifyDeclared(declaredByAnswer(answer)).channel).toBe(channel)
})

test.each([
  ['How did you hear about us?', true],
  ['heard_from', true],
  ['how-did-you-find-us', true],
  ['message', false],
  ['shear_size', false],
])('the field “%s” asks how people heard of the business: %s', (name, asks) => {
  expect(isHeardField(name)).toBe(asks)
})
