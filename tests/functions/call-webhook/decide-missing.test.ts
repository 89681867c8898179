import { describe, expect, test } from 'vitest'
import { decideMissing } from '../../../functions/call-webhook/decide-missing.ts'
import type { CallFact } from '../../../shared/domain/fact.ts'
import type { ListedCall } from '../../../shared/twilio/call-list.ts'

const call: ListedCall = {
  callSid: 'CA1',
  isIncoming: true,
  from: '+447700900123',
  to: '+441614960000',
  status: 'completed',
  startedAt: '2026-11-22T14:05:00.000Z',
  endedAt: '2026-11-22T14:06:15.000Z',
  durationSeconds: 75,
}
const leg: ListedCall = { ...call, callSid: 'CA2', parentSid: 'CA1', isIncoming: false, durationSeconds: 61 }
const base = { account: 'acc_1', callSid: 'CA1', number: '+441614960000', at: '2026-11-22T14:05:00.000Z' }
const voice: CallFact = { fact: 'voice', ...base }
const ended: CallFact = { fact: 'status', ...base, sequence: 3, status: 'completed' }
const ringing: CallFact = { fact: 'status', ...base, sequence: 0, status: 'ringing' }
const dialled: CallFact = { fact: 'dial', scope: 'whole', ...base, status: 'completed', legSid: 'CA2' }
const legAnswered: CallFact = { fact: 'dial', scope: 'leg', ...base, status: 'answered', legSid: 'CA2' }
const legEnded: CallFact = { ...legAnswered, status: 'completed' }

const all = { voice: true, status: true, legs: [leg] }
const nothing = { voice: false, status: false, legs: [] }

describe('what the ledger lacks of a listed call', () => {
  test.each<[string, readonly CallFact[], unknown]>([
    ['went by static TwiML, and no callback came', [], all],
    ['is known from its beginning to its end', [voice, ended, dialled], nothing],
    ['lost its last status', [voice, dialled], { ...nothing, status: true }],
    ['told of its ringing only', [voice, ringing, dialled], { ...nothing, status: true }],
    ['lost the end of its dial', [voice, ended], { ...nothing, legs: [leg] }],
    [
      'told that a phone was picked up, and not how long for',
      [voice, ended, legAnswered],
      { ...nothing, legs: [leg] },
    ],
    ['told of the end of its leg', [voice, ended, legEnded], nothing],
    ['reported back from its static document', [dialled], { voice: true, status: true, legs: [] }],
  ])('that %s', (_why, known, expected) => {
    expect(decideMissing(call, [leg], known)).toEqual(expected)
  })

  test.each(['queued', 'ringing', 'in-progress'] as const)(
    'while it is %s: nothing, the callbacks are to come',
    (status) => {
      expect(decideMissing({ ...call, status, endedAt: undefined }, [leg], [])).toEqual(nothing)
    },
  )

  test('legs that still last are left to their callbacks', () => {
    const lasting: ListedCall = { ...leg, status: 'in-progress', endedAt: undefined }
    expect(decideMissing(call, [lasting], [])).toEqual({ ...all, legs: [] })
  })
})
