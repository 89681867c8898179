import type { BrowserIds } from './browser-ids.ts'

/** Where conversions go back to. */
export const platforms = ['ga4', 'google', 'meta', 'microsoft'] as const
export type Platform = (typeof platforms)[number]

/** What a platform knows of a conversion that it has. */
export interface PlatformRules {
  /** A conversion that is older is refused, or silently ignored. */
  readonly oldestHours: number
  /** After so many days a click does not count any more. */
  readonly clickDays: number
  /** A click that is fresher is not known yet: the conversion would be lost. */
  readonly clickSettlesMinutes: number
  /** A conversion can be changed for so long after it happened. */
  readonly changeableDays: number
  /** `in-place`: under its name; `replaced`: taken back and sent anew; `never`: what was sent stands. */
  readonly restate: 'in-place' | 'replaced' | 'never'
  /** `zero`: it can only be made worth nothing; `counter`: another event says so, where the action has one. */
  readonly retract: 'whole' | 'zero' | 'counter' | 'never'
  /** Most events of a request, and whether one that is wrong makes all of them fail. */
  readonly batch: number
  readonly failsWhole: boolean
  /** The click ids that it knows its clicks by, the best first. */
  readonly clickIds: readonly string[]
  /** What of the browser's own ids goes along, where the page told it. */
  readonly browserIds: readonly (keyof BrowserIds)[]
  /** What it needs to know whose it is. */
  readonly needs: 'client' | 'click-or-identity'
  /** Whether an event that comes twice counts once, so that one may be repeated of which no word came back. */
  readonly knowsRepeats: boolean
}

const unlimited = 10 * 365

/**
 * The limits of each platform, each from its own documentation.
 *
 * - GA4, developers.google.com/analytics/devguides/collection/protocol/ga4: events up to 72 hours back, 25 of a request;
 *   2xx says only that the request came, and what failed is not to be repeated. A `refund` takes a `purchase` back by its
 *   `transaction_id`, lead events have counterparts (`disqualify_lead`, `close_unconvert_lead`).
 * - Google, developers.google.com/data-manager/api: 2,000 events of a request, 300 requests a minute, one wrong event fails
 *   all (understand-errors, "fail-fast"); an event with a known `transactionId` adjusts the conversion's value, and there is
 *   no retraction (events/google-ads/conversion-adjustments). Adjustments at once (ads-developers.googleblog.com, August
 *   2024) and to 54 days after the conversion, clicks known after 6 hours (ConversionUploadError, TOO_RECENT_EVENT;
 *   PROCESSING_ERROR_REASON_TOO_RECENT_CLICK) and for 90 days.
 * - Meta, developers.facebook.com/docs/marketing-api/conversions-api: one event older than 7 days fails the request,
 *   1,000 of a request, the same `event_id` and `event_name` within 48 hours count once; nothing can be changed or taken back.
 * - Microsoft, learn.microsoft.com/advertising/campaign-management-service/offlineconversion and
 *   …/offlineconversionadjustment: 1,000 of a request, 90 days, one wrong does not harm the others; the same click and time
 *   count once; Restate and Retract. An hour after the click is its advice.
 */
export const platformRules: Readonly<Record<Platform, PlatformRules>> = {
  ga4: {
    oldestHours: 72,
    clickDays: unlimited,
    clickSettlesMinutes: 0,
    changeableDays: unlimited,
    restate: 'replaced',
    retract: 'counter',
    batch: 25,
    failsWhole: false,
    clickIds: [],
    browserIds: ['gaClientId', 'gaSessionId'],
    needs: 'client',
    knowsRepeats: false,
  },
  google: {
    oldestHours: 90 * 24,
    clickDays: 90,
    clickSettlesMinutes: 6 * 60,
    changeableDays: 54,
    restate: 'in-place',
    retract: 'zero',
    batch: 2000,
    failsWhole: true,
    clickIds: ['gclid', 'gbraid', 'wbraid'],
    browserIds: [],
    needs: 'click-or-identity',
    knowsRepeats: true,
  },
  meta: {
    oldestHours: 7 * 24,
    clickDays: 90,
    clickSettlesMinutes: 0,
    changeableDays: unlimited,
    restate: 'never',
    retract: 'never',
    batch: 1000,
    failsWhole: true,
    clickIds: ['fbclid'],
    browserIds: ['fbp', 'fbc'],
    needs: 'click-or-identity',
    knowsRepeats: true,
  },
  microsoft: {
    oldestHours: 90 * 24,
    clickDays: 90,
    clickSettlesMinutes: 60,
    changeableDays: 90,
    restate: 'in-place',
    retract: 'whole',
    batch: 1000,
    failsWhole: false,
    clickIds: ['msclkid'],
    browserIds: ['msclkid'],
    needs: 'click-or-identity',
    knowsRepeats: true,
  },
}
