import type { Instant } from '../time.ts'

/** By what the ad platforms' own cookies name a browser and its click, as far as the visitor's consent let a page tell. */
export interface BrowserIds {
  /** GA4's client id: `_ga` without its prefix, `1234567890.1700000000`. */
  readonly gaClientId?: string | undefined
  readonly gaSessionId?: string | undefined
  /** Meta's, as their cookies spell them. */
  readonly fbp?: string | undefined
  readonly fbc?: string | undefined
  /** Microsoft's click: `_uetmsclkid` without its prefix. */
  readonly msclkid?: string | undefined
}

/** What is kept of a browser. */
export interface KnownBrowser extends BrowserIds {
  /** When `msclkid` was first told: the click was before. */
  readonly msclkidAt?: Instant | undefined
}

/**
 * How each is spelled: the page tells nothing else, and the server takes nothing else. Meta's own libraries add a short
 * mark of theirs behind `_fbp` (developers.facebook.com/docs/marketing-api/conversions-api/parameter-builder-library).
 */
export const browserIdPatterns: Readonly<Record<keyof BrowserIds, RegExp>> = {
  gaClientId: /^\d{1,20}\.\d{1,20}$/,
  gaSessionId: /^\d{1,20}$/,
  fbp: /^fb\.\d\.\d{13}\.\d{1,30}(\.\w{1,20})?$/,
  fbc: /^fb\.\d\.\d{13}\.[\w.~-]{1,250}$/,
  msclkid: /^[\w-]{1,100}$/,
}
export const browserIdNames = Object.keys(browserIdPatterns) as readonly (keyof BrowserIds)[]
