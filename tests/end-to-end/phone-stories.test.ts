import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { houseAccount } from './support/shared-bridge.ts'
import type { BridgeAccount } from './support/started-bridge.ts'
import { type Caller, createCaller } from './support/telephone.ts'

let bridge: BridgeAccount
let caller: Caller
beforeAll(() => {
  // The machine's own telephone carries the texts of this account's numbers alone.
  bridge = houseAccount()
  caller = createCaller(bridge)
})
afterEach(() => caller.faults({}))

let made = 0
/** A number of its own for every story. */
async function newNumber(flow: Record<string, unknown>): Promise<string> {
  made += 1
  const number = `+44207946${String(2000 + made)}`
  await bridge.call('POST', '/v1/numbers', {
    number,
    label: `Story ${made}`,
    kind: 'source',
    source: { source: 'van', medium: 'vehicle' },
    flow: { forwardTo: ['+442079460099'], ring: 'all', ...flow },
  })
  return number
}
const newCampaign = async (direction: string) =>
  (
    await bridge.call<{ id: string }>('POST', '/v1/campaigns', {
      name: 'Ten off',
      direction,
      benefit: { kind: 'percent', percent: 10 },
      validFor: 'P7D',
    })
  ).id
const newCode = async (campaignId: string) =>
  (await bridge.call<{ code: string }>('POST', '/v1/codes', { campaignId, sessionId: 'ses_story' })).code

interface Call {
  readonly outcome: string
  readonly talkSeconds: number
  readonly durationSeconds: number
  readonly code: unknown
}
async function callOf(callSid: string): Promise<Call> {
  await bridge.settled()
  return bridge.call<Call>('GET', `/v1/calls/${callSid}`)
}
const sole = <T>(items: readonly T[]): T => {
  expect(items).toHaveLength(1)
  return items[0] as T
}

describe('a call', () => {
  it('that is answered is as long as it was, the talk as long as that', async () => {
    const call = await caller.call(await newNumber({ greeting: 'Sash and Sons, one moment.' }))
    expect(call.said()).toBe('Sash and Sons, one moment.')
    const leg = sole(call.legs())
    expect(leg).toMatchObject({ number: '+442079460099', status: 'ringing' })
    caller.wait(7)
    await call.phone.answer(leg.sid)
    expect(call.view().waits).toBe('talk')
    caller.wait(63)
    await call.phone.hangUp(leg.sid)
    await call.over()
    expect(await callOf(call.callSid)).toMatchObject({
      outcome: 'answered',
      talkSeconds: 63,
      durationSeconds: 70,
    })
    const sent = caller.log.filter(({ fields }) => Object.values(fields).includes(call.callSid))
    expect(sent.map(({ what }) => what).toSorted()).toEqual(
      ['voice', 'leg answered', 'dial action', 'call completed'].toSorted(),
    )
    expect(sent.map(({ status }) => Number(status) < 300)).not.toContain(false)
  })

  it('to phones that ring in order reaches the second when the first is busy', async () => {
    const call = await caller.call(
      await newNumber({ forwardTo: ['+442079460098', '+442079460099'], ring: 'in-order' }),
    )
    await call.phone.refuse(sole(call.legs()).sid, 'busy')
    const second = call.legs().find(({ status }) => status === 'ringing')
    expect(second?.number).toBe('+442079460099')
    await call.phone.answer(second?.sid ?? '')
    caller.wait(20)
    await call.hangUp()
    await call.over()
    expect(await callOf(call.callSid)).toMatchObject({ outcome: 'answered', talkSeconds: 20 })
  })

  it('to phones that ring together is the first one’s who answers', async () => {
    const call = await caller.call(await newNumber({ forwardTo: ['+442079460097', '+442079460098'] }))
    const [one, two] = call.legs()
    await call.phone.answer(two?.sid ?? '')
    expect(call.legs().map(({ status }) => status)).toEqual(['canceled', 'in-progress'])
    await call.phone.answer(one?.sid ?? '')
    expect(call.legs().map(({ status }) => status)).toEqual(['canceled', 'in-progress'])
    caller.wait(5)
    await call.phone.hangUp(two?.sid ?? '')
    await call.over()
    expect(await callOf(call.callSid)).toMatchObject({ outcome: 'answered', talkSeconds: 5 })
  })

  it('whose caller gives up in the greeting’s first seconds is abandoned', async () => {
    const call = await caller.call(await newNumber({ greeting: 'One moment, please.' }))
    caller.wait(6)
    await call.hangUp()
    await call.over()
    expect(call.legs()).toMatchObject([{ status: 'canceled' }])
    expect(await callOf(call.callSid)).toMatchObject({ outcome: 'abandoned', talkSeconds: 0 })
  })

  it.each(['busy', 'no-answer', 'failed'] as const)('whose only phone is %s is missed', async (how) => {
    const call = await caller.call(await newNumber({}))
    caller.wait(25)
    await call.phone.refuse(sole(call.legs()).sid, how)
    await call.over()
    expect(await callOf(call.callSid)).toMatchObject({ outcome: 'missed', talkSeconds: 0 })
  })

  it('that rings in vain ends by itself after the time that the flow allows', async () => {
    const call = await caller.call(await newNumber({}))
    caller.wait(15)
    await call.tick()
    expect(sole(call.legs()).status).toBe('ringing')
    caller.wait(20)
    await call.tick()
    await call.over()
    expect(sole(call.legs()).status).toBe('no-answer')
    expect(await callOf(call.callSid)).toMatchObject({ outcome: 'missed' })
  })
})

describe('a code', () => {
  it('that is keyed is used, and the phones ring', async () => {
    const code = await newCode(await newCampaign('web-to-phone'))
    const call = await caller.call(await newNumber({ askForCode: true }))
    expect(call.view().waits).toBe('gather')
    await call.press(`${code}#`)
    expect(call.said()).toContain('10% off is accepted')
    await call.phone.answer(sole(call.legs()).sid)
    caller.wait(30)
    await call.phone.hangUp(sole(call.legs()).sid)
    await call.over()
    expect(await bridge.call('GET', `/v1/codes/${code}`)).toMatchObject({ status: 'used' })
    expect(await callOf(call.callSid)).toMatchObject({ outcome: 'answered', talkSeconds: 30 })
  })

  it('that is spoken is read back, and used once the caller confirms it', async () => {
    const code = await newCode(await newCampaign('web-to-phone'))
    const call = await caller.call(await newNumber({ askForCode: true }))
    await call.say([...code].join(' '))
    expect(call.said()).toContain('I heard:')
    expect(await bridge.call('GET', `/v1/codes/${code}`)).not.toMatchObject({ status: 'used' })
    await call.press('1')
    expect(call.said()).toContain('is accepted')
    await call.hangUp()
    await call.over()
    expect(await bridge.call('GET', `/v1/codes/${code}`)).toMatchObject({ status: 'used' })
  })

  it('is not waited for: silence goes on to the business', async () => {
    const call = await caller.call(await newNumber({ askForCode: true }))
    await call.tick()
    expect(call.view().waits).toBe('gather')
    caller.wait(30)
    await call.tick()
    expect(call.view().waits).toBe('dial')
    await call.hangUp()
    await call.over()
  })

  it('is given for a missed call, said and texted, and used online afterwards', async () => {
    const campaignId = await newCampaign('phone-to-web')
    const from = '+447700900321'
    const call = await caller.call(await newNumber({ giveCode: { campaignId, when: 'missed' } }), from)
    caller.wait(20)
    await call.phone.refuse(sole(call.legs()).sid, 'no-answer')
    expect(call.said()).toMatch(/Here is a code .* 10% off/)
    await call.silence()
    await call.over()

    const { texts } = (await (await fetch(`${bridge.url}/local/phone/state`)).json()) as {
      texts: { to: string; body: string; direction: string }[]
    }
    const text = sole(texts.filter(({ to }) => to === from))
    expect(text.direction).toBe('outbound-api')
    const code = /\d[\d-]{5,}/.exec(text.body)?.[0] ?? ''
    const redemption = await bridge.call('POST', '/v1/redemptions', { key: bridge.siteKey, code })
    expect(redemption).toMatchObject({ campaignId })
    expect(await callOf(call.callSid)).toMatchObject({ outcome: 'missed' })
  })
})

describe('a closed business', () => {
  it('takes a message after the tone', async () => {
    const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
    const notToday = days[(new Date().getUTCDay() + 3) % 7] ?? ''
    const hours = { [notToday]: [{ from: '09:00', until: '17:00' }] }
    const call = await caller.call(await newNumber({ hours, voicemail: 'Speak after the tone.' }))
    expect(call.said()).toContain('Speak after the tone.')
    expect(call.view().waits).toBe('record')
    await call.leaveMessage({ text: 'Please call me back.', seconds: 4, endsBy: 'key' })
    await call.over()
    expect(call.view().recordings).toMatchObject([{ seconds: 4 }])
    expect(call.legs()).toEqual([])
  })
})

describe('callbacks', () => {
  it.each([
    ['doubled', { doubled: true }],
    ['late and in the reverse order', { lateSeconds: 60 }],
    ['late and doubled', { lateSeconds: 60, doubled: true }],
    ['answered too late, so that every request comes three times', { tries: 3 }],
  ])('%s tell of the same call', async (_, faults) => {
    caller.faults(faults)
    const call = await caller.call(await newNumber({ greeting: 'One moment.' }))
    const leg = sole(call.legs())
    caller.wait(4)
    await call.phone.answer(leg.sid)
    caller.wait(40)
    await call.phone.hangUp(leg.sid)
    await call.over()
    expect(await callOf(call.callSid)).toMatchObject({
      outcome: 'answered',
      talkSeconds: 40,
      durationSeconds: 44,
    })
    const { data } = await bridge.call<{ data: { contacts: { id: string }[] }[] }>('GET', '/v1/enquiries')
    expect(data.flatMap(({ contacts }) => contacts).filter(({ id }) => id === call.callSid)).toHaveLength(1)
  })

  it('that are lost leave the call what its <Dial> said of it', async () => {
    caller.faults({ lost: true })
    const call = await caller.call(await newNumber({}))
    await call.phone.answer(sole(call.legs()).sid)
    caller.wait(40)
    await call.phone.hangUp(sole(call.legs()).sid)
    await call.over()
    expect(await callOf(call.callSid)).toMatchObject({ outcome: 'answered', talkSeconds: 40 })
  })

  it('of codes asked for three times each use the code once', async () => {
    caller.faults({ tries: 3 })
    const code = await newCode(await newCampaign('web-to-phone'))
    const call = await caller.call(await newNumber({ askForCode: true }))
    await call.press(`${code}#`)
    expect(call.said()).toContain('is accepted')
    await call.hangUp()
    await call.over()
    const { history } = await bridge.call<{ history: { event: string }[] }>('GET', `/v1/codes/${code}`)
    expect(history.filter(({ event }) => event === 'used')).toHaveLength(1)
  })
})
