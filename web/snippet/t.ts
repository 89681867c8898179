import { readForm } from './form.ts'
import { heartbeatMilliseconds, maxKeepaliveCharacters, patienceMilliseconds } from './limits.ts'
import type { Swap } from './match.ts'
import { attempt, type Ids, keepIds, keepSwaps, recallIds, recallSwaps } from './storage.ts'
import { showSwaps } from './swap.ts'

type Command = (name?: unknown, argument?: unknown) => void
declare global {
  interface Window {
    /** Before the snippet has come, the page may queue calls in `q`. */
    tieline?: Command & { q?: Parameters<Command>[]; loaded?: boolean }
  }
  interface Document {
    /** Chromium loads pages ahead that may never be seen. */
    readonly prerendering?: boolean
  }
}

const script = document.currentScript as HTMLScriptElement
let endpoint: string
let isAnswered: boolean
let timer: number
/** The heartbeat's time came while nobody looked. */
let isDue: boolean
/** The page before the one that is shown; once that is counted, itself: where the next one comes from. */
let cameFrom = document.referrer
/** Until the server has named the session, requests wait for one another: else each would start a session. */
let turn = Promise.resolve()

const address = () => location.href.split('#')[0] as string

const readSwaps = (value: unknown): Swap[] =>
  ((value || []) as Swap[]).filter(
    ({ target, number, display }) => /^(\+\d{7,15}){2}$/.test(target + number) && typeof display === 'string',
  )

function obey(type: string, answer: Ids & { swap?: unknown }): void {
  const { visitorId, sessionId } = answer
  if (![visitorId, sessionId].every((id) => /^\w+_\w+$/.test(id as string))) return
  isAnswered = true
  keepIds(answer)
  const swaps = readSwaps(answer.swap)
  // Only a page view decides that there is nothing to swap.
  if (type !== 'page' && !swaps.length) return
  keepSwaps(sessionId as string, swaps)
  showSwaps(swaps)
}

/** Never rejects: whatever the network and the server do, the page goes on with what it shows. */
async function send(type: string, more: object): Promise<void> {
  try {
    const ids = recallIds()
    clearTimeout(timer)
    timer = setTimeout(beat, heartbeatMilliseconds)
    if (ids.sessionId) keepIds(ids)
    const body = JSON.stringify({ key: script.dataset.key, type, ...more, ...ids, sentAt: new Date() })
    const patience = new AbortController()
    setTimeout(() => patience.abort(), patienceMilliseconds)
    // A body of text is sent as text/plain, which needs no preflight.
    const response = await fetch(endpoint, {
      method: 'POST',
      body,
      credentials: 'omit',
      keepalive: body.length < maxKeepaliveCharacters,
      signal: patience.signal,
    })
    if (response.ok) obey(type, await response.json())
  } catch {}
}

function tell(type: string, more?: object): void {
  const message = { url: address(), ...more }
  // A link or a form may end the page in this very moment: what can be sent is sent at once.
  if (recallIds().sessionId) send(type, message)
  else turn = turn.then(() => send(type, message))
}

function viewPage(): void {
  tell('page', { referrer: cameFrom || undefined, title: document.title })
  cameFrom = address()
}

/** After a minute in which nothing was sent, and as soon as somebody looks. */
function beat(): void {
  isDue = document.hidden
  if (isDue) return
  if (recallIds().sessionId) tell('heartbeat')
  // The session ended while the page lay in the background, and its number may be another's by now: a new view.
  else if (isAnswered) viewPage()
}

/** In the next task: routers set the title after the address, and change the address more than once. */
const noticeNavigation = () => {
  setTimeout(() => {
    if (address() !== cameFrom) viewPage()
  })
}

/** `tieline('event', name)`, `tieline('form', {name, email, phone, fields})`. */
const command: Command = (name, argument) => {
  if (name === 'event') tell(name, { name: argument })
  if (name === 'form') tell(name, { form: argument })
}

const on = (name: string, notice: (target: Element) => void) =>
  document.addEventListener(name, ({ target }) => attempt(() => notice(target as Element)), true)

function start(): void {
  endpoint = new URL('/v1/collect', script.dataset.api || script.src).href
  const { q: waiting = [], loaded } = window.tieline || {}
  if (!script.dataset.key || loaded) return
  window.tieline = command
  window.tieline.loaded = true
  attempt(() => showSwaps(readSwaps(recallSwaps())))
  viewPage()
  for (const given of waiting) command(...given)

  for (const name of ['pushState', 'replaceState'] as const) {
    const original = history[name]
    history[name] = function (...state) {
      original.apply(this, state)
      noticeNavigation()
    }
  }
  addEventListener('popstate', noticeNavigation)
  on('visibilitychange', () => {
    if (isDue) beat()
  })
  on('click', (target) => {
    // A link as text is its address.
    const [, number] = /^tel:(\+\d+)$/i.exec(`${target.closest('a')}`) || []
    if (number) tell('phone-click', { number })
  })
  on('submit', (form) => {
    if (form.matches('[data-tieline-form]')) tell('form', { form: readForm(form as HTMLFormElement) })
  })
}

if (document.prerendering) on('prerenderingchange', start)
else attempt(start)
