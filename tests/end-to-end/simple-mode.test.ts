import { beforeAll, describe, expect, it } from 'vitest'
import { voiceFixtures, withFields } from '../support/twilio-fixtures.ts'
import { newAccount } from './support/shared-bridge.ts'
import type { BridgeAccount } from './support/started-bridge.ts'

interface Setup {
  readonly number: { readonly id: string; readonly number: string } | null
  readonly campaign: { readonly id: string }
  readonly code: { readonly code: string; readonly display: string }
  readonly print: string
}
interface Enquiry {
  readonly source: { readonly channel: string; readonly source: string; readonly campaign: string } | null
  readonly evidence: readonly { readonly kind: string }[]
}

const answers = {
  phone: '+442079460930',
  number: '+442079460931',
  seen: { where: 'flyer', name: 'Spring flyer' },
  benefit: { kind: 'percent', percent: 10 },
}
const sid = (index: number) => `CA5e7${String(index).padStart(29, '0')}`

let bridge: BridgeAccount
beforeAll(async () => {
  bridge = await newAccount()
})

async function ring(callSid: string): Promise<string> {
  const ordinary = voiceFixtures.find(({ name }) => name === 'ordinary')
  const changes = {
    CallSid: callSid,
    To: answers.number,
    Called: answers.number,
    From: `+4477009008${callSid.slice(-2)}`,
  }
  const response = await bridge.twilio('/twilio/voice', withFields(ordinary?.fields ?? [], changes))
  return response.text()
}
async function enquiryOf(callSid: string): Promise<Enquiry> {
  await bridge.settled()
  const { enquiryId } = await bridge.call<{ enquiryId: string }>('GET', `/v1/calls/${callSid}`)
  return bridge.call('GET', `/v1/enquiries/${enquiryId}`)
}

describe('simple mode: one number, one code in one place, no script', () => {
  it('is set up by three answers, and a call that quotes the code comes from the place', async () => {
    const done = await bridge.call<Setup>('POST', '/v1/setup', answers)
    expect(done.number?.number).toBe(answers.number)
    expect(done.print).toBe(`Call 020 7946 0931 and quote ${done.code.display} for 10% off.`)

    expect(await ring(sid(11))).toContain(`${answers.phone}</Number>`)
    await bridge.call('POST', `/v1/calls/${sid(11)}/code`, { code: done.code.display })
    await ring(sid(12))
    expect(await enquiryOf(sid(11))).toMatchObject({
      source: { channel: 'Offline', source: 'flyer', campaign: 'Spring flyer' },
      evidence: [{ kind: 'source-code' }],
    })
    // The number is seen everywhere: without the code nobody knows.
    expect((await enquiryOf(sid(12))).source).toBeNull()

    const day = new Date().toISOString().slice(0, 10)
    const { rows } = await bridge.call<{ rows: unknown[] }>(
      'GET',
      `/v1/reports/sources?from=${day}&to=${day}&groupBy=campaign`,
    )
    expect(rows).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ key: 'Spring flyer', enquiries: 1, redemptions: 1 }),
      ]),
    )
  })

  it('keeps the number for a further place, whose code is another', async () => {
    const magazine = { ...answers, seen: { where: 'magazine', name: 'Harbour Magazine' } }
    const first = await bridge.call<Setup>('POST', '/v1/setup', answers)
    const second = await bridge.call<Setup>('POST', '/v1/setup', magazine)
    expect(second.number).toEqual(first.number)
    expect(second.code.code).not.toBe(first.code.code)
    await ring(sid(13))
    await bridge.call('POST', `/v1/calls/${sid(13)}/code`, { code: second.code.code })
    expect((await enquiryOf(sid(13))).source).toMatchObject({
      source: 'magazine',
      campaign: 'Harbour Magazine',
    })
  })

  it('refuses a number of somebody else’s and leaves nothing behind', async () => {
    const other = await newAccount()
    await expect(other.call('POST', '/v1/setup', answers)).rejects.toThrow('number_taken')
    expect(await other.call('GET', '/v1/campaigns')).toMatchObject({ data: [] })
  })

  it('does it once for one Idempotency-Key', async () => {
    const send = () => bridge.call('POST', '/v1/setup', answers, { 'idempotency-key': 'the-wizard-1' })
    expect(await send()).toEqual(await send())
  })

  it('goes without a number: the code is typed in by hand', async () => {
    const { number: _, ...rest } = answers
    const done = await bridge.call<Setup>('POST', '/v1/setup', {
      ...rest,
      seen: { where: 'sign', name: 'The door' },
    })
    expect(done.number).toBeNull()
    await bridge.call('POST', `/v1/codes/${done.code.code}/redeem`, {})
    await bridge.settled()
    const { data } = await bridge.call<{ data: Enquiry[] }>('GET', '/v1/enquiries?source=sign')
    expect(data).toMatchObject([{ source: { channel: 'Offline', campaign: 'The door' } }])
  })
})
