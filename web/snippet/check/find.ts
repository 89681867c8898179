import { rewriterOf } from '../match.ts'

/** What is never part of what somebody reads. */
const unseen = 'script,style,noscript,template,head'
/** Where the swap keeps away: see `skipped` in `swap.ts`. */
const untouched = 'textarea,:read-write,[data-tieline-ignore]'
/** A page with more elements is looked at as far as this. */
const mostElements = 20_000

/** Where a number stands on the page: as text, or in a link that dials it. */
export interface Places {
  readonly elements: Element[]
  /** Of these: where the swap keeps away. */
  readonly ignored: Element[]
}

const isIn = (text: string, number: string) => rewriterOf(number)(text, () => '') !== text

const shownElements = (): Element[] =>
  [...document.body.querySelectorAll('*')].slice(0, mostElements).filter((each) => !each.closest(unseen))

/** The smallest elements that the number stands in, by whatever writing, and the links that dial it. */
export function placesOf(number: string): Places {
  const withText = new Set(shownElements().filter((each) => isIn(each.textContent || '', number)))
  const smallest = [...withText].filter((each) => ![...each.children].some((child) => withText.has(child)))
  const links = dialLinks().filter(({ dials }) => dials === number)
  const elements = [...new Set([...smallest, ...links.map(({ link }) => link)])]
  return { elements, ignored: elements.filter((each) => each.closest(untouched)) }
}

export interface DialLink {
  readonly link: Element
  /** E.164 as far as the link says so; else as it stands there. */
  readonly dials: string
}

export const dialLinks = (): DialLink[] =>
  [...document.querySelectorAll('a[href]')].flatMap((link) => {
    const [, number] = /^tel:(.+)/i.exec(link.getAttribute('href') || '') || []
    return number === undefined ? [] : [{ link, dials: decoded(number).replace(/[^+\d]/g, '') }]
  })

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

export const codePlaces = (): Element[] => [...document.querySelectorAll('[data-tieline-code]')]
export const formPlaces = (): Element[] => [...document.querySelectorAll('[data-tieline-form]')]

/** The script's own tags: one is right, and several count every visit once all the same. */
export const scriptTags = (base: string): HTMLScriptElement[] =>
  [...document.querySelectorAll<HTMLScriptElement>('script[src]')].filter(
    ({ src, dataset }) => dataset.key !== undefined || src.startsWith(new URL('/t.js', base).href),
  )
