import { describe, expect, test } from 'vitest'
import type { TextFact } from '../../shared/domain/fact.ts'
import { decideThread, foldConversation } from '../../shared/domain/text-conversation.ts'

const thread = { conversation: 'SM1', openedAt: '2026-11-22T14:05:00.000Z' }

describe('a text', () => {
  test.each([
    ['is the first of its phone', undefined, '2026-11-22T14:05:00.000Z', { decision: 'opens', leads: true }],
    ['comes a moment later', thread, '2026-11-22T14:05:01.000Z', { decision: 'joins', conversation: 'SM1' }],
    [
      'comes within the day, over midnight',
      thread,
      '2026-11-23T14:04:59.999Z',
      { decision: 'joins', conversation: 'SM1' },
    ],
    ['comes a day later', thread, '2026-11-23T14:05:00.000Z', { decision: 'opens', leads: true }],
    [
      'waited in the spool, and is older than the conversation',
      thread,
      '2026-11-22T13:00:00.000Z',
      { decision: 'joins', conversation: 'SM1' },
    ],
    [
      'waited for so long that it is a conversation of its own, which nobody joins any more',
      thread,
      '2026-11-20T13:00:00.000Z',
      { decision: 'opens', leads: false },
    ],
  ])('that %s', (_, before, at, decision) => {
    expect(decideThread(before, at)).toEqual(decision)
  })
})

const text = (messageSid: string, at: string, more: Partial<TextFact> = {}): TextFact => ({
  fact: 'text',
  account: 'acc',
  messageSid,
  conversation: 'SM2',
  at,
  number: '+441614960002',
  sender: 'hash',
  sealedSender: 'sealed',
  sealedBody: '',
  ...more,
})

test('a conversation is the same in any order and with any text doubled, and what its first text says', () => {
  const opening = text('SM2', '2026-11-22T14:05:00.000Z', { numberId: 'num_1', source: { source: 'van' } })
  const later = text('SM3', '2026-11-22T14:06:00.000Z', { numberId: 'num_2' })
  const spooled = text('SM1', '2026-11-22T14:04:00.000Z', { numberId: 'num_1', source: { source: 'flyer' } })
  const told = foldConversation([opening, later, spooled])
  expect(foldConversation([later, spooled, opening, later])).toEqual(told)
  expect(told).toMatchObject({ id: 'SM2', at: spooled.at, source: { source: 'flyer' }, sender: 'hash' })
  expect(told.texts.map(({ messageSid }) => messageSid)).toEqual(['SM1', 'SM2', 'SM3'])
  expect(() => foldConversation([])).toThrow(RangeError)
})
