import { type ConversionRule, type Destination, mostRules, ruleNameOf } from './destination.ts'
import type { Platform } from './platform.ts'

export interface Mistake {
  readonly path: string
  readonly message: string
}

interface Setting {
  readonly name: string
  readonly isNeeded: boolean
  readonly pattern: RegExp
  readonly message: string
}

const setting = (name: string, pattern: RegExp, message: string, isNeeded = true): Setting => ({
  name,
  isNeeded,
  pattern,
  message,
})
const adsId = /^\d{3}-?\d{3}-?\d{4}$/
const adsMessage = 'Must be a customer id of Google Ads, 123-456-7890.'

/** The platform's own ids, and what each has to look like. */
const settingsOf: Readonly<Record<Platform, readonly Setting[]>> = {
  ga4: [
    setting('measurementId', /^G-[A-Z0-9]{4,20}$/, 'Must be a measurement id, G-XXXXXXXXXX.'),
    setting('region', /^eu$/, 'Must be "eu", or absent.', false),
    setting('withoutClient', /^(skip|stand-in)$/, 'Must be "skip" or "stand-in".', false),
  ],
  google: [setting('customerId', adsId, adsMessage), setting('loginCustomerId', adsId, adsMessage, false)],
  meta: [
    setting('datasetId', /^\d{5,20}$/, 'Must be the number of a dataset (or pixel).'),
    setting('testEventCode', /^[A-Z0-9]{1,20}$/, 'Must be a test event code, TEST12345.', false),
    setting('apiVersion', /^v\d{1,3}\.0$/, 'Must be a version of the Graph API, v26.0.', false),
  ],
  microsoft: [
    setting('customerId', /^\d{1,20}$/, 'Must be the number of the customer (cid).'),
    setting('accountId', /^\d{1,20}$/, 'Must be the number of the account (aid).'),
  ],
}

/** Secrets, by name; those in the second list may be absent. */
export const credentialNames: Readonly<Record<Platform, readonly [needed: string[], others: string[]]>> = {
  ga4: [['apiSecret'], []],
  google: [['clientId', 'clientSecret', 'refreshToken'], []],
  meta: [['accessToken'], []],
  microsoft: [['clientId', 'refreshToken', 'developerToken'], ['clientSecret']],
}

/** Names that GA4 keeps for itself (protocol/ga4/reference, "Reserved names"). */
const reservedEvents =
  /^(ad_|app_|firebase_|ga_|google_|gtag|in_app_purchase|first_open|first_visit|session_start|user_engagement|error$|notification_|os_update|screen_view)/

const actions: Readonly<Record<Platform, readonly [RegExp, string]>> = {
  ga4: [/^[A-Za-z]\w{0,39}$/, 'Must be an event’s name: letters, digits and _, at most 40, a letter first.'],
  google: [/^\d{1,20}$/, 'Must be the number of a conversion action (ctId in its address at Google Ads).'],
  meta: [/^[\p{L}\p{N}_ -]{1,50}$/u, 'Must be an event’s name, such as Lead or Purchase.'],
  microsoft: [/^[^\p{Cc}]{1,100}$/u, 'Must be the name of an offline conversion goal.'],
}

function checkSettings({ platform, settings }: Pick<Destination, 'platform' | 'settings'>): Mistake[] {
  const known = settingsOf[platform]
  const wrong = known.flatMap(({ name, isNeeded, pattern, message }) => {
    const value = settings[name]
    if (value === undefined) return isNeeded ? [{ path: `settings.${name}`, message }] : []
    return pattern.test(value) ? [] : [{ path: `settings.${name}`, message }]
  })
  const names = new Set(known.map(({ name }) => name))
  const unknown = Object.keys(settings)
    .filter((name) => !names.has(name))
    .map((name) => ({ path: `settings.${name}`, message: `${platform} has no such setting.` }))
  return [...wrong, ...unknown]
}

function checkRules({ platform, rules }: Pick<Destination, 'platform' | 'rules'>): Mistake[] {
  const [pattern, message] = actions[platform]
  const seen = new Set<string>()
  return rules.flatMap(({ trigger, action, value }: ConversionRule, index) => {
    const path = `rules.${index}`
    const name = ruleNameOf(trigger)
    const mistakes: Mistake[] = []
    if (seen.has(name)) mistakes.push({ path, message: 'Another rule is of the same.' })
    seen.add(name)
    if (!pattern.test(action)) mistakes.push({ path: `${path}.action`, message })
    else if (platform === 'ga4' && reservedEvents.test(action))
      mistakes.push({ path: `${path}.action`, message: 'Must not be a name that GA4 keeps for itself.' })
    if (platform === 'meta' && action === 'Purchase' && value.from === 'none')
      mistakes.push({ path: `${path}.value`, message: 'Meta takes no purchase without a value.' })
    return mistakes
  })
}

/** @returns what is wrong with it, for the person who set it up; empty: nothing */
export function checkDestination(
  destination: Pick<Destination, 'platform' | 'settings' | 'rules' | 'personalData' | 'consent' | 'mode'>,
  hasCredentials: boolean,
): Mistake[] {
  const { platform, rules, personalData, consent, mode } = destination
  const mistakes = [...checkSettings(destination), ...checkRules(destination)]
  if (rules.length > mostRules) mistakes.push({ path: 'rules', message: `Must be at most ${mostRules}.` })
  if (personalData === 'hashed' && platform === 'ga4')
    mistakes.push({ path: 'personalData', message: 'Must be "none": GA4 knows browsers, not people.' })
  else if (personalData === 'hashed' && consent.adUserData !== 'granted')
    mistakes.push({
      path: 'personalData',
      message:
        'Must be "none" unless `consent.adUserData` is "granted": people’s phones and e-mails go along, hashed, only where they agreed.',
    })
  if (mode === 'live' && !hasCredentials)
    mistakes.push({ path: 'mode', message: 'Must not be "live" before the credentials are there.' })
  return mistakes
}

/** @param isWhole all that are needed have to be there */
export function checkCredentials(
  platform: Platform,
  credentials: Readonly<Record<string, string>>,
  isWhole: boolean,
): Mistake[] {
  const [needed, others] = credentialNames[platform]
  const missing = isWhole ? needed.filter((name) => !credentials[name]) : []
  const unknown = Object.keys(credentials).filter((name) => ![...needed, ...others].includes(name))
  return [
    ...missing.map((name) => ({ path: `credentials.${name}`, message: 'Must be given.' })),
    ...unknown.map((name) => ({
      path: `credentials.${name}`,
      message: `${platform} asks for no such secret.`,
    })),
  ]
}
