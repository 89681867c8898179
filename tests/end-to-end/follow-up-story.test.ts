import { beforeEach, expect, test } from 'vitest'
import { newAccount } from './support/shared-bridge.ts'
import { type BridgeAccount, peoplesBrowser } from './support/started-bridge.ts'

/** On the whole bridge: somebody ticks a box in a form, a trigger begins a sequence, its mail is read and its way out taken. */
const browser = { 'user-agent': peoplesBrowser }
let bridge: BridgeAccount
let attempts = 0
beforeEach(async () => {
  bridge = await newAccount()
  attempts += 1
})

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

test('whoever ticked the box is followed up by itself, comes back by the mail, and is let be when they say so', async () => {
  const reader = `reader-${attempts}@example.org`
  // Whatever the time is where the tests run.
  await bridge.call('PATCH', '/v1/follow-up', { quiet: { from: '00:00', until: '00:00', days: [] } })
  const campaign = await bridge.call<{ id: string }>('POST', '/v1/campaigns', {
    name: 'Come back',
    direction: 'both',
    benefit: { kind: 'percent', percent: 10 },
    validFor: 'P30D',
    maxUses: 1,
  })
  const sequence = await bridge.call<{ id: string }>('POST', '/v1/sequences', {
    name: 'After the form',
    active: true,
    mails: [
      {
        delayWorkingHours: 0,
        subject: '{{name|Hello}}, your price',
        text: 'Hello {{name|there}},\n\n{{code}} is good for {{benefit}}.',
        button: { label: 'See prices', url: 'https://shop.example/prices' },
        value: 'They see what it costs.',
      },
    ],
  })
  await bridge.call('POST', '/v1/triggers', {
    name: 'A form came',
    when: { event: 'enquiry.opened', isFirst: true },
    actions: [
      { do: 'issue-code', campaignId: campaign.id },
      { do: 'start-sequence', sequenceId: sequence.id },
    ],
  })

  const collect = async (beacon: object) => {
    const response = await fetch(`${bridge.url}/v1/collect`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain', ...browser },
      body: JSON.stringify({ key: bridge.siteKey, ...beacon }),
    })
    const { visitorId, sessionId } = (await response.json()) as Record<'visitorId' | 'sessionId', string>
    return { visitorId, sessionId }
  }
  const page = 'https://shop.example/?utm_source=bing&utm_medium=cpc'
  const visit = await collect({ type: 'page', url: page })
  const form = { name: 'ada lovelace', email: reader, fields: { newsletter: 'on' } }
  await collect({ type: 'form', url: 'https://shop.example/contact', ...visit, form })
  const mailbox = (path: string) => fetch(`${bridge.url}/local/mailbox${path}`)
  const id = await until(async () => {
    const list = await (await mailbox('/list')).text()
    const mails = [
      ...list.matchAll(/<a href="\/local\/mailbox\/([0-9A-Za-z-]+)">.*?<span>to ([^<]*)<\/span>/g),
    ]
    return mails.find(([, , to]) => to === reader)?.[1]
  })
  const raw = await (await mailbox(`/${id}/raw`)).text()
  expect(raw).toContain('Subject: Ada, your price')
  expect(raw).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click')
  const html = (await (await mailbox(`/${id}/html`)).text()).replaceAll('&amp;', '&')
  expect(html).toMatch(/Hello Ada,.*\d is good for 10% off\./s)

  const [, go = ''] = /href="([^"]+\/mail\/go\?[^"]+)"/.exec(html) ?? []
  const followed = await fetch(go, { redirect: 'manual', headers: browser })
  expect(followed.headers.get('location')).toContain('https://shop.example/prices?utm_source=follow-up')
  const [, leave = ''] = /href="([^"]+\/mail\/leave\?[^"]+)"/.exec(html) ?? []
  expect((await fetch(leave, { method: 'POST', body: 'List-Unsubscribe=One-Click' })).status).toBe(200)

  const told = await bridge.call<{ mails: { results: object }[] }>('GET', `/v1/sequences/${sequence.id}`)
  expect(told.mails[0]?.results).toMatchObject({ sent: 1, clicked: 1, unsubscribed: 1 })
  const { data } = await bridge.call<{ data: { contact: string }[] }>(
    'GET',
    `/v1/sequences/${sequence.id}/enrolments`,
  )
  const known = await bridge.call('GET', `/v1/contacts/${data[0]?.contact}/email`)
  expect(known).toMatchObject({
    email: reader,
    mayBeMailed: 'unsubscribed',
    consent: { by: 'form', detail: 'newsletter' },
  })
}, 180_000)
