import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { codeGroups, displayCode, spokenCode, ssmlDigits } from '../../shared/domain/code-display.ts'
import { readCode } from '../../shared/domain/code-reading.ts'
import { runs } from '../support/runs.ts'
import { anyCode } from './code-arbitrary.ts'

describe('a code is shown', () => {
  test.each([
    ['12345', '12345'],
    ['123456', '123-456'],
    ['4820913', '482-0913'],
    ['12345678', '1234-5678'],
    ['123456789', '123-456-789'],
    ['4820913365', '482-091-3365'],
    ['12345678901', '123-4567-8901'],
    ['123456789012', '123-456-789-012'],
    ['', ''],
  ])('%s as %s', (code, shown) => {
    expect(displayCode(code)).toBe(shown)
  })

  test('in groups of three or four, and reads back as it was', () => {
    fc.assert(
      fc.property(anyCode, (code) => {
        expect(codeGroups(code).every(({ length }) => length === 3 || length === 4)).toBe(true)
        const read = { read: 'code', code, from: 'typed' }
        expect(readCode({ typed: displayCode(code) }, [code.length])).toEqual(read)
        expect(displayCode(code).replaceAll('-', '')).toBe(code)
      }),
      { numRuns: runs(300) },
    )
  })
})

describe('a code is spoken', () => {
  test('in words, with a short pause behind a digit and a longer one behind a group', () => {
    expect(spokenCode('4820913')).toBe('four, eight, two. zero, nine, one, three.')
  })

  test('in figures in other languages, and never with a period, which makes "the second" of "2."', () => {
    expect(spokenCode('4820913', 'de')).toBe('4, 8, 2; 0, 9, 1, 3;')
    expect(spokenCode('48209', 'fr')).toBe('4, 8, 2, 0, 9;')
  })

  test('and read back as it was', () => {
    fc.assert(
      fc.property(anyCode, (code) => {
        const read = { read: 'code', code, from: 'heard' }
        expect(readCode({ heard: [spokenCode(code)] }, [code.length])).toEqual(read)
      }),
      { numRuns: runs(300) },
    )
  })

  test('as pieces of SSML: the groups, and breaks between them', () => {
    expect(ssmlDigits('4820913365')).toEqual([
      { digits: '482' },
      { breakMilliseconds: 700 },
      { digits: '091' },
      { breakMilliseconds: 700 },
      { digits: '3365' },
    ])
  })
})
