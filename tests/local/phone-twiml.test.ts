import fc from 'fast-check'
import MessagingResponse from 'twilio/lib/twiml/MessagingResponse.js'
import VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js'
import { describe, expect, it } from 'vitest'
import { type DocumentKind, grammar } from '../../local/phone/grammar.ts'
import { parseTwiml } from '../../local/phone/twiml.ts'

const response = (inside: string) => `<?xml version="1.0" encoding="UTF-8"?><Response>${inside}</Response>`
const read = (inside: string, document: DocumentKind = 'call') => parseTwiml(response(inside), document)

describe('a document', () => {
  it.each<[why: string, inside: string, document: DocumentKind, verb: object]>([
    [
      'text is said as written, entities read',
      '<Say voice="alice" language="en-GB" loop="2">Tom &amp; Jo&#8217;s &lt;shop&gt;</Say>',
      'call',
      {
        verb: 'Say',
        text: 'Tom & Jo’s <shop>',
        attributes: { voice: 'alice', language: 'en-GB', loop: 2 },
      },
    ],
    [
      'a recording may stand for every sentence',
      '<Play loop="0">https://example.com/hello.mp3</Play>',
      'call',
      { verb: 'Play', text: 'https://example.com/hello.mp3', attributes: { loop: 0 } },
    ],
    ['keys may be played', '<Play digits="ww12#"/>', 'call', { attributes: { digits: 'ww12#' } }],
    ['a pause has a length', '<Pause length="2"/>', 'call', { verb: 'Pause', attributes: { length: 2 } }],
    [
      'an answer is gathered by keys and by speech, with its prompts inside',
      '<Gather input="dtmf speech" numDigits="6" finishOnKey="" timeout="5" speechTimeout="auto" hints="yes, no" actionOnEmptyResult="true" action="/code?a=1&amp;b=2#rc=3" method="POST"><Say>Key it.</Say><Play>a.mp3</Play><Pause/></Gather>',
      'call',
      {
        verb: 'Gather',
        attributes: {
          input: ['dtmf', 'speech'],
          numDigits: 6,
          finishOnKey: '',
          timeout: 5,
          speechTimeout: 'auto',
          hints: 'yes, no',
          actionOnEmptyResult: true,
          action: '/code?a=1&b=2#rc=3',
          method: 'POST',
        },
        children: [{ verb: 'Say' }, { verb: 'Play' }, { verb: 'Pause' }],
      },
    ],
    [
      'several phones are rung, each with its own callbacks and whisper',
      '<Dial action="/dial" answerOnBridge="true" callerId="+442079460000" timeout="30" sequential="true" record="record-from-answer-dual" recordingStatusCallback="/rec" recordingStatusCallbackEvent="in-progress completed absent"><Number url="/whisper" statusCallback="/leg" statusCallbackEvent="initiated ringing answered completed">+442079460001</Number><Number>+442079460002</Number></Dial>',
      'call',
      {
        verb: 'Dial',
        attributes: {
          answerOnBridge: true,
          callerId: '+442079460000',
          timeout: 30,
          sequential: true,
          record: 'record-from-answer-dual',
          recordingStatusCallbackEvent: ['in-progress', 'completed', 'absent'],
        },
        children: [
          {
            text: '+442079460001',
            attributes: {
              url: '/whisper',
              statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
            },
          },
          { text: '+442079460002', attributes: {} },
        ],
      },
    ],
    ['one phone needs no <Number>', '<Dial>+442079460001</Dial>', 'call', { text: '+442079460001' }],
    [
      'a message is recorded and transcribed',
      '<Record action="/m" maxLength="120" playBeep="true" timeout="5" finishOnKey="#*" trim="trim-silence" transcribe="true" transcribeCallback="/t" recordingStatusCallback="/r"/>',
      'call',
      { verb: 'Record', attributes: { maxLength: 120, playBeep: true, finishOnKey: '#*', transcribe: true } },
    ],
    ['another document follows', '<Redirect method="GET"> /next </Redirect>', 'call', { text: '/next' }],
    ['a call is refused', '<Reject reason="busy"/>', 'call', { attributes: { reason: 'busy' } }],
    ['a call ends', '<Hangup/>', 'call', { verb: 'Hangup' }],
    ['a text is answered', '<Message to="+447700900123">Hi</Message>', 'message', { text: 'Hi' }],
    ['an agent hears a whisper', '<Say>From the website.</Say>', 'whisper', { verb: 'Say' }],
  ])('%s', (_, inside, document, verb) => {
    expect(read(inside, document)).toMatchObject([verb])
  })

  it('may be empty, have comments and CDATA, and be written over many lines', () => {
    expect(read('')).toEqual([])
    expect(read('\n  <!-- first -->\n  <Say>\n<![CDATA[a < b & c]]>\n  </Say>\n')[0]?.text).toMatch(
      /^\s*a < b & c\s*$/,
    )
  })

  it('of the builder that the functions use says what was put in, whatever the text', () => {
    const text = fc
      .string({ unit: 'binary', maxLength: 200 })
      .map((each) => each.replace(/[^\t\n\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '.'))
      .filter((each) => each.trim() !== '')
    fc.assert(
      fc.property(text, (said) => {
        const voice = new VoiceResponse()
        voice.gather({ action: '/a?b=1&c=2', input: ['dtmf'] }).say(said)
        expect(parseTwiml(voice.toString(), 'call')).toMatchObject([
          { attributes: { action: '/a?b=1&c=2' }, children: [{ text: said }] },
        ])
        const message = new MessagingResponse()
        message.message(said)
        expect(parseTwiml(message.toString(), 'message')).toMatchObject([{ text: said }])
      }),
    )
  })
})

describe('refused is', () => {
  it.each<[why: string, document: string, kind: DocumentKind, message: RegExp]>([
    ['what is not closed', '<Response><Say>Hi</Say>', 'call', /<Response> is not closed/],
    ['what is closed crosswise', '<Response><Say>Hi</Response></Say>', 'call', /<\/Response> closes <Say>/],
    ['a bare ampersand', response('<Say>Tom & Jo</Say>'), 'call', /&amp;/],
    ['an entity of HTML', response('<Say>a&nbsp;b</Say>'), 'call', /&nbsp;/],
    ['a control character', response('<Say>a\u0007b</Say>'), 'call', /U\+0007/],
    ['an escaped control character', response('<Say>a&#7;b</Say>'), 'call', /U\+0007/],
    ['an attribute without quotes', response('<Pause length=1/>'), 'call', /not well-formed/],
    ['an attribute twice', response('<Pause length="1" length="2"/>'), 'call', /twice/],
    ['a document type', '<!DOCTYPE x><Response/>', 'call', /not well-formed/],
    ['nothing', '', 'call', /one element/],
    ['two documents', '<Response/><Response/>', 'call', /one element/],
    ['a page of HTML', '<html><body>502</body></html>', 'call', /<html>, not <Response>/],
    ['text outside a verb', response('Hello'), 'call', /text “Hello”/],
    ['an unknown verb', response('<Enqueue>a</Enqueue>'), 'call', /<Enqueue> is no verb/],
    ['a verb in the wrong case', response('<say>Hi</say>'), 'call', /<say> is no verb/],
    ['a property of every object', response('<constructor/>'), 'call', /<constructor> is no verb/],
    ['an unknown attribute', response('<Say accent="gb">Hi</Say>'), 'call', /<Say> has no attribute accent/],
    [
      'a timeout of one phone',
      response('<Dial><Number timeout="5">+442079460001</Number></Dial>'),
      'call',
      /<Number> has no attribute timeout/,
    ],
    [
      'an event that Twilio has not',
      response('<Dial><Number statusCallbackEvent="busy">+442079460001</Number></Dial>'),
      'call',
      /statusCallbackEvent/,
    ],
    [
      'a number with commas in a list of events',
      response('<Dial><Number statusCallbackEvent="ringing,answered">+442079460001</Number></Dial>'),
      'call',
      /separated by blanks/,
    ],
    ['yes for true', response('<Gather actionOnEmptyResult="yes"/>'), 'call', /true or false/],
    ['half a second', response('<Pause length="0.5"/>'), 'call', /whole number/],
    ['an address with a blank', response('<Redirect>/a b</Redirect>'), 'call', /address/],
    ['an address of a script', response('<Redirect>javascript:x</Redirect>'), 'call', /address/],
    ['a phone that is not E.164', response('<Dial>020 7946 0000</Dial>'), 'call', /E\.164/],
    ['nobody to dial', response('<Dial/>'), 'call', /E\.164/],
    [
      'a phone beside phones',
      response('<Dial>+442079460001<Number>+442079460002</Number></Dial>'),
      'call',
      /beside/,
    ],
    [
      'eleven phones',
      response(`<Dial>${'<Number>+442079460001</Number>'.repeat(11)}</Dial>`),
      'call',
      /at most 10/,
    ],
    ['a sentence without words', response('<Say> </Say>'), 'call', /says nothing/],
    ['a sentence that is too long', response(`<Say>${'a'.repeat(4097)}</Say>`), 'call', /4097/],
    [
      'a <Dial> inside a <Gather>',
      response('<Gather><Dial>+442079460001</Dial></Gather>'),
      'call',
      /<Dial> may not stand in <Gather>/,
    ],
    [
      'a <Number> on its own',
      response('<Number>+442079460001</Number>'),
      'call',
      /<Number> may not stand in <Response>/,
    ],
    [
      'a <Say> inside a <Dial>',
      response('<Dial><Say>Hi</Say></Dial>'),
      'call',
      /<Say> may not stand in <Dial>/,
    ],
    ['a <Say> inside a <Say>', response('<Say>a<Say>b</Say></Say>'), 'call', /may not stand in <Say>/],
    [
      'dialling on from a dialled phone',
      response('<Dial>+442079460001</Dial>'),
      'whisper',
      /<Dial> may not stand/,
    ],
    ['recording by a dialled phone', response('<Record/>'), 'whisper', /<Record> may not stand/],
    ['a text during a call', response('<Message>Hi</Message>'), 'call', /<Message> may not stand/],
    ['speech in answer to a text', response('<Say>Hi</Say>'), 'message', /<Say> may not stand/],
  ])('%s', (_, document, kind, message) => {
    expect(() => parseTwiml(document, kind)).toThrow(message)
  })

  it('every attribute that Twilio does not document for the verb', () => {
    const documented = new Set(Object.values(grammar).flatMap(({ attributes }) => Object.keys(attributes)))
    const misplaced = Object.entries(grammar).flatMap(([verb, { attributes }]) =>
      [...documented].filter((name) => !(name in attributes)).map((name) => [verb, name] as const),
    )
    expect(misplaced.length).toBeGreaterThan(100)
    for (const [verb, name] of misplaced) {
      const kind = verb === 'Message' ? 'message' : 'call'
      const inside = `<${verb} ${name}="1"/>`
      expect(() => read(verb === 'Number' ? `<Dial>${inside}</Dial>` : inside, kind)).toThrow(
        `<${verb}> has no attribute ${name}`,
      )
    }
  })
})
