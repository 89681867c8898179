/**
 * What whoever serves the console has to know, one machine's server and a CDN alike. One document, `index.html`, is all of its
 * pages; every other address is the API's, so that a wrong one is told so.
 */
export const consolePages = [
  'sources',
  'journeys',
  'funnel',
  'people',
  'codes',
  'calls',
  'enquiries',
  'referrals',
  'follow-up',
  'deliveries',
  'desk',
  'settings',
  'welcome',
] as const

/** Where whoever is not signed in is sent, who need not load a console that would only send them away. */
export const signInPath = '/auth/sign-in'

/** Everything comes from the bridge itself; what a page says of itself (a title, a campaign's name) can't become code. */
export const contentSecurityPolicy = [
  "default-src 'self'",
  // The charts' library sets the style of what it draws.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

export const referrerPolicy = 'same-origin'

/** The document names files by their content: an old one would name files that may be gone. */
export const documentCacheControl = 'no-cache'
/** Their names change with their content. */
export const assetCacheControl = 'public, max-age=31536000, immutable'
