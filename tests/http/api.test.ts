import { describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { createApi } from '../../shared/http/api.ts'
import { handle, operation, reply } from '../../shared/http/operation.ts'
import { refuse } from '../../shared/http/problem.ts'
import { createWitness } from '../support/witness.ts'

const guards = { authenticate: async () => ({ account: 'acc_1', caller: { kind: 'key' } }) as const }

function createSample() {
  const logged: string[] = []
  const app = createApi({
    observer: { ...createWitness(), tell: (line) => logged.push(JSON.stringify(line)) },
    newRequestId: () => 'req_1',
  })
  const echo = operation({
    id: 'echo',
    tag: 'Sample',
    summary: 'Echo',
    method: 'post',
    path: '/v1/echo/{name}',
    auth: 'secret',
    params: z.object({ name: z.string().check(z.maxLength(9)) }),
    query: z.object({ times: z.optional(z.coerce.number()) }),
    body: z.strictObject({ text: z.string() }),
    replies: { 200: z.object({ text: z.string() }) },
    problems: ['not_found'],
  })
  handle(app, guards, echo, async ({ params, query, body }) =>
    params.name === 'nobody'
      ? refuse('not_found', 'Nobody is not here.')
      : reply(200, { text: body.text.repeat(query.times ?? 1) }, { 'x-name': params.name }),
  )
  app.get('/v1/bugs/:phone', (context) => {
    throw new TypeError(`no route for ${context.req.param('phone')} of ann@example.com with sk_abc123`)
  })
  app.get('/v1/outage', () => {
    throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })
  })
  return { app, logged }
}

const send = (path: string, init?: RequestInit) => createSample().app.request(path, init)
const post = (body: string, headers: Record<string, string> = {}) =>
  send('/v1/echo/ann', { method: 'POST', body, headers })

describe('an answer', () => {
  test('has what the handler gives', async () => {
    const response = await send('/v1/echo/ann?times=2', { method: 'POST', body: '{"text":"ab"}' })
    expect([response.status, response.headers.get('x-name'), await response.json()]).toEqual([
      200,
      'ann',
      { text: 'abab' },
    ])
  })

  test.each([
    ['an unknown address', '/v1/none', {}, 404, 'not_found'],
    ['a method that the address does not know', '/v1/echo/ann', {}, 405, 'method_not_allowed'],
    [
      'a refusal of the handler',
      '/v1/echo/nobody',
      { method: 'POST', body: '{"text":""}' },
      404,
      'not_found',
    ],
    [
      'a path that does not fit',
      '/v1/echo/very-long-name',
      { method: 'POST', body: '{"text":""}' },
      422,
      'invalid_path',
    ],
    [
      'a query that does not fit',
      '/v1/echo/ann?times=x',
      { method: 'POST', body: '{"text":""}' },
      422,
      'invalid_query',
    ],
    ['a body that does not fit', '/v1/echo/ann', { method: 'POST', body: '{"text":1}' }, 422, 'invalid_body'],
    ['no body', '/v1/echo/ann', { method: 'POST' }, 422, 'invalid_body'],
    ['no JSON', '/v1/echo/ann', { method: 'POST', body: '{"text"' }, 400, 'bad_request'],
    ['an engine that is away', '/v1/outage', {}, 503, 'unavailable'],
  ])('%s is a problem', async (_label, path, init, status, code) => {
    const response = await send(path, init)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    const problem = (await response.json()) as Record<string, unknown>
    expect([response.status, problem.status, problem.code]).toEqual([status, status, code])
    expect(problem).toMatchObject({
      type: expect.stringContaining(code),
      title: expect.any(String),
      detail: expect.any(String),
    })
  })

  test('405 says what is allowed', async () => {
    const response = await send('/v1/echo/ann', { method: 'DELETE' })
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST'])
  })

  test('of an app that is mounted in another keeps 404 and 405', async () => {
    const whole = createApi()
    whole.use('*', async (_context, next) => next())
    whole.route('/', createSample().app)
    expect((await whole.request('/v1/none')).status).toBe(404)
    expect((await whole.request('/v1/outage', { method: 'DELETE' })).status).toBe(405)
  })
})

describe('a body', () => {
  test.each([
    ['a declared length', { 'content-length': String(6 * 1024 * 1024) }, '{"text":""}'],
    ['its length, though it declares none', {}, JSON.stringify({ text: 'x'.repeat(5 * 1024 * 1024) })],
    ['its length in bytes, not in letters', {}, JSON.stringify({ text: 'é'.repeat(3 * 1024 * 1024) })],
  ])('is refused by %s over 5 MB', async (_label, headers, body) => {
    const response = await post(body, headers)
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([
      413,
      'payload_too_large',
    ])
  })

  test('just under it is read', async () => {
    const text = 'x'.repeat(5 * 1024 * 1024 - 20)
    expect((await post(JSON.stringify({ text }))).status).toBe(200)
  })

  test('that is no JSON is not repeated in the answer', async () => {
    expect(await (await post('+442079460000 is no JSON')).text()).not.toContain('2079')
  })
})

describe('a bug', () => {
  test('is answered with a request id and nothing else, and logged once with the same', async () => {
    const { app, logged } = createSample()
    const response = await app.request('/v1/bugs/+442079460000')
    const text = await response.text()
    expect(response.status).toBe(500)
    expect(JSON.parse(text)).toMatchObject({ code: 'internal', requestId: 'req_1' })
    expect(text).not.toMatch(/TypeError|no route|at |\.ts/)
    expect(logged).toHaveLength(1)
    expect(JSON.parse(logged[0] ?? '')).toMatchObject({
      level: 'error',
      requestId: 'req_1',
      method: 'GET',
      route: '/v1/bugs/:phone',
      error: 'TypeError',
      message: 'no route for [number] of [e-mail] with [key]',
      frames: [expect.stringContaining('api.test.ts'), ...JSON.parse(logged[0] ?? '').frames.slice(1)],
    })
    expect(logged[0]).not.toMatch(/2079|example\.com|sk_abc/)
  })
})

describe('an address where nothing stands', () => {
  const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'
  const at = (path: string, accept?: string, method = 'GET') =>
    createSample().app.request(path, { method, ...(accept !== undefined && { headers: { accept } }) })

  test('shows whoever goes there in a browser a page that leads on', async () => {
    const response = await at('/sauces', browser)
    expect(response.status).toBe(404)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(await response.text()).toContain('<a class="button" href="/">To the console</a>')
  })

  test.each([
    ['a program that says nothing', '/sauces', undefined, 'GET'],
    ['a program that takes anything', '/sauces', '*/*', 'GET'],
    ['a program that wants JSON', '/sauces', 'application/json', 'GET'],
    ['a browser below /v1', '/v1/sauces', browser, 'GET'],
    ['a form that is posted', '/sauces', browser, 'POST'],
  ])('tells %s in problem+json', async (_, path, accept, method) => {
    const response = await at(path, accept, method)
    expect(response.status).toBe(404)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await response.json()).toMatchObject({ code: 'not_found' })
  })
})
