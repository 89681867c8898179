import type { Touch } from '../journey.ts'
import { addDays, addSeconds, type Instant } from '../time.ts'
import type { KnownBrowser } from './browser-ids.ts'
import type { Destination } from './destination.ts'
import { platformRules } from './platform.ts'

/** A click on a platform's advertisement: what the address of the page said of it. */
export interface Click {
  /** The parameter's name: `gclid`. */
  readonly name: string
  readonly value: string
  /** When the page was shown. */
  readonly at: Instant
}

/** Ids are letters, digits and marks of base64url; anything else was typed by somebody who means something else with it. */
const wellFormed = /^[A-Za-z0-9_.~-]{1,500}$/

function clickOf({ at, source: { clickIds } }: Touch, names: readonly string[]): Click | undefined {
  for (const name of names) {
    const value = clickIds[name]
    if (value !== undefined && wellFormed.test(value)) return { name, value, at }
  }
  return undefined
}

export type FoundClick = { readonly click: Click } | { readonly none: 'no-click' | 'click-expired' }

/**
 * The click to which the conversion is credited: of those that still count at its time the first or the last.
 * @param journey in time order
 */
export function findClick(
  { platform, click: which }: Pick<Destination, 'platform' | 'click'>,
  journey: readonly Touch[],
  at: Instant,
): FoundClick {
  const { clickIds, clickDays } = platformRules[platform]
  const clicks = journey.filter((touch) => touch.at <= at).flatMap((touch) => clickOf(touch, clickIds) ?? [])
  const counting = clicks.filter((click) => at <= addDays(click.at, clickDays))
  const click = which === 'first' ? counting[0] : counting.at(-1)
  if (click) return { click }
  return { none: clicks.length > 0 ? 'click-expired' : 'no-click' }
}

/**
 * A click of which only Microsoft's own cookie tells: it led to a page that did not tell of it, or to one before pages
 * told of anything.
 * @returns undefined too where it may have come after the conversion
 */
export function clickOfCookie(
  platform: Destination['platform'],
  { msclkid, msclkidAt }: KnownBrowser,
  at: Instant,
): Click | undefined {
  const { browserIds, clickDays } = platformRules[platform]
  if (!browserIds.includes('msclkid') || msclkid === undefined || msclkidAt === undefined) return undefined
  return msclkidAt <= at && at <= addDays(msclkidAt, clickDays)
    ? { name: 'msclkid', value: msclkid, at: msclkidAt }
    : undefined
}

/** Every platform refuses a conversion that is not later than its click; they count whole seconds. */
export const afterClick = (at: Instant, click: Click | undefined): Instant => {
  const earliest = click && addSeconds(click.at, 1)
  return earliest !== undefined && at < earliest ? earliest : at
}
