import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CallOutcome, foldCall } from '../../shared/domain/call.ts'
import type {
  CallFact,
  CallStatus,
  DialFact,
  RecordingFact,
  TranscriptionFact,
  VoiceFact,
} from '../../shared/domain/fact.ts'
import { addSeconds } from '../../shared/domain/time.ts'
import { runs } from '../support/runs.ts'

const start = '2026-11-22T14:05:00.000Z'
const later = (seconds: number) => addSeconds(start, seconds)
const base = { account: 'acc_test', callSid: 'CA1', number: '+442079460000' }
const voice: VoiceFact = { ...base, fact: 'voice', at: start }
const ended = (at: number, durationSeconds: number): CallFact => ({
  ...base,
  fact: 'status',
  status: 'completed',
  sequence: 3,
  at: later(at),
  durationSeconds,
})
const whole = (status: CallStatus, at: number, talkSeconds?: number): DialFact => ({
  ...base,
  fact: 'dial',
  scope: 'whole',
  legSid: 'CA2',
  status,
  at: later(at),
  ...(talkSeconds !== undefined && { talkSeconds }),
})
const screened = (status: CallStatus, at: number, talkSeconds?: number): DialFact => ({
  ...whole(status, at, talkSeconds),
  scope: 'leg',
  sequence: status === 'completed' ? 3 : status === 'in-progress' ? 2 : 0,
  screened: true,
})
const recording = (
  kind: RecordingFact['kind'],
  status: RecordingFact['status'],
  at: number,
  durationSeconds?: number,
  recordingSid = 'RE1',
): RecordingFact => ({
  ...base,
  fact: 'recording',
  recordingSid,
  kind,
  status,
  at: later(at),
  ...(durationSeconds !== undefined && { durationSeconds }),
})
const written: TranscriptionFact = {
  ...base,
  fact: 'transcription',
  recordingSid: 'RE1',
  status: 'completed',
  at: later(90),
  sealedText: 'v1.sealed',
}

describe('the outcome', () => {
  test.each<[why: string, facts: CallFact[], outcome: CallOutcome]>([
    [
      'nobody answered, and a message was left',
      [voice, whole('no-answer', 30), recording('voicemail', 'completed', 50, 12), ended(52, 22)],
      'voicemail',
    ],
    [
      'a message by a key of the menu, where nothing was dialled',
      [voice, recording('voicemail', 'completed', 20, 8)],
      'voicemail',
    ],
    [
      'a message of no length is none',
      [voice, whole('no-answer', 30), recording('voicemail', 'completed', 50, 0)],
      'missed',
    ],
    [
      'silence after the tone is none',
      [voice, whole('no-answer', 30), recording('voicemail', 'absent', 50)],
      'missed',
    ],
    [
      'a recorded conversation is an answered call',
      [voice, whole('completed', 60, 50), recording('call', 'completed', 61, 50)],
      'answered',
    ],
    [
      'picked up and not accepted by a key: a mobile’s voicemail answers nothing',
      [
        voice,
        screened('in-progress', 5),
        screened('completed', 15, 10),
        whole('no-answer', 15),
        ended(20, 18),
      ],
      'missed',
    ],
    ['the same, while it still plays', [voice, screened('in-progress', 5)], 'in-progress'],
    [
      'the same, the dial’s own report lost',
      [voice, screened('in-progress', 5), screened('completed', 15, 10), ended(20, 18)],
      'missed',
    ],
    ['accepted by a key', [voice, screened('in-progress', 5), screened('answered', 9)], 'answered'],
  ])('%s', (_why, facts, outcome) => {
    expect(foldCall(facts).outcome).toBe(outcome)
  })
})

test('an accepted call is answered at the key, and talks from then on, the dial’s report lost', () => {
  const facts = [
    voice,
    screened('in-progress', 5),
    screened('answered', 9),
    screened('completed', 49, 44),
    ended(50, 45),
  ]
  expect(foldCall(facts)).toMatchObject({ answeredAt: later(9), talkSeconds: 40 })
})

test('recordings come with their length and text, the earliest first; what can’t be heard is left out', () => {
  const facts = [
    voice,
    recording('voicemail', 'completed', 80, 12),
    recording('voicemail', 'in-progress', 60),
    recording('call', 'completed', 40, 33, 'RE0'),
    recording('call', 'absent', 41, 0, 'RE9'),
    written,
  ]
  expect(foldCall(facts).recordings).toEqual([
    { id: 'RE0', kind: 'call', startedAt: later(7), durationSeconds: 33 },
    { id: 'RE1', kind: 'voicemail', startedAt: later(60), durationSeconds: 12, sealedText: 'v1.sealed' },
  ])
})

const deleted: CallFact = {
  ...base,
  fact: 'recording-deleted',
  recordingSid: 'RE1',
  at: later(900),
  by: 'retention',
}
const told = (at: number, sealedText: string): TranscriptionFact => ({
  ...written,
  at: later(at),
  by: 'api',
  id: sealedText,
  sealedText,
})

test('a recording began when Twilio says so, whatever callback came first', () => {
  const facts = [
    voice,
    recording('call', 'completed', 80, 12),
    { ...recording('call', 'in-progress', 60), startedAt: later(59) },
  ]
  expect(foldCall(facts).recordings).toMatchObject([{ startedAt: later(59) }])
})

test('of several transcripts the last holds', () => {
  const facts = [
    voice,
    recording('voicemail', 'completed', 80, 12),
    told(200, 'v1.b'),
    written,
    told(100, 'v1.a'),
  ]
  expect(foldCall(facts).recordings).toMatchObject([{ sealedText: 'v1.b' }])
})

test('of a deleted recording nothing is left but that it was made: the call stays one with a message', () => {
  const facts = [voice, whole('no-answer', 30), recording('voicemail', 'completed', 80, 12), ended(82, 50)]
  const kept = foldCall([...facts, written])
  const gone = foldCall([deleted, ...facts, written, told(950, 'v1.late')])
  expect(gone).toEqual({
    ...kept,
    recordings: [
      {
        id: 'RE1',
        kind: 'voicemail',
        startedAt: later(68),
        durationSeconds: 12,
        deleted: { at: later(900), by: 'retention' },
      },
    ],
  })
  expect(gone.outcome).toBe('voicemail')
})

test('the call is the same in any order, with any fact doubled', () => {
  const facts = [
    voice,
    screened('in-progress', 5),
    screened('answered', 9),
    screened('completed', 49, 44),
    whole('completed', 49, 40),
    recording('call', 'in-progress', 10),
    recording('call', 'completed', 52, 40),
    recording('voicemail', 'completed', 53, 3, 'RE2'),
    written,
    told(120, 'v1.a'),
    told(120, 'v1.b'),
    { ...deleted, recordingSid: 'RE2' } as CallFact,
    ended(50, 45),
  ]
  const expected = foldCall(facts)
  const doubled = facts.flatMap((fact) => [fact, fact])
  fc.assert(
    fc.property(fc.shuffledSubarray(doubled, { minLength: doubled.length }), (shuffled) => {
      expect(foldCall(shuffled)).toEqual(expected)
    }),
    { numRuns: runs(200) },
  )
})
