import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { createPost, type PostOptions } from '../../shared/outgoing/post.ts'

const opened: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of opened.splice(0)) await close()
})

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  opened.push(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  return (server.address() as AddressInfo).port
}
const answering = (listener: RequestListener) => listen(createHttpServer(listener))
/** Whatever it does, it does not begin before a request came. */
const speaking = (speak: (socket: Socket) => void) =>
  listen(createServer((socket) => void socket.once('data', () => speak(socket))))

const never = async (host: string): Promise<string[]> => {
  throw new Error(`${host} was looked up`)
}
const postTo = (url: string, options: Partial<PostOptions> = {}) =>
  createPost({ rules: { loopback: true }, resolve: never, limitMilliseconds: 5000, ...options })({
    url,
    headers: { 'content-type': 'application/json', 'user-agent': 'Tieline' },
    body: '{"name":"ü"}',
  })

test('posts the body as it is, and tells status and answer', async () => {
  let seen = ''
  const port = await answering(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    seen = `${request.method} ${request.url} ${request.headers['content-length']} ${Buffer.concat(parts)}`
    response.writeHead(429, { 'retry-after': '120' }).end('slowly, please')
  })
  expect(await postTo(`http://127.0.0.1:${port}/hook?a=1`)).toMatchObject({
    status: 429,
    text: 'slowly, please',
    retryAfter: '120',
  })
  expect(seen).toBe('POST /hook?a=1 13 {"name":"ü"}')
})

describe('where it may go', () => {
  test.each([
    ['https://10.0.0.1/', 'a private address'],
    ['https://[::ffff:169.254.169.254]/', 'a cloud’s secrets, mapped'],
    ['http://example.com/', 'without TLS'],
  ])('not to %s: %s', async (url, _because) => {
    expect(await postTo(url, { rules: { loopback: false } })).toMatchObject({ status: null })
  })

  test.each([
    [['10.0.0.1'], 'in'],
    [['8.8.8.8', '127.0.0.1'], 'out and in at once'],
    [['::ffff:10.0.0.1'], 'in, mapped'],
    [[], 'nowhere'],
  ])('not to a name that leads to %j: %s', async (addresses, _because) => {
    let asked = 0
    const resolve = async () => {
      asked += 1
      return addresses
    }
    const posted = await postTo('https://hooks.example.com/', { rules: { loopback: false }, resolve })
    expect(posted).toMatchObject({ status: null, because: expect.stringMatching(/^the name leads/) })
    expect(asked).toBe(1)
  })

  test('the addresses that were looked at are what is connected to, whatever else the name may lead to', async () => {
    const port = await answering((request, response) => void response.end(request.headers.host))
    const posted = await postTo(`http://a-name-that-no-resolver-knows.localhost:${port}/`)
    expect(posted).toMatchObject({ status: 200, text: `a-name-that-no-resolver-knows.localhost:${port}` })
  })

  test('a redirect is an answer, and is not followed', async () => {
    let followed = 0
    const port = await answering((request, response) => {
      if (request.url !== '/') followed += 1
      response.writeHead(302, { location: `http://127.0.0.1:${port}/elsewhere` }).end()
    })
    expect(await postTo(`http://localhost:${port}/`)).toMatchObject({ status: 302 })
    expect(followed).toBe(0)
  })
})

describe('a receiver that means ill, or is ill', () => {
  test.each<[string, (socket: Socket) => void]>([
    ['says nothing', () => undefined],
    ['sends its headers a byte at a time', (socket) => drip(socket, 'HTTP/1.1 200 OK\r\nx-slow: ')],
    [
      'sends one preliminary answer after the other',
      (socket) => drip(socket, '', 'HTTP/1.1 102 Processing\r\n\r\n'),
    ],
  ])('that %s is waited for so long and no longer', async (_name, speak) => {
    const port = await speaking(speak)
    const posted = await postTo(`http://127.0.0.1:${port}/`, { limitMilliseconds: 400 })
    expect(posted).toMatchObject({ status: null, because: 'no answer within 0.4 seconds' })
  })

  test.each<[string, (socket: Socket) => void]>([
    ['hangs up', (socket) => socket.destroy()],
    ['speaks no HTTP', (socket) => socket.end('220 mail.example.com ESMTP\r\n')],
    [
      'sends endless headers',
      (socket) => drip(socket, 'HTTP/1.1 200 OK\r\n', `x-a: ${'a'.repeat(9000)}\r\n`),
    ],
    [
      'wants to speak another protocol',
      (socket) =>
        socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'),
    ],
  ])('that %s gave no answer', async (_name, speak) => {
    const port = await speaking(speak)
    expect(await postTo(`http://127.0.0.1:${port}/`)).toMatchObject({ status: null })
  })

  test('one that is not there gave none either', async () => {
    const port = await answering(() => undefined)
    for (const close of opened.splice(0)) await close()
    const because = 'nobody listens there'
    expect(await postTo(`http://127.0.0.1:${port}/`)).toMatchObject({ status: null, because })
  })

  test('of an endless answer the beginning is read, and its status holds', async () => {
    const port = await speaking((socket) => drip(socket, 'HTTP/1.1 200 OK\r\n\r\n', 'a'.repeat(5000), 1))
    const posted = await postTo(`http://127.0.0.1:${port}/`, { answerLimitBytes: 20_000 })
    expect(posted.status).toBe(200)
    expect('text' in posted && posted.text.length).toBe(20_000)
  })

  test('one that answers and then dawdles has answered', async () => {
    const port = await speaking((socket) =>
      socket.write('HTTP/1.1 202 Accepted\r\ncontent-length: 9\r\n\r\nbe'),
    )
    expect(await postTo(`http://127.0.0.1:${port}/`, { limitMilliseconds: 400 })).toMatchObject({
      status: 202,
    })
  })

  test('a name server that never answers is not waited for', async () => {
    const resolve = () => new Promise<string[]>(() => undefined)
    const posted = await postTo('https://hooks.example.com/', {
      rules: { loopback: false },
      resolve,
      limitMilliseconds: 300,
    })
    expect(posted).toMatchObject({ status: null, because: 'no answer within 0.3 seconds' })
  })
})

function drip(socket: Socket, start: string, part = 'a', everyMilliseconds = 10): void {
  socket.write(start)
  const timer = setInterval(() => socket.write(part), everyMilliseconds)
  socket.on('close', () => clearInterval(timer))
}
