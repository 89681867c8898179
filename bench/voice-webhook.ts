import { randomBytes } from 'node:crypto'
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'
import { createNumberStore } from '../shared/store/number-store.ts'
import type { Bench } from './bench.ts'
import { example, trackingNumber, withBridge } from './http/bridge.ts'
import { compareOverHttp } from './http/compare.ts'
import type { LoadRequest } from './http/load.ts'

const url = `${example.publicBaseUrl}/twilio/voice`
const dialled = trackingNumber(0)

/** A new call by a caller of her own, with the fields that Twilio sends. */
function incomingCall(): LoadRequest {
  const caller = `+4477009${String(Math.floor(Math.random() * 100_000)).padStart(5, '0')}`
  const fields = {
    AccountSid: `AC${'0'.repeat(31)}1`,
    ApiVersion: '2010-04-01',
    CallSid: `CA${randomBytes(16).toString('hex')}`,
    CallStatus: 'ringing',
    Called: dialled,
    CalledCity: '',
    CalledCountry: 'GB',
    CalledState: '',
    CalledZip: '',
    Caller: caller,
    CallerCity: '',
    CallerCountry: 'GB',
    CallerState: '',
    CallerZip: '',
    Direction: 'inbound',
    From: caller,
    FromCity: '',
    FromCountry: 'GB',
    FromState: '',
    FromZip: '',
    To: dialled,
    ToCity: '',
    ToCountry: 'GB',
    ToState: '',
    ToZip: '',
  }
  return {
    path: '/twilio/voice',
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'x-twilio-signature': getExpectedTwilioSignature(example.authToken, url, fields),
    },
    body: new URLSearchParams(fields).toString(),
  }
}

export const voiceWebhook: Bench = {
  name: 'voice-webhook',
  title: 'POST /twilio/voice over HTTP, beside a bare server with the same reads and writes',

  run: (context) =>
    withBridge(async (ledger, server) => {
      await createNumberStore(ledger).create(example.account, {
        id: 'num_bench',
        number: dialled,
        label: 'The van',
        kind: 'source',
        source: { source: 'van' },
        flow: { forwardTo: [example.businessPhone], ring: 'all' },
        createdAt: example.createdAt,
      })
      return compareOverHttp(
        {
          subject: 'voice-subject.ts',
          floor: 'voice-floor.ts',
          server,
          requests: (count) => Array.from({ length: count }, incomingCall),
          aimAtLeast: 0.85,
        },
        context,
      )
    }),
}
