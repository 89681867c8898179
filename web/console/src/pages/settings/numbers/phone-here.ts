import { useLocalPart } from '../../../api/local.ts'

/** Whether the phone in the browser runs here: on one machine it does, where Twilio serves there is none. */
export const usePhoneHere = (): boolean => useLocalPart('/local/phone')

/** Where the phone in the browser dials the number. */
export const testCallAddress = (number: string) => `/local/phone?to=${encodeURIComponent(number)}`
