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

const isLongRun = runs(1) > 1

const desk = { width: 1440, height: 900 }
const phone = { width: 390, height: 844 }
/** Each width and each scheme, once; the long run has every pair. */
const looks = [
  { viewport: desk, colorScheme: 'light' },
  { viewport: phone, colorScheme: 'dark' },
  ...(isLongRun
    ? ([
        { viewport: desk, colorScheme: 'dark' },
        { viewport: phone, colorScheme: 'light' },
      ] as const)
    : []),
] as const
type Look = (typeof looks)[number]
const onThePhone = looks.filter(({ viewport }) => viewport === phone)
/** The others see less of the owner's pages: what the owner's look has proved is proved again in the long run only. */
const looksOf = (role: Role): readonly Look[] => (role === 'owner' || isLongRun ? looks : onThePhone)

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
async function openConsole(
  role: Role,
  look: Look | undefined,
  troubles: Troubles,
): Promise<{ context: BrowserContext; page: Page }> {
  // What fades in has its colour at once.
  const context = await browser.newContext({ ...look, reducedMotion: 'reduce' })
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

/** Turns to the look; what still turns from one colour into the other is waited for. */
async function turnTo(page: Page, { viewport, colorScheme }: Look): Promise<void> {
  await page.setViewportSize(viewport)
  await page.emulateMedia({ colorScheme })
  await page.evaluate(`new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    .then(() => Promise.all(document.getAnimations()
      .filter((each) => each instanceof CSSTransition)
      .map((each) => each.finished.catch(() => {})))).then(() => {})`)
}

/** Rules, of WCAG and of good practice, that the page breaks, each with the first element that does. */
const broken = (page: Page) =>
  page.evaluate(
    `axe.run(document, {
      iframes: false,
      resultTypes: ['violations'],
    }).then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + nodes[0].html.slice(0, 160)))`,
  ) as Promise<string[]>

const overflow = (page: Page) =>
  page.evaluate('document.documentElement.scrollWidth - innerWidth') as Promise<number>

test.each(['owner', 'marketer', 'agent', 'viewer'] as const)(
  'every page of %s loads in peace, asks no other host, can be used by all, and fits a phone',
  { timeout: 300_000 },
  async (role) => {
    const troubles: Troubles = []
    const [first] = looksOf(role)
    const { context, page } = await openConsole(role, first, troubles)
    let shown = first
    for (const place of places[role]) {
      const path = typeof place === 'string' ? place : place(business)
      await open(page, path)
      if ((await page.locator('.trouble').count()) > 0)
        troubles.push(`${role} ${path}: ${await page.locator('.trouble').first().innerText()}`)
      // The look that is on comes first: a page is turned but once.
      for (const look of looksOf(role).toSorted((a, b) => Number(b === shown) - Number(a === shown))) {
        if (look !== shown) await turnTo(page, look)
        shown = look
        const { viewport, colorScheme } = look
        const where = `${role} ${path} at ${viewport.width} pixels, ${colorScheme}`
        const tooWide = await overflow(page)
        if (tooWide > 0) troubles.push(`${where}: ${tooWide} px too wide`)
        if (role !== 'owner' && !isLongRun) continue
        for (const rule of await broken(page)) troubles.push(`${where}: ${rule}`)
      }
    }
    await context.close()
    expect(troubles).toEqual([])
  },
)
