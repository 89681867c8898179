import type { LambdaEvent } from 'hono/aws-lambda'
import { describe, expect, test } from 'vitest'
import { edgeKeyHeader, fromViewer, viewerHeader } from '../../shared/http/edge.ts'

const edgeKey = 'k'.repeat(48)
const event = (headers: Record<string, string>) =>
  ({
    headers,
    requestContext: { http: { sourceIp: '192.0.2.250', method: 'GET' } },
  }) as unknown as LambdaEvent
const addressIn = (told: LambdaEvent) => (told.requestContext as { http: { sourceIp: string } }).http.sourceIp

describe('from where somebody comes', () => {
  test.each<[why: string, key: string | undefined, headers: Record<string, string>, address: string]>([
    ['the CDN says it', edgeKey, { [edgeKeyHeader]: edgeKey, [viewerHeader]: '2001:db8::7' }, '2001:db8::7'],
    [
      'nobody else may',
      edgeKey,
      { [edgeKeyHeader]: 'guessed', [viewerHeader]: '203.0.113.9' },
      '192.0.2.250',
    ],
    ['nor without a key', edgeKey, { [viewerHeader]: '203.0.113.9' }, '192.0.2.250'],
    ['an empty key opens nothing', '', { [edgeKeyHeader]: '', [viewerHeader]: '203.0.113.9' }, '192.0.2.250'],
    [
      'no CDN, nobody believed',
      undefined,
      { [edgeKeyHeader]: edgeKey, [viewerHeader]: '203.0.113.9' },
      '192.0.2.250',
    ],
    ['a CDN that says nothing', edgeKey, { [edgeKeyHeader]: edgeKey }, '192.0.2.250'],
  ])('%s', (_why, key, headers, address) => {
    expect(addressIn(fromViewer(event(headers), key))).toBe(address)
  })

  test('nothing else of the request changes', () => {
    const given = event({ [edgeKeyHeader]: edgeKey, [viewerHeader]: '2001:db8::7' })
    expect(fromViewer(given, edgeKey)).toEqual({
      ...given,
      requestContext: { http: { sourceIp: '2001:db8::7', method: 'GET' } },
    })
    expect(addressIn(given)).toBe('192.0.2.250')
  })
})
