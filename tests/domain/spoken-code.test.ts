import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkDigit } from '../../shared/domain/code.ts'
import { readCode } from '../../shared/domain/code-reading.ts'
import { english } from '../../shared/domain/spoken-english.ts'
import { runs } from '../support/runs.ts'
import { anyCode, codeOf } from './code-arbitrary.ts'
import { hurriedWays, spokenWays } from './spoken-ways.ts'

const said = (code: string) => fc.tuple(fc.constant(code), spokenWays(code))

const codeSaid = anyCode.chain(said)

describe('the table', () => {
  test('gives each word one meaning', () => {
    const words = Object.values(english).flatMap((table): string[] =>
      Array.isArray(table) ? [...table] : Object.keys(table),
    )
    expect(new Set(words).size).toBe(words.length)
    expect(words.length).toBeGreaterThan(90)
  })
})

describe('whichever way a code is said', () => {
  test('it is understood', () => {
    fc.assert(
      fc.property(codeSaid, ([code, utterance]) => {
        const read = { read: 'code', code, from: 'heard' }
        expect(readCode({ heard: [utterance] }, [code.length])).toEqual(read)
      }),
      { numRuns: runs(800) },
    )
  })

  test('in capitals and full-width letters too', () => {
    const fullWidth = (text: string) =>
      text.replace(/[!-~]/g, (character) =>
        String.fromCodePoint((character.codePointAt(0) as number) + 0xfee0),
      )
    fc.assert(
      fc.property(codeSaid, ([code, utterance]) => {
        expect(readCode({ heard: [utterance.toUpperCase()] }, [code.length])).toMatchObject({ code })
        expect(readCode({ heard: [fullWidth(utterance)] }, [code.length])).toMatchObject({ code })
      }),
      { numRuns: runs(200) },
    )
  })

  test('without pauses it is understood or asked for again, never taken for another', () => {
    const hurried = anyCode.chain((code) => fc.tuple(fc.constant(code), hurriedWays(code)))
    let understood = 0
    let tried = 0
    fc.assert(
      fc.property(hurried, ([code, utterance]) => {
        const reading = readCode({ heard: [utterance] }, [code.length])
        tried++
        if (reading.read !== 'code') expect(reading).toMatchObject({ read: 'none', detail: /more than one/ })
        else {
          understood++
          expect(reading.code).toBe(code)
        }
      }),
      { numRuns: runs(500) },
    )
    expect(understood / tried).toBeGreaterThan(0.9)
  })

  test('one wrong digit, or two swapped, is told as such', () => {
    const wrong = codeOf(7).chain((code) =>
      fc.tuple(fc.nat(5), fc.integer({ min: 1, max: 9 }), fc.boolean()).chain(([at, distance, isSwap]) => {
        const [one, other] = [code.charAt(at), code.charAt(at + 1)]
        const changed = isSwap ? other + one : String((Number(one) + distance) % 10) + other
        const heard = code.slice(0, at) + changed + code.slice(at + 2)
        return spokenWays(heard).map((utterance) => ({ isSame: heard === code, utterance }))
      }),
    )
    fc.assert(
      fc.property(wrong, ({ isSame, utterance }) => {
        fc.pre(!isSame)
        expect(readCode({ heard: [utterance] }, [7]).read).toBe('mistyped')
      }),
      { numRuns: runs(500) },
    )
  })

  test('"thirteen" for "thirty", and the other way, is told as such', () => {
    const teens = Object.entries(english.teens).filter(([, digits]) => digits >= '13')
    const tyOf = (teen: string) =>
      Object.entries(english.tens).find(([, digits]) => digits === `${teen.charAt(1)}0`) as [string, string]
    const parts = fc.record({
      before: fc.stringMatching(/^[0-9]{2}$/),
      teen: fc.constantFrom(...teens),
      behind: fc.stringMatching(/^[0-9]{2}$/),
      isTeen: fc.boolean(),
    })
    const spell = (digits: string) => [...digits].join(' ')
    fc.assert(
      fc.property(parts, ({ before, teen, behind, isTeen }) => {
        const ty = tyOf(teen[1])
        const [meant, heard] = isTeen ? [teen, ty] : [ty, teen]
        const drawn = before + meant[1] + behind
        const check = checkDigit(drawn)
        const utterance = (word: string) => `${spell(before)} ${word}, ${spell(behind + check)}`
        expect(readCode({ heard: [utterance(meant[0])] }, [7])).toMatchObject({ code: drawn + check })
        expect(readCode({ heard: [utterance(heard[0])] }, [7]).read).toBe('mistyped')
      }),
      { numRuns: runs(300) },
    )
  })
})

/** 4820917 and 5500226, 4055208, … are codes: their check digits fit. */
describe('an utterance', () => {
  test.each([
    ['digits', 'four eight two oh nine one seven', '4820917'],
    ['written by the recogniser as a number', '4820917.', '4820917'],
    ['as a phone number', '482-0917', '4820917'],
    ['numerals mixed in', '4 8 two, 0 nine 17', '4820917'],
    ['what sounds like digits', 'for ate to o niner won seven', '4820917'],
    ['with hesitation', "um, it's four eight, uh, two... oh nine, er, one seven", '4820917'],
    ['with the keys', 'star four eight two zero nine one seven pound', '4820917'],
    ['dashes said', 'four eight two dash zero nine one seven', '4820917'],
    ['two-digit numbers', 'forty-eight twenty ninety-one seven', '4820917'],
    ['"twenty nine" for 2 0 9', 'forty eight, twenty nine, one seven', '4820917'],
    ['a hundred', 'four hundred eighty two, oh nine seventeen', '4820917'],
    ['an interjection that sounds like a zero', 'oh, four eight two oh nine one seven', '4820917'],
    ['courtesy that sounds like a digit', 'four eight two oh nine one seven for you', '4820917'],
    [
      'talk that sounds like digits',
      "I'd like to ask for money off, it's 482 0917, thanks to you",
      '4820917',
    ],
    ['another number before it', 'my order is 12 and the code is 482 0917', '4820917'],
    ['talk in between that sounds like a digit', '482, thanks for waiting, 0917', '4820917'],
    ['a correction', 'four eight three, sorry, no, four eight two oh nine one seven', '4820917'],
    ['one digit too few', 'four eight two oh nine one', undefined],
    ['no digits', 'I have no code', undefined],
    ['nothing', '', undefined],
  ])('%s: %s', (_label, utterance, code) => {
    const reading = readCode({ heard: [utterance] }, [7])
    expect(reading.read === 'code' ? reading.code : undefined).toBe(code)
  })

  test.each([
    ['double five triple two fifty five', '5522255'],
    ['five hundred twenty twenty oh oh', '500202000'],
    ['two fives, three sevens, a hundred', '55777100'],
    ['treble nought quadruple nine', '0009999'],
    ['double 55 two', '5552'],
    ['nineteen hundred and five', '1905'],
    ['two thousand and nineteen, four thousand', '20194000'],
    ['two thousand four hundred and five', '2405'],
    ['four hundred two hundred', '400200'],
    ['twenty two fives', '2055'],
    ['five hundred two sixes', '50066'],
    ['four, a hundred', '4100'],
  ])('%s begins %s', (utterance, digits) => {
    const code = digits + checkDigit(digits)
    const heard = [`${utterance}, ${code.at(-1)}`]
    expect(readCode({ heard }, [code.length])).toEqual({ read: 'code', code, from: 'heard' })
  })
})

describe('what is said in two ways', () => {
  test.each([
    ['fifty five one two', ['5512', '50512']],
    ['twenty-one nine nine', ['2199', '20199']],
    ['five hundred six', ['506', '5006']],
    ['five hundred and sixty six', ['566', '5606', '50066', '500606']],
    ['forty two hundred', ['4200', '40200']],
    ['two thousand nineteen', ['2019', '200019']],
  ])('%s is read as any of %j', (utterance, meanings) => {
    for (const digits of meanings) {
      const code = digits + checkDigit(digits)
      const heard = [`${utterance}, ${code.at(-1)}`]
      expect(readCode({ heard }, [code.length])).toEqual({ read: 'code', code, from: 'heard' })
    }
  })

  test('a pause decides', () => {
    const heard = (utterance: string, digits: string) =>
      readCode({ heard: [`${utterance}, ${checkDigit(digits)}`] }, [digits.length + 1])
    expect(heard('twenty one thirty', '2130')).toMatchObject({ code: `2130${checkDigit('2130')}` })
    expect(heard('twenty, one thirty', '20130')).toMatchObject({ code: `20130${checkDigit('20130')}` })
    expect(heard('twenty, one thirty', '2130').read).toBe('wrong-length')
  })

  test('is never decided by guessing: where the check digit fits several, none is taken', () => {
    const both = ambiguousPair()
    expect(both.one).not.toBe(both.other)
    expect(readCode({ heard: [both.utterance] }, [both.one.length])).toEqual({
      read: 'none',
      detail: 'That could be more than one code. Give one code, digit by digit.',
    })
  })
})

/** "twenty A thirty B C", where both 2 0 A 3 B C and 2 A 3 0 B C are codes. */
function ambiguousPair() {
  const words = ['', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']
  for (let a = 1; a <= 9; a++) {
    for (let b = 1; b <= 9; b++) {
      const [one, other] = [`20${a}3${b}`, `2${a}30${b}`]
      if (checkDigit(one) !== checkDigit(other)) continue
      const check = checkDigit(one)
      const utterance = `twenty ${words[a]} thirty ${words[b]}, ${check}`
      return { utterance, one: one + check, other: other + check }
    }
  }
  throw new Error('the check digit tells them all apart')
}

describe('several alternatives', () => {
  test.each([
    ['the check digit picks the one that fits', ['482 0970', '482 0917', '42 0917'], '4820917'],
    ['a later one may be the only one of the length', ['for eight too nine', '4820917'], '4820917'],
    ['the same code twice is one code', ['4820917', 'four eight two oh nine one seven'], '4820917'],
    ['two codes are none', ['4820917', '482 0921 4', '5500221'], undefined],
    ['none at all', [], undefined],
  ])('%s', (_label, heard, code) => {
    const other = `550022${checkDigit('550022')}`
    const alternatives = heard.map((text) => (text === '5500221' ? other : text))
    const reading = readCode({ heard: alternatives }, [7])
    expect(reading.read === 'code' ? reading.code : undefined).toBe(code)
    if (code === undefined) expect(reading.read).toBe('none')
  })

  test('the answer tells what is wrong', () => {
    expect(readCode({ heard: ['482 0918', 'fort eight'] }, [7])).toEqual({
      read: 'mistyped',
      detail: 'One digit seems wrong: check it and try again.',
    })
    expect(readCode({ heard: ['', 'four eight two'] }, [7, 10])).toEqual({
      read: 'wrong-length',
      detail: 'That has 3 digits; a code has 7 or 10 digits.',
    })
    expect(readCode({ heard: ['hello?'] }, [7])).toEqual({
      read: 'none',
      detail: 'There is no code in it. A code has 7 digits.',
    })
  })
})
