import { expect, test } from 'vitest'
import { foldCall } from '../../shared/domain/call.ts'
import { foldContactFacts } from '../../shared/domain/contact-story.ts'
import { candidatesOf, type DeskPlace, decideDesk } from '../../shared/domain/desk.ts'
import { clickEvidence, type Evidence, leaseEvidence } from '../../shared/domain/evidence.ts'
import type { CallFact, ContactFact, LeaseFact } from '../../shared/domain/fact.ts'
import { resolveLeases } from '../../shared/domain/lease.ts'
import { addSeconds } from '../../shared/domain/time.ts'

const startedAt = '2026-11-22T14:00:00.000Z'
const at = (seconds: number) => addSeconds(startedAt, seconds)
const base = { account: 'acc_1', callSid: 'CA1', number: '+442079460001' }
const voice: CallFact = { ...base, fact: 'voice', at: startedAt }
const leg = (status: 'ringing' | 'in-progress', seconds: number): CallFact => ({
  ...base,
  fact: 'dial',
  scope: 'leg',
  legSid: 'CA2',
  status,
  sequence: 0,
  at: at(seconds),
})
const dialled = (status: 'completed' | 'no-answer', seconds: number): CallFact => ({
  ...base,
  fact: 'dial',
  scope: 'whole',
  legSid: 'CA2',
  status,
  at: at(seconds),
})
const over = (seconds: number): CallFact => ({
  ...base,
  fact: 'status',
  status: 'completed',
  sequence: 2,
  durationSeconds: seconds,
  at: at(seconds),
})
const said = (fact: Partial<ContactFact>) =>
  ({ fact: 'mark', account: 'acc_1', contact: 'CA1', at: at(70), by: 'api', ...fact }) as ContactFact

const there = (state: 'ringing' | 'connected' | 'ended', endedAt: number | null = null): DeskPlace => ({
  isThere: true,
  state,
  endedAt: endedAt === null ? null : at(endedAt),
})
const off = (forGood: boolean): DeskPlace => ({ isThere: false, forGood })
const talked = [voice, leg('in-progress', 10), dialled('completed', 60), over(60)]

test.each<[string, CallFact[], ContactFact[], number, DeskPlace]>([
  ['rings from its first webhook on', [voice], [], 0, there('ringing')],
  ['rings while a phone rings', [voice, leg('ringing', 2)], [], 30, there('ringing')],
  ['is connected once a phone was picked up', [voice, leg('in-progress', 10)], [], 600, there('connected')],
  [
    'has ended when the dialling has, though the caller’s hanging up is not told yet',
    [voice, leg('in-progress', 10), dialled('completed', 60)],
    [],
    61,
    there('ended', 60),
  ],
  ['has ended, and waits for a word', talked, [], 120, there('ended', 60)],
  ['whom nobody answered waits likewise', [voice, dialled('no-answer', 30)], [], 60, there('ended', 30)],
  ['leaves with a note', talked, [said({ sealedNote: 'v1.x' })], 120, off(false)],
  ['comes back when the note is taken away', talked, [said({ sealedNote: '' })], 120, there('ended', 60)],
  [
    'leaves with an outcome',
    talked,
    [said({ fact: 'outcome', stage: 'won' } as Partial<ContactFact>)],
    120,
    off(false),
  ],
  ['leaves as spam', talked, [said({ spam: true })], 120, off(false)],
  ['leaves as handled', talked, [said({ handled: true })], 120, off(false)],
  [
    'stays with a note while it lasts',
    [voice, leg('in-progress', 10)],
    [said({ sealedNote: 'x' })],
    90,
    there('connected'),
  ],
  ['stays with nothing but tags', talked, [said({ tags: ['sash'] })], 120, there('ended', 60)],
  ['leaves for good a quarter of an hour after its end', talked, [], 60 + 15 * 60 + 1, off(true)],
  ['of which nothing more is told leaves, and may come back', [voice], [], 601, off(false)],
])('a call that %s', (_, facts, words, seconds, place) => {
  expect(decideDesk(foldCall(facts), facts, foldContactFacts(words), at(seconds))).toEqual(place)
})

const lease = (session: string, from: number, until = 3600): LeaseFact => ({
  fact: 'lease',
  account: 'acc_1',
  number: base.number,
  session,
  visitor: `vis_${session}`,
  from: at(from),
  until: at(until),
  freeAt: at(until),
  shared: false,
})
const ofLeases = (...leases: LeaseFact[]) =>
  leaseEvidence('CA1', base.number, resolveLeases(leases, startedAt))
const tap = (session: string) =>
  clickEvidence('CA1', startedAt, [
    {
      fact: 'phone-click',
      account: 'acc_1',
      number: base.number,
      session,
      visitor: `vis_${session}`,
      at: at(-5),
    },
  ])
const ofCode = {
  id: 'x',
  kind: 'code',
  strength: 1,
  at: at(20),
  contact: 'CA1',
  sessionId: 'c',
  detail: '',
} as Evidence

test.each<[string, Evidence[], Record<string, number>]>([
  ['nobody: the number was shown to none', [], {}],
  ['the one who held the number', ofLeases(lease('a', -60)), { a: 1 }],
  [
    'those who shared it, the later likelier',
    ofLeases(lease('a', -900), lease('b', 0)),
    { b: 0.666667, a: 0.333333 },
  ],
  [
    'of those who shared it the one who tapped it',
    [...ofLeases(lease('a', -900), lease('b', 0)), ...tap('a')],
    { a: 1 },
  ],
  ['whoever was shown the code, whatever the number says', [...ofLeases(lease('a', -60)), ofCode], { c: 1 }],
])('a call may come from %s', (_, evidence, shares) => {
  const found = candidatesOf(evidence, 3).map(({ sessionId, share }) => [sessionId, share])
  expect(found).toEqual(Object.entries(shares))
})
