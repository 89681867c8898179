import { attempt, recall, toldKey } from '../storage.ts'
import { readIds, withheldBy } from './read-ids.ts'

declare global {
  interface Window {
    readonly dataLayer?: unknown
  }
}

/**
 * Tells the bridge by what the ad platforms know this browser, so that a conversion sent back is tied to it. `t.js` loads
 * this where such cookies are, a few seconds after the bridge answered; where a page asks its visitors first, after they
 * agreed. It has nothing of its own to keep: without a session that `t.js` keeps, nothing is told.
 */
const { origin } = new URL(import.meta.url)
const script = [...document.querySelectorAll<HTMLScriptElement>('script[data-key]')].find(
  ({ src, dataset }) => new URL(dataset.api || src, origin).origin === origin,
)
const { key, ids: wish, ga: stream } = script?.dataset ?? {}

/** Also while the answer is on its way, and for pages whose storage is blocked. */
let told = ''

function tell(): void {
  const [visitorId, sessionId] = recall()
  const ids = readIds(document.cookie, withheldBy(window.dataLayer), stream)
  const news = JSON.stringify([visitorId, ids])
  if (!sessionId || Object.keys(ids).length === 0) return
  if (news === told || news === attempt(() => sessionStorage.getItem(toldKey))) return
  told = news
  const url = location.href.split('#')[0]
  const heartbeat = {
    key,
    type: 'heartbeat',
    url,
    visitorId,
    sessionId,
    wantsCode: false,
    sentAt: new Date(),
    ids,
  }
  // A body of text is sent as text/plain, which needs no preflight; the page may be about to end.
  fetch(new URL('/v1/collect', origin), {
    method: 'POST',
    body: JSON.stringify(heartbeat),
    credentials: 'omit',
    keepalive: true,
  }).then(
    // Not by a session that was forgotten meanwhile.
    ({ ok }) => ok && recall()[0] === visitorId && attempt(() => sessionStorage.setItem(toldKey, news)),
    () => {
      told = ''
    },
  )
}

if (key && wish !== 'off') {
  ;(window.requestIdleCallback || setTimeout)(() => attempt(tell))
  // Some cookies come late, and a session of GA4's may have begun since.
  document.addEventListener('visibilitychange', () => document.hidden && attempt(tell))
}
