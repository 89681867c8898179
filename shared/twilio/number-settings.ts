import type { E164 } from '../domain/ids.ts'
import { fallbackFileName } from './fallback.ts'
import { impatient, retried } from './overrides.ts'

/**
 * What a number at Twilio is set to, under the names of Twilio's forms, beside those of its answers
 * (https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource).
 */
export const settingNames = {
  VoiceUrl: 'voice_url',
  VoiceMethod: 'voice_method',
  VoiceFallbackUrl: 'voice_fallback_url',
  VoiceFallbackMethod: 'voice_fallback_method',
  StatusCallback: 'status_callback',
  StatusCallbackMethod: 'status_callback_method',
  SmsUrl: 'sms_url',
  SmsMethod: 'sms_method',
  /** Where one of these is set, Twilio passes over the addresses above. */
  VoiceApplicationSid: 'voice_application_sid',
  TrunkSid: 'trunk_sid',
  SmsApplicationSid: 'sms_application_sid',
} as const
export type SettingName = keyof typeof settingNames
/** Empty: not set. */
export type NumberSettings = Readonly<Record<SettingName, string>>

/**
 * How a tracking number has to be set at Twilio so that its calls and texts come here. What tells is retried: it is
 * written once, however often it comes. The voice webhook is not: a caller waits, and the fallback
 * document is next, soon.
 * @param publicBaseUrl the origin that Twilio reaches
 * @param fallbackBaseUrl where the static fallback documents stand, which Twilio fetches by GET, if elsewhere
 */
export function wantedSettings(
  number: E164,
  publicBaseUrl: string,
  fallbackBaseUrl: string = publicBaseUrl,
): NumberSettings {
  const base = publicBaseUrl.replace(/\/+$/, '')
  const file = fallbackFileName(number)
  return {
    VoiceUrl: `${base}/twilio/voice${impatient}`,
    VoiceMethod: 'POST',
    VoiceFallbackUrl: file === undefined ? '' : `${fallbackBaseUrl.replace(/\/+$/, '')}/fallback/${file}`,
    VoiceFallbackMethod: 'GET',
    StatusCallback: `${base}/twilio/voice/status${retried}`,
    StatusCallbackMethod: 'POST',
    SmsUrl: `${base}/twilio/sms${retried}`,
    SmsMethod: 'POST',
    VoiceApplicationSid: '',
    TrunkSid: '',
    SmsApplicationSid: '',
  }
}

/** One setting that is not what it should be. */
export interface Drift {
  readonly name: SettingName
  readonly is: string
  readonly wanted: string
}

/** What differs, in the order of the table. */
export function driftOf(is: NumberSettings, wanted: NumberSettings): readonly Drift[] {
  const names = Object.keys(settingNames) as SettingName[]
  return names
    .filter((name) => is[name] !== wanted[name])
    .map((name) => ({ name, is: is[name], wanted: wanted[name] }))
}
