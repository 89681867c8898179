import { gzipSync } from 'node:zlib'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildSnippet } from '../../scripts/build-snippet.ts'
import { answerLease, answerWith, type Bridge, leased, serveBridge } from './support/bridge.ts'
import { openBrowser } from './support/browser.ts'
import { type Served, serveShop } from './support/shop.ts'

let browser: Browser
let bridge: Bridge
let shop: Served
let context: BrowserContext
let page: Page
/** Errors thrown in the page and everything said on its console. */
let said: string[]
/** Before the snippet in the head of each page. */
let headStart = ''
let key = ''

const isOurs = (url: string) => url.startsWith(bridge.origin)

async function openPage(): Promise<Page> {
  const opened = await context.newPage()
  opened.on('pageerror', (error) => said.push(String(error)))
  opened.on('console', (message) => {
    // The browser itself notes a failed request under the address requested; no script can prevent that.
    if (!isOurs(message.location().url) || !message.text().startsWith('Failed to load resource')) {
      said.push(message.text())
    }
  })
  return opened
}

beforeAll(async () => {
  browser = await openBrowser()
  bridge = await serveBridge()
  shop = await serveShop(() => `${headStart}<script async src="${bridge.origin}/t.js" ${key}></script>`)
})
afterAll(async () => {
  await browser?.close()
  await shop?.close()
  await bridge?.close()
})
beforeEach(async () => {
  said = []
  headStart = ''
  key = 'data-key="pk_test"'
  bridge.answer = answerLease
  context = await browser.newContext()
  page = await openPage()
})
afterEach(async () => {
  await context.close()
  bridge.collected.length = 0
  bridge.headers.length = 0
  bridge.methods.length = 0
  expect(said).toEqual([])
})

const text = async (selector: string) =>
  ((await page.textContent(selector)) ?? '').replace(/\s+/g, ' ').trim()
const swapped = () =>
  page.waitForFunction(`document.querySelector('#header-phone').innerText.includes('0123')`)
const types = () => bridge.collected.map(({ type }) => type)
const collectedOf = (type: string) => bridge.collected.filter((message) => message.type === type)
/** Long enough for a frame and for a request on the loopback interface. */
const settle = () => page.waitForTimeout(150)

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500 && !isSo(); tries++) await new Promise((resolve) => setTimeout(resolve, 30))
  expect(isSo()).toBe(true)
}

describe('the size', () => {
  test('is at most 3 KiB gzipped, for browsers of 2019', async () => {
    const script = await buildSnippet()
    expect(gzipSync(script, { level: 9 }).length).toBeLessThanOrEqual(3 * 1024)
    expect(script).not.toMatch(/\?\.[a-z[(]|\?\?/)
    // Else a page in another encoding would read other characters.
    expect([...script].every((character) => character.charCodeAt(0) < 128)).toBe(true)
  })
})

describe('the swap', () => {
  test('finds the number in every punctuation and in links, and nothing else', async () => {
    await page.goto(shop.origin)
    await swapped()
    expect(await text('#header-phone')).toBe('020 7946 0123')
    expect(await text('#lead')).toContain('Call 020 7946 0123 for')
    expect(await text('#hours')).toBe('Mon–Fri 9-5 020 7946 0123 24 hours for boarding up')
    expect(await text('.cards article:first-child p')).toContain('Ring 020 7946 0123.')
    expect(await text('#small')).toBe('Text 020 7946 0123 · 020 7946 0123 · +44 20 7946 0123')
    expect(await text('#address')).toMatch(/N1\s+3\s*020 7946 0123$/)
    expect(await text('#abroad')).toBe('From abroad: +44 20 7946 0123, showroom: 020 7946 0999.')

    for (const link of ['#header-phone', '#footer-phone']) {
      expect(await page.getAttribute(link, 'href')).toBe('tel:+442079460123')
    }
    expect(await page.getAttribute('#header-phone', 'title')).toBe('Call 020 7946 0123')
    expect(await page.getAttribute('#header-phone', 'aria-label')).toBe('Call 020 7946 0123')

    expect(await text('#order')).toBe(
      'Order reference 902079460000, batch 2024-02079460000, item #02079460000.',
    )
    expect(await text('#fax')).toContain('020 7946 0000')
    expect(await text('#note')).toBe('020 7946 0000')
    expect(await page.inputValue('textarea')).toBe('I saw 020 7946 0000')
    expect(await page.getAttribute('input[name=phone]', 'placeholder')).toBe('020 7946 0000')
    expect(await page.locator('script[type="application/ld+json"]').textContent()).toContain('7946 0000')
  })

  test('adds no element and shifts no layout', async () => {
    // A number whose parts are bold and plain becomes bold as a whole, and so wider: with some fonts by a line.
    headStart = `<style>b { font-weight: inherit }</style><script>
      window.shift = 0
      new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.shift += entry.value })
        .observe({ type: 'layout-shift', buffered: true })
    </script>`
    bridge.answer = (response) => setTimeout(() => answerLease(response), 400)
    for (const width of [390, 1440]) {
      await page.setViewportSize({ width, height: 900 })
      await page.goto(shop.origin)
      const elements = await page.evaluate<number>('document.querySelectorAll("body *").length')
      const height = await page.evaluate<number>('document.body.scrollHeight')
      await swapped()
      await settle()
      expect(await page.evaluate<number>('document.querySelectorAll("body *").length')).toBe(elements)
      expect(await page.evaluate<number>('document.body.scrollHeight')).toBe(height)
      expect(await page.evaluate<number>('window.shift')).toBeLessThan(0.01)
      await context.clearCookies()
      await page.evaluate('localStorage.clear(), sessionStorage.clear()')
    }
  })

  test('follows what is inserted late', async () => {
    await page.goto(shop.origin)
    await swapped()
    await page.click('#show-offer')
    await page.waitForSelector('#late')
    await settle()
    expect(await text('#late')).toContain('020 7946 0123')
    expect(await page.getAttribute('#late a', 'href')).toBe('tel:+442079460123')
  })

  test('follows a framework that writes the old number again, however often', async () => {
    await page.goto(shop.origin)
    await swapped()
    await page.evaluate(`
      document.querySelector('#header-phone').firstChild.data = '020 7946 0000'
      document.querySelector('#header-phone').href = 'tel:+442079460000'
      document.querySelector('#small').textContent = 'Ring 020.7946.0000 now'
    `)
    await settle()
    expect(await text('#header-phone')).toBe('020 7946 0123')
    expect(await page.getAttribute('#header-phone', 'href')).toBe('tel:+442079460123')
    expect(await text('#small')).toBe('Ring 020 7946 0123 now')

    // A script that insists on the old number: the page must stay alive.
    await page.evaluate(`
      const insisting = document.querySelector('#lead')
      window.writes = 0
      new MutationObserver(() => {
        if (insisting.textContent !== '020 7946 0000') { window.writes++; insisting.textContent = '020 7946 0000' }
      }).observe(insisting, { subtree: true, childList: true, characterData: true })
      insisting.textContent = ''
    `)
    await page.waitForTimeout(300)
    expect(await page.evaluate<number>('window.writes')).toBeLessThan(60)
    expect(await page.evaluate('1 + 1')).toBe(2)
  })

  test('comes to rest', async () => {
    await page.goto(shop.origin)
    await swapped()
    await page.evaluate(`
      window.mutations = 0
      new MutationObserver((records) => { window.mutations += records.length })
        .observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true })
      document.querySelector('#small').textContent = '020 7946 0000'
    `)
    await page.waitForTimeout(300)
    // The page's write and ours.
    expect(await page.evaluate<number>('window.mutations')).toBe(2)
  })

  test('takes several numbers', async () => {
    const showroom = { target: '+442079460999', number: '+441614960123', display: '0161 496 0123' }
    bridge.answer = answerWith({
      visitorId: 'vis_1',
      sessionId: 'ses_1',
      swap: [leased, showroom],
      code: null,
    })
    await page.goto(shop.origin)
    await swapped()
    expect(await text('#abroad')).toBe('From abroad: +44 20 7946 0123, showroom: 0161 496 0123.')
  })

  test('a next page shows the number before the server answers, and the answer corrects it', async () => {
    await page.goto(shop.origin)
    await swapped()
    let answerNow = () => {}
    bridge.answer = (response) => {
      answerNow = () => answerWith({ visitorId: 'vis_1', sessionId: 'ses_1', swap: [], code: null })(response)
    }
    await page.goto(`${shop.origin}/repairs.html`)
    await until(() => types().length === 2)
    expect(await text('#header-phone')).toBe('020 7946 0123')
    expect(await text('#lead')).toContain('Call 020 7946 0123.')
    answerNow()
    await page.waitForFunction(`document.querySelector('#header-phone').innerText === '020 7946 0000'`)
    expect(await page.getAttribute('#header-phone', 'href')).toBe('tel:+442079460000')
    expect(await text('#lead')).toContain('Call (020) 7946-0000.')
  })

  test('another session gets another number on the same page', async () => {
    await page.goto(shop.origin)
    await swapped()
    bridge.answer = answerWith({
      visitorId: 'vis_1',
      sessionId: 'ses_2',
      swap: [{ ...leased, number: '+442079460456', display: '020 7946 0456' }],
    })
    await page.click('[data-route]')
    await page.waitForFunction(`document.querySelector('#header-phone').innerText === '020 7946 0456'`)
    expect(await page.getAttribute('#footer-phone', 'href')).toBe('tel:+442079460456')
    expect(await text('#abroad')).toContain('+44 20 7946 0456')
  })
})

describe('what is sent', () => {
  test('one request for a page, without preflight or cookies', async () => {
    await page.goto(`${shop.origin}/?utm_source=google&gclid=AbC#top`)
    await swapped()
    await settle()
    expect(bridge.methods).toEqual(['POST /v1/collect'])
    expect(bridge.collected).toEqual([
      {
        key: 'pk_test',
        type: 'page',
        url: `${shop.origin}/?utm_source=google&gclid=AbC`,
        referrer: '',
        title: 'Sash windows made to measure · Mill Lane Sash',
        sentAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        wantsCode: false,
      },
    ])
    expect(bridge.headers[0]?.['content-type']).toMatch(/^text\/plain/)
    expect(bridge.headers[0]?.cookie).toBeUndefined()
  })

  test('the next page brings visitor, session and referrer', async () => {
    await page.goto(`${shop.origin}/?gclid=AbC`)
    await swapped()
    await page.click('nav a[href="/repairs.html"]')
    await until(() => types().length === 2)
    expect(bridge.collected[1]).toMatchObject({
      type: 'page',
      url: `${shop.origin}/repairs.html`,
      referrer: `${shop.origin}/?gclid=AbC`,
      visitorId: 'vis_1',
      sessionId: 'ses_1',
    })
  })

  test('navigation inside the page is one page view, and the number stays', async () => {
    await page.goto(shop.origin)
    await swapped()
    await page.click('[data-route]')
    await until(() => types().length === 2)
    await settle()
    expect(types()).toEqual(['page', 'page'])
    expect(bridge.collected[1]).toMatchObject({
      url: `${shop.origin}/windows`,
      referrer: `${shop.origin}/`,
      title: 'Our windows · Mill Lane Sash',
      sessionId: 'ses_1',
    })
    expect(await text('#header-phone')).toBe('020 7946 0123')
    expect(await text('#lead')).toBe('Hardwood and softwood. Ask on 020 7946 0123.')

    await page.evaluate(`history.pushState({}, '', '#part'), history.replaceState({ scroll: 1 }, '')`)
    await settle()
    expect(types()).toHaveLength(2)
    await page.evaluate('history.go(-2)')
    await until(() => types().length === 3)
    expect(bridge.collected[2]).toMatchObject({ type: 'page', url: `${shop.origin}/` })
  })

  test('a second copy of the script on the page changes nothing', async () => {
    headStart = `<script src="${bridge.origin}/t.js" data-key="pk_test"></script>`
    await page.goto(shop.origin)
    await swapped()
    await settle()
    expect(types()).toEqual(['page'])
  })

  test('a script without a key does nothing', async () => {
    key = ''
    await page.goto(shop.origin)
    await settle()
    expect(types()).toEqual([])
    expect(await page.evaluate('typeof tieline')).toBe('undefined')
  })

  test('a tapped number', async () => {
    await page.goto(shop.origin)
    await swapped()
    // Chromium on a machine without a telephone would only complain.
    await page.evaluate(`addEventListener('click', (event) => event.preventDefault())`)
    await page.click('#header-phone')
    await until(() => types().length === 2)
    expect(bridge.collected[1]).toMatchObject({
      type: 'phone-click',
      number: '+442079460123',
      sessionId: 'ses_1',
      url: `${shop.origin}/`,
    })
  })

  test('a tap that leaves the page in the same moment is not lost', async () => {
    // On a fast network the request would leave in time anyway; what saves it on a slow one is `keepalive`.
    headStart = `<script>
      const original = fetch
      window.fetch = (address, options) => {
        document.cookie = 'keepalive=' + options.keepalive
        return original(address, options)
      }
    </script>`
    await page.goto(shop.origin)
    await swapped()
    await page.evaluate(`
      const link = document.querySelector('#header-phone')
      link.addEventListener('click', (event) => { event.preventDefault(); location.href = '/thanks.html' })
      link.click()
    `)
    await page.waitForURL('**/thanks.html')
    await until(() => types().includes('phone-click'))
    expect(await context.cookies()).toMatchObject([{ name: 'keepalive', value: 'true' }])
  })

  test('events and forms told by the page, also before the script came', async () => {
    headStart = `<script>
      window.tieline = window.tieline || function () { (tieline.q = tieline.q || []).push(arguments) }
      tieline('event', 'brochure')
    </script>`
    await page.goto(shop.origin)
    await swapped()
    await until(() => types().length === 2)
    expect(bridge.collected[1]).toMatchObject({ type: 'event', name: 'brochure', sessionId: 'ses_1' })
    await page.evaluate(`
      tieline('form', { email: 'guest@example.com', fields: { windows: '4' } })
      tieline('unheard-of', 1)
      tieline()
    `)
    await until(() => types().length === 3)
    expect(bridge.collected[2]).toMatchObject({
      type: 'form',
      form: { email: 'guest@example.com', fields: { windows: '4' } },
    })
    expect(bridge.collected[2]?.visitorId).toBe('vis_1')
  })

  test('a marked form, without its secrets, although the page ends', async () => {
    await page.goto(shop.origin)
    await swapped()
    await page.fill('[name=full_name]', 'A Customer')
    await page.fill('[name=email]', 'guest@example.com')
    await page.fill('[name=phone]', '020 7946 0777')
    await page.selectOption('[name=windows]', '2 to 5')
    await page.check('[name=survey]')
    await page.fill('[name=secret]', 'not to be read')
    await page.fill('[name=card_number]', '4111111111111111')
    await page.click('#callback button')
    await page.waitForURL('**/thanks.html*')
    await until(() => types().includes('form'))
    expect(collectedOf('form')).toHaveLength(1)
    expect(collectedOf('form')[0]?.form).toEqual({
      name: 'A Customer',
      email: 'guest@example.com',
      phone: '020 7946 0777',
      fields: { windows: '2 to 5', survey: 'yes', message: 'I saw 020 7946 0000' },
    })
  })

  test('a form that is not marked is not read', async () => {
    await page.goto(shop.origin)
    await swapped()
    await page.evaluate(`document.querySelector('#callback').removeAttribute('data-tieline-form')`)
    await page.click('#callback button')
    await page.waitForURL('**/thanks.html*')
    await settle()
    expect(types()).toEqual(['page'])
  })
})

describe('the heartbeat', () => {
  const look = (isHidden: boolean) =>
    page.evaluate(`
      Object.defineProperty(document, 'hidden', { value: ${isHidden}, configurable: true })
      Object.defineProperty(document, 'visibilityState', { value: '${isHidden ? 'hidden' : 'visible'}', configurable: true })
      document.dispatchEvent(new Event('visibilitychange'))
    `)
  const beats = () => collectedOf('heartbeat').length

  beforeEach(async () => {
    await page.clock.install()
    await page.goto(shop.origin)
    await swapped()
  })

  test('comes once a minute while the page is seen', async () => {
    // The page's clock runs on by itself, too, while a slow machine loads it.
    await page.clock.runFor(45_000)
    await settle()
    expect(beats()).toBe(0)
    await page.clock.runFor(16_000)
    await until(() => beats() === 1)
    expect(collectedOf('heartbeat')[0]).toMatchObject({ sessionId: 'ses_1', visitorId: 'vis_1' })
    for (const expected of [2, 3]) {
      await page.clock.runFor(60_000)
      await until(() => beats() === expected)
    }
  })

  test('rests while nobody looks, and comes at once when somebody does', async () => {
    await look(true)
    await page.clock.runFor(300_000)
    await settle()
    expect(beats()).toBe(0)
    await look(false)
    await until(() => beats() === 1)
    await look(true)
    await page.clock.runFor(10_000)
    await look(false)
    await settle()
    expect(beats()).toBe(1)
  })

  test('an answer to it without numbers does not take the number away', async () => {
    bridge.answer = answerWith({ visitorId: 'vis_1', sessionId: 'ses_1', swap: [], code: null })
    await page.clock.runFor(61_000)
    await until(() => beats() === 1)
    await settle()
    expect(await text('#header-phone')).toBe('020 7946 0123')
  })

  test('after half an hour away a page view starts a new session', async () => {
    await look(true)
    await page.clock.runFor(31 * 60_000)
    await look(false)
    await until(() => types().length === 2)
    expect(bridge.collected[1]).toMatchObject({
      type: 'page',
      visitorId: 'vis_1',
      referrer: `${shop.origin}/`,
    })
    expect(bridge.collected[1]?.sessionId).toBeUndefined()
  })
})

test('a visitor who comes back after half an hour brings no session', async () => {
  await page.clock.install()
  await page.goto(shop.origin)
  await swapped()
  await page.clock.fastForward(29 * 60_000)
  await page.goto(`${shop.origin}/repairs.html`)
  await until(() => types().at(-1) === 'page' && types().length >= 2)
  expect(collectedOf('page').at(-1)?.sessionId).toBe('ses_1')
  await settle()
  await page.evaluate(`localStorage.setItem('tieline', 'vis_1.ses_1.' + (Date.now() - 31 * 60000))`)
  bridge.answer = () => {}
  const before = types().length
  await page.goto(shop.origin)
  await until(() => types().length > before)
  expect(bridge.collected.at(-1)).toMatchObject({ type: 'page', visitorId: 'vis_1' })
  expect(bridge.collected.at(-1)?.sessionId).toBeUndefined()
  // The number of the ended session may be another visitor's by now.
  expect(await text('#header-phone')).toBe('020 7946 0000')
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
  test.each(Object.entries(blocked))('%s: the ids stay in a cookie', async (_, script) => {
    await page.addInitScript(script)
    await page.goto(shop.origin)
    await swapped()
    await page.goto(`${shop.origin}/repairs.html`)
    await swapped()
    expect(bridge.collected[1]).toMatchObject({ visitorId: 'vis_1', sessionId: 'ses_1' })
    const [cookie] = await context.cookies()
    expect(cookie).toMatchObject({ name: 'tieline', path: '/', sameSite: 'Lax' })
  })

  test('with cookies blocked too: the ids live as long as the page', async () => {
    await page.addInitScript(`${blocked['that throws']}
      Object.defineProperty(Document.prototype, 'cookie', {
        get() { throw new DOMException('denied', 'SecurityError') },
        set() { throw new DOMException('denied', 'SecurityError') },
      })`)
    await page.goto(shop.origin)
    await swapped()
    await page.click('[data-route]')
    await until(() => types().length === 2)
    expect(bridge.collected[1]).toMatchObject({ visitorId: 'vis_1', sessionId: 'ses_1' })
  })

  test('in a sandboxed frame', async () => {
    await page.goto(`${shop.origin}/thanks.html`)
    await page.setContent(`<iframe sandbox="allow-scripts" src="${shop.origin}/repairs.html"></iframe>`)
    const frame = page.frameLocator('iframe')
    await frame.locator('#header-phone', { hasText: '020 7946 0123' }).waitFor()
    expect(types()).toEqual(['page'])
  })
})

describe('a server that is', () => {
  const ok = { visitorId: 'vis_1', sessionId: 'ses_1' }
  const answers: Record<string, Bridge['answer']> = {
    'answering 500': (response) => response.writeHead(500).end('oops'),
    'refusing the key': answerWith({ code: 'unauthorized' }, 401),
    'answering HTML': (response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Hello</h1>'),
    'answering null': answerWith(null),
    'answering a list': answerWith([1, 2]),
    'answering without ids': answerWith({ swap: [leased] }),
    'answering ids of a strange kind': answerWith({ visitorId: { a: 1 }, sessionId: '<b>', swap: [leased] }),
    'answering a swap that is no list': answerWith({ ...ok, swap: 'all' }),
    'answering swaps of nothing': answerWith({ ...ok, swap: [null, 1, {}] }),
    'answering swaps that are no numbers': answerWith({
      ...ok,
      swap: [
        { target: '0', number: '1', display: 'x' },
        { target: '+442079460000', number: '+442079460123', display: 5 },
      ],
    }),
    'breaking off': (response) => {
      response.writeHead(200, { 'content-length': '500' }).write('{"visitorId"')
      response.destroy()
    },
    'hanging up': (response) => response.destroy(),
  }
  test.each(Object.entries(answers))('%s: the page keeps its number', async (_, answer) => {
    bridge.answer = answer
    await page.goto(shop.origin)
    await until(() => types().length === 1)
    await page.click('[data-route]')
    await page.evaluate(`tieline('event', 'brochure')`)
    await until(() => types().length === 3)
    await settle()
    expect(await text('#header-phone')).toBe('020 7946 0000')
    expect(await page.getAttribute('#header-phone', 'href')).toBe('tel:+442079460000')
  })

  test('dead: the page keeps its number', async () => {
    await context.route(`${bridge.origin}/v1/collect`, (route) => route.abort('connectionrefused'))
    await page.goto(shop.origin)
    await page.click('[data-route]')
    await settle()
    expect(await text('#header-phone')).toBe('020 7946 0000')
    expect(types()).toEqual([])
  })

  test('slower than 4 s: the answer no longer changes the page', async () => {
    let answerNow = () => {}
    bridge.answer = (response) => {
      answerNow = () => answerLease(response)
    }
    await page.clock.install()
    await page.goto(shop.origin)
    await until(() => types().length === 1)
    await page.clock.runFor(4_100)
    await settle()
    answerNow()
    await settle()
    expect(await text('#header-phone')).toBe('020 7946 0000')
  })
})
