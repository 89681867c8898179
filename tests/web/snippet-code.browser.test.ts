import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { answerWith, type Bridge, leased, serveBridge } from './support/bridge.ts'
import { openBrowser } from './support/browser.ts'
import { type Served, serveShop } from './support/shop.ts'

let browser: Browser
let bridge: Bridge
let shop: Served
let context: BrowserContext
let page: Page
let said: string[]

const code = {
  code: '4820913',
  display: '482-0913',
  spoken: 'four, eight, two. zero, nine, one, three.',
  expiresAt: '2099-01-01T00:00:00.000Z',
}
const another = { ...code, code: '7150284', display: '715-0284', spoken: 'seven, one, five. …' }

/** As the server does: no code for who wants none. */
const answerCode =
  (given: unknown, more: object = {}): Bridge['answer'] =>
  (response, { wantsCode }) =>
    answerWith({
      visitorId: 'vis_1',
      sessionId: 'ses_1',
      swap: [leased],
      code: wantsCode ? given : null,
      ...more,
    })(response)

beforeAll(async () => {
  browser = await openBrowser()
  bridge = await serveBridge()
  shop = await serveShop(() => `<script async src="${bridge.origin}/t.js" data-key="pk_test"></script>`)
})
afterAll(async () => {
  await browser?.close()
  await shop?.close()
  await bridge?.close()
})
beforeEach(async () => {
  said = []
  bridge.answer = answerCode(code)
  context = await browser.newContext()
  page = await context.newPage()
  page.on('pageerror', (error) => said.push(String(error)))
})
afterEach(async () => {
  await context.close()
  bridge.collected.length = 0
  expect(said).toEqual([])
})

const offer = () => page.goto(`${shop.origin}/offer.html`)
const asked = () => bridge.collected.filter(({ wantsCode }) => wantsCode).length
/** Long enough for a frame and for a request on the loopback interface. */
const settle = () => page.waitForTimeout(150)
const shows = (display: string, selector = '#alone') =>
  page.waitForFunction(`document.querySelector('${selector}')?.textContent === '${display}'`)
async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500 && !isSo(); tries++) await new Promise((resolve) => setTimeout(resolve, 30))
  expect(isSo()).toBe(true)
}
const insertPlace = () =>
  page.evaluate(`document.body.insertAdjacentHTML('beforeend', '<b id="late" hidden data-tieline-code></b>')`)

async function expectUntouched() {
  await settle()
  expect(await page.textContent('#alone')).toBe('Ask us for it')
  expect(await page.isVisible('#alone')).toBe(true)
  expect(await page.isVisible('#offer-line')).toBe(false)
}

describe('a page with a place for the code', () => {
  test('shows it, for the eye and for the ear, and what was hidden until then', async () => {
    await offer()
    await shows('482-0913')
    expect(await page.getAttribute('#alone', 'aria-label')).toBe(code.spoken)
    expect(await page.isVisible('#offer-line')).toBe(true)
    expect(await page.textContent('#offer-line')).toBe('Quote 482-0913 when you call.')
    expect(await page.getAttribute('#offer-line', 'aria-label')).toBeNull()
    expect(await page.textContent('#header-phone')).toBe('020 7946 0123')
    expect(bridge.collected[0]?.type).toBe('page')
    await settle()
    expect(asked()).toBe(1)
  })

  test('shows it where there is nothing to swap', async () => {
    bridge.answer = answerCode(code, { swap: [] })
    await offer()
    await shows('482-0913')
  })

  test('keeps what it wrote itself while there is none, and asks no further', async () => {
    bridge.answer = answerCode(null)
    await offer()
    await expectUntouched()
    await page.evaluate(`document.body.append('changed')`)
    await settle()
    expect(asked()).toBe(1)
  })

  const noCodes: readonly (readonly [string, unknown])[] = [
    ['a number', 5],
    ['a text', '482-0913'],
    ['nothing in it', {}],
    ['no end', { ...code, expiresAt: undefined }],
    ['an end that is no time', { ...code, expiresAt: 'soon' }],
    ['an end in the past', { ...code, expiresAt: '2020-01-01T00:00:00.000Z' }],
  ]
  test('keeps what it wrote itself where the answer is no code', async () => {
    for (const [times, [, given]] of noCodes.entries()) {
      bridge.answer = answerCode(given)
      await offer()
      await until(() => asked() === times + 1)
      await expectUntouched()
      await page.evaluate('localStorage.clear()')
    }
  })

  test('comes to rest, and shows it again where the page writes over it', async () => {
    await offer()
    await shows('482-0913')
    await settle()
    await page.evaluate(`
      window.mutations = 0
      new MutationObserver((records) => { window.mutations += records.length })
        .observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true })
      document.querySelector('#alone').textContent = 'Ask us for it'
    `)
    await shows('482-0913')
    await page.waitForTimeout(300)
    // The page's text and ours, twice the label and `hidden` that did not change.
    expect(await page.evaluate<number>('window.mutations')).toBeLessThan(10)
    const before = await page.evaluate<number>('window.mutations')
    await page.waitForTimeout(200)
    expect(await page.evaluate<number>('window.mutations')).toBe(before)
  })
})

describe('a page without a place', () => {
  test('asks for none', async () => {
    await page.goto(shop.origin)
    await until(() => bridge.collected.length === 1)
    await settle()
    expect(bridge.collected).toMatchObject([{ type: 'page', wantsCode: false }])
  })

  test('asks as soon as a place is inserted, once', async () => {
    await page.goto(shop.origin)
    await until(() => bridge.collected.length === 1)
    await settle()
    await insertPlace()
    await shows('482-0913', '#late')
    expect(await page.isVisible('#late')).toBe(true)
    await page.evaluate(`document.body.append('changed')`)
    await settle()
    expect(bridge.collected.map(({ type, wantsCode }) => [type, wantsCode])).toEqual([
      ['page', false],
      ['heartbeat', true],
    ])
  })

  test('asks also for a place that is inserted before the first answer, in the session of that answer', async () => {
    let answerNow = () => {}
    bridge.answer = (response, message) => {
      answerNow = () => answerCode(code)(response, message)
      if (message.type !== 'page') answerNow()
    }
    await page.goto(shop.origin)
    await until(() => bridge.collected.length === 1)
    await insertPlace()
    await settle()
    answerNow()
    await shows('482-0913', '#late')
    expect(bridge.collected[1]).toMatchObject({ type: 'heartbeat', sessionId: 'ses_1' })
  })
})

describe('a visitor who has a code', () => {
  beforeEach(async () => {
    await offer()
    await shows('482-0913')
  })
  const holdAnswer = () => {
    let answerNow = () => {}
    bridge.answer = (response, message) => {
      answerNow = () => answerCode(code)(response, message)
    }
    return () => answerNow()
  }

  test('sees it on the next page at once, before the server answers', async () => {
    holdAnswer()
    await offer()
    await shows('482-0913')
    expect(await page.textContent('#offer-line')).toBe('Quote 482-0913 when you call.')
    expect(await page.getAttribute('#alone', 'aria-label')).toBe(code.spoken)
  })

  test('sees it at once in a later session and in another tab', async () => {
    await page.evaluate(
      `localStorage.tieline = localStorage.tieline.replace(/\\d{13}/, Date.now() - 31 * 60000)`,
    )
    holdAnswer()
    page = await context.newPage()
    await offer()
    await shows('482-0913')
    expect(bridge.collected.at(-1)?.sessionId).toBeUndefined()
    expect(await page.textContent('#header-phone')).toBe('020 7946 0000')
  })

  test('sees it at once where a place is inserted, without another request', async () => {
    await page.goto(shop.origin)
    await until(() => bridge.collected.length === 2)
    await settle()
    await insertPlace()
    await shows('482-0913', '#late')
    await settle()
    expect(bridge.collected).toHaveLength(2)
  })

  test('keeps it through pages without a place and whatever else is told', async () => {
    await page.goto(shop.origin)
    await page.evaluate(`tieline('event', 'brochure')`)
    await until(() => bridge.collected.some(({ type }) => type === 'event'))
    expect(bridge.collected.at(-1)).toMatchObject({ type: 'event', wantsCode: false })
    await settle()
    holdAnswer()
    await offer()
    await shows('482-0913')
  })

  test('sees the new one when the old one is used', async () => {
    bridge.answer = answerCode(another)
    await page.click('[data-route]')
    await shows('715-0284')
    expect(await page.getAttribute('#alone', 'aria-label')).toBe(another.spoken)
    expect(await page.textContent('#offer-line')).toBe('Quote 715-0284 when you call.')
    holdAnswer()
    await offer()
    await shows('715-0284')
  })

  test('sees none any more where a page view brings none', async () => {
    bridge.answer = answerCode(null)
    await page.click('[data-route]')
    await shows('')
    expect(await page.isVisible('#alone')).toBe(false)
    expect(await page.isVisible('#offer-line')).toBe(false)
    expect(await page.getAttribute('#alone', 'aria-label')).toBe('')
    await offer()
    await expectUntouched()
  })

  test('keeps it where the server fails', async () => {
    bridge.answer = (response) => response.writeHead(503).end()
    await offer()
    await shows('482-0913')
    await settle()
    expect(await page.textContent('#alone')).toBe('482-0913')
  })
})

describe('a code that ends while the page is in view', () => {
  beforeEach(async () => {
    await page.clock.install({ time: new Date('2026-11-22T12:00:00Z') })
    bridge.answer = answerCode({ ...code, expiresAt: '2026-11-22T12:01:30.000Z' })
    await offer()
    await shows('482-0913')
  })

  test('makes room for the next one', async () => {
    bridge.answer = answerCode(another)
    await page.clock.runFor(61_000)
    const beats = () => bridge.collected.filter(({ type }) => type === 'heartbeat')
    await until(() => beats().length > 0)
    // While it lives nobody asks: the visitor may be on the phone with it.
    expect(beats()[0]).toMatchObject({ wantsCode: false })
    await settle()
    expect(await page.textContent('#alone')).toBe('482-0913')
    await page.clock.runFor(60_000)
    await shows('715-0284')
  })

  test('disappears though the server is dead', async () => {
    await context.route(`${bridge.origin}/v1/collect`, (route) => route.abort('connectionrefused'))
    await page.clock.runFor(121_000)
    await shows('')
    expect(await page.isVisible('#offer-line')).toBe(false)
    await offer()
    await expectUntouched()
  })
})

describe('blocked storage', () => {
  const blocked = {
    'that throws': `
      for (const name of ['localStorage', 'sessionStorage']) {
        Object.defineProperty(window, name, { get() { throw new DOMException('denied', 'SecurityError') } })
      }`,
    'that is full': `
      const full = new Proxy(localStorage, { set() { throw new DOMException('full', 'QuotaExceededError') } })
      Object.defineProperty(window, 'localStorage', { value: full })`,
  }
  test.each(Object.entries(blocked))(
    '%s: the code lives on the page, and the next one asks',
    async (_, script) => {
      await page.addInitScript(script)
      await offer()
      await shows('482-0913')
      await page.evaluate(
        `document.querySelector('#alone').outerHTML = '<i id="alone" data-tieline-code></i>'`,
      )
      await shows('482-0913')
      await offer()
      await shows('482-0913')
      expect(bridge.collected.at(-1)).toMatchObject({ visitorId: 'vis_1', sessionId: 'ses_1' })
    },
  )

  test('with cookies blocked too', async () => {
    await page.addInitScript(`${blocked['that throws']}
      Object.defineProperty(Document.prototype, 'cookie', {
        get() { throw new DOMException('denied', 'SecurityError') },
        set() { throw new DOMException('denied', 'SecurityError') },
      })`)
    await offer()
    await shows('482-0913')
    await page.click('[data-route]')
    await until(() => bridge.collected.length >= 2)
    expect(bridge.collected.at(-1)).toMatchObject({ visitorId: 'vis_1', sessionId: 'ses_1', wantsCode: true })
  })
})
