import { gzipSync } from 'node:zlib'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { sourceOf } from '../tests/end-to-end/support/programs.ts'
import { type StartedBridge, startBridge } from '../tests/end-to-end/support/started-bridge.ts'
import type { Bench, Figure } from './bench.ts'
import { everyPageAlive } from './console-pages.ts'
import { interleave, median } from './measure.ts'

const rounds = 9
const enquiries = 10_000
const pageOfEnquiries = 200
const scrollRounds = 4
const framesARound = 300
/** Three frames of a display of 60 Hz: who scrolls sees it stand. */
const lateMilliseconds = 50

const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking', '--disable-gpu'],
  })

async function signIn(context: BrowserContext, { url }: StartedBridge): Promise<Page> {
  const page = await context.newPage()
  await page.goto(url)
  await page.click('button[value="owner@example.com"]')
  await page.waitForSelector('.figure-value:not(:has(.skeleton))')
  return page
}

/** What a browser fetches before it shows the first figures, each compressed as a content network would. */
async function firstLoad(browser: Browser, page: Page, url: string): Promise<Figure> {
  const context = await browser.newContext({ storageState: await page.context().storageState() })
  const fresh = await context.newPage()
  const bodies: Promise<Buffer>[] = []
  let areFiguresShown = false
  fresh.on('response', (response) => {
    const { pathname } = new URL(response.url())
    const isOfFirstLoad = pathname === '/' || (pathname.startsWith('/assets/') && !/echarts/.test(pathname))
    if (isOfFirstLoad && !areFiguresShown && response.ok()) bodies.push(response.body())
  })
  await fresh.goto(url, { waitUntil: 'commit' })
  await fresh.waitForSelector('.figure-value:not(:has(.skeleton))')
  // What comes later is the works of what can wait.
  areFiguresShown = true
  const sizes = (await Promise.all(bodies)).map((body) => Math.min(body.length, gzipSync(body).length))
  await context.close()
  return {
    figure: 'first load: document, scripts, styles and fonts, gzipped',
    value: sizes.reduce((sum, size) => sum + size, 0) / 1000,
    unit: 'kB',
    aim: { of: 'value', atMost: 250 },
  }
}

async function interactive(page: Page, url: string, progress: (text: string) => void): Promise<Figure> {
  const timed = async (path: string, isThere: () => Promise<unknown>) => {
    const start = performance.now()
    // Figures may be there before the browser calls the page loaded.
    await page.goto(url + path, { waitUntil: 'commit' })
    await isThere()
    return performance.now() - start
  }
  const samples = await interleave(
    {
      console: () =>
        timed('/', async () => {
          await page.waitForSelector('.figure-value:not(:has(.skeleton))')
          await page.keyboard.press('?')
          await page.waitForSelector('[role=dialog]')
        }),
      floor: () => timed('/healthz', () => page.waitForSelector('body')),
    },
    rounds,
    (round) => progress(`load ${round + 1} of ${rounds}`),
  )
  return {
    figure: 'overview: until its figures are shown and a key has opened the list of keys',
    value: median(samples.console),
    unit: 'ms',
    floor: { name: 'a page of one line', value: median(samples.floor) },
    aim: { of: 'value', atMost: 1000 },
  }
}

/** Ten thousand enquiries, told as the API tells them: one real one under many ids. */
async function serveMany(page: Page, url: string): Promise<void> {
  const one = await page.evaluate(async () => {
    const response = await fetch('/v1/enquiries?limit=1')
    return ((await response.json()) as { data: object[] }).data[0]
  })
  await page.route(`${url}/v1/enquiries?*`, (route) => {
    const first = Number(new URL(route.request().url()).searchParams.get('cursor') ?? 0)
    const next = first + pageOfEnquiries
    const data = Array.from({ length: pageOfEnquiries }, (_, index) => ({
      ...one,
      id: `enq_${first + index}`,
    }))
    return route.fulfill({ json: { data, nextCursor: next < enquiries ? String(next) : null } })
  })
}

const plainPath = '/plain-rows'
/** As long a page of plain lines, without a program: what the browser and the machine do by themselves. */
async function servePlain(page: Page, url: string): Promise<void> {
  const lines = Array.from(
    { length: enquiries },
    (_, index) => `<p>${index} 27 Nov, 10:25 Paid Search google / cpc</p>`,
  )
  const style = 'p{height:49px;margin:0;border-bottom:1px solid #e7dfd2;font:14px/49px sans-serif}'
  await page.route(url + plainPath, (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<!doctype html><style>${style}</style><main>${lines.join('')}</main>`,
    }),
  )
}

/** Milliseconds between frames while the page that is open scrolls by some rows a frame. */
const framesOf = (page: Page) =>
  page.evaluate(
    `new Promise((resolve) => {
      const times = []
      let last = performance.now()
      const step = (now) => {
        times.push(now - last)
        last = now
        window.scrollBy(0, 160)
        if (times.length < ${framesARound}) requestAnimationFrame(step)
        else resolve(times)
      }
      requestAnimationFrame(step)
    })`,
  ) as Promise<number[]>

async function scrolling(page: Page, url: string, progress: (text: string) => void): Promise<Figure> {
  await serveMany(page, url)
  await servePlain(page, url)
  const scrolled = async (path: string, row: string) => {
    await page.goto(url + path)
    await page.waitForSelector(row)
    return framesOf(page)
  }
  const samples = await interleave(
    {
      console: () => scrolled('/enquiries', 'a[href*="/enquiries/enq_"]'),
      floor: () => scrolled(plainPath, 'p'),
    },
    scrollRounds,
    (round) => progress(`scrolling ${round + 1} of ${scrollRounds}`),
  )
  const lateShare = (rounds: readonly number[][]) => {
    const frames = rounds.flat()
    return (100 * frames.filter((time) => time > lateMilliseconds).length) / frames.length
  }
  return {
    figure: `${enquiries} enquiries: frames later than ${lateMilliseconds} ms, of ${scrollRounds * framesARound} while scrolling`,
    value: lateShare(samples.console),
    unit: '%',
    floor: { name: 'as long a page of plain lines', value: lateShare(samples.floor) },
    aim: { of: 'value', atMost: 2 },
  }
}

export const consoleBench: Bench = {
  name: 'console',
  title:
    'The console: the example business, what a page weighs, when it answers, how its longest table scrolls',

  async run({ progress }) {
    const start = performance.now()
    const bridge = await startBridge({ TIELINE_DEMO: 'on', TIELINE_DATA: ':memory:' }, sourceOf.local)
    const browser = await openBrowser()
    try {
      progress('loading the example business')
      await everyPageAlive(bridge)
      const alive: Figure = {
        figure: 'example business: from npm start until every page has something to show',
        value: performance.now() - start,
        unit: 'ms',
        aim: { of: 'value', atMost: 20_000 },
      }
      while (!/is there after/.test(bridge.printed())) {
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
      await bridge.settled()
      const whole: Figure = {
        figure: 'example business: until all of its history is in every report',
        value: performance.now() - start,
        unit: 'ms',
      }
      const page = await signIn(await browser.newContext(), bridge)
      return [
        alive,
        whole,
        await firstLoad(browser, page, bridge.url),
        await interactive(page, bridge.url, progress),
        await scrolling(page, bridge.url, progress),
      ]
    } finally {
      await browser.close()
      await bridge.stop()
    }
  },
}
