import type { Finding, Verdict } from './findings.ts'
import { look, outline } from './look.ts'

const marks: Record<Verdict, readonly [sign: string, name: string]> = {
  good: ['✓', 'Good'],
  bad: ['!', 'Wrong'],
  note: ['i', 'Note'],
}

const made = <Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  text = '',
  more: Record<string, string> = {},
) => {
  const element = document.createElement(name)
  element.textContent = text
  for (const [attribute, value] of Object.entries(more)) element.setAttribute(attribute, value)
  return element
}

function verdictOf(findings: readonly Finding[]): string {
  const bad = findings.filter(({ verdict }) => verdict === 'bad').length
  if (bad > 0) return bad === 1 ? 'One thing to mend' : `${bad} things to mend`
  return 'All is set up on this page'
}

/** The places that are outlined, and what they looked like before. */
const outlined = new Map<HTMLElement, string>()
function outlineOnly(places: readonly Element[]): void {
  for (const [element, before] of outlined) element.style.outline = before
  outlined.clear()
  for (const place of places) {
    const element = place as HTMLElement
    outlined.set(element, element.style.outline)
    element.style.outline = outline
  }
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches
  places[0]?.scrollIntoView({ block: 'center', behavior: isStill ? 'auto' : 'smooth' })
}

/**
 * A panel over the page, out of reach of its styles and scripts' selectors. It is no dialog: the page stays in use.
 * @returns shows these findings from now on
 */
export function openPanel(): (findings: readonly Finding[]) => void {
  const host = made('div', '', { 'data-tieline-ignore': '', id: 'tieline-check' })
  const shadow = host.attachShadow({ mode: 'open' })
  const aside = made('aside', '', { 'aria-label': 'Tieline check', tabindex: '-1' })
  const status = made('p', 'Looking …', { role: 'status' })
  const list = made('ul')
  const close = made('button', '×', { type: 'button', 'aria-label': 'Close the check' })
  const header = made('header')
  const titles = made('div')
  titles.append(made('h2', 'Tieline check'), status)
  header.append(titles, close)
  aside.append(header, list)
  shadow.append(made('style', look), aside)

  const end = () => {
    outlineOnly([])
    host.remove()
  }
  close.addEventListener('click', end)
  aside.addEventListener('keydown', ({ key }) => key === 'Escape' && end())
  document.body.append(host)
  aside.focus({ preventScroll: true })

  let pressed: string | undefined
  function rowOf({ verdict, title, detail, places = [] }: Finding): HTMLElement {
    const [sign, name] = marks[verdict]
    const row = made('li', '', { class: verdict })
    const words = made('div')
    words.append(made('b', title), made('p', detail))
    row.append(made('span', sign, { role: 'img', 'aria-label': name }), words)
    if (places.length > 0) {
      const show = made('button', 'Show', {
        type: 'button',
        'aria-pressed': String(pressed === title),
        'aria-label': `Show on the page: ${title}`,
      })
      show.addEventListener('click', () => {
        const isOn = pressed !== title
        pressed = isOn ? title : undefined
        for (const each of list.querySelectorAll('button'))
          each.setAttribute('aria-pressed', String(isOn && each === show))
        outlineOnly(isOn ? places : [])
      })
      row.append(show)
    }
    return row
  }

  let told = ''
  return (findings) => {
    // Told again only if something has changed: whoever is in the list keeps their place.
    const now = JSON.stringify(findings.map(({ places = [], ...rest }) => [rest, places.length]))
    if (now === told) return
    told = now
    const said = verdictOf(findings)
    if (status.textContent !== said) status.textContent = said
    list.replaceChildren(...findings.map(rowOf))
  }
}
