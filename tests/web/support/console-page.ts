import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { Role } from '../../../shared/domain/role.ts'
import type { BridgeAccount } from '../../end-to-end/support/started-bridge.ts'
import { newMember, signIn } from './sign-in.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** The console in a browser, signed in as a new member of the account. */
export interface ConsolePage {
  readonly page: Page
  readonly context: BrowserContext
  /** Opens a path of the console and waits for its heading. */
  open(path: string, heading: string): Promise<void>
  /** What no page may do, in the order it did it: errors, and requests to other hosts. */
  readonly troubles: string[]
}

export async function openConsole(
  browser: Browser,
  account: BridgeAccount,
  role: Role,
  width = 1440,
): Promise<ConsolePage> {
  const context = await browser.newContext({ viewport: { width, height: 900 } })
  await signIn(context, account.url, await newMember(account, role))
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  const troubles: string[] = []
  page.on('pageerror', (error) => troubles.push(String(error)))
  page.on('console', (message) => {
    // A refusal that a story is about is no trouble of the page, nor is a machine too busy to count what waits (503).
    if (message.type() === 'error' && !/status of (4\d\d|503)/.test(message.text()))
      troubles.push(message.text())
  })
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url())
    if (protocol.startsWith('http') && origin !== new URL(account.url).origin) troubles.push(request.url())
  })
  return {
    page,
    context,
    troubles,
    async open(path, heading) {
      await page.goto(`${account.url}${path}`)
      await page.getByRole('heading', { name: heading, level: 1 }).waitFor()
    },
  }
}

/** @returns what WCAG 2.2 AA finds wrong with the page as it is shown, in its own words */
export async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(options: unknown): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    }
    const { violations } = await axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'],
      resultTypes: ['violations'],
    })
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`))
  })
}

interface Box {
  readonly scrollWidth: number
  readonly clientWidth: number
}

/** The page on a phone in the dark and on a desk by daylight: what is wrong in either, and whether it is wider than the screen. */
export async function looksOf(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const [width, colorScheme] of [
    [390, 'dark'],
    [1440, 'light'],
  ] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.setViewportSize({ width, height: 900 })
    const wrong = await violationsOf(page)
    const over = await page
      .locator('html')
      .evaluate((html) => (html as unknown as Box).scrollWidth - (html as unknown as Box).clientWidth)
    if (over > 0) wrong.push(`${over} px wider than the screen`)
    found.push(...wrong.map((what) => `${width} ${colorScheme}: ${what}`))
  }
  return found
}
