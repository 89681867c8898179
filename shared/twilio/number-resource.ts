import type { E164 } from '../domain/ids.ts'
import type { TwilioBody } from './api.ts'
import { type NumberSettings, type SettingName, settingNames } from './number-settings.ts'

export const numberTypes = {
  local: 'Local',
  mobile: 'Mobile',
  national: 'National',
  'toll-free': 'TollFree',
} as const
export type NumberType = keyof typeof numberTypes
export const capabilities = ['voice', 'sms', 'mms'] as const
export type Capability = (typeof capabilities)[number]

/** https://www.twilio.com/docs/phone-numbers/api/availablephonenumber-resource */
export interface NumberSearch {
  /** ISO 3166, two letters. */
  readonly country: string
  readonly type: NumberType
  /** Twilio knows them in the USA and Canada. */
  readonly areaCode?: string | undefined
  /** Digits and letters anywhere in the number; `*` is any digit. */
  readonly contains?: string | undefined
  readonly locality?: string | undefined
  readonly region?: string | undefined
  readonly can: readonly Capability[]
  /** Leaves out numbers that need an address on file. */
  readonly withoutAddress?: boolean | undefined
  readonly limit: number
}

export interface AvailableNumber {
  readonly number: E164
  readonly place: string
  readonly can: readonly Capability[]
  /** `none`, `any`, `local`, `foreign`. */
  readonly address: string
}

export interface OwnedNumber {
  readonly sid: string
  readonly number: E164
  readonly friendlyName: string
  readonly can: readonly Capability[]
  readonly settings: NumberSettings
}

export interface Purchase {
  readonly number: E164
  readonly friendlyName?: string | undefined
  readonly settings: NumberSettings
  /** What some countries ask for. */
  readonly addressSid?: string | undefined
  readonly bundleSid?: string | undefined
}

export function queryOf(search: NumberSearch): URLSearchParams {
  const { areaCode, contains, locality, region, can, withoutAddress, limit } = search
  return new URLSearchParams({
    ...(areaCode !== undefined && { AreaCode: areaCode }),
    ...(contains !== undefined && { Contains: contains }),
    ...(locality !== undefined && { InLocality: locality }),
    ...(region !== undefined && { InRegion: region }),
    ...(can.includes('voice') && { VoiceEnabled: 'true' }),
    ...(can.includes('sms') && { SmsEnabled: 'true' }),
    ...(can.includes('mms') && { MmsEnabled: 'true' }),
    ...(withoutAddress && { ExcludeAllAddressRequired: 'true' }),
    PageSize: String(limit),
  })
}

export function formOf({ number, friendlyName, settings, addressSid, bundleSid }: Purchase): URLSearchParams {
  // An empty one is no id to Twilio: a new number has none of them anyway.
  const set = Object.entries(settings).filter(([, value]) => value !== '')
  return new URLSearchParams({
    PhoneNumber: number,
    ...(friendlyName !== undefined && { FriendlyName: friendlyName }),
    ...Object.fromEntries(set),
    ...(addressSid !== undefined && { AddressSid: addressSid }),
    ...(bundleSid !== undefined && { BundleSid: bundleSid }),
  })
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Twilio writes them in capitals or not, by the resource. */
function capabilitiesOf(value: unknown): readonly Capability[] {
  const given = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>
  return capabilities.filter((name) => given[name] === true || given[name.toUpperCase()] === true)
}

export function readAvailable(body: TwilioBody): AvailableNumber | undefined {
  const number = textOf(body.phone_number)
  if (number === '') return undefined
  const place = [body.locality, body.region, body.iso_country].map(textOf).filter((part) => part !== '')
  return {
    number,
    place: place.join(', '),
    can: capabilitiesOf(body.capabilities),
    address: textOf(body.address_requirements) || 'none',
  }
}

export function readOwned(body: TwilioBody): OwnedNumber | undefined {
  const [sid, number] = [textOf(body.sid), textOf(body.phone_number)]
  if (sid === '' || number === '') return undefined
  const names = Object.entries(settingNames) as [SettingName, string][]
  return {
    sid,
    number,
    friendlyName: textOf(body.friendly_name),
    can: capabilitiesOf(body.capabilities),
    settings: Object.fromEntries(names.map(([name, field]) => [name, textOf(body[field])])) as NumberSettings,
  }
}
