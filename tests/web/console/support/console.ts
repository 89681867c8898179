import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
import { expect, inject } from 'vitest'
import { operatorKey } from '../../../end-to-end/support/shared-bridge.ts'
import { accountOf, type BridgeAccount } from '../../../end-to-end/support/started-bridge.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export interface ConsoleAccount extends BridgeAccount {
  readonly id: string
  /** Imports facts and waits until the reports show them. */
  tell(facts: readonly object[]): Promise<void>
  /** The console, as somebody of that role who signed in as people do. */
  open(browser: Browser, path: string, look?: Look): Promise<Opened>
}
export interface Look {
  readonly role?: 'owner' | 'marketer' | 'agent' | 'viewer'
  readonly width?: number
  readonly colorScheme?: 'light' | 'dark'
}
export interface Opened {
  readonly page: Page
  /**
   * Closes it; throws if an error was said, another host was asked, or anything is out of reach for somebody.
   * @param refusals so many bodies were meant to be refused
   */
  close(refusals?: number): Promise<void>
}

const violations = `axe.run(document, { resultTypes: ['violations'] })
  .then(({ violations }) => violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]))`

async function signIn(browser: Browser, url: string, role: string, account: string) {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(`${url}/auth/sign-in?to=/healthz`)
  await page.click(`button[value="${role}@example.com"]`)
  await page.waitForURL(/\/healthz/)
  const switched = await context.request.post(`${url}/auth/account`, {
    headers: { 'x-tieline-console': '1', origin: url },
    data: { account },
  })
  expect(switched.status()).toBe(200)
  const state = await context.storageState()
  await context.close()
  return state
}

/** An account of one's own on the shared bridge, with a member of each role. */
export async function consoleAccount(): Promise<ConsoleAccount> {
  const url = inject('sharedBridgeUrl')
  const response = await fetch(`${url}/v1/accounts`, {
    method: 'POST',
    headers: { authorization: `Bearer ${operatorKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Sash & Sons', timeZone: 'UTC', currency: 'GBP' }),
  })
  const { id, secretKey, siteKey } = (await response.json()) as Record<'id' | 'secretKey' | 'siteKey', string>
  const bridge = accountOf(url, { secretKey, siteKey })
  for (const role of ['owner', 'marketer', 'agent', 'viewer'])
    await bridge.call('POST', '/v1/members', { email: `${role}@example.com`, role })
  const states = new Map<string, ReturnType<typeof signIn>>()
  return {
    ...bridge,
    id,
    async tell(facts) {
      const sent = await fetch(`${url}/v1/imports`, {
        method: 'POST',
        headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/x-ndjson' },
        body: facts.map((fact) => JSON.stringify(fact)).join('\n'),
      })
      expect(await sent.json()).toMatchObject({ accepted: facts.length, rejected: [] })
      await bridge.settled()
    },
    async open(browser, path, { role = 'owner', width = 1440, colorScheme = 'light' } = {}) {
      const state = states.get(role) ?? signIn(browser, url, role, id)
      states.set(role, state)
      const context = await browser.newContext({
        viewport: { width, height: 900 },
        colorScheme,
        storageState: await state,
      })
      const page = await context.newPage()
      const troubles: string[] = []
      page.on('pageerror', (error) => troubles.push(String(error)))
      page.on('console', (message) => {
        // A machine too busy to count what waits (503) is no trouble of the page: it asks again.
        if (message.type() === 'error' && !message.text().includes('status of 503'))
          troubles.push(message.text())
      })
      page.on('request', (request) => {
        if (!request.url().startsWith(url) && !/^(data|blob):/.test(request.url()))
          troubles.push(request.url())
      })
      await page.goto(`${url}${path}`)
      return {
        page,
        async close(refusals = 0) {
          await page.evaluate(axe)
          expect(await page.evaluate(violations)).toEqual([])
          expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
          const shots = process.env.CONSOLE_SCREENSHOTS
          const name = path.replace(/\W+/g, '-').slice(0, 60)
          if (shots)
            await page.screenshot({
              path: `${shots}/${name}-${width}-${colorScheme}-${role}.png`,
              fullPage: true,
            })
          await context.close()
          const isRefusal = (text: string) => text.includes('status of 422')
          expect(troubles.filter((text) => !isRefusal(text))).toEqual([])
          expect(troubles.filter(isRefusal)).toHaveLength(refusals)
        },
      }
    },
  }
}
