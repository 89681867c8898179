import { beforeAll, describe, expect, it } from 'vitest'
import { newAccount } from './support/shared-bridge.ts'
import type { BridgeAccount } from './support/started-bridge.ts'
import { type Caller, createCaller } from './support/telephone.ts'

let bridge: BridgeAccount
let caller: Caller
beforeAll(async () => {
  bridge = await newAccount()
  caller = createCaller(bridge)
})

const office = '+442079460099'
const sales = '+442079460098'
let made = 0
/** A number of its own for every story. */
async function newNumber(flow: Record<string, unknown>): Promise<string> {
  made += 1
  const number = `+44207946${String(3000 + made)}`
  await bridge.call('POST', '/v1/numbers', {
    number,
    label: `Flow ${made}`,
    kind: 'source',
    source: { source: 'van', medium: 'vehicle' },
    flow: { forwardTo: [office], ...flow },
  })
  return number
}
async function callOf(callSid: string) {
  await bridge.settled()
  return bridge.call<Record<string, unknown>>('GET', `/v1/calls/${callSid}`)
}

describe('a telephone that reads TwiML strictly finds nothing to refuse in', () => {
  it('a menu: the key’s own phone rings, hears where the call is from, and accepts', async () => {
    const number = await newNumber({
      menu: { prompt: 'For sales, press 1.', options: { '1': { forwardTo: [sales] } } },
      screen: true,
      whisper: true,
      language: 'en-GB',
    })
    const call = await caller.call(number)
    expect(call.said()).toBe('For sales, press 1.')
    await call.press('1')
    const [leg] = call.legs()
    expect(leg).toMatchObject({ number: sales, status: 'ringing' })
    await call.phone.answer(leg?.sid ?? '')
    expect(call.said()).toContain('van')
    expect(call.view().waits).toBe('dial')
    await call.phone.press(leg?.sid ?? '', '1')
    expect(call.view().waits).toBe('talk')
    caller.wait(40)
    await call.phone.hangUp(leg?.sid ?? '')
    await call.over()
    const ended = await callOf(call.callSid)
    expect(ended.outcome).toBe('answered')
    // From the moment of acceptance, which the bridge's own clock tells: a slow machine's runs on meanwhile.
    expect(ended.talkSeconds).toBeGreaterThanOrEqual(40)
    expect(ended.talkSeconds).toBeLessThan(50)
  })

  it('a screened call that only a voicemail picks up: a message may be left, and the call is no answered one', async () => {
    const call = await caller.call(await newNumber({ screen: true, voicemail: { transcribe: true } }))
    const [leg] = call.legs()
    await call.phone.answer(leg?.sid ?? '')
    caller.wait(30)
    await call.tick()
    expect(call.view().waits).toBe('record')
    caller.wait(8)
    await call.leaveMessage({ text: 'Please call me back.', seconds: 8, endsBy: 'silence' })
    await call.over()
    expect(await callOf(call.callSid)).toMatchObject({
      outcome: 'voicemail',
      recordings: [{ kind: 'voicemail', durationSeconds: 8 }],
    })
  })

  it('a recorded call: it is announced, and the recording stands with the call', async () => {
    const call = await caller.call(await newNumber({ record: true }))
    expect(call.said()).toContain('record')
    const [leg] = call.legs()
    await call.phone.answer(leg?.sid ?? '')
    caller.wait(12)
    await call.phone.hangUp(leg?.sid ?? '')
    await call.over()
    expect(await callOf(call.callSid)).toMatchObject({
      outcome: 'answered',
      recordings: [{ kind: 'call', durationSeconds: 12 }],
    })
  })
})
