/** Groups of routes of the API; each route of one has the group's limit. */
export type RouteGroup = keyof typeof throttles

export interface Throttle {
  readonly perSecond: number
  /** At once, before the rate holds. */
  readonly burst: number
}

/**
 * How much comes through to the functions, whoever asks. Calls have most of it, and none of it is taken by others: each route
 * counts by itself. All beyond is answered 429 by API Gateway, which costs nothing and starts no function.
 */
export const throttles = {
  /** A call is five webhooks or so, of which Twilio gives up after 15 s: 100 calls a second. */
  twilio: { perSecond: 500, burst: 1000 },
  /** A beacon a page, and one every half minute that somebody reads: a flood of visits ends here. */
  collect: { perSecond: 300, burst: 600 },
  /** People type codes; robots guess them. */
  redeem: { perSecond: 50, burst: 100 },
  /** Nobody signs in a hundred times. */
  signIn: { perSecond: 20, burst: 40 },
  /** Each reads months of rows, or solves a model. */
  reports: { perSecond: 50, burst: 100 },
  /** Everything else: the console and API clients. */
  api: { perSecond: 200, burst: 400 },
} as const satisfies Readonly<Record<string, Throttle>>

/** First match wins. */
const groups: readonly (readonly [RegExp, RouteGroup])[] = [
  [/^\/twilio\//, 'twilio'],
  [/^\/v1\/(collect|installation)$/, 'collect'],
  [/^\/(redeem|v1\/redemptions)/, 'redeem'],
  [/^\/auth\//, 'signIn'],
  [/^\/v1\/(reports|models)\//, 'reports'],
]

/** @param path of a route (`/v1/codes/{proxy+}`), or `$default` */
export const groupOf = (path: string): RouteGroup => groups.find(([paths]) => paths.test(path))?.[1] ?? 'api'
