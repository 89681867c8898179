import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { begunCookie, sealBegun } from '../../../functions/admin/sign-in/begun.ts'
import { addDays, addMinutes, instantOf } from '../../../shared/domain/time.ts'
import { sha256Hex } from '../../../shared/http/digest.ts'
import { beforeAccounts } from '../../../shared/store/vault.ts'
import { BrowserJar, type Step } from '../../support/browser-jar.ts'
import { createTestTables, type Tables } from '../../support/engine.ts'
import { fromConsole, startSignInBridge } from '../../support/sign-in-bridge.ts'

const account = 'acc_house'
let tables: Tables
let bridge: Awaited<ReturnType<typeof startSignInBridge>>
beforeAll(async () => {
  tables = await createTestTables()
  bridge = await startSignInBridge(tables, account)
})
afterAll(async () => {
  await bridge.stop()
  await tables.drop()
})

const form = (email: string) => ({
  method: 'POST',
  body: new URLSearchParams({ email }),
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
})

/** Goes through the issuer as somebody would by clicks, up to the address that it sends the browser back to. */
async function toCallback(
  jar: BrowserJar,
  email: string,
  to = '/calls?outcome=missed',
  origin = bridge.url,
): Promise<string> {
  const choice = await jar.go(`${origin}/auth/sign-in?${new URLSearchParams({ to })}`)
  expect([choice.status, choice.text]).toEqual([200, expect.stringContaining('Look around as')])
  const { url } = await jar.go(choice.url, form(email), /\/auth\/callback\?/)
  return url
}
async function signedIn(
  email: string,
  origin = bridge.url,
): Promise<{ jar: BrowserJar; token: string; step: Step }> {
  const jar = new BrowserJar()
  const step = await jar.ask(await toCallback(jar, email, undefined, origin))
  return { jar, step, token: jar.cookie('tieline_session')?.value ?? '' }
}
const me = async (jar: BrowserJar, origin = bridge.url) => {
  const { status, text } = await jar.ask(`${origin}/v1/me`)
  return {
    status,
    body: JSON.parse(text) as { member: { email: string; role: string }; account: { id: string } },
  }
}

describe('signing in', () => {
  test.each(['owner', 'marketer', 'agent', 'viewer'])('as the example %s takes one click', async (role) => {
    const { jar, step } = await signedIn(`${role}@example.com`)
    expect([step.status, step.headers.get('location')]).toEqual([302, '/calls?outcome=missed'])
    const { status, body } = await me(jar)
    expect([status, body.member.role, body.account.id]).toEqual([200, role, account])
  })

  test('leaves one cookie, which no script reads and no other site sends along, and nothing to use in the ledger', async () => {
    const { jar, token } = await signedIn('owner@example.com')
    const cookie = jar.cookie('tieline_session')
    expect(cookie?.attributes).toEqual(
      expect.arrayContaining(['httponly', 'samesite=lax', 'path=/', 'max-age=604800']),
    )
    expect(jar.names().filter((name) => name.startsWith('tieline_begun'))).toEqual([])
    expect(token.length).toBeGreaterThanOrEqual(43)
    for await (const items of tables.ledger.scan()) expect(JSON.stringify(items)).not.toContain(token)
  })

  test.each(['localhost', '127.0.0.1'])('works by the name %s, and stays there', async (host) => {
    const origin = `http://${host}:${bridge.port}`
    const { jar, step } = await signedIn('viewer@example.com', origin)
    expect(new URL(step.url).origin).toBe(origin)
    expect((await me(jar, origin)).status).toBe(200)
  })

  test('in two tabs at once ends in both', async () => {
    const jar = new BrowserJar()
    const first = await toCallback(jar, 'agent@example.com', '/desk')
    const second = await toCallback(jar, 'agent@example.com', '/calls')
    expect((await jar.ask(first)).headers.get('location')).toBe('/desk')
    expect((await jar.ask(second)).headers.get('location')).toBe('/calls')
  })

  test('goes on to no other site, whatever was asked', async () => {
    const jar = new BrowserJar()
    const step = await jar.ask(await toCallback(jar, 'owner@example.com', '//evil.example/'))
    expect(step.headers.get('location')).toBe('/')
  })

  test('anew makes the earlier token worthless', async () => {
    const { jar, token } = await signedIn('owner@example.com')
    const before = jar.copy()
    await jar.ask(await toCallback(jar, 'viewer@example.com'))
    expect(jar.cookie('tieline_session')?.value).not.toBe(token)
    expect((await me(before)).status).toBe(401)
    expect((await me(jar)).body.member.role).toBe('viewer')
  })

  test('is not for who is on no team: told so, and with which address', async () => {
    const { step, jar } = await signedIn('stranger@example.org')
    expect([step.status, step.text]).toEqual([403, expect.stringContaining('stranger@example.org')])
    expect(jar.cookie('tieline_session')).toBeUndefined()
  })

  test('begins and ends where the machine’s own people are, not through a tunnel', async () => {
    for (const path of [
      '/auth/sign-in',
      '/local/oidc/.well-known/openid-configuration',
      '/local/sign-in/x',
    ]) {
      const through = await fetch(`${bridge.url}${path}`, {
        headers: { 'x-forwarded-for': '203.0.113.9' },
        redirect: 'manual',
      })
      expect(through.status, path).toBe(403)
      expect((await bridge.app.request(`https://tunnel.example${path}`)).status, path).toBe(403)
    }
  })
})

describe('what comes back from the issuer', () => {
  type Change = (parts: { jar: BrowserJar; url: URL; state: string }) => void | Promise<void>
  const withBegun =
    (change: Record<string, string>): Change =>
    ({ jar, url, state }) => {
      const name = begunCookie(state)
      const seal = {
        seal: (text: string) => bridge.vault.seal(beforeAccounts, text),
        open: (text: string) => bridge.vault.open(beforeAccounts, text),
      }
      const begun = JSON.parse(seal.open(jar.cookie(name)?.value ?? ''))
      jar.put(url.href, name, sealBegun(seal, { ...begun, ...change }), '/auth/callback')
    }
  const setting =
    (name: string, value: string): Change =>
    ({ url }) =>
      url.searchParams.set(name, value)

  test.each<[label: string, change: Change, status: number, words: string]>([
    ['with another state', setting('state', 'x'.repeat(43)), 400, 'took too long'],
    ['without a state', ({ url }) => url.searchParams.delete('state'), 400, 'took too long'],
    ['with another issuer’s name', setting('iss', 'https://evil.example'), 400, 'could not be checked'],
    ['without the issuer’s name', ({ url }) => url.searchParams.delete('iss'), 400, 'could not be checked'],
    ['with another code', setting('code', 'x'.repeat(43)), 400, 'could not be checked'],
    ['without a code', ({ url }) => url.searchParams.delete('code'), 400, 'could not be checked'],
    [
      'to a browser that expects another nonce',
      withBegun({ nonce: 'x'.repeat(43) }),
      400,
      'could not be checked',
    ],
    [
      'to a browser with another verifier',
      withBegun({ verifier: 'x'.repeat(43) }),
      400,
      'could not be checked',
    ],
    [
      'to a browser whose cookie was tampered with',
      ({ jar, url, state }) => {
        const { name, value } = jar.cookie(begunCookie(state)) ?? { name: '', value: '' }
        jar.put(url.href, name, `${value.slice(0, -2)}AA`, '/auth/callback')
      },
      400,
      'took too long',
    ],
    [
      'to a browser whose sign-in was begun too long ago',
      withBegun({ expiresAt: instantOf(Date.now() - 1) }),
      400,
      'took too long',
    ],
    [
      'when the person would not',
      ({ url }) => {
        url.searchParams.delete('code')
        url.searchParams.set('error', 'access_denied')
      },
      403,
      'did not sign in',
    ],
  ])('%s signs nobody in', async (_label, change, status, words) => {
    const jar = new BrowserJar()
    const url = new URL(await toCallback(jar, 'owner@example.com'))
    await change({ jar, url, state: url.searchParams.get('state') ?? '' })
    const step = await jar.ask(url.href)
    expect([step.status, step.text]).toEqual([status, expect.stringContaining(words)])
    expect(jar.cookie('tieline_session')).toBeUndefined()
    expect(step.text).toContain(`${bridge.url}/auth/sign-in`)
    expect(bridge.failures.join()).not.toMatch(/example\.com|code=|state=/)
  })

  test('to another browser signs nobody in there', async () => {
    const url = await toCallback(new BrowserJar(), 'owner@example.com')
    const other = new BrowserJar()
    expect((await other.ask(url)).status).toBe(400)
    expect(other.cookie('tieline_session')).toBeUndefined()
  })

  test('a second time signs nobody in, even with what the browser had kept', async () => {
    const jar = new BrowserJar()
    const url = await toCallback(jar, 'owner@example.com')
    const before = jar.copy()
    expect((await jar.ask(url)).status).toBe(302)
    expect((await jar.ask(url)).text).toContain('took too long')
    const replayed = await before.ask(url)
    expect([replayed.status, replayed.text]).toEqual([400, expect.stringContaining('could not be checked')])
    expect(before.cookie('tieline_session')).toBeUndefined()
  })
})

describe('a sign-in', () => {
  test('that is ended is over at once, for whoever copied the cookie as well', async () => {
    const { jar } = await signedIn('owner@example.com')
    const copied = jar.copy()
    const out = await jar.ask(`${bridge.url}/auth/sign-out`, { method: 'POST', headers: fromConsole })
    expect([out.status, JSON.parse(out.text)]).toEqual([200, { to: '/auth/signed-out' }])
    expect(jar.cookie('tieline_session')).toBeUndefined()
    expect((await me(copied)).status).toBe(401)
    expect((await jar.ask(`${bridge.url}/auth/signed-out`)).text).toContain('You are signed out')
  })

  test('is ended by no other site’s page', async () => {
    const { jar } = await signedIn('owner@example.com')
    const headers = {
      'sec-fetch-site': 'cross-site',
      origin: 'https://evil.example',
      'x-tieline-console': '1',
    }
    expect((await jar.ask(`${bridge.url}/auth/sign-out`, { method: 'POST', headers })).status).toBe(403)
    expect((await me(jar)).status).toBe(200)
  })

  test('ends after twelve hours without use; use prolongs it, but not beyond seven days', async () => {
    const { jar, token } = await signedIn('owner@example.com')
    const began = instantOf(Date.now())
    const at = async (instant: string) => {
      bridge.clock.now = instant
      return (await me(jar)).status
    }
    try {
      for (let hours = 8; hours < 7 * 24; hours += 8) {
        expect(await at(addMinutes(began, hours * 60)), `${hours} h`).toBe(200)
      }
      expect(await at(addDays(began, 7))).toBe(401)
      await bridge.signIns.create(sha256Hex(token), {
        account,
        member: (await bridge.members.list(account))[0]?.id ?? '',
        startedAt: began,
        lastSeenAt: began,
      })
      expect(await at(addMinutes(began, 12 * 60 - 1))).toBe(200)
      expect(await at(addMinutes(began, 24 * 60 - 2))).toBe(200)
      expect(await at(addMinutes(began, 36 * 60))).toBe(401)
    } finally {
      bridge.clock.now = undefined
    }
  })
})
