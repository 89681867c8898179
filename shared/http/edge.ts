import { createHash, timingSafeEqual } from 'node:crypto'
import type { LambdaEvent } from 'hono/aws-lambda'

/**
 * What the CDN in front of the API adds to a request: a key that only it and the functions know, and the address that it saw
 * itself. Without the key anybody who finds the API's own address could claim to call from any other.
 */
export const edgeKeyHeader = 'x-tieline-edge'
/** Written over by the CDN, whatever the browser sent. */
export const viewerHeader = 'x-tieline-viewer'

const digest = (text: string) => createHash('sha256').update(text).digest()
const isSame = (left: string, right: string) => timingSafeEqual(digest(left), digest(right))

/**
 * @param edgeKey the CDN's; without one nobody is believed
 * @returns the event as if it had come straight from the viewer: API Gateway itself sees the CDN's address
 */
export function fromViewer<Event extends LambdaEvent>(event: Event, edgeKey: string | undefined): Event {
  const { [edgeKeyHeader]: key, [viewerHeader]: viewer } = event.headers ?? {}
  const http = 'http' in event.requestContext ? event.requestContext.http : undefined
  if (!http || !edgeKey || typeof key !== 'string' || typeof viewer !== 'string') return event
  if (viewer === '' || !isSame(key, edgeKey)) return event
  return {
    ...event,
    requestContext: { ...event.requestContext, http: { ...http, sourceIp: viewer } },
  }
}
