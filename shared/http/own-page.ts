import type { Context } from 'hono'
import { readUrl } from '../domain/url.ts'

/** What the console sends with everything that changes something. No form can, and no script of another origin may. */
export const consoleHeader = 'x-tieline-console'

const originOf = (url: string): string | undefined => readUrl(url)?.origin

/**
 * Whether a request with a cookie was made by a page of this very bridge, not in its name by another one (OWASP, cross-site
 * request forgery: Fetch Metadata, the origin where a browser sends none, and a header of our own).
 * @param publicBaseUrl the origin of our pages, beside the one that was asked
 */
export function isOfOwnPage(context: Context, publicBaseUrl: string): boolean {
  if (context.req.header(consoleHeader) !== '1') return false
  const site = context.req.header('sec-fetch-site')
  if (site !== undefined) return site === 'same-origin'
  const origin = context.req.header('origin')
  return origin !== undefined && origin === originOf(publicBaseUrl)
}
