import type { Context, MiddlewareHandler } from 'hono'
import { problemResponse, refuse } from '../../shared/http/problem.ts'

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]'])
const isLoopbackAddress = (address: string) => /^(::ffff:)?127\.|^::1$/.test(address)

/**
 * Only for whoever sits at this machine: not through a tunnel, not from the network, not from another site's page, which a
 * browser lets send requests here.
 */
export function isAtThisMachine(context: Context): boolean {
  const { hostname, origin } = new URL(context.req.url)
  if (!loopbackNames.has(hostname)) return false
  if (['forwarded', 'x-forwarded-for', 'x-forwarded-host'].some((name) => context.req.header(name)))
    return false
  const from = context.req.header('origin')
  if (from !== undefined && from !== origin) return false
  if (context.req.header('sec-fetch-site') === 'cross-site') return false
  const socket = (context.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined)?.incoming
    ?.socket
  return !socket || isLoopbackAddress(socket.remoteAddress ?? '')
}

const nothingHere = refuse('not_found', 'Nothing stands at this address; /docs lists what does.')

/** To everybody else, there is nothing here. */
export const onlyAtThisMachine: MiddlewareHandler = async (context, next) =>
  isAtThisMachine(context) ? next() : problemResponse(nothingHere)
