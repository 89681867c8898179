/**
 * Whether a page of the origin may use the account's publishable key. What sends no `Origin` is no page: it is let in
 * only where all are.
 */
export function isOriginAllowed(origins: readonly string[], origin: string | undefined): boolean {
  if (origins.includes('*')) return true
  return origin !== undefined && origins.some((each) => each.toLowerCase() === origin.toLowerCase())
}

/** No credentials: the visitor is named in the body. */
export const corsHeaders = (origin: string | undefined): Record<string, string> => ({
  vary: 'Origin',
  ...(origin !== undefined && { 'access-control-allow-origin': origin }),
})

/** A preflight comes without the body and so without the key: every origin may ask, the POST itself is what is refused. */
export const preflightHeaders = (
  origin: string | undefined,
  ...furtherHeaders: readonly string[]
): Record<string, string> => ({
  ...corsHeaders(origin),
  'access-control-allow-methods': 'POST',
  'access-control-allow-headers': ['content-type', ...furtherHeaders].join(', '),
  'access-control-max-age': '86400',
})
