import { randomBytes, randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { type CallView, type PhoneCall, placeCall } from '../../../local/phone/call.ts'
import { type Faults, type LoggedRequest, noFaults } from '../../../local/phone/carrier.ts'
import type { Fields } from '../../../local/phone/sign.ts'
import { authToken, type BridgeAccount } from './started-bridge.ts'

export interface Caller {
  readonly log: readonly LoggedRequest[]
  faults(change: Partial<Faults>): void
  /** Lets the caller's clock run on. */
  wait(seconds: number): void
  call(to: string, from?: string, more?: Fields): Promise<Conversation>
}

/** A call in the words of whoever makes it. */
export interface Conversation extends PhoneCall {
  /** All that was said so far, on any leg. */
  said(): string
  legs(): CallView['phones']
  /** What Twilio's debugger would show: nothing, in a good call. */
  troubles(): readonly string[]
  /** Every callback delivered and answered. */
  over(): Promise<void>
}

/** Telephones to a bridge through the same interpreter as `/local/phone`, with a clock of their own. */
export function createCaller(bridge: BridgeAccount): Caller {
  const log: LoggedRequest[] = []
  let faults = noFaults
  let startedAt = Date.now()
  let aheadSeconds = 0
  const deps = {
    fetch,
    authToken,
    accountSid: `AC${'0'.repeat(32)}`,
    // Within a call time passes only where it is told to: a slow machine makes no call longer.
    now: () => startedAt + aheadSeconds * 1000,
    newSid: (prefix: string) => prefix + randomBytes(16).toString('hex'),
    newToken: randomUUID,
    recordingUrl: (sid: string) => `${bridge.url}/local/twilio/2010-04-01/Accounts/AC/Recordings/${sid}`,
    log: (request: LoggedRequest) => void log.push(request),
    faults: () => faults,
  }
  return {
    log,
    faults(change) {
      faults = { ...noFaults, ...change }
    },
    wait(seconds) {
      aheadSeconds += seconds
    },
    async call(to, from = `+4477009${String(10_000 + log.length).slice(-5)}`, more) {
      startedAt = Date.now()
      const call = await placeCall(deps, {
        from,
        to,
        more,
        number: {
          voiceUrl: `${bridge.url}/twilio/voice`,
          statusCallback: `${bridge.url}/twilio/voice/status#rc=3&rp=ct,5xx,rt`,
        },
      })
      const heard = (kind: string) => call.view().heard.filter((each) => each.kind === kind)
      return {
        ...call,
        said: () =>
          heard('say')
            .map(({ text }) => text)
            .join(' '),
        legs: () => call.view().phones,
        troubles: () => heard('trouble').map(({ text }) => text),
        async over() {
          await call.deliverLate()
          expect(heard('trouble')).toEqual([])
          expect(call.view().waits).toBe('ended')
        },
      }
    },
  }
}
