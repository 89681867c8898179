import { describe, expect, test } from 'vitest'
import { readAnswer } from '../../../functions/call-webhook/codes/decide-code.ts'
import { english, type Sayings, sayingsOf } from '../../../functions/call-webhook/flow/sayings/index.ts'
import { speechWanted } from '../../../functions/call-webhook/flow/speech.ts'
import type { Benefit } from '../../../shared/domain/campaign.ts'
import { type Language, languages } from '../../../shared/domain/language.ts'

const code = '4820913'
const display = '482-0913'
const gift: Benefit = { kind: 'gift', description: 'Räder-Check' }
const worthless: Benefit = { kind: 'none' }
const spoken = '4, 8, 2; 0, 9, 1, 3;'

/** Every sentence of the language under the name of its key, with whatever can be put into it. */
const sentencesOf = (say: Sayings): Record<string, string> => ({
  askForCode: say.askForCode,
  askAgain: say.askAgain,
  mistyped: say.mistyped,
  unread: say.unread,
  connecting: say.connecting,
  unchecked: say.unchecked,
  readBack: say.readBack(code),
  accepted: say.accepted(gift),
  acceptedPlainly: say.accepted(worthless),
  ...say.refusedBecause,
  hintsOfCode: say.hints.code,
  hintsOfConfirmation: say.hints.confirmation,
  hereIsACode: say.hereIsACode(gift),
  hereIsAPlainCode: say.hereIsACode(worthless),
  yourCodeIs: say.yourCodeIs(code),
  onceMore: say.onceMore(code),
  sentAsText: say.sentAsText,
  pressText: say.press.text,
  pressAgain: say.press.again,
  textSent: say.textSent,
  textNotSent: say.textNotSent,
  sorryNobodyAnswered: say.sorryNobodyAnswered,
  tryLater: say.tryLater,
  thankYouForCalling: say.thankYouForCalling,
  nobodyCanAnswer: say.nobodyCanAnswer,
  closed: say.closed,
  leaveMessage: say.leaveMessage,
  thankYouForMessage: say.thankYouForMessage,
  goodbye: say.goodbye,
  textAccepted: say.textAccepted(display, gift),
  phoneConfirmed: say.phoneConfirmed,
  textHelp: say.textHelp('Hart & Co'),
  textHelpOfNobody: say.textHelp(undefined),
  recorded: say.recorded,
  askConsent: say.askConsent,
  turnedAway: say.turnedAway,
  challenge: say.challenge,
  acceptCall: say.acceptCall,
  incomingCallFrom: say.incomingCallFrom,
  probably: say.whisper.probably('google'),
  quoted: say.whisper.quoted(undefined),
  quotedFor: say.whisper.quoted('Räder-Check'),
  ads: say.whisper.ads('google'),
  directVisit: say.whisper.directVisit,
})

/** The keys of an object, and those of the objects in it. */
const keysOf = (value: object): string[] =>
  Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'object' && !(inner instanceof RegExp)
      ? keysOf(inner).map((name) => `${key}.${name}`)
      : [key],
  )

test('the table below has every key that there is: one that is added must be added to it', () => {
  // `accepted`, `hereIsACode`, `textHelp` and `quoted` stand in it twice; `language` and `yes` are no sentences.
  expect(Object.keys(sentencesOf(english))).toHaveLength(keysOf(english).length - 2 + 4)
})

const others = languages.filter((language) => language !== 'en')

describe.each(others)('in %s', (language: Language) => {
  const say = sayingsOf(language)
  const sentences = sentencesOf(say)

  test('there are the same keys as in English, and its own language', () => {
    expect(keysOf(say).sort()).toEqual(keysOf(english).sort())
    expect(say.language).toBe(language)
  })

  test.each(Object.entries(sentencesOf(english)))(
    '%s is said, and is not left in English',
    (key, inEnglish) => {
      expect(sentences[key]).toMatch(/\S/)
      expect(sentences[key]).not.toBe(inEnglish)
      expect(sentences[key]).not.toMatch(/\b(?:sorry|please|thank|your|press|text us|reply)\b/i)
      expect(sentences[key]).not.toMatch(/undefined|\[object/)
    },
  )

  test('what is put into a sentence is heard in it', () => {
    for (const key of ['readBack', 'yourCodeIs', 'onceMore']) expect(sentences[key]).toContain(spoken)
    for (const key of ['accepted', 'hereIsACode', 'textAccepted', 'quotedFor']) {
      expect(sentences[key]).toContain('Räder-Check')
    }
    expect(sentences.textAccepted).toContain(display)
    expect(sentences.textHelp).toMatch(/^Hart & Co ?:/)
    for (const key of ['probably', 'ads']) expect(sentences[key]).toContain('google')
  })

  test('the words that carriers honour stay as they are', () => {
    expect(sentences.textHelp).toMatch(/\bSTOP\b.*\bSTART\b/)
    expect(sentences.phoneConfirmed).toMatch(/\bSTOP\b/)
  })
})

test('in German no figure stands before a period that more follows: its voices would read "the first"', () => {
  for (const sentence of Object.values(sentencesOf(sayingsOf('de')))) expect(sentence).not.toMatch(/\d\. /)
})

describe('a code that is read back', () => {
  const question = { attempt: 1, lengths: [7] } as const
  test.each<[Language, string, boolean]>([
    ['en', 'Yes.', true],
    ['en', 'No.', false],
    ['de', 'Ja, genau.', true],
    ['de', 'Das stimmt.', true],
    ['de', 'Jaguar', false],
    ['de', 'Nein.', false],
    ['fr', 'Oui', true],
    ['fr', "C'est ça.", true],
    ['fr', 'Un instant', false],
    ['es', 'Sí', true],
    ['es', 'Si no es ese', false],
    ['it', 'Sì, esatto', true],
    ['it', 'Si sbaglia', false],
    ['nl', 'Dat klopt', true],
    ['nl', 'Een moment', false],
  ])('in %s, "%s" agrees: %s', (language, words, agrees) => {
    const answer = readAnswer({ CallSid: 'CA1', SpeechResult: words }, question, code, sayingsOf(language))
    expect(answer.answer).toBe(agrees ? 'code' : 'unread')
  })
})

test.each([
  ['a country is no matter', 'de-CH', 'de'],
  ['nor are capitals', 'NL-nl', 'nl'],
  ['a language without sayings is spoken to in English', 'pt-BR', 'en'],
  ['one that begins alike is another one', 'fry', 'en'],
  ['none is English', undefined, 'en'],
])('%s', (_label, tag, language) => {
  expect(sayingsOf(tag).language).toBe(language)
})

test.each([
  ['the account’s where the flow says nothing', {}, { language: 'de-DE', voice: 'Polly.Vicki' }],
  ['the flow’s language, without the account’s voice', { language: 'fr-FR' }, { language: 'fr-FR' }],
  ['the flow’s voice, without the account’s language', { voice: 'Polly.Amy' }, { voice: 'Polly.Amy' }],
])('callers hear %s', (_label, flow, speech) => {
  const settings = { language: 'de-DE', voice: 'Polly.Vicki' }
  expect(speechWanted({ forwardTo: [], ...flow }, settings)).toEqual(speech)
})
