import { describe, expect, test } from 'vitest'
import { usualPreferences, wantsNotice } from '../../shared/domain/notification.ts'
import { mailName, mostAttempts, nextAttempt } from '../../shared/domain/outgoing-mail.ts'
import { roles } from '../../shared/domain/role.ts'

const missed = { kind: 'call', outcome: 'missed' } as const
const answered = { kind: 'call', outcome: 'answered' } as const
const form = { kind: 'form' } as const

describe('who is told, unless they say otherwise', () => {
  test.each([
    ['owner', [true, false, false], true],
    ['agent', [true, false, false], false],
    ['marketer', [false, false, false], true],
    ['viewer', [false, false, false], false],
  ] as const)('%s', (role, told, digest) => {
    const preferences = usualPreferences[role]
    expect([missed, answered, form].map((each) => wantsNotice(preferences, each))).toEqual(told)
    expect(preferences.digest).toBe(digest)
  })

  test('every role has its usual', () => {
    expect(Object.keys(usualPreferences).sort()).toEqual([...roles].sort())
  })
})

const all = { enquiries: 'all', digest: false } as const

test.each([
  [
    'a message left is a missed call',
    { ...all, enquiries: 'missed' },
    { ...missed, outcome: 'voicemail' },
    true,
  ],
  [
    'who hung up early was missed as well',
    { ...all, enquiries: 'missed' },
    { ...missed, outcome: 'abandoned' },
    true,
  ],
  ['an answered call is told to whoever wants all', all, answered, true],
  ['none is none', { ...all, enquiries: 'none' }, missed, false],
  [
    'another channel than those chosen',
    { ...all, channels: ['Email'] },
    { ...form, channel: 'Direct' },
    false,
  ],
  ['one of those chosen', { ...all, channels: ['Email'] }, { ...form, channel: 'Email' }, true],
  [
    'a channel that is not known (yet) keeps nobody from being told',
    { ...all, channels: ['Email'] },
    form,
    true,
  ],
  ['an empty choice is no choice', { ...all, channels: [] }, { ...form, channel: 'Direct' }, true],
  [
    'by another number',
    { ...all, numbers: ['+442079460001'] },
    { ...missed, number: '+442079460002' },
    false,
  ],
  ['by no number at all', { ...all, numbers: ['+442079460001'] }, form, true],
] as const)('%s', (_label, preferences, subject, expected) => {
  expect(wantsNotice(preferences, subject)).toBe(expected)
})

test('a mail that is refused for now is tried again, ever later, and given up in the end', () => {
  const now = '2026-11-20T12:00:00.000Z'
  const waits = Array.from({ length: mostAttempts }, (_, index) => {
    const next = nextAttempt(index + 1, now)
    return next && (Date.parse(next) - Date.parse(now)) / 1000
  })
  expect(waits).toEqual([5, 15, 45, 135, 405, 1215, 3600, undefined])
})

test('a mail’s name holds its person and what it is about, a trial apart from the week’s own', () => {
  const notice = { kind: 'notice', contact: 'CA1', contactKind: 'call' } as const
  const digest = { kind: 'digest', week: '2026-11-16' } as const
  const names = [
    mailName('mem_1', notice),
    mailName('mem_2', notice),
    mailName('mem_1', digest),
    mailName('mem_1', { ...digest, trial: 'now' }),
  ]
  expect(new Set(names).size).toBe(names.length)
  // A call that turned out to be answered after all is the same call.
  expect(mailName('mem_1', { ...notice, contactKind: 'text' })).toBe(names[0])
})
