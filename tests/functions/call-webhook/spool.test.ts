import { describe, expect, test } from 'vitest'
import { createCallWebhookApp } from '../../../functions/call-webhook/app.ts'
import type { Trouble } from '../../../functions/call-webhook/deps.ts'
import { settleSpooled } from '../../../functions/call-webhook/outage/settle.ts'
import type { Spooled } from '../../../functions/call-webhook/outage/spool.ts'
import { callFactKey } from '../../../shared/domain/call.ts'
import type { CallFact } from '../../../shared/domain/fact.ts'
import type { NumberRoute } from '../../../shared/domain/number.ts'
import { createVault } from '../../../shared/store/vault.ts'
import { signedForm } from '../../support/twilio-signing.ts'
import { untouchedCoupons } from './untouched-coupons.ts'

const token = 'a-token-of-the-tests'
const origin = 'https://calls.example.com'
const call = { CallSid: 'CA1', From: '+447700900123', To: '+441614960000' }
const route: NumberRoute = {
  account: 'acc_test',
  numberId: 'num_1',
  number: call.To,
  kind: 'source',
  flow: { forwardTo: ['+442079460001'], ring: 'all' },
}
const document = '<Response><Dial><Number>+442079460001</Number></Dial></Response>'
const callerMilliseconds = 300

/** The webhook with a store that works or hangs, and a spool that takes what it is given, or breaks. */
function bridge() {
  const state = { store: 'up' as 'up' | 'hangs', spool: 'up' as 'up' | 'breaks' | 'hangs', document: '' }
  const ledger = new Map<string, CallFact>()
  const spooled: Spooled[] = []
  const troubles: Trouble[] = []
  const vault = createVault(Buffer.alloc(32).toString('base64'))
  const whenUp = <Result>(work: () => Result) =>
    state.store === 'up' ? Promise.resolve(work()) : new Promise<Result>(() => {})
  const ports = {
    houseAccount: 'acc_house',
    vault,
    coupons: untouchedCoupons,
    routes: { routeOf: (number: string) => whenUp(() => (number === call.To ? route : undefined)) },
    calls: {
      record: (fact: CallFact) =>
        whenUp(() => {
          const key = `${fact.account} ${fact.callSid} ${callFactKey(fact)}`
          if (ledger.has(key)) return 'duplicate' as const
          ledger.set(key, fact)
          return 'recorded' as const
        }),
    },
  }
  const app = createCallWebhookApp({
    ...ports,
    twilio: { authTokens: [token], publicBaseUrl: origin },
    spool: {
      append: async (entries) => {
        if (state.spool === 'breaks') throw new Error('ENOSPC')
        if (state.spool === 'hangs') await new Promise(() => {})
        spooled.push(...entries)
      },
    },
    fallbacks: { documentOf: async () => state.document || undefined },
    now: () => '2026-11-22T14:05:00.000Z',
    report: (trouble) => troubles.push(trouble),
    patience: { callerMilliseconds, callbackMilliseconds: 300, textMilliseconds: 300 },
  })
  return {
    state,
    ledger,
    spooled,
    troubles,
    post: async (target: string, fields: Record<string, string>) =>
      app.request(target, signedForm(origin + target, fields, token)),
    settle: async () => {
      for (const entry of spooled) await settleSpooled(ports, entry)
    },
  }
}

const status = { ...call, CallStatus: 'completed', SequenceNumber: '3', CallDuration: '42' }
const dialTarget = '/twilio/voice/dial?account=acc_test&number=%2B441614960000'

describe('while the ledger hangs', () => {
  test('every webhook of a known number is acknowledged, and its fact waits in the spool', async () => {
    const { state, post, spooled, ledger, settle, troubles } = bridge()
    await post('/twilio/voice', { ...call, CallSid: 'CA0' })
    ledger.clear()
    state.store = 'hangs'

    expect(await (await post('/twilio/voice', call)).text()).toContain('>+442079460001</Number>')
    expect((await post('/twilio/voice/status', status)).status).toBe(204)
    const dialled = { ...call, DialCallStatus: 'completed', DialCallSid: 'CA9', DialCallDuration: '30' }
    expect(await (await post(dialTarget, dialled)).text()).toContain('<Hangup/>')
    const leg = { CallSid: 'CA9', ParentCallSid: 'CA1', CallStatus: 'answered', SequenceNumber: '2' }
    const legTarget = '/twilio/voice/leg?account=acc_test&number=%2B441614960000'
    expect((await post(legTarget, leg)).status).toBe(204)
    expect(troubles.filter(({ trouble }) => trouble === 'fact-unwritten')).toEqual([])
    expect(spooled).toHaveLength(4)

    state.store = 'up'
    await settle()
    const once = [...ledger.entries()]
    expect(once.map(([key]) => key).sort()).toEqual([
      'acc_test CA1 dial#leg#CA9#000002#answered',
      'acc_test CA1 dial#whole#CA9',
      'acc_test CA1 status#000003#completed',
      'acc_test CA1 voice',
    ])
    await settle()
    expect([...ledger.entries()]).toEqual(once)
  })

  test('a call to a number never seen rings by its static document, and is keyed to its account later', async () => {
    const { state, post, spooled, ledger, settle } = bridge()
    state.store = 'hangs'
    state.document = document
    const answer = await post('/twilio/voice', call)
    expect(answer.headers.get('content-type')).toContain('text/xml')
    expect(await answer.text()).toBe(document)
    expect((await post('/twilio/voice/status', status)).status).toBe(204)
    expect(JSON.stringify(spooled)).not.toMatch(/7700900123|1614960000/)

    state.store = 'up'
    await settle()
    expect([...ledger.keys()].sort()).toEqual(['acc_test CA1 status#000003#completed', 'acc_test CA1 voice'])
    expect(ledger.get('acc_test CA1 voice')).toMatchObject({
      numberId: 'num_1',
      at: '2026-11-22T14:05:00.000Z',
    })
  })

  test('without a document the caller leaves a message, and the call counts as missed', async () => {
    const { state, post, ledger, settle } = bridge()
    state.store = 'hangs'
    expect(await (await post('/twilio/voice', call)).text()).toContain('<Record ')
    state.store = 'up'
    await settle()
    expect([...ledger.keys()].sort()).toEqual(['acc_test CA1 dial#whole#none', 'acc_test CA1 voice'])
  })

  test('only the first caller waits for a store that fell silent, and again whoever comes after it answered', async () => {
    const { state, post } = bridge()
    await post('/twilio/voice', call)
    state.store = 'hangs'
    const waitOf = async (CallSid: string) => {
      const began = performance.now()
      await post('/twilio/voice', { ...call, CallSid })
      return performance.now() - began
    }
    expect(await waitOf('CA2')).toBeGreaterThan(callerMilliseconds - 10)
    expect(await waitOf('CA3')).toBeLessThan(callerMilliseconds - 10)
    state.store = 'up'
    await post('/twilio/voice', call)
    state.store = 'hangs'
    expect(await waitOf('CA4')).toBeGreaterThan(callerMilliseconds - 10)
  })

  test.each(['breaks', 'hangs'] as const)(
    'a spool that %s as well: callers hear TwiML, callbacks are asked for again, and it is reported',
    async (fault) => {
      const { state, post, troubles } = bridge()
      await post('/twilio/voice', { ...call, CallSid: 'CA0' })
      state.store = 'hangs'
      state.spool = fault
      const answer = await post('/twilio/voice', call)
      expect(answer.status).toBe(200)
      expect(await answer.text()).toContain('>+442079460001</Number>')
      expect((await post(dialTarget, { ...call, DialCallStatus: 'completed' })).status).toBe(200)
      expect((await post('/twilio/voice/status', status)).status).toBe(503)
      expect(troubles.filter(({ trouble }) => trouble === 'fact-unwritten')).toHaveLength(3)
      expect(JSON.stringify(troubles)).not.toContain('7700900123')
    },
  )
})
