import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { createPost } from '../../shared/outgoing/post.ts'
import { authority, postTrusting, startTls } from '../support/tls.ts'

/** A name is looked up once and the connection pinned to what came of it: the certificate has to be of the name all the same. */
const opened: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of opened.splice(0)) await close()
})
async function serving(certificate: Parameters<typeof startTls>[0]) {
  const server = await startTls(certificate)
  opened.push(server.stop)
  return server
}
const request = (url: string) => ({
  url,
  headers: { 'content-type': 'application/json' },
  body: '{"secret":true}',
})

test('what is said goes to whoever has a certificate of the name, by somebody trusted', async () => {
  const { urlOf, bodies } = await serving('hooks')
  expect(await postTrusting(request(urlOf('hooks.localhost')))).toMatchObject({ status: 204 })
  expect(bodies).toEqual(['{"secret":true}'])
})

test.each([
  [
    'hooks',
    'others.localhost',
    'the certificate is of another name',
    'it sits at the address that was checked, and is somebody else',
  ],
  ['hooks', '127.0.0.1', 'the certificate is of another name', 'an address is no name either'],
  ['expired', 'expired.localhost', 'the certificate has run out', 'it was the right one, years ago'],
] as const)(
  'nothing is said to the server with the certificate %s at https://%s: %s (%s)',
  async (certificate, host, because, _why) => {
    const { urlOf, bodies } = await serving(certificate)
    expect(await postTrusting(request(urlOf(host)))).toMatchObject({ status: null, because })
    expect(bodies).toEqual([])
  },
)

test('nothing is said where nobody whom the world trusts has signed the certificate', async () => {
  const { urlOf, bodies } = await serving('hooks')
  const post = createPost({ rules: { loopback: true }, resolve: async () => [] })
  expect(await post(request(urlOf('hooks.localhost')))).toMatchObject({
    status: null,
    because: 'the certificate is signed by nobody known',
  })
  expect(bodies).toEqual([])
  expect(authority).toContain('CERTIFICATE')
})

test('nothing is said in the open where TLS was meant', async () => {
  let heard = ''
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.on('data', (part) => {
      heard += part.toString('latin1')
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  opened.push(async () => void (await new Promise((resolve) => server.close(resolve))))
  const { port } = server.address() as AddressInfo
  expect(await postTrusting(request(`https://hooks.localhost:${port}/`))).toMatchObject({
    status: null,
    because: 'no TLS connection came about',
  })
  expect(heard).not.toContain('secret')
})
