import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import {
  driftOf,
  type NumberSettings,
  type SettingName,
  settingNames,
  wantedSettings,
} from '../../shared/twilio/number-settings.ts'
import { runs } from '../support/runs.ts'

const number = '+442079460000'
const wanted = wantedSettings(number, 'https://calls.example.com')

test('every address is under the public origin, a trailing slash or not', () => {
  expect(wanted).toEqual({
    VoiceUrl: 'https://calls.example.com/twilio/voice#ct=2000&rt=6000',
    VoiceMethod: 'POST',
    VoiceFallbackUrl: 'https://calls.example.com/fallback/442079460000.xml',
    VoiceFallbackMethod: 'GET',
    StatusCallback: 'https://calls.example.com/twilio/voice/status#rc=3&rp=ct,5xx,rt',
    StatusCallbackMethod: 'POST',
    SmsUrl: 'https://calls.example.com/twilio/sms#rc=3&rp=ct,5xx,rt',
    SmsMethod: 'POST',
    VoiceApplicationSid: '',
    TrunkSid: '',
    SmsApplicationSid: '',
  })
  expect(wantedSettings(number, 'https://calls.example.com/')).toEqual(wanted)
})

test('the fallback documents may stand elsewhere', () => {
  expect(wantedSettings(number, 'https://calls.example.com', 'https://files.example.net/')).toEqual({
    ...wanted,
    VoiceFallbackUrl: 'https://files.example.net/fallback/442079460000.xml',
  })
})

describe('what differs', () => {
  it.each<[why: string, is: Partial<NumberSettings>, drifted: SettingName[]]>([
    ['nothing', {}, []],
    ['another server', { VoiceUrl: 'https://old.example.com/twilio/voice' }, ['VoiceUrl']],
    ['another path', { SmsUrl: 'https://calls.example.com/sms' }, ['SmsUrl']],
    [
      'http instead of https, whose signature is another',
      { VoiceUrl: 'http://calls.example.com/twilio/voice' },
      ['VoiceUrl'],
    ],
    ['no status callback', { StatusCallback: '' }, ['StatusCallback']],
    [
      'a status callback that is lost with the first 500',
      { StatusCallback: 'https://calls.example.com/twilio/voice/status' },
      ['StatusCallback'],
    ],
    [
      'a file store asked by POST, which it refuses',
      { VoiceFallbackMethod: 'POST' },
      ['VoiceFallbackMethod'],
    ],
    [
      'the document of another number',
      { VoiceFallbackUrl: wanted.VoiceFallbackUrl.replace('0000', '0001') },
      ['VoiceFallbackUrl'],
    ],
    [
      'an application, which Twilio asks instead',
      { VoiceApplicationSid: `AP${'0'.repeat(32)}` },
      ['VoiceApplicationSid'],
    ],
    ['a SIP trunk, which Twilio asks instead', { TrunkSid: `TK${'0'.repeat(32)}` }, ['TrunkSid']],
    [
      'several at once, in the order of the table',
      { SmsMethod: 'GET', VoiceUrl: '' },
      ['VoiceUrl', 'SmsMethod'],
    ],
  ])('%s', (_why, is, drifted) => {
    const drift = driftOf({ ...wanted, ...is }, wanted)
    expect(drift.map(({ name }) => name)).toEqual(drifted)
    for (const each of drift)
      expect(each).toEqual({ name: each.name, is: is[each.name], wanted: wanted[each.name] })
  })

  it('is gone once it was written, whatever it was', () => {
    const names = Object.keys(settingNames) as SettingName[]
    const settings = fc.record(
      Object.fromEntries(
        names.map((name) => [name, fc.constantFrom('', wanted[name], 'GET', 'https://x.example')]),
      ),
    ) as fc.Arbitrary<NumberSettings>
    fc.assert(
      fc.property(settings, (is) => {
        const written = Object.fromEntries(driftOf(is, wanted).map((each) => [each.name, each.wanted]))
        expect(driftOf({ ...is, ...written }, wanted)).toEqual([])
      }),
      { numRuns: runs(200) },
    )
  })
})
