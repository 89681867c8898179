import { restUrlOf } from '../../local/phone/rest-url.ts'
import { readSettings } from '../../local/settings.ts'
import { readUrl } from '../../shared/domain/url.ts'
import { type NumberSettings, wantedSettings } from '../../shared/twilio/number-settings.ts'
import { createTwilioNumbers, type TwilioNumbers } from '../../shared/twilio/numbers.ts'
import { authTokensOf } from '../../shared/twilio/signature.ts'
import { Complaint, type Surroundings } from '../command.ts'
import { duration, type Progress } from '../progress.ts'
import { createManagement, type Management } from './management.ts'

/** Twilio on one side, the bridge on the other, and the address that joins them. */
export interface Place {
  readonly twilio: TwilioNumbers
  readonly management: Management
  /** How a number has to be set at Twilio. */
  readonly wanted: (number: string) => NumberSettings
}

export const placeOptions = { url: { type: 'string' } } as const

/** Nobody outside of this machine gets there. */
const isPrivate = (url: string) =>
  /^(localhost|.*\.local(host)?|127\..*|10\..*|192\.168\..*|0\.0\.0\.0|\[::1\])$/.test(new URL(url).hostname)

const isOrigin = (url: string) => /^https?:\/\//.test(url) && readUrl(url) !== undefined

function settingsOf(env: Surroundings['env']) {
  try {
    return readSettings(env)
  } catch (error) {
    throw new Complaint((error as Error).message)
  }
}

/**
 * From the bridge's own variables. Twilio itself is asked as soon as there is an account of Twilio's; without one, the
 * peer at this machine's bridge.
 * @throws Complaint that says which variable to set
 */
export function openPlace(surroundings: Surroundings, url: string | undefined, progress: Progress): Place {
  const { env, err, pause, fetch } = surroundings
  const settings = settingsOf(env)
  const ownUrl = `http://localhost:${settings.PORT}`
  const publicBaseUrl = new URL(settings.PUBLIC_BASE_URL ?? ownUrl).origin
  const baseUrl = restUrlOf(settings, ownUrl)
  if (baseUrl === undefined && isPrivate(publicBaseUrl)) {
    throw new Complaint(
      `Twilio can’t reach ${publicBaseUrl}: set PUBLIC_BASE_URL to the origin that it reaches the bridge at, such as https://calls.example.com`,
    )
  }
  const secretKey = env.TIELINE_SECRET_KEY
  if (secretKey === undefined) {
    throw new Complaint(
      'set TIELINE_SECRET_KEY to the account’s secret key (sk_…); npm start prints one at its first start',
    )
  }
  if (url !== undefined && !isOrigin(url)) {
    throw new Complaint(`--url must be an origin such as https://calls.example.com, not ${url}`)
  }
  const onRetry = (reason: string, milliseconds: number) => {
    progress.clear()
    err(`${reason}; tries again${milliseconds < 1000 ? '' : ` in ${duration(milliseconds)}`}\n`)
  }
  const { FALLBACK_BASE_URL: fallbackBaseUrl } = env
  if (fallbackBaseUrl !== undefined && !isOrigin(fallbackBaseUrl)) {
    throw new Complaint(
      `FALLBACK_BASE_URL must be an origin such as https://files.example.com, not ${fallbackBaseUrl}`,
    )
  }
  return {
    wanted: (number) => wantedSettings(number, publicBaseUrl, fallbackBaseUrl),
    twilio: createTwilioNumbers({
      accountSid: settings.TWILIO_ACCOUNT_SID,
      authToken: authTokensOf(settings.TWILIO_AUTH_TOKEN)[0] ?? '',
      baseUrl,
      timeoutMilliseconds: 15_000,
      random: Math.random,
      pause,
      onRetry,
    }),
    management: createManagement({
      url: new URL(url ?? publicBaseUrl).origin,
      secretKey,
      fetch,
      pause,
      onRetry,
    }),
  }
}
