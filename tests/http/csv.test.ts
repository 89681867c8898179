import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { csvCell, csvLine } from '../../shared/http/csv.ts'
import { runs } from '../support/runs.ts'

describe('a cell', () => {
  test.each([
    ['digits stay text', '0482091', '"0482091"'],
    ['a number is one', 7, '7'],
    ['nothing is nothing', undefined, '""'],
    ['quotes are doubled', 'say "hi"', '"say ""hi"""'],
    ['a formula is disarmed', '=1+1', `"'=1+1"`],
    ['so is its other spelling', '+1+1', `"'+1+1"`],
    ['and another', '-1+1', `"'-1+1"`],
    ['and the old one', '@SUM(A1)', `"'@SUM(A1)"`],
    ['behind a tab too', '\t=1+1', `"'\t=1+1"`],
    ['a sign inside is none', 'a=1', '"a=1"'],
  ])('%s', (_label, value, cell) => {
    expect(csvCell(value)).toBe(cell)
  })
})

test('whatever the texts, the line is read back as them, and none begins a formula', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 }), (texts) => {
      const line = csvLine(texts)
      expect(line.endsWith('\r\n')).toBe(true)
      // RFC 4180, section 2: cells in quotes, a quote within as two.
      const cells = [...line.matchAll(/"((?:[^"]|"")*)"/g)].map(([, cell]) =>
        (cell ?? '').replaceAll('""', '"'),
      )
      expect(cells.map((cell, index) => (cell === texts[index] ? cell : cell.replace(/^'/, '')))).toEqual(
        texts,
      )
      expect(cells.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([])
    }),
    { numRuns: runs(300) },
  )
})
