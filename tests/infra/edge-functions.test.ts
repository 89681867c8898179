import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { pageFunctionCode, viewerFunctionCode } from '../../infra/constructs/edge-functions.ts'

/** An event as CloudFront writes it; https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html */
const event = (uri: string, more: object = {}) => ({
  version: '1.0',
  viewer: { ip: '2001:db8::7' },
  request: { method: 'GET', uri, querystring: {}, headers: {}, cookies: {}, ...more },
})

/** What CloudFront's own JavaScript would answer. */
const run = (code: string, given: object) =>
  JSON.parse(runInNewContext(`${code}; JSON.stringify(handler(${JSON.stringify(given)}))`))

describe('a page of the console', () => {
  const code = pageFunctionCode('tieline_session', '/auth/sign-in')
  const signedIn = { cookies: { tieline_session: { value: 'x' } } }

  test.each(['/', '/index.html', '/calls', '/enquiries/enq_1', '/settings/numbers'])(
    '%s is the document, for whoever is signed in',
    (uri) => {
      const query = { day: { value: '2026-11-26' } }
      expect(run(code, event(uri, { ...signedIn, querystring: query }))).toMatchObject({
        uri: '/index.html',
        querystring: query,
      })
    },
  )

  test.each<[uri: string, querystring: object, location: string]>([
    ['/', {}, '/auth/sign-in?to=%2F'],
    ['/index.html', {}, '/auth/sign-in?to=%2F'],
    ['/enquiries/enq_1', {}, '/auth/sign-in?to=%2Fenquiries%2Fenq_1'],
    [
      '/sources',
      { channel: { value: 'Paid%20Search' }, from: { value: '2026-11-01' } },
      '/auth/sign-in?to=%2Fsources%3Fchannel%3DPaid%2520Search%26from%3D2026-11-01',
    ],
    [
      '/calls',
      { tag: { value: 'a', multiValue: [{ value: 'a' }, { value: 'b' }] } },
      '/auth/sign-in?to=%2Fcalls%3Ftag%3Da%26tag%3Db',
    ],
  ])('%s %o: who is not signed in comes back there', (uri, querystring, location) => {
    const answer = run(code, event(uri, { querystring }))
    expect(answer).toMatchObject({ statusCode: 302, headers: { location: { value: location } } })
    expect(answer.headers['cache-control'].value).toBe('no-store')
  })
})

test('the API is told the address that CloudFront saw, whatever the browser says', () => {
  const forged = event('/v1/redemptions', { headers: { 'x-tieline-viewer': { value: '192.0.2.1' } } })
  expect(run(viewerFunctionCode('x-tieline-viewer'), forged).headers).toEqual({
    'x-tieline-viewer': { value: '2001:db8::7' },
  })
})

test('both are as small as CloudFront takes them', () => {
  for (const code of [pageFunctionCode('cookie', '/auth/sign-in'), viewerFunctionCode('header')]) {
    expect(Buffer.byteLength(code)).toBeLessThan(10_240)
  }
})
