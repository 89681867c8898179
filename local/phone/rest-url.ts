import { localAccountSid, type Settings } from '../settings.ts'

/** The place of the peer of Twilio's REST API, under the bridge's own address. */
export const restPeerPath = '/local/twilio'

/**
 * Where the bridge sends its texts: as set, else to the peer on this machine unless an account of Twilio's was given.
 * @returns `undefined`: to Twilio
 */
export const restUrlOf = (settings: Settings, ownUrl: string): string | undefined =>
  settings.TWILIO_API_BASE_URL ??
  (settings.TWILIO_ACCOUNT_SID === localAccountSid ? `${ownUrl}${restPeerPath}` : undefined)
