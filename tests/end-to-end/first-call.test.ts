import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { voiceFixtures, withFields } from '../support/twilio-fixtures.ts'
import { openBrowser } from '../web/support/browser.ts'
import { type Served, serveShop } from '../web/support/shop.ts'
import { houseAccount, newAccount } from './support/shared-bridge.ts'
import { type BridgeAccount, peoplesBrowser } from './support/started-bridge.ts'

interface Enquiry {
  readonly id: string
  readonly source: {
    readonly channel: string
    readonly source: string
    readonly clickIds: Record<string, string>
  } | null
  readonly evidence: readonly { readonly kind: string }[]
  readonly confidence: number
  readonly contacts: readonly { readonly id: string }[]
}
interface List<T> {
  readonly data: readonly T[]
}

let bridge: BridgeAccount
let shop: Served
let browser: Browser
beforeAll(async () => {
  bridge = await newAccount()
  shop = await serveShop(
    () => `<script async src="${bridge.url}/t.js" data-key="${bridge.siteKey}"></script>`,
  )
  browser = await openBrowser()
  const pool = await bridge.call<{ id: string }>('POST', '/v1/pools', {
    name: 'Website',
    swapTargets: ['+44 20 7946 0000'],
    leaseMinutes: 30,
    cooldownMinutes: 0,
    fallbackNumber: '+442079460000',
    flow: { forwardTo: ['+442079460099'], ring: 'all' },
  })
  for (const number of ['+442079460101', '+442079460102', '+442079460103', '+442079460104']) {
    await bridge.call('POST', '/v1/numbers', { number, label: number, kind: 'pool', poolId: pool.id })
  }
  await bridge.call('POST', '/v1/numbers', {
    number: '+442079460777',
    label: 'The van',
    kind: 'source',
    source: { source: 'van', medium: 'vehicle' },
    flow: { forwardTo: ['+442079460099'], ring: 'all' },
  })
})
afterAll(async () => {
  await browser?.close()
  await shop?.close()
})

async function visit(path: string): Promise<Page> {
  const context = await browser.newContext({ userAgent: peoplesBrowser })
  const page = await context.newPage()
  await page.goto(`${shop.origin}${path}`)
  await page.waitForFunction("document.getElementById('header-phone')?.textContent !== '020 7946 0000'")
  return page
}
const shownNumber = async (page: Page) => {
  const href = await page.getAttribute('#header-phone', 'href')
  return (href ?? '').replace('tel:', '')
}
const sid = (index: number) => `CA${String(index).padStart(32, '0')}`
const today = () => new Date().toISOString().slice(0, 10)

describe('a visit and a call', () => {
  it('to the number that the page shows are one enquiry of the visit’s source', async () => {
    const page = await visit('/?utm_source=google&utm_medium=cpc&utm_campaign=sash&gclid=Cj0KCQiA_Xy-Z')
    const number = await shownNumber(page)
    expect(number).toMatch(/^\+44207946010[1-4]$/)
    expect((await page.textContent('#header-phone'))?.replace(/\D/g, '')).toBe(number.replace('+44', '0'))

    // The single-page shop navigates without a reload, and the number stays.
    await page.click('[data-route]')
    await page.waitForFunction("!document.querySelector('#lead em')?.textContent?.includes('0000')")
    expect(await shownNumber(page)).toBe(number)

    const ordinary = voiceFixtures.find(({ name }) => name === 'ordinary')
    const fields = withFields(ordinary?.fields ?? [], { CallSid: sid(1), To: number, Called: number })
    const answer = await bridge.twilio('/twilio/voice', fields)
    expect(answer.status).toBe(200)
    const twiml = await answer.text()
    expect(twiml).toContain('+442079460099</Number>')
    // Twilio follows the action it was given, and tells the end.
    const action = /action="([^"#]+)/.exec(twiml)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const dial = withFields(fields, {
      DialCallStatus: 'completed',
      DialCallSid: sid(101),
      DialCallDuration: '63',
      CallStatus: 'in-progress',
    })
    expect((await bridge.twilio(action.replace(bridge.url, ''), dial)).status).toBe(200)
    const end = withFields(fields, {
      CallStatus: 'completed',
      CallDuration: '70',
      Duration: '2',
      SequenceNumber: '0',
      Timestamp: new Date().toUTCString(),
      CallbackSource: 'call-progress-events',
    })
    expect((await bridge.twilio('/twilio/voice/status', end)).ok).toBe(true)
    // Delivered twice, as webhooks are.
    expect((await bridge.twilio('/twilio/voice/status', end)).ok).toBe(true)
    await bridge.settled()

    const { data } = await bridge.call<List<Enquiry>>('GET', '/v1/enquiries')
    expect(data).toMatchObject([
      {
        source: { channel: 'Paid Search', source: 'google', clickIds: { gclid: 'Cj0KCQiA_Xy-Z' } },
        evidence: [{ kind: 'lease' }],
        confidence: 0.95,
        contacts: [{ id: sid(1) }],
      },
    ])
    const report = await bridge.call<{ rows: unknown[] }>(
      'GET',
      `/v1/reports/sources?from=${today()}&to=${today()}&groupBy=campaign`,
    )
    expect(report.rows).toMatchObject([{ key: 'sash', sessions: 1, enquiries: 1, calls: 1, missedCalls: 0 }])
    const calls = await bridge.call<List<unknown>>('GET', '/v1/calls')
    expect(calls.data).toMatchObject([
      { outcome: 'answered', talkSeconds: 63, durationSeconds: 70, firstTime: true },
    ])
    await page.context().close()
  })

  it('of two visitors stay apart, and the van’s number stands for the van', async () => {
    const [one, two] = [
      await visit('/?utm_source=bing&utm_medium=cpc'),
      await visit('/?utm_source=newsletter&utm_medium=email'),
    ]
    const [numberOne, numberTwo] = [await shownNumber(one), await shownNumber(two)]
    expect(numberOne).not.toBe(numberTwo)
    const call = (index: number, from: string, to: string) =>
      bridge.twilio('/twilio/voice', {
        CallSid: sid(index),
        AccountSid: 'AC1',
        From: from,
        To: to,
        CallStatus: 'ringing',
      })
    await call(2, '+447700900002', numberTwo)
    await call(3, '+447700900003', numberOne)
    await call(4, '+447700900004', '+442079460777')
    await bridge.settled()

    const { data } = await bridge.call<List<Enquiry>>('GET', '/v1/enquiries')
    const channelOf = (index: number) =>
      data.find(({ contacts }) => contacts[0]?.id === sid(index))?.source?.channel
    expect([channelOf(2), channelOf(3), channelOf(4)]).toEqual(['Email', 'Paid Search', 'Offline'])
    await one.context().close()
    await two.context().close()
  })

  it.each(voiceFixtures.map((fixture, index) => [fixture.name, fixture, index] as const))(
    'from Twilio in the shape “%s” is a call with TwiML, to a number nobody registered as well',
    async (_, fixture, index) => {
      const numbers = [
        ['+442079460104', bridge],
        ['+442079460888', houseAccount()],
      ] as const
      for (const [offset, [to, owner]] of numbers.entries()) {
        const callSid = sid(1000 + index * 2 + offset)
        const fields = withFields(fixture.fields, { CallSid: callSid, To: to, Called: to })
        const answer = await bridge.twilio('/twilio/voice', fields)
        expect(answer.status).toBe(200)
        expect(await answer.text()).toMatch(/^<\?xml .*<Response>.+<\/Response>$/s)
        const call = await owner.call<{ from: string | null; to: string }>('GET', `/v1/calls/${callSid}`)
        expect(call.to).toBe(to)
        expect(call.from !== null).toBe(fixture.callerKnown)
      }
    },
  )

  it('that was not signed writes nothing', async () => {
    const fields = { CallSid: sid(9999), From: '+447700900005', To: '+442079460101', CallStatus: 'ringing' }
    const body = new URLSearchParams(fields)
    const headers = { 'x-twilio-signature': 'bm90IHJpZ2h0IGF0IGFsbCwgYnV0IDIw' }
    const answer = await fetch(`${bridge.url}/twilio/voice`, { method: 'POST', headers, body })
    expect(answer.status).toBe(403)
    expect(await answer.json()).toMatchObject({ code: 'bad_signature' })
    await expect(bridge.call('GET', `/v1/calls/${sid(9999)}`)).rejects.toThrow('404')
  })
})
