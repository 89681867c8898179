import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import axe from 'axe-core'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { BrowserJar } from '../support/browser-jar.ts'
import { openBrowser } from '../web/support/browser.ts'
import { startBridge } from './support/started-bridge.ts'

const folder = mkdtempSync(join(tmpdir(), 'tieline-sign-in-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('whoever is signed in stays so when the bridge starts anew, and nothing is printed of it', async () => {
  const jar = new BrowserJar()
  const first = await startBridge({ TIELINE_DATA: folder })
  const choice = await jar.go(`${first.url}/auth/sign-in?to=/v1/me`)
  const body = new URLSearchParams({ email: 'agent@example.com' })
  expect((await jar.go(choice.url, { method: 'POST', body })).text).toContain('agent@example.com')
  expect(await first.stop()).toBe(0)
  expect(first.printed()).not.toMatch(/oidc|warning|deprecat/i)

  const second = await startBridge({ TIELINE_DATA: folder })
  try {
    expect((await jar.ask(`${second.url}/v1/me`)).text).toContain('agent@example.com')
    // A key of the first start's provider serves no more: a sign-in that was half done is begun anew.
    const late = await jar.ask(choice.url.replace(first.url, second.url))
    expect([late.status, late.text]).toEqual([400, expect.stringContaining(`${second.url}/auth/sign-in`)])
  } finally {
    await second.stop()
  }
}, 180_000)

describe('in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser.close())

  test.each([
    [390, 'dark'],
    [1440, 'light'],
  ] as const)(
    'at %i px, %s: chosen by the keyboard, to the page that was asked for',
    async (width, colorScheme) => {
      const url = inject('sharedBridgeUrl')
      const context = await browser.newContext({
        viewport: { width, height: 900 },
        colorScheme,
        bypassCSP: true,
      })
      try {
        const page = await context.newPage()
        const hosts = new Set<string>()
        page.on('request', (request) => hosts.add(new URL(request.url()).host))
        await page.goto(`${url}/auth/sign-in?to=/docs`)
        await page.getByRole('heading', { name: 'Look around as' }).waitFor()
        await page.evaluate(axe.source)
        const violations = await page.evaluate(
          'axe.run({ resultTypes: ["violations"] }).then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))',
        )
        expect(violations).toEqual([])
        expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
        await page.keyboard.press('Tab')
        expect(await page.evaluate('document.activeElement.value')).toBe('owner@example.com')
        await page.keyboard.press('Enter')
        await page.waitForURL(`${url}/docs`)
        expect(await page.evaluate("fetch('/v1/me').then((answer) => answer.json())")).toMatchObject({
          member: { role: 'owner' },
        })
        expect([...hosts]).toEqual([new URL(url).host])
      } finally {
        await context.close()
      }
    },
  )
})
