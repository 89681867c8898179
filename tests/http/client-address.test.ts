import { Hono } from 'hono'
import { describe, expect, test } from 'vitest'
import { clientAddress } from '../../shared/http/client-address.ts'

const app = new Hono().get('/', (context) => context.json(clientAddress(context) ?? null))
const addressOf = async (bindings?: object) => {
  // A header that anybody may write: it never counts.
  const headers = { 'x-forwarded-for': '203.0.113.9', forwarded: 'for=203.0.113.9' }
  return (await app.request('/', { headers }, bindings)).json()
}

describe('the client’s address', () => {
  test.each([
    ['API Gateway tells it', { requestContext: { http: { sourceIp: '192.0.2.7' } } }, '192.0.2.7'],
    ['on one machine the socket', { incoming: { socket: { remoteAddress: '::1' } } }, '::1'],
    ['a socket that is closed has none', { incoming: { socket: {} } }, null],
    ['a request without a server has none', undefined, null],
  ])('%s', async (_label, bindings, address) => {
    expect(await addressOf(bindings)).toBe(address)
  })
})
