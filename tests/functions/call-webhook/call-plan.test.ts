import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decideAfterDial, decideCallPlan, takeMessage } from '../../../functions/call-webhook/flow/decide.ts'
import type { CallPlan } from '../../../functions/call-webhook/flow/plan.ts'
import { renderCallPlan } from '../../../functions/call-webhook/flow/render.ts'
import { callLinks } from '../../../functions/call-webhook/links.ts'
import type { IncomingCall } from '../../../functions/call-webhook/schema.ts'
import type { CallFlow, NumberRoute } from '../../../shared/domain/number.ts'

const number = '+441614960000'
const call: IncomingCall = { callSid: 'CA1', number, caller: '+447700900123' }
const withFlow = (flow: CallFlow | undefined): NumberRoute => ({
  account: 'acc_test',
  numberId: 'num_1',
  number,
  kind: 'source',
  flow,
})
const [a, b, c] = ['+442079460001', '+442079460002', '+442079460003'] as const

describe('an incoming call', () => {
  test.each<[label: string, route: NumberRoute | undefined, call: IncomingCall, plan: CallPlan]>([
    ['to a number nobody registered', undefined, call, takeMessage],
    ['to a number without a flow', withFlow(undefined), call, takeMessage],
    [
      'to a number that only forwards to itself',
      withFlow({ forwardTo: [number], ring: 'all' }),
      call,
      takeMessage,
    ],
    [
      'rings all phones at once',
      withFlow({ forwardTo: [a, b], ring: 'all' }),
      call,
      { plan: 'forward', targets: [a, b], nextTargets: [], timeoutSeconds: 30 },
    ],
    [
      'rings one phone after another, after the greeting',
      withFlow({ forwardTo: [a, b, c], ring: 'in-order', greeting: 'Hello' }),
      call,
      { plan: 'forward', greeting: 'Hello', targets: [a], nextTargets: [b, c], timeoutSeconds: 20 },
    ],
    [
      'leaves out the number itself, which would ring in a circle',
      withFlow({ forwardTo: [number, b], ring: 'in-order' }),
      call,
      { plan: 'forward', targets: [b], nextTargets: [], timeoutSeconds: 20 },
    ],
    [
      'of a caller without a phone number is dialled on as the tracking number',
      withFlow({ forwardTo: [a], ring: 'all' }),
      { callSid: 'CA1', number },
      { plan: 'forward', targets: [a], nextTargets: [], timeoutSeconds: 30, callerId: number },
    ],
  ])('%s', (_label, route, incoming, plan) => {
    expect(decideCallPlan(route, incoming)).toEqual(plan)
  })

  test('rings ten phones at most: Twilio refuses more', () => {
    const forwardTo = Array.from({ length: 12 }, (_, index) => `+4420794600${10 + index}`)
    expect(decideCallPlan(withFlow({ forwardTo, ring: 'all' }), call)).toMatchObject({
      targets: forwardTo.slice(0, 10),
    })
  })
})

describe('after a <Dial>', () => {
  test.each([
    ['completed', [a], { plan: 'hang-up' }],
    ['answered', [], { plan: 'hang-up' }],
    ['no-answer', [a, b], { plan: 'forward', targets: [a], nextTargets: [b] }],
    ['busy', [a], { plan: 'forward', targets: [a], nextTargets: [] }],
    ['failed', [], { plan: 'goodbye' }],
    ['canceled', [], { plan: 'goodbye' }],
  ] as const)('%s with %j still to ring', (status, nextTargets, plan) => {
    expect(decideAfterDial(status, { nextTargets })).toMatchObject(plan)
  })
})

const links = callLinks('https://calls.example.com/', { account: 'acc_test', number })

describe('the TwiML', () => {
  test('of a forwarded call', () => {
    const twiml = renderCallPlan(
      {
        plan: 'forward',
        greeting: 'Hello',
        targets: [a, b],
        nextTargets: [c],
        timeoutSeconds: 20,
        callerId: number,
      },
      links,
    )
    const leg =
      'https://calls.example.com/twilio/voice/leg?account=acc_test&amp;number=%2B441614960000#rc=3&amp;rp=ct,5xx,rt'
    const attributes = `statusCallback="${leg}" statusCallbackEvent="answered completed"`
    expect(twiml).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><Response><Say>Hello</Say>' +
        '<Dial action="https://calls.example.com/twilio/voice/dial?account=acc_test&amp;as=%2B441614960000' +
        '&amp;next=%2B442079460003&amp;number=%2B441614960000#rc=3&amp;rp=ct,5xx,rt" answerOnBridge="true" ' +
        `callerId="${number}" timeout="20"><Number ${attributes}>${a}</Number><Number ${attributes}>${b}</Number>` +
        '</Dial></Response>',
    )
  })

  test('asks to be told that a later phone rings: until it is answered nothing else says that the call goes on', () => {
    const later = decideAfterDial('no-answer', { nextTargets: [b] })
    expect(renderCallPlan(later, links)).toContain('statusCallbackEvent="initiated answered"')
  })

  test.each<[CallPlan['plan'], CallPlan]>([
    ['forward', { plan: 'forward', targets: [a], nextTargets: [b, c], timeoutSeconds: 20, callerId: number }],
    ['take-message', takeMessage],
  ])('of the plan %s names only addresses in alphabetical order', (_name, plan) => {
    const addresses = [...renderCallPlan(plan, links).matchAll(/"(https:[^"]*)"/g)].map(([, url]) =>
      (url ?? '').replaceAll('&amp;', '&'),
    )
    expect(addresses.length).toBeGreaterThan(0)
    for (const address of addresses) {
      const names = [...new URL(address).searchParams.keys()]
      expect(names).toEqual(names.toSorted())
      expect(address).toMatch(/#rc=3&rp=ct,5xx,rt$/)
    }
  })

  test.each([
    [
      'markup',
      '</Say><Dial>+15005550006</Dial><Say>',
      '&lt;/Say&gt;&lt;Dial&gt;+15005550006&lt;/Dial&gt;&lt;Say&gt;',
    ],
    ['an entity', '&#x41;&amp;', '&amp;#x41;&amp;amp;'],
    ['a control character', 'a\u0000b\u0008c', 'a b c'],
    ['half a surrogate pair', 'a\ud83db', 'a b'],
    ['a character beyond 16 bits', '☎ 😀', '☎ 😀'],
  ])('carries %s of a greeting as text', (_label, greeting, said) => {
    const twiml = renderCallPlan(
      { plan: 'forward', greeting, targets: [a], nextTargets: [], timeoutSeconds: 20 },
      links,
    )
    expect(twiml).toContain(`<Say>${said}</Say><Dial `)
  })

  test('is well-formed, whatever the greeting, the account and the number', () => {
    const anyText = fc.string({ unit: 'binary', maxLength: 60 })
    fc.assert(
      fc.property(anyText, anyText, anyText, (greeting, account, dialled) => {
        const hostile = callLinks('https://calls.example.com', {
          account,
          number: dialled,
        })
        const twiml = renderCallPlan(
          { plan: 'forward', greeting, targets: [a], nextTargets: [], timeoutSeconds: 20 },
          hostile,
        )
        expect(elementsOf(twiml)).toEqual(
          greeting === '' ? ['Response', 'Dial', 'Number'] : ['Response', 'Say', 'Dial', 'Number'],
        )
      }),
      { numRuns: 500 },
    )
  }, 30_000)
})

/** The elements of a document, in order. @throws if it is not well-formed, as far as TwiML needs it */
function elementsOf(xml: string): string[] {
  const names: string[] = []
  const open: string[] = []
  const token = /<\?xml [^?]*\?>|<(\/?)([A-Za-z]+)((?: [A-Za-z]+="[^"<]*")*)(\/?)>|[^<]+|(.)/gsu
  for (const [text, closing, name, attributes, selfClosing, stray] of xml.matchAll(token)) {
    if (stray !== undefined) throw new Error(`stray ${stray}`)
    if (/&(?!(?:amp|lt|gt|quot|apos|#x?[0-9A-Fa-f]+);)/.test(attributes ?? text)) throw new Error('a bare &')
    if (name === undefined) continue
    if (closing) {
      if (open.pop() !== name) throw new Error(`</${name}> closes another`)
    } else {
      names.push(name)
      if (!selfClosing) open.push(name)
    }
  }
  if (open.length > 0) throw new Error('not closed')
  return names
}
