import { expect, test } from 'vitest'
import type { Outcome } from '../../shared/domain/contact-story.ts'
import { worthOf } from '../../shared/domain/outcome-worth.ts'

const says = (stage: string, valueMinorUnits?: number, deal?: string): Outcome => ({
  at: '2026-11-20T10:00:00.000Z',
  stage,
  ...(valueMinorUnits !== undefined && { valueMinorUnits }),
  ...(deal !== undefined && { deal }),
})

test.each<[string, Outcome[], number, number]>([
  ['nothing said and nothing ordered', [], 0, 0],
  ['what was ordered, where nobody said more', [says('won')], 300, 300],
  ['the value stated last holds', [says('opportunity', 900), says('won', 700)], 300, 700],
  ['two deals add up', [says('won', 700, 'deal_a'), says('won', 200, 'deal_b')], 0, 900],
  [
    'of one deal the last value holds',
    [says('opportunity', 900, 'deal_a'), says('won', 700, 'deal_a')],
    0,
    700,
  ],
  [
    'the CRM’s deal holds over what an agent typed of the same sale',
    [says('won', 690), says('won', 700, 'deal_a')],
    0,
    700,
  ],
  [
    'what was said by phone number alone is one story',
    [says('opportunity', 900, 'said_1'), says('won', 700, 'said_2')],
    0,
    700,
  ],
  [
    'a lost deal takes only its own value away',
    [says('won', 700, 'deal_a'), says('lost', undefined, 'deal_b')],
    0,
    700,
  ],
  ['all is paid back', [says('won', 700, 'deal_a'), says('refunded', undefined, 'deal_a')], 0, 0],
  ['a part is paid back', [says('won', 700, 'deal_a'), says('refunded', 200, 'deal_a')], 0, 500],
  [
    'a value below zero is paid back, whatever its stage',
    [says('won', 700, 'deal_a'), says('won', -200, 'deal_b')],
    0,
    500,
  ],
  ['never more than was paid', [says('won', 700, 'deal_a'), says('refunded', -900, 'deal_b')], 0, 0],
  ['what was ordered is paid back, too', [says('refunded', 100, 'deal_a')], 300, 200],
  ['by hand and in full', [says('won', 700, 'deal_a'), says('refunded')], 0, 0],
  ['sold again after it was paid back', [says('won', 700), says('refunded'), says('won', 400)], 0, 400],
])('what a contact is worth: %s', (_, outcomes, ordered, worth) => {
  expect(worthOf(outcomes, ordered)).toBe(worth)
})
