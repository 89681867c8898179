import type { Context } from 'hono'

interface LambdaEvent {
  readonly rawPath?: unknown
  readonly rawQueryString?: unknown
}

/**
 * Path and query byte for byte as they came in. `new URL()`, through which every `Request` goes, rewrites some
 * characters (`'` becomes `%27`), and Twilio signed the text before that.
 */
export function rawTarget(context: Context): string {
  const env = context.env as { event?: LambdaEvent; incoming?: { url?: unknown } } | undefined
  const event = env?.event
  if (typeof event?.rawPath === 'string') {
    return event.rawQueryString ? `${event.rawPath}?${event.rawQueryString}` : event.rawPath
  }
  const url = typeof env?.incoming?.url === 'string' ? env.incoming.url : context.req.url
  return url.startsWith('/') ? url : url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '')
}
