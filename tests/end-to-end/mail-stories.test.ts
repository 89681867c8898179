import { beforeEach, expect, test } from 'vitest'
import { newAccount } from './support/shared-bridge.ts'
import type { BridgeAccount } from './support/started-bridge.ts'
import { createCaller } from './support/telephone.ts'

/** A missed call on the whole bridge: from the webhook to the mailbox, and what becomes of the mail back again. */
let bridge: BridgeAccount
let number: string
let address: string
let attempts = 0
// All of it is the attempt's own: the mailbox and the numbers belong to the whole bridge.
beforeEach(async () => {
  bridge = await newAccount()
  attempts += 1
  number = `+44207946077${attempts}`
  address = `front-desk-${attempts}@example.org`
})

const mailbox = (path: string, init?: RequestInit) =>
  fetch(`${bridge.url}/local/mailbox${path}`, { redirect: 'manual', ...init })

/** The ids of the mails to the address, newest first. */
async function mailsTo(to: string): Promise<string[]> {
  const list = await (await mailbox('/list')).text()
  const mails = [...list.matchAll(/<a href="\/local\/mailbox\/([0-9A-Za-z-]+)">.*?<span>to ([^<]*)<\/span>/g)]
  return mails.filter(([, , each]) => each === to).map(([, id]) => id as string)
}
async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

test('who missed a call is written to once, can hear the message, and is written to no more once it bounced', async () => {
  await bridge.call('POST', '/v1/members', { email: address, role: 'owner' })
  await bridge.call('POST', '/v1/numbers', {
    number,
    label: 'Van, back doors',
    kind: 'source',
    source: { source: 'van', medium: 'vehicle' },
    flow: { forwardTo: ['+442079460000'], ring: 'all', voicemail: true },
  })
  const caller = createCaller(bridge)
  const call = await caller.call(number, '+447700900771')
  for (const { sid } of call.legs()) await call.phone.refuse(sid, 'no-answer')
  await call.leaveMessage({ text: 'Please call me back.', seconds: 7, endsBy: 'hangup' })
  await call.over()

  const [id = ''] = await until(async () => {
    const mails = await mailsTo(address)
    return mails.length > 0 ? mails : undefined
  })
  const raw = await (await mailbox(`/${id}/raw`)).text()
  expect(raw).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click')
  const html = (await (await mailbox(`/${id}/html`)).text()).replaceAll('&amp;', '&')
  for (const part of [
    'Missed call, message left',
    '+44 7700 900771',
    'Van, back doors',
    `/enquiries/enq_${call.callSid}`,
  ])
    expect(html).toContain(part)
  const [, listen = ''] = /href="([^"]+\/media\?[^"]+)"/.exec(html) ?? []
  // The sound itself stands at Twilio: what opens it is the signature, and nothing else.
  expect((await fetch(listen)).status).not.toBe(403)
  expect((await fetch(listen.replace(/signature=..../, 'signature=AAAA'))).status).toBe(403)

  await mailbox(`/${id}/bounce`, { method: 'POST' })
  const { data } = await bridge.call<{ data: { email: string; reason: string }[] }>('GET', '/v1/suppressions')
  expect(data).toMatchObject([{ email: address, reason: 'bounce' }])
  const again = await caller.call(number, '+447700900772')
  for (const { sid } of again.legs()) await again.phone.refuse(sid, 'no-answer')
  await again.hangUp()
  await again.over()
  await bridge.settled()
  expect(await mailsTo(address)).toEqual([id])
}, 180_000)
