/** The code that a visitor may quote by phone, as `POST /v1/collect` answers it. */
interface WebCode {
  readonly display: string
  readonly spoken: string
  readonly expiresAt: string
}

const place = '[data-tieline-code]'

/** Absent until there is one: so long a page keeps what it wrote in the code's places. */
let code: Partial<WebCode> | undefined

/**
 * Shows the code wherever the page has a place for it, or empties and hides the places of one that has expired. A place
 * around another place is a wrapper: it is shown and hidden with it, its text stays.
 * @param given what the server answered, or what was kept: a code or none
 * @returns whether to ask the server for the code: with each page view, since the one that is shown may be used by now,
 *   otherwise where there is none and a place for it
 */
export function showCode(isPageView: boolean, given: unknown = code): boolean {
  const isLive = Date.parse((given && (given as WebCode).expiresAt) as string) > Date.now()
  code = isLive ? (given as WebCode) : code && {}
  const { display = '', spoken = '' } = code || {}
  const places = document.querySelectorAll<HTMLElement>(place)
  for (const element of code ? places : []) {
    element.hidden = !display
    // Writing the same again would be noticed as a change of the page.
    if (element.textContent !== display && !element.querySelector(place)) {
      element.textContent = display
      element.setAttribute('aria-label', spoken)
    }
  }
  return display ? isPageView : !!places[0]
}
