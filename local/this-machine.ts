import type { IncomingMessage } from 'node:http'
import type { Context } from 'hono'

const ownNames = new Set(['localhost', '127.0.0.1', '[::1]'])
const ownAddresses = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/
/** What tunnels and proxies add, even one that writes `localhost` into the request. */
const passedOnBy = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'cf-connecting-ip']

/** A name that a browser on this machine calls it by. */
export const isOwnName = (hostname: string): boolean => ownNames.has(hostname)

/**
 * Whether whoever sits at this machine asks: what is only for them (to sign in with a click) must be shown neither to the
 * network nor through a tunnel that lets Twilio in.
 */
export function isFromThisMachine(context: Context): boolean {
  const { incoming } = (context.env ?? {}) as { incoming?: IncomingMessage }
  const address = incoming?.socket.remoteAddress
  return (
    isOwnName(new URL(context.req.url).hostname) &&
    (address === undefined || ownAddresses.test(address)) &&
    !passedOnBy.some((name) => context.req.header(name) !== undefined)
  )
}
