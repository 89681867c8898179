import type { Swap } from '../match.ts'
import { recall } from '../storage.ts'
import { codePlaces, dialLinks, formPlaces, placesOf, scriptTags } from './find.ts'
import { findingsOf, type Installation, type Looked } from './findings.ts'
import { openPanel } from './panel.ts'

/**
 * What `t.js` loads where the page's address has `tieline-check` in it: shows whoever installs it what was found on the
 * page and swapped, and what stands in the way. It counts nothing, and changes nothing but the panel.
 */

const base = import.meta.url
const tags = scriptTags(base)
const key = tags.map(({ dataset }) => dataset.key).find((each) => each)

async function ask(visitorId: string | undefined): Promise<Installation | undefined> {
  const address = new URL('/v1/installation', base)
  address.searchParams.set('key', key || '')
  address.searchParams.set('url', location.href.split('#')[0] as string)
  if (visitorId) address.searchParams.set('visitorId', visitorId)
  try {
    const response = await fetch(address, { credentials: 'omit' })
    return response.ok ? ((await response.json()) as Installation) : undefined
  } catch {
    return undefined
  }
}

function lookAt(installation: Installation | undefined): Looked {
  const [visitorId, sessionId, shown] = recall()
  // Without a session of its own the page keeps what it wrote, whatever was kept of another.
  const swaps = sessionId ? ((shown[0] || []) as Swap[]) : []
  const targets = [
    ...new Set([
      ...(installation?.targets || []).map(({ number }) => number),
      ...swaps.map(({ target }) => target),
    ]),
  ]
  const known = new Set([...targets, ...swaps.map(({ number }) => number)])
  return {
    installation,
    key,
    tags: tags.length,
    pageOrigin: location.origin,
    visitorId,
    sessionId,
    swaps,
    code: (shown[1] as { display?: string } | null | undefined)?.display,
    numbers: targets.map((target) => {
      const swap = swaps.find((each) => each.target === target)
      const left = placesOf(target)
      return {
        target,
        shown: swap ? placesOf(swap.number).elements : [],
        left: left.elements,
        ignored: left.ignored,
      }
    }),
    untracked: dialLinks().filter(({ dials }) => !known.has(dials)),
    codePlaces: codePlaces(),
    forms: formPlaces(),
  }
}

/** The answer of `t.js` and what the page inserts come when they come. */
const lookEachMilliseconds = 1000

async function check(): Promise<void> {
  const tell = openPanel()
  let [asked] = recall()
  let installation = await ask(asked)
  tell(findingsOf(lookAt(installation)))
  const again = setInterval(async () => {
    if (!document.getElementById('tieline-check')) return clearInterval(again)
    const [visitorId] = recall()
    if (visitorId !== asked) {
      asked = visitorId
      installation = await ask(asked)
    }
    tell(findingsOf(lookAt(installation)))
  }, lookEachMilliseconds)
}

// Routers and prerendering may run the script twice.
if (!document.getElementById('tieline-check')) {
  if (document.body) check()
  else addEventListener('DOMContentLoaded', () => check())
}
