import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engineOf } from '../support/engine-of.ts'
import { type StartedBridge, startBridge } from './support/started-bridge.ts'
import { type Caller, createCaller } from './support/telephone.ts'

let bridge: StartedBridge
let caller: Caller
beforeAll(async () => {
  bridge = await startBridge()
  caller = createCaller(bridge)
})
afterAll(() => bridge?.stop())

const from = '+447700900321'
const mobile = '+447700900200'
let made = 0
async function newNumber(flow: Record<string, unknown>): Promise<string> {
  made += 1
  const number = `+44207946${String(4000 + made)}`
  await bridge.call('POST', '/v1/numbers', {
    number,
    label: `Text ${made}`,
    kind: 'source',
    source: { source: 'van', medium: 'vehicle' },
    flow: { forwardTo: ['+442079460099'], ...flow },
  })
  return number
}
const newCampaign = async () =>
  (
    await bridge.call<{ id: string }>('POST', '/v1/campaigns', {
      name: 'Ten off',
      direction: 'phone-to-web',
      benefit: { kind: 'percent', percent: 10 },
      validFor: 'P7D',
    })
  ).id

interface Text {
  readonly from: string
  readonly to: string
  readonly body: string
  readonly direction: string
}
const phone = async (path: string, body?: unknown) =>
  (await (
    await fetch(`${bridge.url}/local/phone${path}`, {
      ...(body !== undefined && {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    })
  ).json()) as { texts: readonly Text[] }
const textsTo = async (to: string) => (await phone('/state')).texts.filter((text) => text.to === to)
const text = (to: string, body: string, sender = from) => phone('/text', { from: sender, to, body })

interface Enquiry {
  readonly id: string
  readonly contacts: readonly { readonly kind: string; readonly id: string }[]
  readonly source: { readonly channel: string; readonly source: string } | null
  readonly evidence: readonly { readonly kind: string; readonly sessionId?: string }[]
  readonly journey: readonly { readonly source: string }[]
}
async function enquiriesWith(kind: string, contact: string): Promise<Enquiry[]> {
  await bridge.settled()
  const { data } = await bridge.call<{ data: Enquiry[] }>('GET', `/v1/enquiries?kind=${kind}`)
  return data.filter(({ contacts }) => contacts.some(({ id }) => id === contact))
}

/** Closed now, whenever now is. */
function closedNow() {
  const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
  const notToday = days[(new Date().getUTCDay() + 3) % 7] ?? ''
  return { [notToday]: [{ from: '09:00', until: '17:00' }] }
}

async function visit(visitorId: string, query: string): Promise<string> {
  const answer = await fetch(`${bridge.url}/v1/collect`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'user-agent':
        'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    },
    body: JSON.stringify({ key: 'pk_local', type: 'page', url: `https://shop.example/${query}`, visitorId }),
  })
  return ((await answer.json()) as { sessionId: string }).sessionId
}

describe('a call in vain, out of hours', () => {
  it('is answered by one text with a code; used online afterwards, it ties the call to the visits before', async () => {
    const campaignId = await newCampaign()
    const number = await newNumber({
      hours: closedNow(),
      textBack: 'Sash and Sons open at nine.',
      giveCode: { campaignId, when: 'closed' },
    })
    const visitorId = 'vis_night_owl'
    await visit(visitorId, '?utm_source=google&utm_medium=cpc&gclid=AbC')

    caller.faults({ doubled: true })
    const call = await caller.call(number, from)
    expect(call.said()).toContain('closed at the moment')
    expect(call.said()).toMatch(/Here is a code/)
    caller.wait(20)
    await call.hangUp()
    await call.over()
    caller.faults({})

    const [back, ...others] = await textsTo(from)
    expect(others).toEqual([])
    expect(back).toMatchObject({ from: number, direction: 'outbound-api' })
    expect(back?.body).toMatch(
      /^Sash and Sons open at nine\. Your code for 10% off is .* Reply STOP to opt out\.$/,
    )

    const code = /is (\d[\d-]{5,}\d)/.exec(back?.body ?? '')?.[1] ?? ''
    const sessionId = await visit(visitorId, '?utm_source=newsletter&utm_medium=email')
    await bridge.call('POST', '/v1/redemptions', { key: 'pk_local', code, sessionId, visitorId })

    const [enquiry, ...more] = await enquiriesWith('call', call.callSid)
    expect(more).toEqual([])
    expect(enquiry?.contacts.map(({ kind }) => kind)).toEqual(['call', 'redemption'])
    expect(enquiry?.evidence).toEqual(
      expect.arrayContaining([expect.objectContaining({ kind: 'code', sessionId })]),
    )
    expect(enquiry?.source).toMatchObject({ channel: 'Paid Search', source: 'google' })
  })
})

describe('a text', () => {
  it('is an enquiry of the number’s source; a further one, and a call, belong to it', async () => {
    const sender = '+447700900555'
    const number = await newNumber({})
    await text(number, 'Do you fit sash windows?', sender)
    await text(number, 'In Leeds, that is.', sender)
    const call = await caller.call(number, sender)
    await call.hangUp()
    await call.over()

    const [enquiry, ...others] = await enquiriesWith('call', call.callSid)
    expect(others).toEqual([])
    expect(enquiry?.contacts.map(({ kind }) => kind)).toEqual(['text', 'call'])
    expect(enquiry?.source).toMatchObject({ channel: 'Offline', source: 'van' })
    const conversation = enquiry?.contacts[0]?.id ?? ''
    expect((await enquiriesWith('text', conversation)).map(({ id }) => id)).toEqual([enquiry?.id])
    expect(await bridge.call('GET', `/v1/texts/${conversation}`)).toMatchObject({
      number,
      from: sender,
      messages: [{ body: 'Do you fit sash windows?' }, { body: 'In Leeds, that is.' }],
      enquiryId: enquiry?.id,
    })
  })

  it('is sent on to a phone that texted its code before, and an answer of that phone comes to nothing', async () => {
    const number = await newNumber({ textForwardTo: [mobile] })
    const { code } = await bridge.call<{ code: string }>('POST', '/v1/account/confirmed-numbers', {
      number: mobile,
    })
    await text(number, 'Too early')
    expect(await textsTo(mobile)).toEqual([])
    await text(number, code, mobile)
    await text(number, 'Are you there?')
    await text(number, 'Yes, we are', mobile)
    expect((await textsTo(mobile)).map(({ body }) => body)).toEqual([
      expect.stringContaining('sent on to this phone'),
      expect.stringContaining('Are you there?'),
    ])
    const { data } = await bridge.call<{ data: { status: string }[] }>('GET', '/v1/account/confirmed-numbers')
    expect(data).toMatchObject([{ number: mobile, status: 'confirmed' }])
  })

  it('STOP is no enquiry, and ends what would be texted back', async () => {
    const sender = '+447700900556'
    const number = await newNumber({ textBack: true })
    await text(number, 'STOP', sender)
    const call = await caller.call(number, sender)
    await call.hangUp()
    await call.over()
    expect(await textsTo(sender)).toEqual([])
    const [enquiry] = await enquiriesWith('call', call.callSid)
    expect(enquiry?.contacts.map(({ kind }) => kind)).toEqual(['call'])
  })
})

describe('a text that comes while the engine stands still', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tieline-texts-'))
  let own: StartedBridge | undefined
  afterAll(async () => {
    await own?.stop()
    rmSync(folder, { recursive: true })
  })

  it('is answered with nothing, survives the death of everything, counts once and is sent on by mail', async () => {
    const dataFolder = join(folder, 'data')
    own = await startBridge({ TIELINE_DATA: dataFolder })
    const number = '+442079465000'
    await own.call('POST', '/v1/numbers', {
      number,
      label: 'The van',
      kind: 'source',
      source: { source: 'van' },
      flow: { forwardTo: ['+442079460099'], textEmail: 'desk@example.com' },
    })
    process.kill(engineOf(own.process.pid) as number, 'SIGSTOP')
    const fields = {
      MessageSid: 'SM1',
      From: from,
      To: number,
      Body: 'Do you fit sash windows?',
      NumMedia: '0',
    }
    const answers = [await own.twilio('/twilio/sms', fields), await own.twilio('/twilio/sms', fields)]
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(await answers[0]?.text()).toContain('<Response/>')
    // The engine goes with its bridge.
    await own.stop('SIGKILL')
    const spool = join(dataFolder, 'spool')
    const held = readdirSync(spool).map((name) => readFileSync(join(spool, name), 'utf8'))
    expect(held.join('')).toContain('SM1')
    expect(held.join('')).not.toMatch(/sash|7700900321/)

    const again = await startBridge({ TIELINE_DATA: dataFolder })
    own = again
    await expect.poll(() => again.settled().then(() => true), { timeout: 60_000 }).toBe(true)
    const { data } = await again.call<{ data: Enquiry[] }>('GET', '/v1/enquiries?kind=text')
    expect(data.map(({ contacts }) => contacts)).toMatchObject([[{ kind: 'text', id: 'SM1' }]])
    const mails = readdirSync(join(dataFolder, 'mail'))
    expect(mails).toEqual([expect.stringMatching(/\.eml$/)])
    expect(again.printed()).toContain(`/local/mailbox/${mails[0]?.replace('.eml', '')}`)
  }, 120_000)
})
