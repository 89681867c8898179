import { expect, test } from 'vitest'
import { callerPhone, isE164, isWithheld } from '../../shared/domain/caller.ts'

test.each([
  ['a word', 'anonymous'],
  ['a word in capitals', 'Anonymous'],
  ['unknown', 'unknown'],
  ['restricted', 'restricted'],
  ['private', 'private'],
  ['unavailable', 'unavailable'],
  ['nothing', ''],
  ['blanks', '  '],
  ['a missing field', undefined],
  ['ANONYMOUS on a keypad', '+266696687'],
  ['RESTRICTED on a keypad', '+7378742833'],
  ['BLOCKED on a keypad', '+2562533'],
  ['UNAVAILABLE on a keypad', '+86282452253'],
  ['UNKNOWN on a keypad', '+8656696'],
  ['PRIVATE on a keypad', '+7748283'],
  ['ANONYMOUS on a keypad, without plus', '266696687'],
])('%s is a withheld caller', (_label, from) => {
  expect(isWithheld(from)).toBe(true)
  expect(callerPhone(from)).toBeUndefined()
})

test.each(['+442079460000', '+15005550006', '+4930901820', '+17378742833'])('%s is a phone', (from) => {
  expect(isWithheld(from)).toBe(false)
  expect(callerPhone(from)).toBe(from)
})

test.each([
  ['a SIP address', 'sip:alice@example.com'],
  ['a SIP address with a phone', 'sip:+442079460000@example.com'],
  ['a browser client', 'client:alice'],
  ['a number without plus', '442079460000'],
  ['sixteen digits', '+4420794600001234'],
  ['a country code of 0', '+0442079460000'],
])('%s calls, but is no phone identity', (_label, from) => {
  expect(isE164(from)).toBe(false)
  expect(callerPhone(from)).toBeUndefined()
})
