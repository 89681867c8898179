import { describe, expect, test } from 'vitest'
import type { BusinessEvent } from '../../shared/domain/business-event.ts'
import {
  fillIn,
  firstName,
  neededPlaceholders,
  paragraphsOf,
  unknownPlaceholders,
} from '../../shared/domain/mail-wording.ts'
import { addDays } from '../../shared/domain/time.ts'
import {
  type Fires,
  firesOn,
  type Trigger,
  type TriggerEnquiry,
  type TriggerWhen,
} from '../../shared/domain/trigger.ts'

const now = '2026-11-23T12:00:00.000Z'
const base = { account: 'acc_1', id: 'evt_1', at: now }
const trigger = (when: TriggerWhen, change: Partial<Trigger> = {}): Trigger => ({
  id: 'trg_1',
  name: 'T',
  active: true,
  when,
  actions: [],
  createdAt: '2026-11-01T00:00:00.000Z',
  changedAt: '2026-11-01T00:00:00.000Z',
  ...change,
})
const opened: BusinessEvent = { ...base, type: 'enquiry.opened', revision: 1 }
const step: BusinessEvent = { ...base, type: 'step.reached', step: 'quote-sent' }
const band: BusinessEvent = { ...base, type: 'score.crossed', band: 'ready', score: 81 }
const outcome: BusinessEvent = { ...base, type: 'outcome.reported', stage: 'won', valueMinorUnits: null }
const code: BusinessEvent = { ...base, type: 'code.redeemed', code: '123', campaignId: 'cmp_1' }
const missed: BusinessEvent = { ...base, type: 'call.missed', callSid: 'CA1' }
const paid: TriggerEnquiry = { channel: 'Paid Search', isFirst: true, isExcluded: false }

describe('a trigger', () => {
  test.each<[why: string, expected: Fires, trigger: Trigger, event: BusinessEvent, enquiry?: TriggerEnquiry]>(
    [
      ['its event', 'fires', trigger({ event: 'enquiry.opened' }), opened],
      ['another event', 'another-event', trigger({ event: 'enquiry.opened' }), step],
      ['its step', 'fires', trigger({ event: 'step.reached', step: 'quote-sent' }), step],
      ['another step', 'conditions', trigger({ event: 'step.reached', step: 'won' }), step],
      ['any step', 'fires', trigger({ event: 'step.reached' }), step],
      ['its band', 'fires', trigger({ event: 'score.crossed', band: 'ready' }), band],
      ['another band', 'conditions', trigger({ event: 'score.crossed', band: 'cold' }), band],
      ['its stage', 'fires', trigger({ event: 'outcome.reported', stage: 'won' }), outcome],
      ['another stage', 'conditions', trigger({ event: 'outcome.reported', stage: 'lost' }), outcome],
      ['a code of its campaign', 'fires', trigger({ event: 'code.redeemed', campaignId: 'cmp_1' }), code],
      ['one of another', 'conditions', trigger({ event: 'code.redeemed', campaignId: 'cmp_2' }), code],
      [
        'a condition that the event knows nothing of',
        'conditions',
        trigger({ event: 'call.missed', step: 'won' }),
        missed,
      ],
      [
        'its channel',
        'fires',
        trigger({ event: 'enquiry.opened', channels: ['Email', 'Paid Search'] }),
        opened,
        paid,
      ],
      [
        'another channel',
        'conditions',
        trigger({ event: 'enquiry.opened', channels: ['Email'] }),
        opened,
        paid,
      ],
      [
        'no channel is none of them',
        'conditions',
        trigger({ event: 'enquiry.opened', channels: ['Email'] }),
        opened,
        { ...paid, channel: null },
      ],
      [
        'no channels named: of all',
        'fires',
        trigger({ event: 'enquiry.opened', channels: [] }),
        opened,
        { ...paid, channel: null },
      ],
      ['a first enquiry', 'fires', trigger({ event: 'enquiry.opened', isFirst: true }), opened, paid],
      ['not a first one', 'conditions', trigger({ event: 'enquiry.opened', isFirst: false }), opened, paid],
      [
        'spam and tests set nothing off',
        'excluded',
        trigger({ event: 'enquiry.opened' }),
        opened,
        { ...paid, isExcluded: true },
      ],
      ['at rest', 'inactive', trigger({ event: 'enquiry.opened' }, { active: false }), opened],
      [
        'what was imported yesterday of last year',
        'history',
        trigger({ event: 'enquiry.opened' }),
        { ...opened, at: addDays(now, -3) },
      ],
      [
        'what happened before it was made',
        'history',
        trigger({ event: 'enquiry.opened' }, { changedAt: addDays(now, 1) }),
        opened,
      ],
    ],
  )('%s: %s', (_why, expected, given, event, enquiry) => {
    expect(firesOn(given, event, enquiry, now)).toBe(expected)
  })
})

describe('the wording of a mail', () => {
  test.each([
    ['Dear {{name}},', { name: 'Ada' }, 'Dear Ada,'],
    ['Dear {{ name | customer }},', {}, 'Dear customer ,'.replace(' ,', ',')],
    ['Hello {{name}}, how are you?', {}, 'Hello, how are you?'],
    ['{{name|Hello}}! Code {{code}}.', { code: '123 456' }, 'Hello! Code 123 456.'],
    ['a $& b {{name}}', { name: '$&' }, 'a $& b $&'],
    ['{{ constructor }}', {}, ''],
  ])('%s', (text, wording, expected) => {
    expect(fillIn(text, wording)).toBe(expected)
  })
  test('names what can’t be filled in, and what has to be known', () => {
    expect(unknownPlaceholders('{{name}} {{vorname}} {{ toString }} {{vorname}}')).toEqual([
      'vorname',
      'toString',
    ])
    expect(neededPlaceholders('{{name|you}} {{code}}')).toEqual(['code'])
    expect(paragraphsOf('One\r\nline\r\n\r\n\r\nTwo\n')).toEqual(['One\nline', 'Two'])
  })
  test.each([
    ['Ada Lovelace', 'Ada'],
    ['ada', 'Ada'],
    ['ADA', 'Ada'],
    ['Jean-Luc P', 'Jean-Luc'],
    ['O’Neill', 'O’Neill'],
    ['http://spam.example buy', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%s is addressed as %s', (name, first) => {
    expect(firstName(name)).toBe(first)
  })
})
