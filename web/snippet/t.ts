import { showCode } from './code.ts'
import { readForm } from './form.ts'
import {
  heartbeatMilliseconds,
  idsMilliseconds,
  maxKeepaliveCharacters,
  patienceMilliseconds,
} from './limits.ts'
import type { Swap } from './match.ts'
import { attempt, forget, keep, recall } from './storage.ts'
import { followPage, showSwaps } from './swap.ts'

type Command = (name?: unknown, argument?: unknown) => void
/** Before the snippet has come, the page may queue calls; afterwards there is no queue. */
interface Queued {
  q?: Parameters<Command>[] | 0
}
declare global {
  interface Window {
    tieline?: Command & Queued
  }
  interface Document {
    /** Chromium loads pages ahead that may never be seen. */
    readonly prerendering?: boolean
  }
}

/**
 * This file is built twice: as `t.js`, and as the `consent.js` that it loads where the page says `data-consent`, which
 * alone has what that takes.
 */
declare const isConsentBuild: boolean

/** Until the visitor agrees, and once they do not any more: nothing is sent or kept. */
let waits = isConsentBuild

const script = (
  isConsentBuild ? document.querySelector('script[data-key][data-consent]') : document.currentScript
) as HTMLScriptElement
const { key, api: source = script.src, consent } = script.dataset
let isAnswered: boolean
let timer: number
/** The heartbeat's time came while nobody looked. */
let isDue: boolean
/** The last message asked for a code. */
let isAsked: boolean
/** The page before the one that is shown; once that is counted, itself: where the next one comes from. */
let cameFrom = document.referrer
/** Until the server has named the session, requests wait for one another: else each would start a session. */
let turn: Promise<void>

const address = () => location.href.split('#')[0] as string

interface Answer {
  readonly visitorId: string
  readonly sessionId: string
  readonly swap: Swap[]
  readonly code: unknown
}

function obey(isPageView: boolean, wantsCode: boolean, answer: Answer): void {
  if (isConsentBuild && waits) return
  const { visitorId, sessionId } = answer
  if (!/^vis_\w+,ses_\w+$/.test([visitorId, sessionId] as unknown as string)) return
  isAnswered = true
  const swaps = answer.swap.filter(
    // A display that is no text can't be trimmed.
    (swap) => /^(\+\d{7,15}){2}$/.test(swap.target + swap.number) && swap.display.trim,
  )
  const [, , shown] = recall()
  // Only a page view decides that there is nothing to swap.
  if (isPageView || swaps.length) {
    shown[0] = swaps
    showSwaps(swaps)
  }
  if (wantsCode) {
    shown[1] = answer.code
    showCode(isPageView, answer.code)
  }
  keep(visitorId, sessionId, shown)
  // By then the platforms' own scripts have set their cookies. What can't be loaded is done without: no error of the page's.
  setTimeout(
    () =>
      (isConsentBuild && waits) ||
      (recall()[3] && import(new URL('/ids.js', source) as unknown as string).catch(attempt)),
    idsMilliseconds,
  )
}

/** Never rejects: whatever the network and the server do, the page goes on with what it shows. */
async function send(type: string, more: object, before?: Promise<void>): Promise<void> {
  try {
    if (before) await before
    if (isConsentBuild && waits) return
    const [visitorId, sessionId, shown] = recall()
    clearTimeout(timer)
    timer = setTimeout(beat, heartbeatMilliseconds)
    if (sessionId) keep(visitorId, sessionId, shown)
    const isPageView = type === 'page'
    // biome-ignore lint/suspicious/noAssignInExpressions: every byte is paid by every visitor
    const wantsCode = (isAsked = showCode(isPageView))
    const body = JSON.stringify({
      key,
      type,
      ...more,
      visitorId,
      sessionId,
      wantsCode,
      sentAt: new Date(),
    })
    const patience = new AbortController()
    setTimeout(() => patience.abort(), patienceMilliseconds)
    // A body of text is sent as text/plain, which needs no preflight.
    const response = await fetch(new URL('/v1/collect', source), {
      method: 'POST',
      body,
      credentials: 'omit',
      keepalive: body.length < maxKeepaliveCharacters,
      signal: patience.signal,
    })
    // A refusal names no session.
    obey(isPageView, wantsCode, await response.json())
  } catch {}
}

function tell(type: string, more?: object): void {
  const message = { url: address(), ...more }
  // A link or a form may end the page in this very moment: what can be sent is sent at once.
  if (recall()[1]) send(type, message)
  else turn = send(type, message, turn)
}

function viewPage(): void {
  if (isConsentBuild && waits) return
  tell('page', { referrer: cameFrom, title: document.title })
  cameFrom = address()
}

/** After a minute in which nothing was sent, and as soon as somebody looks. */
function beat(): void {
  // biome-ignore lint/suspicious/noAssignInExpressions: every byte is paid by every visitor
  if ((isDue = document.hidden)) return
  if (recall()[1]) tell('heartbeat')
  // The session ended while the page lay in the background, and its number may be another's by now: a new view.
  else if (isAnswered) viewPage()
}

/** In the next task: routers set the title after the address, and change the address more than once. */
const noticeNavigation = () => setTimeout(() => address() === cameFrom || viewPage())

/**
 * `tieline('event', name)`, `tieline('form', {name, email, phone, fields})`, and with `data-consent`
 * `tieline('consent', 'granted')` or `'denied'`.
 */
const command: Command & Queued = (name, argument) => {
  if (isConsentBuild && name === 'consent') {
    const waited = waits
    waits = argument !== 'granted'
    if (waits) forget()
    else if (waited) viewPage()
  }
  if (name === 'event') tell(name, { name: argument })
  if (name === 'form') tell(name, { form: argument })
}

const on = (name: string, notice: (target: Element) => unknown) =>
  addEventListener(name, ({ target }) => attempt(() => notice(target as Element)), true)

function start(): void {
  const { q: waiting = [] } = window.tieline || {}
  // No queue, not even an empty one: the snippet has come before.
  if (waiting && key) {
    // biome-ignore lint/suspicious/noAssignInExpressions: likewise
    ;(window.tieline = command).q = 0
    attempt(() => {
      const [, sessionId, shown] = recall()
      // Of whoever did not agree before, nothing is kept.
      if (isConsentBuild && recall()[0]) waits = false
      showCode(false, shown[1])
      if (sessionId) showSwaps(shown[0] as Swap[])
    })
    followPage(() => {
      // The code's place was inserted after the server had been told that there is none.
      if (showCode(false) && !isAsked) {
        isAsked = true
        tell('heartbeat')
      }
    })
    viewPage()
    for (const given of waiting) command(...given)

    for (const name of ['pushState', 'replaceState'] as const) {
      const original = history[name]
      history[name] = (...state) => {
        original.apply(history, state)
        noticeNavigation()
      }
    }
    // `?tieline-check`, for whoever installs it: what was found on the page, and what stands in the way.
    if (/tieline-c/.test(cameFrom)) import(new URL('/check.js', source) as unknown as string)
    on('popstate', noticeNavigation)
    on('visibilitychange', () => isDue && beat())
    on('click', (target) => {
      // A link as text is its address.
      const [, number] = /^tel:(\+\d+)$/i.exec(target.closest('a') as unknown as string) as RegExpExecArray
      tell('phone-click', { number })
    })
    on('submit', (form) => {
      if (form.matches('[data-tieline-form]')) tell('form', { form: readForm(form as HTMLFormElement) })
    })
  }
}

if (!isConsentBuild && consent) import(new URL('/consent.js', source) as unknown as string)
else if (document.prerendering) on('prerenderingchange', start)
else attempt(start)
