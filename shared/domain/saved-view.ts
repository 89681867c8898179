import type { SavedViewId } from './ids.ts'
import type { Instant } from './time.ts'
import { readUrl } from './url.ts'

/** A page of the console as somebody had set it up, under a name: the whole account's. */
export interface SavedView {
  readonly id: SavedViewId
  readonly name: string
  readonly path: ConsolePath
  readonly createdAt: Instant
}

/** An address within the console: `/sources?groupBy=campaign`. */
export type ConsolePath = string

/** The first step of the console's addresses; the empty one is its overview. */
export const consolePages = [
  '',
  'sources',
  'journeys',
  'funnel',
  'people',
  'codes',
  'calls',
  'heatmap',
  'enquiries',
  'referrals',
  'deliveries',
  'desk',
  'settings',
] as const
const pages: ReadonlySet<string> = new Set(consolePages)

/** Never part of a console's address: what a browser could take for the beginning of a host. */
const nowhere = 'https://console.invalid'

/** Whether a link may lead there: a page of the console with its query, and never another host. */
export function isConsolePath(text: string): text is ConsolePath {
  const url = text.startsWith('/') ? readUrl(text, nowhere) : undefined
  if (!url) return false
  const { origin, pathname, search, hash } = url
  // What a browser would read otherwise than it is written (`//host`, `/\host`, `/x/../..`) is left out with all the rest.
  return (
    origin === nowhere && hash === '' && pathname + search === text && pages.has(pathname.split('/')[1] ?? '')
  )
}

/** More than anybody finds their way in. */
export const mostSavedViews = 100
