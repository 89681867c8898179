import { readUrl } from './url.ts'

/** Only to compare with: no request ever goes there. */
const nowhere = 'https://nowhere.invalid'

/**
 * Where somebody goes on after signing in: a path of this very site, as browsers read it (WHATWG URL, in which `//`, `/\`
 * and `/<tab>/` begin another host). Everything else, and the sign-in's own addresses, becomes `/`.
 */
export function returnPath(asked: string | undefined): string {
  if (asked === undefined || asked.length > 2_000 || !asked.startsWith('/')) return '/'
  const url = readUrl(asked, nowhere)
  if (url?.origin !== nowhere || url.pathname.startsWith('//')) return '/'
  return /^\/auth(\/|$)/.test(url.pathname) ? '/' : url.pathname + url.search + url.hash
}
