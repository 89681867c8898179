import { describe, expect, test } from 'vitest'
import { decideMissing, decideMissingLegs } from '../../../functions/call-webhook/decide-missing.ts'
import type { CallFact } from '../../../shared/domain/fact.ts'
import type { TwilioCall } from '../../../shared/twilio/calls.ts'

const bounds = { before: '2026-11-22T14:58:00.000Z', isOurs: true }
const call: TwilioCall = {
  callSid: 'CA1',
  isInbound: true,
  from: '+447700900123',
  to: '+441614960000',
  status: 'completed',
  startedAt: '2026-11-22T14:05:00.000Z',
  endedAt: '2026-11-22T14:06:15.000Z',
  durationSeconds: 75,
}
const leg: TwilioCall = { ...call, callSid: 'CA2', isInbound: false, durationSeconds: 61 }
const base = { account: 'acc_1', callSid: 'CA1', number: '+441614960000', at: '2026-11-22T14:05:00.000Z' }
const voice: CallFact = { fact: 'voice', ...base }
const ended: CallFact = { fact: 'status', ...base, sequence: 3, status: 'completed' }
const ringing: CallFact = { fact: 'status', ...base, sequence: 0, status: 'ringing' }
const dialled: CallFact = { fact: 'dial', scope: 'whole', ...base, status: 'completed', legSid: 'CA2' }
const unanswered: CallFact = { fact: 'dial', scope: 'whole', ...base, status: 'no-answer' }
const legAnswered: CallFact = { fact: 'dial', scope: 'leg', ...base, status: 'answered', legSid: 'CA2' }
const legEnded: CallFact = { ...legAnswered, status: 'completed' }

const nothing = { voice: false, status: false, legs: false }

describe('what the ledger lacks of a call that Twilio knows', () => {
  test.each<[string, readonly CallFact[], unknown]>([
    ['went by static TwiML, and no callback came', [], { voice: true, status: true, legs: true }],
    ['is known from its beginning to its end', [voice, ended, dialled], nothing],
    ['rang nobody, and is known to its end', [voice, ended, unanswered], nothing],
    ['lost its last status', [voice, dialled], { ...nothing, status: true }],
    ['told of its ringing only', [voice, ringing, dialled], { ...nothing, status: true }],
    ['lost the end of its dial', [voice, ended], { ...nothing, legs: true }],
    [
      'lost all that came after its first phone rang in vain',
      [voice, unanswered],
      { ...nothing, status: true, legs: true },
    ],
    ['reported back from its static document', [dialled], { voice: true, status: true, legs: false }],
  ])('that %s', (_why, known, expected) => {
    expect(decideMissing(call, known, bounds)).toEqual(expected)
  })

  test.each<[string, Partial<TwilioCall>]>([
    ['is queued', { status: 'queued', endedAt: undefined }],
    ['rings', { status: 'ringing', endedAt: undefined }],
    ['lasts', { status: 'in-progress', endedAt: undefined }],
    ['ended just now', { endedAt: '2026-11-22T14:59:00.000Z' }],
  ])('while it %s: nothing, the callbacks are to come', (_why, change) => {
    expect(decideMissing({ ...call, ...change }, [], bounds)).toEqual(nothing)
  })

  test('nothing of a leg of the business, nor of a number that is none of ours', () => {
    expect(decideMissing(leg, [], bounds)).toEqual(nothing)
    expect(decideMissing(call, [], { ...bounds, isOurs: false })).toEqual(nothing)
  })

  test('but of a call to a number deleted meanwhile its end, since it came to us', () => {
    expect(decideMissing(call, [voice, dialled], { ...bounds, isOurs: false })).toMatchObject({
      status: true,
    })
  })
})

describe('legs whose end is told by nothing', () => {
  test.each<[string, readonly CallFact[], readonly TwilioCall[]]>([
    ['one of which nothing is known', [voice], [leg]],
    ['one that was picked up, and not told how long for', [voice, legAnswered], [leg]],
    ['none whose end was told', [voice, legEnded], []],
  ])('%s', (_why, known, expected) => {
    expect(decideMissingLegs([leg], known)).toEqual(expected)
  })

  test('none that still lasts: it is left to its callbacks', () => {
    expect(decideMissingLegs([{ ...leg, status: 'in-progress', endedAt: undefined }], [])).toEqual([])
  })
})
