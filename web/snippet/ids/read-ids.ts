import {
  type BrowserIds,
  browserIdNames,
  browserIdPatterns,
} from '../../../shared/domain/conversion/browser-ids.ts'

/** What the page's visitor let be kept, as Google's consent mode names it; what nobody said is not withheld. */
export interface Withheld {
  readonly analytics: boolean
  readonly ads: boolean
}

/**
 * The consent that the page told Google's tags: `gtag('consent', 'default' | 'update', {ad_storage: 'denied', …})`, each of
 * which lies in `dataLayer` as it was called (developers.google.com/tag-platform/security/guides/consent). A default for some
 * regions alone says nothing of this visitor; whether GA then kept something, its cookie tells.
 */
export function withheldBy(dataLayer: unknown): Withheld {
  const said: Record<string, unknown> = {}
  for (const entry of Array.isArray(dataLayer) ? dataLayer : []) {
    const [command, moment, consent] = Array.from((entry ?? []) as ArrayLike<unknown>)
    if (command !== 'consent' || typeof consent !== 'object' || consent === null) continue
    if (moment === 'update' || (moment === 'default' && !('region' in consent))) Object.assign(said, consent)
  }
  const isDenied = (name: string) => said[name] === 'denied'
  return { analytics: isDenied('analytics_storage'), ads: isDenied('ad_storage') || isDenied('ad_user_data') }
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

type Cookie = readonly [name: string, value: string]
const cookiesIn = (text: string): Cookie[] =>
  text.split(/;\s*/).map((pair) => {
    const at = pair.indexOf('=')
    return [pair.slice(0, at), decoded(pair.slice(at + 1))]
  })

/** `GA1.1.1234567890.1700000000`: version, domain depth and path depth, then the client's two numbers. */
const clientIn = (value: string) => /^GA\d\.[\d-]+\.(.+)$/.exec(value)?.[1]

/**
 * Of a stream's cookie: `GS1.1.1700000000.3.1.1700000100.60.0.0`, whose third part it is, or
 * `GS2.1.s1700000000$o3$g1$t1700000100$j60$l0$h0`, where a letter says what each part is.
 */
const sessionIn = (value: string) =>
  /^GS1\.[\d-]+\.(\d+)|^GS2\.[\d-]+\.(?:.*\$)?s(\d+)/.exec(value)?.slice(1).join('')

/** A page may send to several streams: the one that it names, else the first that it set up, else any. */
function streamCookie(cookies: readonly Cookie[], stream: string | undefined): Cookie | undefined {
  const own = cookies.filter(([name]) => /_ga_[A-Z\d]+$/.test(name))
  const named = stream?.replace(/^G-/, '')
  return named === undefined ? own[0] : own.find(([name]) => name.endsWith(`_ga_${named}`))
}

/**
 * @param text all cookies, as `document.cookie` has them
 * @param stream the measurement id whose session counts, `G-…`; any, where the page names none
 * @returns what is well-formed; GA's cookies may have a prefix of the site's
 */
export function readIds(text: string, withheld: Withheld, stream?: string): BrowserIds {
  const cookies = cookiesIn(text)
  const cookie = (name: RegExp) => cookies.find(([own]) => name.test(own))?.[1] ?? ''
  const analytics = !withheld.analytics && {
    gaClientId: clientIn(cookie(/(^|_)_ga$/) || cookie(/_ga$/)),
    gaSessionId: sessionIn(streamCookie(cookies, stream)?.[1] ?? ''),
  }
  const ads = !withheld.ads && {
    fbp: cookie(/^_fbp$/),
    fbc: cookie(/^_fbc$/),
    msclkid: /^_uet(.+)$/.exec(cookie(/^_uetmsclkid$/))?.[1],
  }
  const found: BrowserIds = { ...analytics, ...ads }
  return Object.fromEntries(
    browserIdNames.flatMap((name) => {
      const value = found[name]
      return value !== undefined && browserIdPatterns[name].test(value) ? [[name, value]] : []
    }),
  )
}
