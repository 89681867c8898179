import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Enquiry } from '../../shared/domain/enquiry.ts'
import { isSold } from '../../shared/domain/referral.ts'
import { type TakenBackReason, takenBackReasonOf, takenBackReasons } from '../../shared/domain/reward.ts'

type Asked = Pick<Enquiry, 'excluded' | 'outcomes'>
const after = (...stages: readonly string[]): Asked => ({
  excluded: null,
  outcomes: stages.map((stage, day) => ({ stage, at: `2026-11-1${day}T10:00:00.000Z`, contact: 'CA1' })),
})

test.each<[string, Asked | undefined, boolean, TakenBackReason]>([
  ['a sale that was lost', after('won', 'lost'), true, 'lost'],
  ['paid back', after('won', 'refunded'), true, 'refunded'],
  ['lost once, and then paid back', after('won', 'lost', 'won', 'refunded'), true, 'refunded'],
  ['restated as worth nothing', after('won', 'won'), true, 'worth-nothing'],
  ['an outcome that was taken out', after('quote'), true, 'not-sold'],
  ['a code that was not used after all', after('won'), false, 'no-recommendation'],
  ['spam, whatever else it was', { ...after('won', 'lost'), excluded: 'spam' }, false, 'spam'],
  ['a test', { ...after('won'), excluded: 'test' }, true, 'test'],
  ['an enquiry that has become part of another', undefined, false, 'gone'],
])('rewards are taken back for %s', (_why, enquiry, isRecommended, reason) => {
  expect(takenBackReasonOf(enquiry, isRecommended)).toBe(reason)
  expect(takenBackReasons[reason]).toMatch(/^[A-Z].*\.$/)
})

test('of whatever was sold and is not any more, the reason is the sale’s own', () => {
  const stage = fc.constantFrom('opportunity', 'quote', 'won', 'lost', 'refunded')
  fc.assert(
    fc.property(fc.array(stage, { minLength: 1 }), (stages) => {
      const enquiry = after(...stages)
      fc.pre(!isSold({ ...enquiry, valueMinorUnits: 0 }))
      const reason = takenBackReasonOf(enquiry, true)
      const undone = stages.findLast((each) => each === 'lost' || each === 'refunded')
      expect(reason).toBe(undone ?? 'not-sold')
    }),
  )
})
