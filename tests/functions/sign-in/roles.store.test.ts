import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mayCall, type Role, roles } from '../../../shared/domain/role.ts'
import { testKeys } from '../../support/bridge.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import {
  createSignInApps,
  fromConsole,
  publicBaseUrl,
  secretOperations,
} from '../../support/sign-in-bridge.ts'

const account = 'acc_roles'
let tables: Tables
let apps: ReturnType<typeof createSignInApps>
const tokens = new Map<Role, string>()
beforeAll(async () => {
  tables = await createTestTables()
  apps = createSignInApps(tables)
  await apps.createAccount(account)
  for (const role of roles) tokens.set(role, (await apps.signIn(account, role)).token)
})
afterAll(() => tables.drop())

const tokenOf = (role: Role) => tokens.get(role) ?? ''
/** The operation's address, of things that do not exist. */
const addressOf = (path: string) =>
  path
    .replace('{callSid}', `CA${'0'.repeat(32)}`)
    .replace('{number}', '+442079460000')
    .replaceAll(/\{\w+\}/g, 'unknown')

describe.each(secretOperations.map((operation) => [operation.id, operation] as const))(
  '%s',
  (id, operation) => {
    const { method, path, body } = operation
    test.each(roles)('by the role %s', async (role) => {
      // Whoever may comes as far as the body or the thing that is not there.
      const sent = method === 'get' || !body ? undefined : { nothing: 'fits' }
      const { status, json } = await apps.ask(tokenOf(role), method.toUpperCase(), addressOf(path), sent)
      if (mayCall(role, id)) expect([401, 403], `${status} ${json.code}`).not.toContain(status)
      else expect([status, json.code]).toEqual([403, 'role_not_allowed'])
      expect(status).toBeLessThan(500)
    })
  },
)

describe('a request that changes something, with a sign-in', () => {
  const origin = 'https://calls.example.com'
  const header = { 'x-tieline-console': '1' }
  test.each<[label: string, headers: Record<string, string>, passes: boolean]>([
    ['from the console', fromConsole, true],
    ['from the console, in a browser without Fetch Metadata', { ...header, origin }, true],
    ['without the header, as a form would send it', { 'sec-fetch-site': 'same-origin' }, false],
    [
      'with another value in the header',
      { 'sec-fetch-site': 'same-origin', 'x-tieline-console': 'yes' },
      false,
    ],
    [
      'from another site',
      { ...header, 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
      false,
    ],
    [
      'from a neighbour, another port or a sister domain',
      { ...header, 'sec-fetch-site': 'same-site' },
      false,
    ],
    ['typed or from a bookmark', { ...header, 'sec-fetch-site': 'none' }, false],
    [
      'from another site that calls itself ours',
      { ...header, 'sec-fetch-site': 'cross-site', origin },
      false,
    ],
    ['from another origin, without Fetch Metadata', { ...header, origin: 'https://evil.example' }, false],
    ['from an origin that begins like ours', { ...header, origin: `${origin}.evil.example` }, false],
    ['from ours without encryption', { ...header, origin: 'http://calls.example.com' }, false],
    ['from a page without an origin', { ...header, origin: 'null' }, false],
    ['that tells nothing of where it is from', header, false],
  ])('%s', async (_label, headers, passes) => {
    const { status, json } = await apps.ask(
      tokenOf('owner'),
      'PATCH',
      '/v1/account',
      { name: 'Renamed' },
      headers,
    )
    expect([status, json.code]).toEqual(passes ? [200, undefined] : [403, 'cross_site_request'])
  })

  test('needs none of that with a key, which no browser sends by itself', async () => {
    const { status } = await apps.ask(
      tokenOf('viewer'),
      'PATCH',
      '/v1/account',
      { name: 'Renamed' },
      {
        authorization: `Bearer ${testKeys(account).secretKey}`,
        'sec-fetch-site': 'cross-site',
      },
    )
    expect(status).toBe(200)
  })

  test('is asked for of every such operation', async () => {
    for (const { id, method, path } of secretOperations.filter((each) => each.method !== 'get')) {
      const { status, json } = await apps.ask(tokenOf('owner'), method.toUpperCase(), addressOf(path), {}, {})
      expect([status, json.code], id).toEqual([403, 'cross_site_request'])
    }
  })

  test('to read, none of it is needed: other origins can’t see the answer', async () => {
    const { status, headers } = await apps.ask(tokenOf('viewer'), 'GET', '/v1/me', undefined, {
      origin: 'https://evil.example',
    })
    expect([status, headers.get('access-control-allow-origin')]).toEqual([200, null])
  })
})

describe('a role', () => {
  test('that changes holds from the next request on, as does leaving', async () => {
    const { id, token } = await apps.signIn(account, 'viewer')
    const rename = () => apps.ask(token, 'PATCH', '/v1/account', { name: 'Renamed' })
    expect((await rename()).status).toBe(403)
    const owner = tokenOf('owner')
    await apps.ask(owner, 'PATCH', `/v1/members/${id}`, { role: 'owner' })
    expect((await rename()).status).toBe(200)
    expect((await apps.ask(owner, 'DELETE', `/v1/members/${id}`)).status).toBe(204)
    expect([(await rename()).status, (await apps.ask(token, 'GET', '/v1/enquiries')).status]).toEqual([
      401, 401,
    ])
  })

  test.each(['', 'unknown', 'token-acc_roles', '../x'])('is nobody’s with the token %s', async (token) => {
    expect((await apps.ask(token, 'GET', '/v1/account')).status).toBe(401)
  })

  test('opens nothing that is the operator’s', async () => {
    expect((await apps.ask(tokenOf('owner'), 'POST', '/v1/accounts', { name: 'Mine' })).status).toBe(401)
  })

  test('does not hear what another was answered under the same idempotency key', async () => {
    const headers = { ...fromConsole, 'idempotency-key': 'the-same' }
    const body = { paths: [{ touches: ['A'], conversions: 1 }], models: ['linear'] }
    const first = await apps.ask(tokenOf('owner'), 'POST', '/v1/models/evaluate', body, headers)
    expect(first.status).toBe(200)
    const again = await apps.ask(tokenOf('owner'), 'POST', '/v1/models/evaluate', body, headers)
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    const other = await apps.ask(tokenOf('viewer'), 'POST', '/v1/models/evaluate', body, headers)
    expect([other.status, other.headers.get('idempotency-replayed')]).toEqual([200, null])
  })
})

test('on an https origin the cookie never travels in the clear', async () => {
  const { headers } = await apps.ask(tokenOf('viewer'), 'POST', `${publicBaseUrl}/auth/sign-out`)
  expect(headers.get('set-cookie')).toMatch(
    /^tieline_session=; Path=\/; Max-Age=0; HttpOnly; SameSite=Lax; Secure$/,
  )
})

test('an issuer that does not answer is told as such, and sign-out works all the same', async () => {
  const away = createSignInApps(tables, publicBaseUrl, { issuerUrl: 'http://127.0.0.1:9' })
  const begun = await away.app.request('/auth/sign-in')
  expect([begun.status, await begun.text()]).toEqual([503, expect.stringContaining('does not answer')])
  const { token } = await apps.signIn(account, 'viewer')
  expect((await away.ask(token, 'POST', '/auth/sign-out')).json).toEqual({ to: '/auth/signed-out' })
  expect((await away.ask(token, 'GET', '/v1/me')).status).toBe(401)
}, 60_000)
