import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Role } from '../../../shared/domain/role.ts'
import { newAccount } from '../../end-to-end/support/shared-bridge.ts'
import type { BridgeAccount } from '../../end-to-end/support/started-bridge.ts'
import { runs } from '../../support/runs.ts'
import { openBrowser } from '../support/browser.ts'
import { newMember, signIn } from '../support/sign-in.ts'
import { beginSmallBusiness, type SmallBusiness } from '../support/small-business.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const wide = { width: 1440, height: 900 }
const narrow = { width: 390, height: 844 }

const isLongRun = runs(1) > 1

type Place = string | ((business: SmallBusiness) => string)
const reports: readonly Place[] = ['/', '/sources', '/journeys', '/codes']
const people: readonly Place[] = ['/calls', '/enquiries', ({ enquiry }) => `/enquiries/${enquiry}`]
const planning: readonly Place[] = [
  '/settings/numbers',
  ({ number }) => `/settings/numbers/${number}`,
  '/settings/pools',
  ({ pool }) => `/settings/pools/${pool}`,
  '/settings/campaigns',
]
const told: readonly Place[] = ['/settings/incoming', '/settings/platforms', '/deliveries']
const own: readonly Place[] = ['/settings/notifications']

/** Every page that a role has in its menus. */
const places: Readonly<Record<Role, readonly Place[]>> = {
  owner: [
    ...reports,
    ...people,
    ...planning,
    ...own,
    ...told,
    '/desk',
    '/settings/install',
    '/settings/team',
    '/settings/business',
    '/settings/privacy',
    '/welcome',
  ],
  marketer: [...reports, ...people, ...planning, ...own, ...told, '/settings/install', '/welcome'],
  agent: [...people, ...own, '/desk'],
  viewer: [...reports, ...people, ...planning, ...own],
}

let account: BridgeAccount
let business: SmallBusiness
let browser: Browser
beforeAll(async () => {
  account = await newAccount()
  business = await beginSmallBusiness(account, String(4000 + (Date.now() % 5000)))
  browser = await openBrowser()
})
afterAll(() => browser?.close())

/** What went wrong, with the page on which it did. */
type Troubles = string[]

/** The pages in turn, as the menu opens them: without loading the console anew. */
async function openConsole(role: Role, troubles: Troubles): Promise<{ context: BrowserContext; page: Page }> {
  // What fades in has its colour at once.
  const context = await browser.newContext({ viewport: wide, colorScheme: 'light', reducedMotion: 'reduce' })
  context.setDefaultTimeout(60_000)
  await signIn(context, account.url, await newMember(account, role))
  const page = await context.newPage()
  const where = () => `${role} ${new URL(page.url()).pathname}`
  page.on('pageerror', (error) => troubles.push(`${where()}: ${error}`))
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(`${where()}: ${message.text()}`)
  })
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (url.protocol.startsWith('http') && url.origin !== account.url)
      troubles.push(`${where()}: asked ${url.origin}`)
  })
  await context.addInitScript(axe)
  await page.goto(`${account.url}/settings/notifications`)
  return { context, page }
}

/** Nothing is awaited any more: neither a part of the page nor what it asked for. */
async function open(page: Page, path: string): Promise<void> {
  await page.evaluate(`history.pushState(null, '', ${JSON.stringify(path)})`)
  // What comes of it is asked for a moment later.
  await page.evaluate('new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))')
  await page.locator('h1').waitFor()
  const awaited = page.locator('.skeleton, [role=status][aria-label=Loading]')
  await expect.poll(() => awaited.count(), { timeout: 60_000, message: `${path} loads` }).toBe(0)
}

/** The look has changed: what still turns from one colour into the other is waited for. */
const stilled = (page: Page) =>
  page.evaluate(`new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    .then(() => Promise.all(document.getAnimations()
      .filter((each) => each instanceof CSSTransition)
      .map((each) => each.finished.catch(() => {})))).then(() => {})`)

const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
/** All that a change of colours can change. */
const colours = ['color-contrast', 'link-in-text-block']
const rulesOf = {
  all: { runOnly: wcag },
  colours: { runOnly: { type: 'rule', values: colours } },
  // Nothing takes axe as long as colours, which are the same at any width.
  shapes: { runOnly: wcag, rules: Object.fromEntries(colours.map((id) => [id, { enabled: false }])) },
} as const

/** Rules of WCAG that the page breaks, each with the first element that does. */
const broken = (page: Page, rules: keyof typeof rulesOf) =>
  page.evaluate(
    `axe.run(document, { iframes: false, resultTypes: ['violations'], ...${JSON.stringify(rulesOf[rules])} })
    .then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + nodes[0].html.slice(0, 160)))`,
  ) as Promise<string[]>

const overflow = (page: Page) =>
  page.evaluate('document.documentElement.scrollWidth - innerWidth') as Promise<number>

test.each(['owner', 'marketer', 'agent', 'viewer'] as const)(
  'every page of %s loads in peace, asks no other host, can be used by all, and fits a phone',
  { timeout: 180_000 },
  async (role) => {
    const troubles: Troubles = []
    const { context, page } = await openConsole(role, troubles)
    const judge = async (look: string, rules: keyof typeof rulesOf) => {
      const path = new URL(page.url()).pathname
      for (const rule of await broken(page, rules)) troubles.push(`${role} ${path} ${look}: ${rule}`)
    }
    for (const place of places[role]) {
      const path = typeof place === 'string' ? place : place(business)
      await open(page, path)
      if ((await page.locator('.trouble').count()) > 0)
        troubles.push(`${role} ${path}: ${await page.locator('.trouble').first().innerText()}`)
      // The other roles see less of the same pages: what the owner's look has proved is proved again in the long run only.
      if (role === 'owner') {
        await judge('light', 'all')
        await page.emulateMedia({ colorScheme: 'dark' })
        await stilled(page)
        await judge('dark', 'colours')
      }
      await page.setViewportSize(narrow)
      if (role === 'owner') await judge('narrow', 'shapes')
      const tooWide = await overflow(page)
      if (tooWide > 0) troubles.push(`${role} ${path}: ${tooWide} px too wide for a phone`)
      if (role !== 'owner' && isLongRun) await judge('narrow', 'shapes')
      await page.setViewportSize(wide)
      await page.emulateMedia({ colorScheme: 'light' })
    }
    await context.close()
    expect(troubles).toEqual([])
  },
)
