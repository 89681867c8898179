import { internationalDisplay, type Rewriter, rewriterOf, type Swap } from './match.ts'
import { attempt } from './storage.ts'

/** Texts and attributes alike are nodes with a value. */
type Convert = (values: string[]) => string[]

const skipped = 'script,style,textarea,:read-write,[data-tieline-ignore]'

/** A number may be spread over these (`<b>020</b> 7946 0000`), and over texts and comments; other elements end it. */
const inline = /^(#.*|[ABISU]|EM|LABEL|MARK|S(MALL|PAN|TRONG|U[BP])|WBR)$/

/** Joins the texts of neighbouring nodes: an invisible mark that may stand inside a number. */
const seam = '\u2063'

const attributes = ['href', 'title', 'aria-label']

/** None until there are some: most pages have nothing to swap. */
let rules: (readonly [swap: Swap, rewrite: Rewriter])[]
let touched = new Set<Element>()

/**
 * What the page wrote and what we made of it. We always start from what the page wrote: swapping again changes
 * nothing (so the observer comes to rest), and other rules, or none, restore it.
 */
const memory = new WeakMap<Node, readonly [written: string, shown: string]>()

function swapNodes(nodes: readonly Node[], convert: Convert): void {
  const written = nodes.map((node) => {
    const [page, shown] = memory.get(node) || []
    return (shown === node.nodeValue ? page : node.nodeValue) as string
  })
  convert(written).forEach((shown, index) => {
    const node = nodes[index] as Node
    if (shown === node.nodeValue) return
    memory.set(node, [written[index] as string, shown])
    node.nodeValue = shown
  })
}

const swapText = (text: string): string =>
  rules.reduce(
    (result, [swap, rewrite]) =>
      rewrite(
        result,
        (writing, isInternational) =>
          (isInternational ? internationalDisplay(swap) : swap.display) +
          seam.repeat(writing.split(seam).length - 1),
      ),
    text,
  )

/** A number inside one node first; only where there is none, one that is spread over several. */
const convertTexts: Convert = (texts) => {
  const own = texts.map(swapText)
  if (own.some((text, index) => text !== texts[index])) return own
  const spread = swapText(texts.join(seam)).split(seam)
  return spread.length === texts.length ? spread : texts
}

const convertLink: Convert = ([href]) => {
  const dialled = attempt(() =>
    decodeURIComponent((/^tel:(.+)/i.exec(href as string) as RegExpExecArray)[1] as string),
  )
  const rule = dialled && rules.find(([, rewrite]) => rewrite(dialled, () => '') !== dialled)
  return [rule ? `tel:${rule[0].number}` : (href as string)]
}

const blockOf = (node: Node): Node =>
  inline.test(node.nodeName) && node.parentNode ? blockOf(node.parentNode) : node

function swapIn(root: Element): void {
  if (!root.closest || root.closest(skipped)) return
  let texts: Node[] = []
  let block: Node | undefined
  const groups: Node[][] = []
  const walker = document.createTreeWalker(root, 5 /* elements and texts */, (node) =>
    node.nodeType === 1 && (node as Element).matches(skipped) ? 2 /* reject */ : 1,
  )
  for (let node: Node | null = root; node; node = walker.nextNode()) {
    const own = blockOf(node)
    if (own !== block || own === node) {
      texts = []
      groups.push(texts)
    }
    block = own
    if (node.nodeType === 3) texts.push(node)
    else {
      for (const name of attributes) {
        const attribute = (node as Element).getAttributeNode(name)
        if (attribute) swapNodes([attribute], name === 'href' ? convertLink : convertTexts)
      }
    }
  }
  for (const group of groups) swapNodes(group, convertTexts)
}

/** Shows these numbers from now on, on what stands on the page and on what it inserts later; none restores the page. */
export function showSwaps(swaps: readonly Swap[]): void {
  if (rules || swaps.length) {
    rules = swaps.map((swap) => [swap, rewriterOf(swap.target)])
    swapIn(document.documentElement)
  }
}

/**
 * Swaps what the page inserts later, once a frame, before it is painted: nobody sees the old number, and a page that
 * writes it in a loop is not slowed.
 * @param notice called in each such frame
 */
export function followPage(notice: () => void): void {
  new MutationObserver((records) => {
    if (!touched.size) {
      requestAnimationFrame(() => {
        const roots = touched
        touched = new Set()
        if (rules) roots.forEach(swapIn)
        notice()
      })
    }
    for (const { target, addedNodes } of records) {
      for (const node of addedNodes.length ? addedNodes : [target]) touched.add(blockOf(node) as Element)
    }
  }).observe(document, { subtree: true, childList: true, characterData: true, attributeFilter: attributes })
}
