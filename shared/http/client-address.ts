import type { Context } from 'hono'

/** What a server hands Hono beside the request: API Gateway's event on Lambda, the socket on one machine. */
interface ServerBindings {
  readonly requestContext?: { readonly http?: { readonly sourceIp?: string } }
  readonly incoming?: { readonly socket?: { readonly remoteAddress?: string } }
}

/**
 * Whose address the request is from, as the server itself saw it. Never a forwarding header, which anybody may write:
 * behind API Gateway the gateway tells, and on one machine the socket.
 */
export function clientAddress(context: Context): string | undefined {
  const { requestContext, incoming } = (context.env ?? {}) as ServerBindings
  return requestContext?.http?.sourceIp ?? incoming?.socket?.remoteAddress
}
