import { sha256Hex } from '../../shared/http/digest.ts'
import { type NumberSettings, type SettingName, settingNames } from '../../shared/twilio/number-settings.ts'
import type { OwnNumber } from './exchange.ts'
import { timestampOf } from './fields.ts'
import { numbersOnShelf, type ShelfQuery } from './number-shelf.ts'
import type { RestRefusal } from './texts.ts'

/** A number as the account at this machine's Twilio has it. */
export interface DeskNumber {
  readonly sid: string
  readonly number: string
  readonly friendlyName: string
  readonly settings: NumberSettings
  readonly at: number
}

export type Form = Readonly<Record<string, string | undefined>>

export interface DeskDeps {
  /** Those of the bridge: an account that set them up has them at Twilio. */
  readonly numbers: () => Promise<readonly OwnNumber[]>
  readonly now: () => number
}

const refused = (code: number, message: string, status = 400): RestRefusal => ({ status, code, message })
const isPhone = (text: string) => /^\+[1-9]\d{6,14}$/.test(text)

/** Twilio's magic numbers (https://www.twilio.com/docs/iam/test-credentials). */
const magic: Readonly<Record<string, RestRefusal>> = {
  '+15005550000': refused(21422, '+15005550000 is not available.'),
  '+15005550001': refused(21421, '+15005550001 is not valid.'),
}

const unset = Object.fromEntries(
  Object.keys(settingNames).map((name) => [name, name.endsWith('Method') ? 'POST' : '']),
) as NumberSettings

function changed(settings: NumberSettings, form: Form): NumberSettings {
  const given = (Object.keys(settingNames) as SettingName[]).filter((name) => form[name] !== undefined)
  return { ...settings, ...Object.fromEntries(given.map((name) => [name, form[name]])) }
}

/** Where numbers are bought, set and given up on one machine; kept as long as the bridge runs. */
export function createNumberDesk({ numbers, now }: DeskDeps) {
  const kept = new Map<string, DeskNumber>()
  const released = new Set<string>()
  const begunAt = now()

  const fresh = (number: string, friendlyName: string, at: number): DeskNumber => ({
    sid: `PN${sha256Hex(number).slice(0, 32)}`,
    number,
    friendlyName,
    settings: unset,
    at,
  })

  async function owned(): Promise<readonly DeskNumber[]> {
    for (const { number, label } of await numbers()) {
      if (!kept.has(number) && !released.has(number)) kept.set(number, fresh(number, label, begunAt))
    }
    return [...kept.values()]
  }
  const find = async (sid: string) => (await owned()).find((each) => each.sid === sid)

  return {
    owned,
    find,

    async available(query: ShelfQuery) {
      const taken = new Set((await owned()).map(({ number }) => number))
      return numbersOnShelf(query, (number) => taken.has(number))
    },

    /** `POST …/IncomingPhoneNumbers.json`. */
    async buy(form: Form): Promise<DeskNumber | RestRefusal> {
      const { PhoneNumber: number = '', FriendlyName: friendlyName = number } = form
      if (!isPhone(number)) return refused(21421, 'PhoneNumber is not valid.')
      const refusal = magic[number]
      if (refusal) return refusal
      if ((await owned()).some((each) => each.number === number)) {
        return refused(21422, `${number} is not available.`)
      }
      const bought = fresh(number, friendlyName, now())
      const set = { ...bought, settings: changed(unset, form) }
      released.delete(number)
      kept.set(number, set)
      return set
    },

    /** @returns `undefined`: there is none */
    async change(sid: string, form: Form): Promise<DeskNumber | undefined> {
      const before = await find(sid)
      if (!before) return undefined
      const { FriendlyName: friendlyName = before.friendlyName } = form
      const after = { ...before, friendlyName, settings: changed(before.settings, form) }
      kept.set(after.number, after)
      return after
    },

    async release(sid: string): Promise<'released' | 'absent'> {
      const number = await find(sid)
      if (!number) return 'absent'
      kept.delete(number.number)
      released.add(number.number)
      return 'released'
    },
  }
}
export type NumberDesk = ReturnType<typeof createNumberDesk>

const capabilities = { voice: true, sms: true, mms: true, fax: false }

/** https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource */
export const numberResource = (
  accountSid: string,
  { sid, number, friendlyName, settings, at }: DeskNumber,
) => ({
  account_sid: accountSid,
  address_requirements: 'none',
  address_sid: null,
  api_version: '2010-04-01',
  beta: false,
  bundle_sid: null,
  capabilities,
  date_created: timestampOf(at),
  date_updated: timestampOf(at),
  friendly_name: friendlyName,
  origin: 'twilio',
  phone_number: number,
  sid,
  status: 'in-use',
  uri: `/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers/${sid}.json`,
  ...Object.fromEntries(
    (Object.entries(settingNames) as [SettingName, string][]).map(([name, field]) => [
      field,
      // What is no address and no id can't be an empty one.
      settings[name] || null,
    ]),
  ),
})

/** https://www.twilio.com/docs/phone-numbers/api/availablephonenumberlocal-resource */
export const availableResource = (
  country: string,
  { number, locality, region }: { number: string; locality: string | null; region: string | null },
) => ({
  address_requirements: 'none',
  beta: false,
  capabilities,
  friendly_name: number,
  iso_country: country,
  lata: null,
  latitude: null,
  locality,
  longitude: null,
  phone_number: number,
  postal_code: null,
  rate_center: null,
  region,
})
