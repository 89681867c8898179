import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, it, test } from 'vitest'
import { readCsv } from '../../shared/domain/csv-rows.ts'

test.each<[string, string, (readonly [number, ...string[]])[]]>([
  [
    'commas',
    'a,b\n1,2',
    [
      [1, 'a', 'b'],
      [2, '1', '2'],
    ],
  ],
  [
    'semicolons and a byte order mark',
    '\ufeffa;b\r\n"1,5";2\r\n',
    [
      [1, 'a', 'b'],
      [2, '1,5', '2'],
    ],
  ],
  [
    'tabs and old line ends',
    'a\tb\r1\t2',
    [
      [1, 'a', 'b'],
      [2, '1', '2'],
    ],
  ],
  [
    'marks inside of quotes',
    'a,b\n"say ""hi""","two\nlines"\nc,d',
    [
      [1, 'a', 'b'],
      [2, 'say "hi"', 'two\nlines'],
      [4, 'c', 'd'],
    ],
  ],
  [
    'blank lines, empty cells',
    'a,b\n\n,\n1,',
    [
      [1, 'a', 'b'],
      [4, '1', ''],
    ],
  ],
])('reads %s', (_, text, records) => {
  expect(readCsv(text).records.map(({ line, cells }) => [line, ...cells])).toEqual(records)
})

it('says where a quote mark is never closed, and keeps what came before', () => {
  expect(readCsv('a,b\n1,2\n3,"4\n5,6')).toEqual({
    records: [
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['1', '2'] },
    ],
    openQuoteAt: 3,
  })
})

it('reads what csv-parse reads', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', ' ', ',', '"', '\n', 'é'), maxLength: 6 })
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
  fc.assert(
    fc.property(
      fc.array(fc.array(cell, { minLength: 2, maxLength: 3 }), { minLength: 1, maxLength: 4 }),
      (rows) => {
        const text = ['x,y,z', ...rows.map((row) => row.map(quoted).join(','))].join('\r\n')
        const expected = (parse(text, { relax_column_count: true }) as string[][])
          .map((row) => row.map((each) => each.trim()))
          .filter((row) => row.some((each) => each !== ''))
        expect(readCsv(text).records.map(({ cells }) => cells)).toEqual(expected)
      },
    ),
  )
})
