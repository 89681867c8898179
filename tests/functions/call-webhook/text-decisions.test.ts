import { describe, expect, test } from 'vitest'
import {
  decideText,
  forwardPhones,
  type Sender,
  type TextMeaning,
} from '../../../functions/call-webhook/texts/decide-text.ts'
import { decideTextBack, type EndedCall } from '../../../functions/call-webhook/texts/decide-text-back.ts'
import type { ConfirmedPhone } from '../../../shared/domain/confirmed-phone.ts'
import type { CallFlow } from '../../../shared/domain/number.ts'
import { isTollRange } from '../../../shared/domain/toll-range.ts'

const number = '+441614960002'
const sender = '+447700900123'
const mobile = '+447700900200'
const at = '2026-11-22T14:05:00.000Z'
const flow: CallFlow = { forwardTo: ['+442079460001', mobile], textForwardTo: ['+447700900201'] }
const pending: ConfirmedPhone = {
  phone: 'hash',
  sealed: '',
  state: 'pending',
  code: '482913',
  requestedAt: '2026-11-20T00:00:00.000Z',
  expiresAt: '2026-11-27T00:00:00.000Z',
}
const stranger: Sender = { isTrackingNumber: false, isBlocked: false }
const enquiry: TextMeaning = { is: 'enquiry', isSpam: false }

describe('a text', () => {
  test.each<[string, { body?: string; from?: string; optOutType?: string }, Partial<Sender>, TextMeaning]>([
    ['of a stranger is an enquiry', {}, {}, enquiry],
    ['without a sender is one, too', { from: '' }, {}, enquiry],
    [
      'of a blocked phone is one that counts as spam',
      {},
      { isBlocked: true },
      { is: 'enquiry', isSpam: true },
    ],
    ['that stops ours', { body: 'Stop' }, {}, { is: 'command', command: 'stop' }],
    ['by the FCC’s words', { body: 'opt out' }, {}, { is: 'command', command: 'stop' }],
    [
      'that stops ours, even from the business’s own phone',
      { body: 'STOP', from: mobile },
      { standing: { ...pending, state: 'confirmed' } },
      { is: 'command', command: 'stop' },
    ],
    [
      'of a tracking number came round in a circle',
      {},
      { isTrackingNumber: true },
      { is: 'own', because: 'tracking-number' },
    ],
    ['of a phone that the flow rings', { from: mobile }, {}, { is: 'own', because: 'business-phone' }],
    [
      'of a phone that texts are sent on to: an answer to one of them',
      { from: '+447700900201' },
      {},
      { is: 'own', because: 'business-phone' },
    ],
    [
      'of a confirmed phone',
      {},
      { standing: { ...pending, state: 'confirmed' } },
      { is: 'own', because: 'business-phone' },
    ],
    [
      'with the awaited code',
      { body: ' 482 913 ' },
      { standing: pending },
      { is: 'confirmation', code: '482913' },
    ],
    ['with another code', { body: '482914' }, { standing: pending }, enquiry],
    ['with the code in a sentence', { body: 'It is 482913' }, { standing: pending }, enquiry],
    ['with a code that is over', { body: '482913' }, { standing: { ...pending, expiresAt: at } }, enquiry],
  ])('%s', (_, { body = 'Do you fit sash windows?', from = sender, optOutType }, known, meaning) => {
    const text = { messageSid: 'SM1', number, body, optOutType, ...(from && { sender: from }) }
    expect(decideText(text, { ...stranger, ...known }, flow, at)).toEqual(meaning)
  })

  test.each<[string, Partial<CallFlow>, string[]]>([
    ['to nobody unless the flow says so', {}, []],
    ['to the phones that it names, each once', { textForwardTo: [mobile, mobile] }, [mobile]],
    ['to its own phones that can get texts', { textForwardTo: true }, [mobile]],
    ['never to the number itself', { textForwardTo: [number, mobile] }, [mobile]],
    ['never to the sender', { textForwardTo: [sender, mobile] }, [mobile]],
  ])('is sent on %s', (_, wanted, phones) => {
    const text = { messageSid: 'SM1', number, sender, body: '' }
    expect(forwardPhones({ forwardTo: flow.forwardTo, ...wanted }, text)).toEqual(phones)
  })
})

describe('whoever called', () => {
  const call: EndedCall = {
    outcome: 'missed',
    endedAt: at,
    number,
    caller: sender,
    isBlocked: false,
    isSpam: false,
    isTrackingNumber: false,
  }
  const window = { name: `text-back#${number}`, hours: 24 }
  const text = { decision: 'text', to: sender, window }
  const silence = (because: string) => ({ decision: 'silence', because })
  const gift = { campaignId: 'cmp_1', when: 'missed' } as const

  test.each<[string, Partial<CallFlow>, Partial<EndedCall>, object]>([
    ['is not texted unless the flow says so', {}, {}, silence('not wanted')],
    ['nor where it says no', { textBack: false }, {}, silence('not wanted')],
    ['in vain is texted', { textBack: true }, {}, text],
    ['and gave up is texted', { textBack: true }, { outcome: 'abandoned' }, text],
    ['and was answered is not', { textBack: true }, { outcome: 'answered' }, silence('another outcome')],
    ['and still calls is not', { textBack: true }, { outcome: 'in-progress' }, silence('another outcome')],
    ['and left a message is not', { textBack: true }, { outcome: 'voicemail' }, silence('another outcome')],
    [
      'and left a message is, if the flow says so',
      { textBack: { when: ['voicemail'] } },
      { outcome: 'voicemail' },
      text,
    ],
    [
      'and was missed is not, if it says voicemail alone',
      { textBack: { when: ['voicemail'] } },
      {},
      silence('another outcome'),
    ],
    ['reads the flow’s words', { textBack: 'Hello' }, {}, { ...text, message: 'Hello' }],
    [
      'not twice in the flow’s time',
      { textBack: { everyHours: 2 } },
      {},
      { ...text, window: { ...window, hours: 2 } },
    ],
    ['with a withheld number is not', { textBack: true }, { caller: undefined }, silence('withheld')],
    ['and is blocked is not', { textBack: true }, { isBlocked: true }, silence('blocked')],
    ['and looks like spam is not', { textBack: true }, { isSpam: true }, silence('spam')],
    ['from a phone of the business is not', { textBack: true }, { caller: mobile }, silence('own phone')],
    ['from a tracking number is not', { textBack: true }, { isTrackingNumber: true }, silence('own phone')],
    [
      'an hour ago and a minute is not',
      { textBack: true },
      { endedAt: '2026-11-22T13:04:00.000Z' },
      silence('too late'),
    ],
    [
      'gets the code of the flow',
      { textBack: true, giveCode: gift },
      {},
      { ...text, code: { campaignId: 'cmp_1', ifGiven: false } },
    ],
    [
      'gets a code for closed hours only if the call gave it',
      { textBack: true, giveCode: { ...gift, when: 'closed' } },
      {},
      { ...text, code: { campaignId: 'cmp_1', ifGiven: true } },
    ],
    [
      'gets the code of the text’s own campaign',
      { textBack: { campaignId: 'cmp_2' }, giveCode: { ...gift, when: 'closed' } },
      {},
      { ...text, code: { campaignId: 'cmp_2', ifGiven: false } },
    ],
  ])('%s', (_, wanted, ended, decided) => {
    const own = { forwardTo: flow.forwardTo, ...wanted }
    expect(decideTextBack(own, { ...call, ...ended }, at)).toEqual(decided)
  })
})

test.each([
  ['+449098790123', true, 'British premium'],
  ['+447012345678', true, 'British personal'],
  ['+448711234567', true, 'British revenue-sharing'],
  ['+19005550123', true, 'American premium'],
  ['+49900123456', true, 'German premium'],
  ['+881612345678', true, 'satellite'],
  ['+882161234567', true, 'network of no country'],
  ['+979123456789', true, 'international premium'],
  ['+442079460001', false, 'London'],
  ['+447700900123', false, 'British mobile'],
  ['+448001234567', false, 'British freephone'],
  ['+19075550123', false, 'Alaska'],
  ['+493012345678', false, 'Berlin'],
  ['+390612345678', false, 'Rome'],
  ['+33123456789', false, 'Paris'],
])('%s is %s for a toll range: %s', (phone, is) => {
  expect(isTollRange(phone)).toBe(is)
})
