import { describe, expect, test } from 'vitest'
import { decideAfterDial, decideCallPlan, takeMessage } from '../../../functions/call-webhook/flow/decide.ts'
import { decideConsent, decideMenuChoice } from '../../../functions/call-webhook/flow/decide-opening.ts'
import { type CallBackground, whisperOf } from '../../../functions/call-webhook/flow/decide-whisper.ts'
import type { CallPlan, ForwardPlan } from '../../../functions/call-webhook/flow/plan.ts'
import { renderAgentPlan, renderCallPlan } from '../../../functions/call-webhook/flow/render.ts'
import {
  declaredWords,
  type SourceWords,
  visitWords,
} from '../../../functions/call-webhook/flow/visit-words.ts'
import { callLinks } from '../../../functions/call-webhook/links.ts'
import { dialQuery, forwardOf, lineOf, openingQuery } from '../../../functions/call-webhook/schema.ts'
import { parseTwiml } from '../../../local/phone/twiml.ts'
import { isSuspectCaller } from '../../../shared/domain/caller-standing.ts'
import type { CallFlow, NumberRoute } from '../../../shared/domain/number.ts'
import type { SessionFact } from '../../../shared/domain/session.ts'
import { checkTwiml } from './twiml-rules.ts'

const number = '+441614960000'
const call = { callSid: 'CA1', number, caller: '+447700900123' } as const
const [a, b, c] = ['+442079460001', '+442079460002', '+442079460003'] as const
const route = (flow: Partial<CallFlow>): NumberRoute => ({
  account: 'acc_test',
  numberId: 'num_1',
  number,
  kind: 'source',
  flow: { forwardTo: [a], ring: 'all', ...flow },
})
const ringing: ForwardPlan = { plan: 'forward', targets: [a], nextTargets: [], timeoutSeconds: 30 }
const menu = {
  prompt: 'Press 1 for sales.',
  options: {
    '1': { label: 'sales', forwardTo: [b, c], ring: 'in-order' as const },
    '2': { voicemail: 'Tell us.' },
    '3': { say: 'We open at nine.' },
    '4': {},
  },
}
const mp3 = 'https://cdn.example.com/welcome.mp3'

describe('the plan of a flow', () => {
  test.each<
    [why: string, flow: Partial<CallFlow>, known: Parameters<typeof decideCallPlan>[2], plan: CallPlan]
  >([
    [
      'each phone rings for its own time',
      { forwardTo: [a, b, c], ring: 'in-order', ringSeconds: [10, 15, 25] },
      {},
      { ...ringing, nextTargets: [b, c], timeoutSeconds: 10, nextSeconds: [15, 25] },
    ],
    [
      'together they ring as long as the most patient',
      { forwardTo: [a, b], ringSeconds: [10, 45] },
      {},
      { ...ringing, targets: [a, b], timeoutSeconds: 45 },
    ],
    [
      'an agent who must accept, and hears where the call is from',
      { screen: true, whisper: true },
      {},
      { ...ringing, screens: true, whispers: true },
    ],
    [
      'a message may be left by whom nobody answers',
      { voicemail: true },
      {},
      { ...ringing, takesMessage: true },
    ],
    ['voicemail: false is none', { voicemail: false }, {}, ringing],
    [
      'a recording is announced even if nothing says so',
      { record: true },
      {},
      { ...ringing, records: true, greeting: 'This call may be recorded.' },
    ],
    [
      'the announcement comes after the greeting',
      { record: true, greeting: 'Hello.', announceRecording: 'We record.' },
      {},
      { ...ringing, records: true, greeting: 'Hello. We record.' },
    ],
    [
      'a greeting that is played stands by itself',
      { record: true, greeting: mp3 },
      {},
      { ...ringing, records: true, greeting: [mp3, 'This call may be recorded.'] },
    ],
    [
      'the business may forgo the announcement',
      { record: true, announceRecording: false },
      {},
      { ...ringing, records: true },
    ],
    ['what is announced is not thereby recorded', { announceRecording: true }, {}, ringing],
    [
      'with consent by key nothing is recorded yet',
      { record: { consent: 'press' }, greeting: 'Hello.' },
      {},
      {
        plan: 'ask-consent',
        lead: 'Hello.',
        prompt: expect.stringContaining('Press 1'),
        dialling: ringing,
      } as CallPlan,
    ],
    [
      'the menu comes after the greeting',
      { menu, greeting: 'Hello.' },
      {},
      { plan: 'menu', lead: 'Hello.', prompt: menu.prompt, timeoutSeconds: 5, dialling: ringing },
    ],
    ['a menu without options is none', { menu: { prompt: 'Hm', options: {} } }, {}, ringing],
    [
      'whoever answered last rings first, alone, then the others',
      { forwardTo: [a, b, c], stickyAgent: true },
      { lastAgent: b },
      { ...ringing, targets: [b], nextTargets: [a, c], timeoutSeconds: 20, sticks: true },
    ],
    [
      'an agent who has left the business is not rung',
      { stickyAgent: true },
      { lastAgent: c },
      { ...ringing, sticks: true },
    ],
    [
      'a blocked caller is turned away politely, and flagged',
      {},
      { isBlocked: true },
      { plan: 'goodbye', text: expect.stringContaining('sorry'), isSpam: true } as CallPlan,
    ],
    [
      'a suspect must press a key',
      { screenSpam: true },
      { isSuspect: true },
      { plan: 'challenge', dialling: ringing },
    ],
    [
      'closed: other phones ring, without menu and greeting of the day',
      { greeting: 'Hello.', menu, closed: { forwardTo: [b], ringSeconds: 12, greeting: 'We are closed.' } },
      { isClosed: true },
      { ...ringing, targets: [b], timeoutSeconds: 12, greeting: 'We are closed.' },
    ],
    [
      'closed: no phone of its own',
      { hours: {} },
      { isClosed: true },
      { plan: 'closed', text: expect.stringContaining('closed') } as CallPlan,
    ],
    [
      'missed: further phones ring afterwards',
      { forwardTo: [a, b], missed: { forwardTo: [c] } },
      {},
      { ...ringing, targets: [a, b], nextTargets: [c] },
    ],
  ])('%s', (_why, flow, known, plan) => {
    expect(decideCallPlan(route(flow), call, known)).toEqual(plan)
  })

  test('a closed flow whose greeting is its own keeps none of the day', () => {
    const plan = decideCallPlan(route({ greeting: 'Good day.', closed: { forwardTo: [b] } }), call, {
      isClosed: true,
    })
    expect(plan).not.toHaveProperty('greeting')
  })
})

describe('a key that was pressed', () => {
  const flow = route({ menu }).flow as CallFlow
  test.each<[string, string | undefined, Partial<CallPlan>]>([
    ['1: phones of its own', '1', { plan: 'forward', targets: [b], nextTargets: [c] } as Partial<CallPlan>],
    ['2: a message', '2', { plan: 'take-message', prompt: 'Tell us.' }],
    ['3: something said', '3', { plan: 'goodbye', text: 'We open at nine. Goodbye.' }],
    ['4: leads nowhere, so to the flow’s phones', '4', ringing],
    ['9: is no option', '9', ringing],
    ['none: silence goes on', undefined, ringing],
    ['a name of every object is no option', 'constructor', ringing],
  ])('%s', (_why, digits, plan) => {
    expect(decideMenuChoice(flow, digits, ringing, call)).toMatchObject(plan)
  })

  test.each([
    ['1', true],
    ['2', undefined],
    [undefined, undefined],
  ])('consent by %s: recorded %s, and connected in any case', (digits, records) => {
    const plan = decideConsent(route({}).flow, digits, ringing)
    expect(plan).toMatchObject({ plan: 'forward', targets: [a] })
    expect((plan as ForwardPlan).records).toBe(records)
  })

  test('without the flow, which can’t be read, the phones ring', () => {
    expect(decideConsent(undefined, '1', ringing)).toEqual({ ...ringing, records: true })
    expect(decideMenuChoice(undefined, '1', ringing, call)).toEqual(ringing)
  })
})

describe('whom nobody answered', () => {
  test.each<[string, Parameters<typeof decideAfterDial>[1], CallFlow | undefined, CallPlan]>([
    [
      'leaves a message, by the usual words if the flow can’t be read',
      { nextTargets: [], takesMessage: true },
      undefined,
      { ...takeMessage, prompt: expect.stringMatching(/sorry.*leave a message/) } as CallPlan,
    ],
    [
      'leaves a message in the business’s words, written down',
      { nextTargets: [], takesMessage: true },
      route({
        voicemail: { greeting: mp3, maxLengthSeconds: 60, transcribe: true },
        missed: { message: 'All busy.' },
      }).flow,
      { plan: 'take-message', prompt: ['All busy.', mp3], longestSeconds: 60, transcribes: true },
    ],
    [
      'hears the business’s own regret',
      { nextTargets: [] },
      route({ missed: { message: 'All busy.' } }).flow,
      { plan: 'goodbye', text: 'All busy. Goodbye.' },
    ],
    [
      'is still recorded, screened and whispered about when the next phone rings',
      { nextTargets: [b, c], nextSeconds: [15, 25], records: true, screens: true, whispers: true },
      undefined,
      {
        ...ringing,
        targets: [b],
        nextTargets: [c],
        isNext: true,
        timeoutSeconds: 15,
        nextSeconds: [25],
        records: true,
        screens: true,
        whispers: true,
      },
    ],
  ])('%s', (_why, line, flow, plan) => {
    expect(decideAfterDial('no-answer', line, flow)).toEqual(plan)
  })
})

describe('what the agent hears', () => {
  const ads: CallBackground = { source: 'google ads', campaign: 'sash windows', quoted: '10% off' }
  test.each<[boolean | string | undefined, CallBackground, string | undefined]>([
    [true, ads, 'Call: google ads, sash windows, code quoted for 10% off.'],
    [true, { ...ads, isGuess: true, quoted: 'yes' }, 'Call: probably google ads, sash windows, code quoted.'],
    [true, { source: 'direct visit' }, 'Call: direct visit.'],
    [true, {}, undefined],
    ['Enquiry from {source}: {code}', ads, 'Enquiry from google ads: code quoted for 10% off'],
    [undefined, ads, undefined],
  ])('%j of %j', (wanted, background, said) => {
    expect(whisperOf(wanted, background)).toBe(said)
  })

  const page = (at: string, url: string, referrer?: string): SessionFact => ({
    fact: 'page',
    account: 'acc_test',
    session: 'ses_1',
    visitor: 'vis_1',
    at,
    url,
    referrer,
  })
  test.each<[why: string, SessionFact[], SourceWords]>([
    [
      'tags tell source and campaign, a paid medium ads',
      [page('1', 'https://s.example/?utm_source=bing&utm_medium=cpc&utm_campaign=doors')],
      { source: 'bing ads', campaign: 'doors' },
    ],
    ['a click id its network', [page('1', 'https://s.example/?gclid=x')], { source: 'google ads' }],
    [
      'a referrer its host',
      [page('1', 'https://s.example/', 'https://www.blog.example/a')],
      { source: 'blog.example' },
    ],
    [
      'the last arrival counts, pages after it do not hide it',
      [
        page('1', 'https://s.example/?utm_source=mail'),
        page('2', 'https://s.example/?utm_source=flyer'),
        page('3', 'https://s.example/b', 'https://www.s.example/'),
      ],
      { source: 'flyer' },
    ],
    ['no trace of any', [page('1', 'https://s.example/')], { source: 'direct visit' }],
    ['no page at all', [], {}],
  ])('%s', (_why, facts, words) => {
    expect(visitWords(facts)).toEqual(words)
  })

  test('of a number that stands for a source', () => {
    expect(declaredWords({ source: 'van', medium: 'vehicle' })).toEqual({ source: 'van' })
  })
})

test.each([
  ['TN-Validation-Failed-C', [], true],
  ['TN-Validation-Passed-A', [], false],
  [undefined, [], false],
  [undefined, ['2026-11-22T10:00:00.000Z', '2026-11-22T11:00:00.000Z'], false],
  [undefined, ['2026-11-22T10:00:00.000Z', '2026-11-22T11:00:00.000Z', '2026-11-22T12:00:00.000Z'], true],
  [undefined, ['2026-11-20T10:00:00.000Z', '2026-11-20T11:00:00.000Z', '2026-11-20T12:00:00.000Z'], false],
] as const)('verdict %s after hang-ups at %j: suspect %s', (verdict, hangUps, suspect) => {
  expect(isSuspectCaller(verdict, hangUps, '2026-11-22T14:05:00.000Z')).toBe(suspect)
})

const links = callLinks('https://calls.example.com', { account: 'acc_test', number, lang: 'de-DE' })
const full: ForwardPlan = {
  ...ringing,
  greeting: [mp3, 'Hello'],
  nextTargets: [b, c],
  nextSeconds: [15, 25],
  callerId: number,
  giveWhenMissed: 'cmp_1',
  takesMessage: true,
  records: true,
  whispers: true,
  screens: true,
  sticks: true,
  quoted: '10% off',
}
const speech = { language: 'de-DE', voice: 'Polly.Vicki' }

describe('the TwiML', () => {
  test.each<[CallPlan]>([
    [ringing],
    [full],
    [{ plan: 'challenge', dialling: full }],
    [{ plan: 'ask-consent', lead: mp3, prompt: 'May we?', dialling: full }],
    [{ plan: 'menu', prompt: mp3, timeoutSeconds: 5, dialling: full }],
    [{ ...takeMessage, transcribes: true }],
    [{ plan: 'closed', text: mp3, message: takeMessage }],
    [{ plan: 'goodbye', text: [mp3, 'Goodbye'] }],
    [{ plan: 'hang-up' }],
  ])('%j nests and names attributes as Twilio documents', (plan) => {
    expect(checkTwiml(renderCallPlan(plan, links, speech))).toEqual([])
    expect(() => parseTwiml(renderCallPlan(plan, links, speech), 'call')).not.toThrow()
  })

  test('plays addresses, and says the rest in the language and voice', () => {
    const twiml = renderCallPlan({ plan: 'goodbye', text: [mp3, 'Auf Wiederhören'] }, links, speech)
    expect(twiml).toContain(
      `<Play>${mp3}</Play><Say language="de-DE" voice="Polly.Vicki">Auf Wiederhören</Say>`,
    )
  })

  test('of an agent who must accept hangs up on whoever presses nothing', () => {
    const twiml = renderAgentPlan(['Call: google.', 'Press 1.'], links.accept({ sticks: true }), {})
    expect(checkTwiml(twiml)).toEqual([])
    expect(() => parseTwiml(twiml, 'whisper')).not.toThrow()
    expect(twiml).toMatch(
      /<Gather [^>]*numDigits="1"[^>]*><Say>Call: google.<\/Say><Say>Press 1.<\/Say><\/Gather><Hangup\/>/,
    )
  })

  test('records only by the plan’s leave, both sides apart, from the answer on', () => {
    expect(renderCallPlan(ringing, links)).not.toMatch(/record/)
    expect(renderCallPlan(full, links)).toContain('record="record-from-answer-dual"')
  })
})

describe('an address carries the whole line', () => {
  const queryOf = (address: string) => Object.fromEntries(new URL(address).searchParams)
  test('before the phones ring', () => {
    const { greeting: _, ...line } = full
    const query = openingQuery.parse(queryOf(links.menu(full)))
    expect(forwardOf(query)).toEqual(line)
    expect(query).toMatchObject({ lang: 'de-DE' })
  })
  test('when one has not answered', () => {
    const { greeting: _g, plan: _p, targets: _t, timeoutSeconds: _s, ...line } = full
    expect(lineOf(dialQuery.parse(queryOf(links.afterDial(full))))).toEqual(line)
  })
  test.each(['afterDial', 'challenge', 'consent', 'menu', 'agent', 'accept', 'leg'] as const)(
    '%s in alphabetical order, retried by Twilio',
    (name) => {
      const address = links[name](full)
      const names = [...new URL(address).searchParams.keys()]
      expect(names).toEqual(names.toSorted())
      expect(address).toMatch(/#rc=3&rp=ct,5xx,rt$/)
    },
  )
})
