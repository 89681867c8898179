import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { operationRoles } from '../../../shared/domain/role.ts'
import { testKeys } from '../../support/bridge.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { createSignInApps, fromConsole } from '../../support/sign-in-bridge.ts'

let tables: Tables
let apps: ReturnType<typeof createSignInApps>
beforeAll(async () => {
  tables = await createTestTables()
  apps = createSignInApps(tables)
})
afterAll(() => tables.drop())

let made = 0
/** An account, and the token of its owner. */
async function settled() {
  const account = `acc_team${++made}`
  await apps.createAccount(account)
  const { id, token } = await apps.signIn(account, 'owner')
  return { account, id, token }
}

describe('/v1/me', () => {
  test('tells who is signed in, where, and what they may do', async () => {
    const { account } = await settled()
    const { id, token } = await apps.signIn(account, 'marketer', `ann${made}@example.com`)
    const { json, headers } = await apps.ask(token, 'GET', '/v1/me')
    expect(json).toMatchObject({
      member: { id, email: `ann${made}@example.com`, role: 'marketer' },
      account: { id: account, name: 'Sash & Sons', timeZone: 'UTC', currency: 'GBP' },
      accounts: [{ id: account, name: 'Sash & Sons', role: 'marketer' }],
      rights: { phones: false, recordings: true },
    })
    const { operations } = json.rights as { operations: string[] }
    expect([operations.includes('reportSources'), operations.includes('addMember')]).toEqual([true, false])
    expect(headers.get('cache-control')).toBe('no-store')
  })

  test('tells a key that it is nobody, and may do everything', async () => {
    const { account } = await settled()
    const { json } = await apps.ask('', 'GET', '/v1/me', undefined, {
      authorization: `Bearer ${testKeys(account).secretKey}`,
    })
    expect(json).toMatchObject({ member: null, accounts: [], rights: { phones: true, recordings: true } })
    expect((json.rights as { operations: string[] }).operations).toEqual(Object.keys(operationRoles))
  })
})

describe('a team', () => {
  test('is added to, changed and left by its owner', async () => {
    const { token, id: owner } = await settled()
    const email = `Bob${made}@Example.com`
    const added = await apps.ask(token, 'POST', '/v1/members', { email, role: 'agent', name: 'Bob' })
    expect([added.status, added.json]).toMatchObject([
      201,
      { email: email.toLowerCase(), role: 'agent', name: 'Bob', lastSeenAt: null },
    ])
    const { id } = added.json as { id: string }
    const listed = await apps.ask(token, 'GET', '/v1/members')
    expect((listed.json.data as { id: string }[]).map((each) => each.id).sort()).toEqual([id, owner].sort())
    const changed = await apps.ask(token, 'PATCH', `/v1/members/${id}`, { role: 'viewer' })
    expect(changed.json).toMatchObject({ id, role: 'viewer', name: 'Bob' })
    expect((await apps.ask(token, 'DELETE', `/v1/members/${id}`)).status).toBe(204)
    expect((await apps.ask(token, 'DELETE', `/v1/members/${id}`)).json.code).toBe('not_found')
  })

  test('has nobody twice', async () => {
    const { token } = await settled()
    const body = { email: 'twice@example.com', role: 'agent' }
    expect((await apps.ask(token, 'POST', '/v1/members', body)).status).toBe(201)
    const again = await apps.ask(token, 'POST', '/v1/members', {
      ...body,
      email: ' TWICE@example.com'.trim(),
    })
    expect([again.status, again.json.code]).toEqual([409, 'member_exists'])
  })

  test.each([
    ['PATCH', { role: 'agent' }],
    ['DELETE', undefined],
  ])('keeps its last owner: %s', async (method, body) => {
    const { token, id } = await settled()
    const { status, json } = await apps.ask(token, method, `/v1/members/${id}`, body)
    expect([status, json.code]).toEqual([409, 'last_owner'])
  })

  test.each([
    ['an address that is none', { email: 'bob', role: 'agent' }, 'email'],
    ['a role that there is not', { email: 'b@example.com', role: 'admin' }, 'role'],
    ['no role', { email: 'b@example.com' }, 'role'],
  ])('refuses %s', async (_label, body, path) => {
    const { token } = await settled()
    const { status, json } = await apps.ask(token, 'POST', '/v1/members', body)
    expect([status, (json.errors as { path: string }[])[0]?.path]).toEqual([422, path])
  })

  test('begins with whom the operator names', async () => {
    const response = await apps.app.request('/v1/accounts', {
      method: 'POST',
      headers: { authorization: 'Bearer op_test' },
      body: JSON.stringify({ name: 'New', ownerEmail: 'First@example.org' }),
    })
    const { id } = (await response.json()) as { id: string }
    expect(await apps.members.list(id)).toMatchObject([{ email: 'first@example.org', role: 'owner' }])
  })
})

describe('somebody in two accounts', () => {
  test('changes between them with a new token; the first one’s end stays theirs', async () => {
    const [one, two] = [await settled(), await settled()]
    const email = `both${made}@example.com`
    const { token } = await apps.signIn(one.account, 'viewer', email)
    await apps.signIn(two.account, 'agent', email)
    const { json } = await apps.ask(token, 'GET', '/v1/me')
    expect(
      (json.accounts as { id: string; role: string }[]).map(({ id, role }) => [id, role]).sort(),
    ).toEqual([
      [one.account, 'viewer'],
      [two.account, 'agent'],
    ])
    const switched = await apps.ask(token, 'POST', '/auth/account', { account: two.account })
    expect([switched.status, switched.json]).toEqual([200, { to: '/' }])
    const fresh = /tieline_session=([^;]+)/.exec(switched.headers.get('set-cookie') ?? '')?.[1] ?? ''
    expect((await apps.ask(token, 'GET', '/v1/me')).status).toBe(401)
    expect((await apps.ask(fresh, 'GET', '/v1/me')).json).toMatchObject({
      account: { id: two.account },
      member: { role: 'agent' },
    })
  })

  test('comes to no account that they are not a member of', async () => {
    const [one, two] = [await settled(), await settled()]
    const { token } = await apps.signIn(one.account, 'owner')
    for (const account of [two.account, 'acc_unknown', '']) {
      const { status, headers } = await apps.ask(token, 'POST', '/auth/account', { account })
      expect([status, headers.get('set-cookie')]).toEqual([404, null])
    }
    expect((await apps.ask(token, 'GET', '/v1/me')).json).toMatchObject({ account: { id: one.account } })
  })

  test('is nothing that a key is', async () => {
    const { account } = await settled()
    const { status, json } = await apps.ask(
      '',
      'POST',
      '/auth/account',
      { account },
      {
        ...fromConsole,
        authorization: `Bearer ${testKeys(account).secretKey}`,
      },
    )
    expect([status, json.code]).toEqual([403, 'role_not_allowed'])
  })
})
